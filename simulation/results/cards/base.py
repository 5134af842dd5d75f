"""What a card of the report is made of: sentences, figures and tables, past their gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.language import say
from simulation.results.facts import Facts
from simulation.results.measured import Measured
from simulation.results.numbers import SAME, number, span
from simulation.results.statistics import Estimate
from simulation.results.verdict import Verdict
from simulation.results.worlds import Worlds


class Table(NamedTuple):
    """Rows of texts under a head; the first ``n_texts`` columns are words, the others numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    n_texts: int = 1
    is_open: bool = True
    """False for what stays folded until somebody asks, and is not printed."""
    said: Sequence[str] = ()
    """Sentences above it."""
    note: str = ""
    """What stands below it."""


class Chart(NamedTuple):
    """A figure of the comparison, by its name, with what a reader has to know to read it."""

    figure: str
    title: str
    note: str = ""
    data: Table | None = None
    """The numbers behind it."""


class Card(NamedTuple):
    """A part of the report: plain sentences first, then what they rest on."""

    name: str
    title: str
    sentences: Sequence[str] = ()
    ribbon: str = ""
    """What must not be overlooked."""
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    bar: Sequence[tuple[str, int, float]] = ()
    """Parts of a whole: name, count, share in percent."""
    link: tuple[str, str] | None = None


class Story(NamedTuple):
    """Everything that cards may tell of."""

    worlds: Worlds
    provenance: Sequence[tuple[str, str]] = ()
    warnings: Sequence[str] = ()
    tested: Mapping[str, Any] = {}
    """What is known of robustness."""
    margins: Mapping[str, Any] = {}
    """What is known of marginal returns."""

    @property
    def measured(self) -> Measured:
        """The world as written."""
        return next(iter(self.worlds.values()))

    @property
    def verdict(self) -> Verdict:
        """What is settled in the world as written."""
        return Verdict(self.measured)

    @property
    def facts(self) -> Facts:
        """Facts of the scenario."""
        return self.measured.facts


def label(facts: Facts, strategy: str) -> str:
    """A strategy as people call it."""
    return facts.strategy(strategy).label


def with_ends(found: Estimate) -> str:
    """A value with its interval: ``12 (10 to 14)``."""
    return between(found.value, found.low, found.high)


def between(value: float, low: float, high: float) -> str:
    """The same of three numbers; the value alone where there is no interval, or no width."""
    width = high - low
    if width <= SAME * abs(value):
        return number(value, 0.0)
    ends = span(low, high, joint=say(" to "))
    shown = number(value, width)
    return say("{value} ({ends})").format(value=shown, ends=ends) if ends else shown
