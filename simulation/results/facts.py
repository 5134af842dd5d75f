"""What results need to know of a scenario, in plain words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulation.fields import Text, text_in
from simulation.language import language
from simulation.results.answers import Answer, answer_of

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario


class TacticFacts(NamedTuple):
    """One tactic of a strategy: its name in the ledger, and the money reserved for it."""

    name: str
    kind: str
    budget: float | None = None


class StrategyFacts(NamedTuple):
    """One compared strategy; ``budget`` is its ceiling, None without one."""

    name: str
    labels: Text
    budget: float | None = None
    tactics: tuple[TacticFacts, ...] = ()
    answer: Answer = Answer()
    """What it answers to trouble."""

    @property
    def label(self) -> str:
        """As people call it, in the language of the moment."""
        return text_in(self.labels, language())


class EventFacts(NamedTuple):
    """Something that happens to the brand, and when."""

    name: str
    day: int
    is_trouble: bool = True
    """False for what is no trouble, like a busy season."""


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
    questions: Text
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
    beliefs: tuple[BeliefFacts, ...] = ()
    buys_again: bool = False
    """Whether customers of the brand buy or pay again."""
    rivals: tuple[str, ...] = ()
    """Names of the other brands."""
    segments: tuple[str, ...] = ()
    """Names of the parts of the consumers who differ."""

    @property
    def question(self) -> str:
        """What is asked, in the language of the moment."""
        return text_in(self.questions, language())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the compared strategies."""
        return tuple(strategy.name for strategy in self.strategies)

    @property
    def event_day(self) -> int | None:
        """Day of the first scheduled trouble; None without one."""
        return min((event.day for event in self.events if event.is_trouble), default=None)

    def strategy(self, name: str) -> StrategyFacts:
        """The facts of a strategy by its name."""
        return next(strategy for strategy in self.strategies if strategy.name == name)


def facts_of(scenario: Scenario, strategies: Sequence[str], *, with_beliefs: bool = True) -> Facts:
    """What results need to know of a scenario, for the strategies that are compared.

    ``with_beliefs`` says whether who says what about people is wanted; outcomes do without.
    """
    decide_by = scenario.decide_by.outcome
    outcomes = tuple(dict.fromkeys((*scenario.outcomes, decide_by)))
    return Facts(
        name=scenario.name,
        questions=scenario.question,
        days=scenario.days,
        seed=scenario.seed,
        currency=scenario.currency,
        strategies=tuple(_strategy(scenario, name) for name in strategies),
        baseline=scenario.baseline,
        outcomes=outcomes,
        decide_by=decide_by,
        matters=scenario.decide_by.matters,
        events=tuple(
            EventFacts(event.label, event.day, event.is_trouble)
            for event in scenario.events
            if event.day is not None and event.brand in (None, scenario.brand.name)
        ),
        beliefs=beliefs_of(scenario, strategies) if with_beliefs else (),
        buys_again=scenario.brand.revenue_model != "one_off",
        rivals=tuple(rival.name for rival in scenario.rivals),
        segments=tuple(scenario.consumers.segments),
    )


def _strategy(scenario: Scenario, name: str) -> StrategyFacts:
    strategy = scenario.strategies[name]
    return StrategyFacts(
        name,
        strategy.label or name,
        scenario.ceiling(name),
        tuple(TacticFacts(t.label, t.kind, t.budget) for t in strategy.tactics),
        answer_of(strategy.tactics),
    )


def beliefs_of(scenario: Scenario, strategies: Sequence[str]) -> tuple[BeliefFacts, ...]:
    """Every setting that a result rests on and nobody measured, with who says so."""
    left_out = tuple(
        f"strategies.{name}." for name in scenario.strategies if name not in strategies
    )
    return tuple(
        BeliefFacts(
            row.key,
            _plain(row.value),
            row.unit,
            _plain(row.low),
            _plain(row.high),
            row.evidence,
            row.source,
        )
        for row in scenario.parameters()
        if not row.key.startswith(left_out)
    )


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
