"""What results need to know of a scenario, in plain words and numbers."""

from __future__ import annotations

from typing import NamedTuple


class TacticFacts(NamedTuple):
    """One tactic of a strategy: its name in the ledger, and the money reserved for it."""

    name: str
    kind: str
    budget: float | None = None


class StrategyFacts(NamedTuple):
    """One compared strategy; ``budget`` is its ceiling, None without one."""

    name: str
    label: str
    budget: float | None = None
    tactics: tuple[TacticFacts, ...] = ()


class EventFacts(NamedTuple):
    """Something that happens to the brand, and when."""

    name: str
    day: int


class BeliefFacts(NamedTuple):
    """One setting about how people behave, and who says so."""

    key: str
    value: str
    unit: str
    low: str
    high: str
    evidence: str
    source: str


class Facts(NamedTuple):
    """What results need to know of a scenario."""

    name: str
    question: str
    days: int
    seed: int
    currency: str
    strategies: tuple[StrategyFacts, ...]
    """The compared strategies, in the scenario's order."""
    baseline: str
    outcomes: tuple[str, ...]
    """The outcomes that the scenario asks for, the deciding one among them."""
    decide_by: str
    matters: float | None = None
    """Smallest difference in the deciding outcome that matters; None where not said."""
    events: tuple[EventFacts, ...] = ()
    warnings: tuple[str, ...] = ()
    beliefs: tuple[BeliefFacts, ...] = ()
    hash: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the compared strategies."""
        return tuple(strategy.name for strategy in self.strategies)

    @property
    def event_day(self) -> int | None:
        """Day of the first scheduled event; None without one."""
        return min((event.day for event in self.events), default=None)

    def strategy(self, name: str) -> StrategyFacts:
        """The facts of a strategy by its name."""
        return next(strategy for strategy in self.strategies if strategy.name == name)
