"""What was sold today: stock, revenue at the price paid, rewards that are due."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.lots import lots
from simulation.dynamics.offer import NO_CUT
from simulation.dynamics.randomness import WHY_STOCK, Key
from simulation.dynamics.tables import (
    BUYERS,
    REFUSED_COUNT,
    REVIEWS_BAD,
    REVIEWS_GOOD,
    HostTables,
    Tally,
)
from simulation.dynamics.terms import Address, Terms
from simulation.market.actions import PayOn
from simulation.market.ledger import Ledger
from simulation.market.state import NEVER, REFUSED, Market, Stage

_SLOT_SHIFT = np.uint64(24)
_SLOT_MASK = np.uint64(0xFF)


class Sold(NamedTuple):
    """Sales of one day: units paid for, money taken, cost of the goods."""

    units: int
    revenue: float
    goods_cost: float


NOTHING_SOLD = Sold(0, 0.0, 0.0)


def slots_of(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Slots in an array of credit words."""
    return (words >> _SLOT_SHIFT) & _SLOT_MASK


class SalesDesk:
    """Books one brand's sales.

    Parameters
    ----------
    key : Key
    market : Market
    terms : Terms
    ledger : Ledger
    addresses : mapping of str to Address
    """

    def __init__(
        self, key: Key, market: Market, terms: Terms, ledger: Ledger,
        addresses: Mapping[str, Address],
    ) -> None:  # fmt: skip
        self._key = key
        self._market = market
        self._terms = terms
        self._ledger = ledger
        self._addresses = addresses
        self.stock = terms.stock
        """Units left to sell; None for no limit."""
        self.begin()

    def begin(self) -> None:
        """A new day without payments or coupons."""
        self.coupons: dict[int, float] = {}
        self.pay_ons: list[tuple[str, int, PayOn]] = []

    def release(self, units: int) -> None:
        """Add units to the stock; from now on it is limited."""
        self.stock = (self.stock or 0) + units

    def turn_away(
        self, day: int, first: int, frustration: float, tally: Tally,
        stages: NDArray[np.int8] | None = None,
    ) -> None:  # fmt: skip
        """Keep as many buyers, listed from place ``first`` on, as units are left; undo the others.

        Who gets a unit is decided by lot. ``stages`` (n,) are those before owners came back: who
        gets none is not made loyal by it.
        """
        if self.stock is None:
            return
        count = int(tally.counts[BUYERS])
        left = max(0, self.stock - first)
        if count - first <= left:
            return
        market = self._market
        asking = tally.buyers[first:count].copy()
        words = lots(self._key, len(market.stage), WHY_STOCK, day, self._terms.brand_slot)[asking]
        order = asking[np.argsort(words, kind="stable")]
        tally.buyers[first : first + left] = np.sort(order[:left])
        tally.counts[BUYERS] = first + left
        losers = order[left:]
        if stages is not None:
            market.stage[losers] = stages[losers]
        self._undo(losers, day, frustration)
        tally.counts[REFUSED_COUNT] += len(order) - left

    def _undo(self, losers: NDArray[np.int32], day: int, frustration: float) -> None:
        market = self._market
        market.purchases[losers] -= 1
        firsts = losers[market.purchases[losers] == 0]
        market.first_purchase_day[firsts] = NEVER
        market.recruited[firsts] = 0
        new = losers[(market.units[losers] == 1) & (market.experienced_day[losers] == day)]
        new = new[market.stage[new] == Stage.CUSTOMER]
        market.stage[new] = Stage.INTERESTED
        market.units[new] = 0
        market.experienced_day[new] = NEVER
        market.ever[losers] |= REFUSED
        market.evidence_against[losers] += np.float32(frustration)

    def settle(self, day: int, price: float, tally: Tally, tables: HostTables) -> Sold:
        """Book today's sales at the price paid and pay the rewards that are due."""
        count = int(tally.counts[BUYERS])
        if count == 0 and not self.pay_ons:
            return NOTHING_SOLD
        buyers = tally.buyers[:count]
        if self.stock is not None:
            self.stock -= count
        revenue = self._revenue(day, price, buyers, tables)
        goods = count * self._terms.unit_cost
        for name, bit, pay in self.pay_ons:
            self._pay(day, name, bit, pay, buyers, tally, tables)
        people = self._terms.people
        return Sold(count * people, revenue * people, goods * people)

    def _at_price(self, price: float, rows: NDArray[np.integer], tables: HostTables) -> float:
        """What these consumers pay for a unit each; members of some groups pay less."""
        cuts = tables.offer.group_log_price
        if cuts is NO_CUT or not cuts.any():
            return len(rows) * price
        factors = np.exp(cuts)[self._market.groups[rows]]
        return math.fsum((price * factors).tolist())

    def _revenue(
        self, day: int, price: float, buyers: NDArray[np.int32], tables: HostTables
    ) -> float:
        market = self._market
        revenue = self._at_price(price, buyers, tables)
        if len(buyers) and self.coupons:
            first = buyers[market.first_purchase_day[buyers] == day]
            slots = slots_of(market.recruited[first])
            used = [min(a, price) * int((slots == s).sum()) for s, a in self.coupons.items()]
            revenue -= math.fsum(used)
        return max(0.0, revenue)

    def subscribed(self, day: int, price: float, tables: HostTables) -> tuple[float, float]:
        """Revenue and cost of the subscriptions that are due again today.

        The first payment is the purchase; who has not lapsed pays again every ``billing_days``, at
        the price of that day.
        """
        days = self._terms.billing_days
        if days <= 0.0:
            return 0.0, 0.0
        market = self._market
        stays = (market.stage >= Stage.CUSTOMER) & (market.stage <= Stage.ADVOCATE)
        rows = np.flatnonzero(stays & (market.purchases > 0))
        age = day - market.first_purchase_day[rows]
        due = rows[(age > 0) & (age // days > (age - 1) // days)]
        people = self._terms.people
        paid = self._at_price(price, due, tables) * people
        return paid, len(due) * self._terms.unit_cost * people

    def _due(
        self, day: int, name: str, bit: int, pay: PayOn, buyers: NDArray[np.int32], tally: Tally,
        tables: HostTables,
    ) -> int:  # fmt: skip
        market, slot = self._market, self._addresses[name].slot
        if pay.occasion == "incited_post":
            return int(tables.programmes.made[tables.programmes.slot == slot].sum())
        if pay.occasion == "review":
            return int(tally.counts[REVIEWS_GOOD] + tally.counts[REVIEWS_BAD])
        if len(buyers) == 0:
            return 0
        is_first = market.first_purchase_day[buyers] == day
        if pay.occasion == "member_purchase":
            return int((market.groups[buyers] & bit > 0).sum())
        if pay.occasion == "repeat":
            return int((~is_first & (market.groups[buyers] & bit > 0)).sum())
        return int((slots_of(market.recruited[buyers[is_first]]) == slot).sum())

    def _pay(
        self, day: int, name: str, bit: int, pay: PayOn, buyers: NDArray[np.int32], tally: Tally,
        tables: HostTables,
    ) -> None:  # fmt: skip
        due = self._due(day, name, bit, pay, buyers, tally, tables)
        people = self._terms.people
        purse, amount = self._ledger.purse(name), pay.amount * people
        if pay.most is not None:
            due = min(due, pay.most // people)
        if amount > 0.0 and math.isfinite(purse) and purse < amount * due:
            due = int(purse / amount * (1 + 1e-12))
        if due > 0:
            self._ledger.pay(day, name, pay.kind, due * amount)
