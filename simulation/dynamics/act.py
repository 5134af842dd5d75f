"""Act: brands spend. The desk applies what the ledger has paid and lays out the day's tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.lots import lots
from simulation.dynamics.randomness import WHY_CHANCE, WHY_RESOLVE, Key, why_of
from simulation.dynamics.rules.hear import N_SLOTS
from simulation.dynamics.tables import (
    BUYERS,
    HostTables,
    Tally,
    broadcasts_of,
    posts_of,
    programmes_of,
)
from simulation.market.actions import (
    Action,
    Broadcast,
    BuyMedia,
    Coupon,
    Give,
    Hurt,
    Incite,
    Notice,
    PayOn,
    Post,
    Price,
    Proposal,
    Reply,
    Resolve,
    Source,
)
from simulation.market.crisis import Case
from simulation.market.ledger import Ledger
from simulation.market.media import Channel, Pressure
from simulation.market.state import EVER_AWARE, FIXED, Market, Stage

_HOURS = 24.0
_SLOT_SHIFT = np.uint64(24)
_SLOT_MASK = np.uint64(0xFF)


class Address(NamedTuple):
    """Where a tactic's or event's draws and credit belong: by its name, not its place in a list."""

    slot: int
    stream: int


class Sold(NamedTuple):
    """Sales of one day: units paid for, money taken, cost of the goods."""

    units: int
    revenue: float
    goods_cost: float


@dataclass
class Terms:
    """What the desk has to know of the brand and the people."""

    brand_slot: int
    list_price: float
    usual_price: float
    unit_cost: float
    hours_to_notice: float
    credibility: Mapping[Source, float]
    disclosed_factor: float
    channels: Mapping[str, Channel]
    anger_keep: float
    anger_keep_settled: float
    people: int = 1
    """People of the real market whom one consumer stands for: money counts people."""


@dataclass
class Desk:
    """One brand's desk during a run.

    Holds the ledger, the open cases, today's price and what was proposed for today. ``addresses``
    maps the names of tactics and events to their slots and streams.
    """

    key: Key
    market: Market
    terms: Terms
    ledger: Ledger
    addresses: Mapping[str, Address]
    cases: dict[str, Case] = field(default_factory=dict)
    given: int = 0

    def __post_init__(self) -> None:
        self._handlers: dict[type[Any], Callable[[str, Any], None]] = {
            Post: self._post,
            Broadcast: self._broadcast,
            BuyMedia: self._buy_media,
            Give: self._give,
            Incite: self._incite,
            Price: self._price,
            Coupon: self._coupon,
            PayOn: self._pay_on,
            Hurt: self._hurt,
            Reply: self._reply,
            Resolve: self._resolve,
            Notice: self._notice,
        }
        self._calm = np.ones(1)
        self._others = np.zeros(1)
        self._log_price = np.full(N_SLOTS, self._log(self.terms.list_price))
        self._price_key: object = None
        self._idle = HostTables(
            posts_of([]), broadcasts_of([]), programmes_of([]), self._calm, self._log_price,
            self._others,
        )  # fmt: skip
        self._pressure = Pressure(self.terms.channels)
        self.begin(0)

    def begin(self, day: int) -> None:
        """Clear yesterday's proposals; yesterday's replies hold for the whole of today."""
        self.day = day
        self.price = self.terms.list_price
        self._posts: list[tuple[int, float, int, int, int, int, int]] = []
        self._broadcasts: list[tuple[float, int, int, int, int, int]] = []
        self._programmes: list[tuple[float, float, float, int, int]] = []
        self._bought: dict[tuple[str, str], float] = {}
        self._coupons: dict[int, float] = {}
        self._pay_ons: list[tuple[str, PayOn]] = []
        for case in self.cases.values():
            case.next_day()

    def propose(self, name: str, proposal: Proposal) -> bool:
        """Pay for a proposal and apply it, or refuse it; tell which."""
        share = self.ledger.pay(
            self.day, name, proposal.kind, proposal.cost, divisible=proposal.divisible
        )
        if share <= 0.0:
            return False
        for action in proposal.actions:
            if share < 1.0 and isinstance(action, BuyMedia):
                action = action._replace(spend=action.spend * share)
            elif share < 1.0 and isinstance(action, Broadcast):
                action = action._replace(exposures=action.exposures * share)
            self._apply(name, action)
        return True

    def _apply(self, name: str, action: Action) -> None:
        self._handlers[type(action)](name, action)

    def _weight(self, source: Source, disclosed: bool = False) -> int:
        """Fixed-point weight of a message."""
        factor = self.terms.disclosed_factor if disclosed else 1.0
        return int(self.terms.credibility[source] * factor * FIXED + 0.5)

    def _post(self, name: str, post: Post) -> None:
        rate = math.inf if post.reach >= 1.0 else -math.log(1.0 - post.reach)
        weight = self._weight(post.source, post.disclosed)
        market, slot, stream = self.market, *self.addresses[name]
        new = post.who[market.stage[post.who] == Stage.UNAWARE]
        market.stage[new] = Stage.AWARE  # who speaks about a brand knows it
        market.ever[new] |= EVER_AWARE
        self._posts.extend(
            (int(who), rate, weight, int(post.good), slot, stream, post.number) for who in post.who
        )

    def _broadcast(self, name: str, message: Broadcast) -> None:
        slot, stream = self.addresses[name]
        total = message.exposures * len(self.market.stage)
        weight = self._weight(message.source)
        self._broadcasts.append((total, weight, int(message.good), slot, stream, message.number))

    def _buy_media(self, name: str, media: BuyMedia) -> None:
        place = (media.channel, name)
        self._bought[place] = self._bought.get(place, 0.0) + media.spend

    def _hear_media(self) -> None:
        """Today's messages of every channel, after all of today's spending is known."""
        channels = sorted(self.terms.channels)
        weight = self._weight(Source.ADVERTISING)
        for (channel, name), messages in self._pressure.pass_day(self._bought).items():
            slot, stream = self.addresses[name]
            number = channels.index(channel)
            self._broadcasts.append((messages, weight, 1, slot, stream, number))

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

    def _incite(self, name: str, incite: Incite) -> None:
        slot, stream = self.addresses[name]
        self._programmes.append(
            (incite.least_satisfaction, incite.contacts_gain, incite.posts_gain, slot, stream)
        )

    def _price(self, name: str, price: Price) -> None:
        self.price *= price.factor

    def _coupon(self, name: str, coupon: Coupon) -> None:
        if coupon.amount > 0.0:
            self._coupons[self.addresses[name].slot] = coupon.amount

    def _pay_on(self, name: str, pay: PayOn) -> None:
        self._pay_ons.append((name, pay))

    def _hurt(self, name: str, hurt: Hurt) -> None:
        market, who, case = self.market, np.sort(hurt.who), self.cases[name]
        before = market.satisfaction[who].astype(np.float64)
        owns = market.units[who] > 0
        owners, others = who[owns], who[~owns]
        market.satisfaction[owners] = np.maximum(
            -1.0, market.satisfaction[owners].astype(np.float64) - hurt.loss
        )
        market.evidence_against[others] += np.float32(hurt.against)
        market.anger[who] = np.maximum(market.anger[who], np.float32(hurt.anger))
        market.case[who] = case.number
        case.against, case.who = hurt.against, who
        case.lost = before - market.satisfaction[who]

    def open_case(self, name: str, kind: str, blame: str) -> None:
        """An event strikes today: the brand will notice it by itself after some hours."""
        noticed_at = self.day + self.terms.hours_to_notice / _HOURS
        self.cases[name] = Case(name, kind, blame, len(self.cases) + 1, self.day, noticed_at)

    def _reply(self, name: str, reply: Reply) -> None:
        self.cases[reply.case].reply(reply.fraction, reply.calming, public=reply.public)

    def _resolve(self, name: str, resolve: Resolve) -> None:
        market, case = self.market, self.cases[resolve.case]
        waiting = np.flatnonzero(market.case == case.number)
        why = int(why_of(WHY_RESOLVE, self.addresses[resolve.case].stream))
        words = lots(self.key, len(market.stage), why, 0, self.terms.brand_slot)[waiting]
        lucky = words.astype(np.float64) / 2.0**32 < resolve.share
        settled = waiting[lucky][np.argsort(words[lucky], kind="stable")]
        amount = resolve.amount * self.terms.people
        if amount > 0.0 and math.isfinite(self.ledger.purse(name)):
            settled = settled[: int(self.ledger.purse(name) / amount * (1 + 1e-12))]
        if len(settled) == 0:
            return
        self.ledger.pay(self.day, name, "settlement", len(settled) * amount)
        owns = market.units[settled] > 0
        others = settled[~owns]
        owners = settled[owns & (market.experienced_day[settled] < case.day)]
        back = market.satisfaction[owners] + resolve.restored * case.lost_by(owners)
        market.satisfaction[owners] = np.minimum(1.0, back)
        left = market.evidence_against[others].astype(np.float64) - resolve.restored * case.against
        market.evidence_against[others] = np.maximum(0.0, left)
        slow, fast = self.terms.anger_keep, self.terms.anger_keep_settled
        market.anger[settled] *= np.float32(fast + resolve.fraction * (slow - fast))
        market.case[settled] = -case.number

    def _notice(self, name: str, notice: Notice) -> None:
        why = int(why_of(WHY_CHANCE, self.addresses[name].stream))
        for case in self.cases.values():
            if case.noticed_at > self.day and case.caught is None:
                words = lots(self.key, 1, why, case.number, self.terms.brand_slot)
                case.caught = float(words[0]) / 2.0**32 < notice.share
                if case.caught:
                    case.notice(self.day + notice.hours / _HOURS)

    def _log(self, price: float) -> float:
        return math.log(max(price, 1e-9) / self.terms.usual_price)

    def tables(self) -> HostTables:
        """What the loops need to know of today; called once, when all have proposed."""
        self._hear_media()
        price_key = (self.price, tuple(self._coupons.items()))
        if price_key != self._price_key:
            self._price_key = price_key
            self._log_price[:] = self._log(self.price)
            for slot, amount in self._coupons.items():
                self._log_price[slot] = self._log(self.price - amount)
        if self.cases:
            left = [1.0] + [case.talk_today for case in self.cases.values()]
            self._calm = np.array(left)
        idle = self._idle
        return HostTables(
            posts_of(self._posts) if self._posts else idle.posts,
            broadcasts_of(self._broadcasts) if self._broadcasts else idle.broadcasts,
            programmes_of(self._programmes) if self._programmes else idle.programmes,
            self._calm,
            self._log_price,
            self._others,
        )

    def settle(self, tally: Tally, tables: HostTables) -> Sold:
        """Book today's sales at the price paid and pay the rewards that are due."""
        count = int(tally.counts[BUYERS])
        buyers = tally.buyers[:count]
        revenue = count * self.price
        if count and self._coupons:
            first = buyers[self.market.first_purchase_day[buyers] == self.day]
            slots = self._slots(self.market.recruited[first])
            used = [min(a, self.price) * int((slots == s).sum()) for s, a in self._coupons.items()]
            revenue -= math.fsum(used)
        for name, pay in self._pay_ons:
            self._pay_rewards(name, pay, buyers, tables)
        people = self.terms.people
        return Sold(count * people, revenue * people, count * self.terms.unit_cost * people)

    def _pay_rewards(
        self, name: str, pay: PayOn, buyers: NDArray[np.int32], tables: HostTables
    ) -> None:
        slot = self.addresses[name].slot
        if pay.occasion == "incited_post":
            due = int(tables.programmes.made[tables.programmes.slot == slot].sum())
        elif len(buyers) == 0:
            return
        else:
            first = buyers[self.market.first_purchase_day[buyers] == self.day]
            due = int((self._slots(self.market.recruited[first]) == slot).sum())
        purse, amount = self.ledger.purse(name), pay.amount * self.terms.people
        if pay.most is not None:
            due = min(due, pay.most // self.terms.people)
        if amount > 0.0 and math.isfinite(purse):
            due = min(due, int(purse / amount * (1 + 1e-12)))
        if due > 0:
            self.ledger.pay(self.day, name, pay.kind, due * amount)

    @staticmethod
    def _slots(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
        return (words >> _SLOT_SHIFT) & _SLOT_MASK
