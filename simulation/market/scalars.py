"""What a brand is, as numbers that levers move: quality, clarity, trust and so on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import get_args

from simulation.market.actions import Scalar

SCALARS: tuple[Scalar, ...] = get_args(Scalar)
NORMAL_TRUST = 0.5
"""Trust at which the word of the brand counts as ``consumers.hear.credibility`` says."""


class Scalars:
    """Every scalar of one brand during a run: where it began, what lasted, what holds today.

    Parameters
    ----------
    start : mapping of str to float
        Values of day 0, by name.
    trust_recovery_days : float
        Mean time in which lost trust comes back.
    """

    def __init__(self, start: Mapping[Scalar, float], trust_recovery_days: float) -> None:
        self._start = dict(start)
        self._lasting: dict[Scalar, float] = {}
        self._today: dict[Scalar, float] = {}
        self._known: dict[Scalar, float] = {}
        self._keep = math.exp(-1.0 / trust_recovery_days)
        self.changes = 0
        """Counts changes, so that whoever derives numbers from these knows when to do it again."""

    def __getitem__(self, name: Scalar) -> float:
        """Value today: 0 to 1, ``failures_per_year`` only at least 0."""
        value = self._known.get(name)
        if value is None:
            value = self._known[name] = self._value(name)
        return value

    def _value(self, name: Scalar) -> float:
        value = (
            self._start.get(name, 0.0) + self._lasting.get(name, 0.0) + self._today.get(name, 0.0)
        )
        value = max(0.0, value)
        return value if name == "failures_per_year" else min(1.0, value)

    def _changed(self) -> None:
        self.changes += 1
        self._known.clear()

    def next_day(self) -> None:
        """What held for one day ends; lost trust heals a little."""
        if self._today:
            self._today.clear()
            self._changed()
        lost = self._lasting.get("trust", 0.0)
        if lost < 0.0:
            self._lasting["trust"] = lost * self._keep
            self._changed()

    def shift(self, name: Scalar, amount: float, *, lasting: bool) -> None:
        """Move a scalar, for today or for good; what lasts never leaves the scalar's range."""
        if amount == 0.0:
            return
        self._changed()
        if not lasting:
            self._today[name] = self._today.get(name, 0.0) + amount
            return
        start = self._start.get(name, 0.0)
        most = math.inf if name == "failures_per_year" else 1.0
        wanted = start + self._lasting.get(name, 0.0) + amount
        self._lasting[name] = min(most, max(0.0, wanted)) - start

    def today(self) -> dict[Scalar, float]:
        """All values of today, by name."""
        return {name: self[name] for name in SCALARS}
