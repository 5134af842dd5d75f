"""Act: the desk prices and applies what events and tactics propose, and books what was sold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.lots import sample_rows
from simulation.dynamics.offer import OfferOfDay
from simulation.dynamics.parameters import BrandDay, Parameters
from simulation.dynamics.randomness import Key
from simulation.dynamics.rules.hear import N_SLOTS
from simulation.dynamics.said import SaidToday
from simulation.dynamics.sales import SalesDesk, Sold
from simulation.dynamics.tables import (
    REVIEWS_BAD,
    REVIEWS_GOOD,
    HostTables,
    Tally,
)
from simulation.dynamics.terms import Address, Terms
from simulation.dynamics.troubles import Troubles
from simulation.market.actions import (
    Broadcast,
    BuyMedia,
    Cause,
    Coupon,
    Enrol,
    Give,
    Hurt,
    Incite,
    Limit,
    MovePurse,
    Notice,
    PayOn,
    Post,
    Press,
    Price,
    Proposal,
    Reopen,
    Reply,
    Resolve,
    Review,
    Sample,
    Shift,
    Tell,
)
from simulation.market.board import Board
from simulation.market.crisis import Case
from simulation.market.ledger import Ledger
from simulation.market.population import Population
from simulation.market.scalars import Scalars
from simulation.market.state import EVER_AWARE, Market, Stage

__all__ = ["Address", "Desk", "Sold", "Terms"]

_DAYS_A_YEAR = 365.0
_USUAL_EAGERNESS = 0.5
FAKES_EXPOSED = "fakes_exposed"
Strike = Callable[[str, str, Mapping[str, Any]], None]


@dataclass
class Desk:
    """One brand's desk during a run.

    Holds the ledger, the open cases, the board, what the brand is, today's price and what was
    proposed for today. ``addresses`` maps the names of tactics and events to their slots and
    streams; ``strike`` lets a tactic bring an event on the brand.
    """

    key: Key
    market: Market
    terms: Terms
    ledger: Ledger
    addresses: Mapping[str, Address]
    population: Population
    parameters: tuple[Parameters, ...]
    strike: Strike | None = None
    given: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """Proposals that the ledger refused, by tactic."""

    def __post_init__(self) -> None:
        terms = self.terms
        common = (self.key, self.market, terms, self.ledger, self.addresses)
        self.scalars = Scalars(terms.scalars, terms.trust_recovery_days)
        self.board = Board(terms.board)
        followers = self.population.followers
        self.said = SaidToday(self.market, terms, self.scalars, self.addresses, followers)
        self.troubles = Troubles(*common, self.scalars, self.population.segment, self.parameters)
        self.sales = SalesDesk(*common)
        self.offer = OfferOfDay(terms.repeat)
        self._handlers: dict[type[Any], Callable[[str, Any], None]] = {
            Post: self.said.post,
            Broadcast: self.said.broadcast,
            Tell: self.said.tell,
            BuyMedia: self.said.buy_media,
            Hurt: self.troubles.hurt,
            Reply: self.troubles.reply,
            Resolve: self.troubles.resolve,
            Notice: self.troubles.notice,
            Give: self._give,
            Sample: self._sample,
            Incite: self._incite,
            Price: self._price,
            Coupon: self._coupon,
            Reopen: self._reopen,
            Enrol: self._enrol,
            Press: self._press,
            Limit: self._limit,
            Shift: self._shift,
            Review: self._review,
            PayOn: self._pay_on,
            MovePurse: self._move_purse,
            Cause: self._cause,
        }
        self._log_price = np.full(N_SLOTS, self._log(terms.list_price))
        self._price_key: object = None
        self._brand_key: object = None
        self.begin(0)

    @property
    def cases(self) -> dict[str, Case]:
        """Troubles so far, by the event's name."""
        return self.troubles.cases

    def begin(self, day: int) -> None:
        """Clear yesterday's proposals; yesterday's replies hold for the whole of today."""
        self.day = day
        self.price = self.terms.list_price
        self.said.begin()
        self.sales.begin()
        self.offer.begin()
        self.scalars.next_day()
        self.troubles.next_day(day)
        if day:
            self.board.next_day()

    def propose(self, name: str, proposal: Proposal) -> bool:
        """Pay for a proposal and apply it, or refuse it; tell which."""
        share = self.ledger.pay(
            self.day, name, proposal.kind, proposal.cost, divisible=proposal.divisible
        )
        if share <= 0.0:
            self.refused[name] = self.refused.get(name, 0) + 1
            return False
        for action in proposal.actions:
            if share < 1.0 and isinstance(action, BuyMedia):
                action = action._replace(spend=action.spend * share)
            elif share < 1.0 and isinstance(action, Broadcast):
                action = action._replace(exposures=action.exposures * share)
            self._handlers[type(action)](name, action)
        return True

    def _group(self, name: str) -> int:
        return self.terms.groups.get(name, 0)

    def _give(self, name: str, gift: Give) -> None:
        self.give(gift.who)

    def give(self, who: NDArray[np.int32]) -> None:
        """Hand a unit to each of these consumers; they use it today."""
        market = self.market
        market.units[who] += 1
        market.experienced_day[who] = self.day
        market.ever[who] |= EVER_AWARE
        stage = market.stage[who]
        owns = (stage >= Stage.CUSTOMER) & (stage <= Stage.ADVOCATE)
        market.stage[who] = np.where(owns, stage, Stage.CUSTOMER)
        self.given += len(who)

    def _sample(self, name: str, sample: Sample) -> None:
        stream, brand = self.addresses[name].stream, self.brand_day()
        for number, p in enumerate(self.parameters):
            rows = sample.who[self.population.segment[sample.who] == number].astype(np.int64)
            sample_rows(
                self.key, rows, stream, sample.weight, brand, self.population, self.market,
                p.experience,
            )  # fmt: skip

    def _incite(self, name: str, incite: Incite) -> None:
        self.said.incite(name, incite, self._group(name))

    def _price(self, name: str, price: Price) -> None:
        if price.members:
            self.offer.prices.append((self._group(name), price.factor))
        else:
            self.price *= price.factor

    def _coupon(self, name: str, coupon: Coupon) -> None:
        if coupon.amount > 0.0:
            self.sales.coupons[self.addresses[name].slot] = coupon.amount

    def _reopen(self, name: str, reopen: Reopen) -> None:
        self.offer.reopened.append((self._group(name), reopen.chance))

    def _enrol(self, name: str, enrol: Enrol) -> None:
        bit, groups = np.uint8(self._group(name)), self.market.groups
        if enrol.leave:
            groups[enrol.who] &= ~bit
        else:
            groups[enrol.who] |= bit

    def _press(self, name: str, press: Press) -> None:
        self.offer.press(press, self._group(name) if press.members else 0)

    def _limit(self, name: str, limit: Limit) -> None:
        self.offer.limit(limit, self._group(name))
        if limit.release is not None:
            self.sales.release(limit.release // self.terms.people)

    def _shift(self, name: str, shift: Shift) -> None:
        self.scalars.shift(shift.scalar, shift.amount, lasting=shift.lasting)

    def _review(self, name: str, review: Review) -> None:
        self.board.add(fake=review.fake / self.terms.people)
        self.board.change(bad_removed=review.bad_removed, pinned=review.pinned)

    def _pay_on(self, name: str, pay: PayOn) -> None:
        self.sales.pay_ons.append((name, self._group(name), pay))

    def _move_purse(self, name: str, move: MovePurse) -> None:
        self.ledger.move(move.source, move.target, move.amount)

    def _cause(self, name: str, cause: Cause) -> None:
        if cause.kind == FAKES_EXPOSED:
            self.board.drop_fakes()
        assert self.strike is not None
        self.strike(f"{name}.{cause.kind}", cause.kind, cause.fields)

    def open_case(self, name: str, kind: str, blame: str, severity: float = 0.5) -> None:
        """An event strikes today: the brand will notice it by itself after some hours."""
        self.troubles.open_case(name, kind, blame, severity)

    def _log(self, price: float) -> float:
        return math.log(max(price, 1e-9) / self.terms.usual_price)

    def brand_day(self) -> BrandDay:
        """What the brand is today."""
        key = (self.scalars.changes, self.said.reviews_gain, self.board.pull)
        if key != self._brand_key:
            self._brand_key, s = key, self.scalars
            fidelity, sense = self.terms.fidelity, s["clarity"] * s["consistency"]
            self._confusion = self.terms.confusion * (1.0 - sense)
            self._brand = BrandDay(
                slot=self.terms.brand_slot,
                day=self.day,
                quality=s["quality"],
                quality_spread=self.terms.quality_spread,
                defect_share=s["defect_share"],
                expectation=s["expectation"],
                service=s["service"],
                clarity=s["clarity"],
                retold=fidelity + (1.0 - fidelity) * sense,
                eagerness=_USUAL_EAGERNESS + s["shareability"],
                bad_posts_kept=1.0 - s["posts_removed"],
                failure_chance=min(1.0, s["failures_per_year"] / _DAYS_A_YEAR),
                repaired=s["repair"],
                review_gain=self.said.reviews_gain,
                review_pull=self.board.pull,
            )
        elif self._brand.day != self.day:
            slot, _, *rest = self._brand
            self._brand = BrandDay(slot, self.day, *rest)
        return self._brand

    def _press_media(self, strength: Mapping[str, float]) -> None:
        """Channels press on the steps of the journey that they act on."""
        joined = 1.0 + self.scalars["handoff"]
        for name, full in strength.items():
            for on, log_odds in self.terms.channels[name].acts_on:
                self.offer.presses.append((0, int(on), log_odds * full * joined))

    def tables(self) -> HostTables:
        """What the loops need to know of today; called once, when all have proposed."""
        said = self.said.laid_out(self._press_media)
        coupons = self.sales.coupons
        price_key = (self.price, tuple(coupons.items()))
        if price_key != self._price_key:
            self._price_key = price_key
            self._log_price[:] = self._log(self.price)
            for slot, amount in coupons.items():
                self._log_price[slot] = self._log(self.price - amount)
        in_stock = self.sales.stock is None or self.sales.stock > 0
        self.brand_day()
        offer = self.offer.laid_out(
            self.day >= self.terms.on_sale_from and in_stock, self._log_price, self.board.read(),
            self._confusion,
        )  # fmt: skip
        return HostTables(*said, self.troubles.laid_out(), offer)

    def settle(self, tally: Tally, tables: HostTables) -> Sold:
        """Book today's sales and reviews, and pay the rewards that are due."""
        counts = tally.counts
        self.board.add(float(counts[REVIEWS_GOOD]), float(counts[REVIEWS_BAD]))
        sold = self.sales.settle(self.day, self.price, tally, tables)
        if self.terms.billing_days <= 0.0:
            return sold
        going_on, costs = self.sales.subscribed(self.day, self.price, tables)
        return Sold(sold.units, sold.revenue + going_on, sold.goods_cost + costs)
