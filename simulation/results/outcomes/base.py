"""What an outcome is: a name, a direction and one or two totals of a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.facts import Facts
from simulation.results.record import RunRecord, people_of

Direction = Literal[-1, 0, 1]
"""1 where more is better, -1 where less is better, 0 where neither is."""

ANY = (-math.inf, math.inf)
"""Bounds of what can be any number, like a profit."""

NOT_NEGATIVE = (0.0, math.inf)
"""Bounds of what is counted, spent or waited for."""

SHARE = (0.0, 1.0)
"""Bounds of a part of a whole."""

IN_DAYS = frozenset({"day", "days"})
"""Units of outcomes that end with the run."""


class RunView(NamedTuple):
    """What an outcome may look at: one run and the facts of its scenario."""

    record: RunRecord
    n_people: int
    """People of the market; see :func:`~simulation.results.record.people_of`."""
    event_day: int | None
    """Day of the first scheduled event; None without one."""
    buys_again: bool = False
    """Whether customers of this brand buy or pay again."""
    has_rivals: bool = False
    """Whether other brands are sold to the same consumers."""

    def daily(self, column: str) -> NDArray[np.float64]:
        """A daily measure as float64, (days,)."""
        return self.record.daily[column].astype(np.float64)

    def end(self, column: str) -> float:
        """A daily measure on the last day."""
        return float(self.record.daily[column][-1])

    def ended(self, column: str) -> float:
        """A measure that is taken once, when the run has ended."""
        return float(self.record.ends[column][0])

    def sum(self, column: str) -> float:
        """A daily measure summed over the run."""
        return float(self.record.daily[column].sum())


def view_of(record: RunRecord, facts: Facts) -> RunView:
    """What outcomes see of a run of a scenario."""
    return RunView(record, people_of(record), facts.event_day, facts.buys_again, bool(facts.rivals))


class Total(NamedTuple):
    """One number of one run; NaN where it is undefined."""

    name: str
    of: Callable[[RunView], float]


class Ratio(NamedTuple):
    """A total over another, each summed over replicates."""

    numerator: Total
    denominator: Total


class Outcome(NamedTuple):
    """One number by which strategies are compared.

    Without a denominator the outcome of a strategy is the mean of the numerator over replicates.
    With one it is the *ratio of sums* over replicates, and with ``against`` such a ratio over
    another one. A ``comparison`` outcome takes the sums of differences to the baseline: it says
    something about a strategy beside another only.
    """

    name: str
    label: Mapping[str, str]
    direction: Direction
    unit: str
    definition: str
    numerator: Total
    denominator: Total | None = None
    comparison: bool = False
    against: Ratio | None = None
    within: tuple[float, float] = ANY
    """The least and the most that it can be; the last day of a run is known to :meth:`bounds`."""

    def bounds(self, days: int) -> tuple[float, float]:
        """The least and the most that it can be in a run of so many days."""
        low, high = self.within
        return low, min(high, days - 1.0) if self.unit in IN_DAYS else high

    @property
    def is_ratio(self) -> bool:
        """Whether it is a ratio of sums over replicates."""
        return self.denominator is not None

    def of(self, run: RunView) -> float:
        """Its value in a single run; NaN where it is undefined, as comparisons always are."""
        if self.comparison:
            return math.nan
        value = self.numerator.of(run)
        if self.denominator is not None:
            value = _over(value, self.denominator.of(run))
        if self.against is not None:
            other = _over(self.against.numerator.of(run), self.against.denominator.of(run))
            value = _over(value, other)
        return value


def _over(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else math.nan


OUTCOMES: dict[str, Outcome] = {}
"""Every outcome by its name, in the order of definition."""

TOTALS: dict[str, Total] = {}
"""Every total that an outcome needs, by its name."""


def total(name: str, of: Callable[[RunView], float]) -> Total:
    """Define a total, once for all outcomes that use it."""
    if name in TOTALS:
        raise ValueError(f"the total {name} is defined twice")
    TOTALS[name] = Total(name, of)
    return TOTALS[name]


def define(
    name: str,
    label: tuple[str, str],
    direction: Direction,
    unit: str,
    definition: str,
    numerator: Total | Callable[[RunView], float],
    denominator: Total | None = None,
    comparison: bool = False,
    against: Ratio | None = None,
    within: tuple[float, float] = ANY,
) -> Outcome:
    """Define an outcome; a function in place of a numerator becomes a total of the same name."""
    if not isinstance(numerator, Total):
        numerator = total(name, numerator)
    labels = dict(zip(("en", "zh"), label, strict=True))
    OUTCOMES[name] = Outcome(
        name,
        labels,
        direction,
        unit,
        definition,
        numerator,
        denominator,
        comparison,
        against,
        within,
    )
    return OUTCOMES[name]
