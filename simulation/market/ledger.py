"""The brand's money: what tactics may still spend and what they have spent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

_ROUNDING = 1e-12
"""What exceeds the purse by rounding alone is paid: three units at 0.1 from a purse of 0.3."""


class Entry(NamedTuple):
    """One cost: day, tactic, kind and amount in the scenario's currency."""

    day: int
    tactic: str
    kind: str
    amount: float


class Ledger:
    """Pays what the budget allows, refuses the rest and writes down every cost.

    Parameters
    ----------
    ceiling : float or None
        Money of the whole strategy; None for no ceiling.
    reserved : mapping of str to float
        Money set aside from day 0 for single tactics. The others draw on the rest, in the order
        in which they ask.
    """

    def __init__(self, ceiling: float | None, reserved: Mapping[str, float]) -> None:
        self.entries: list[Entry] = []
        self.reasons: dict[str, str] = {}
        """Why a tactic leaves money unspent, by tactic."""
        self._purses = dict(reserved)
        self._spent: dict[str, float] = {}
        total = math.inf if ceiling is None else ceiling
        self._rest = max(0.0, total - math.fsum(reserved.values()))

    def purse(self, tactic: str) -> float:
        """Money that this tactic could still spend today."""
        return self._purses.get(tactic, self._rest)

    def spent(self, tactic: str) -> float:
        """Money that this tactic has spent so far."""
        return self._spent.get(tactic, 0.0)

    def pay(
        self, day: int, tactic: str, kind: str, amount: float, *, divisible: bool = False
    ) -> float:
        """Pay an amount, or the part of it that is there if ``divisible``; return the share paid.

        An amount that the purse cannot pay in full is refused (0), and nothing is written.
        """
        if amount <= 0.0:
            return 1.0
        purse = self.purse(tactic)
        paid = min(amount, purse)
        if amount > purse * (1.0 + _ROUNDING) and not (divisible and purse > 0.0):
            return 0.0
        self._take(tactic, paid)
        self.entries.append(Entry(day, tactic, kind, paid))
        return paid / amount

    def _take(self, tactic: str, amount: float) -> None:
        self._spent[tactic] = self._spent.get(tactic, 0.0) + amount
        if tactic in self._purses:
            self._purses[tactic] = max(0.0, self._purses[tactic] - amount)
        else:
            self._rest = max(0.0, self._rest - amount)

    def move(self, source: str, target: str, amount: float) -> float:
        """Give unspent money of one tactic to another; return what was moved.

        Only between tactics with money of their own: the others share one purse anyway.
        """
        moved = min(amount, self._purses.get(source, 0.0))
        if moved <= 0.0 or target not in self._purses or source == target:
            return 0.0
        self._purses[source] -= moved
        self._purses[target] += moved
        return moved

    def has_purse(self, tactic: str) -> bool:
        """Whether money is set aside for this tactic."""
        return tactic in self._purses

    def total(self) -> float:
        """Everything spent so far."""
        return math.fsum(entry.amount for entry in self.entries)
