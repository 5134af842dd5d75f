"""What a study of margins is to run: each lever of each strategy at a few levels of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.arguments import MOST_REPLICATIONS, number, thing, whole_number
from simulation.experiments.compare import unknown_strategy
from simulation.results.margins import Dropped

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario, Strategy
    from simulation.tactics.base import Tactic

LEVELS: Final = (0.5, 0.75, 1.25, 1.5)
"""Levels of a lever where none are given, as shares of what is written; the plan comes along."""

REPLICATIONS: Final = 20
"""Replicates where no number is given."""

BUDGET: Final = "budget"
NUMBER: Final = "number"

JOINT: Final = "--"
"""Between strategy, tactic and level in the name of what is lived."""


class Lever(NamedTuple):
    """Money of a tactic, or how many it buys."""

    strategy: str
    tactic: str
    field: str
    """``budget`` or ``number``."""
    written: float
    shares_purse_with: tuple[str, ...] = ()
    """Other tactics of the strategy without money of their own, where this one has none either."""


class Variant(NamedTuple):
    """A strategy with one lever at another level."""

    name: str
    lever: Lever
    level: float

    @property
    def factor(self) -> float:
        """The level by what is written."""
        return self.level / self.lever.written


class Plan(NamedTuple):
    """What is to be run."""

    scenario: Scenario
    """As the user gave it."""
    widened: Scenario
    """The same market with every variant as a strategy of its own, and without worlds."""
    strategies: tuple[str, ...]
    """Strategies with a lever, as written."""
    levers: tuple[Lever, ...]
    variants: tuple[Variant, ...]
    refused: tuple[tuple[Lever, Dropped], ...]
    """Levels that cannot be lived."""
    replications: int

    @property
    def lived(self) -> tuple[str, ...]:
        """Names of all that is lived."""
        return *self.strategies, *(variant.name for variant in self.variants)

    @property
    def runs(self) -> int:
        """Runs in all."""
        return len(self.lived) * self.replications


def plan_of(
    scenario: Scenario,
    *,
    strategies: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    levels: Iterable[float] = LEVELS,
) -> Plan:
    """What a study is to run; see :func:`simulation.margins`."""
    factors = levels_of(levels)
    replications = whole_number("replications", replications, 1, MOST_REPLICATIONS)
    names = _asked(scenario, strategies)
    levers = [lever for name in names for lever in levers_of(scenario, name)]
    if not levers:
        raise ArgumentError(
            f"margins: no tactic of {', '.join(names)} has a budget or a number of its own. "
            "Give one a budget."
        )
    bare = scenario.with_changes({"what_if": None}) if scenario.what_if else scenario
    wanted = [
        variant
        for lever in levers
        for variant in _variants(lever, sorted(factors))
    ]  # fmt: skip
    variants, refused = _possible(bare, wanted)
    with_levers = {lever.strategy for lever in levers}
    return Plan(
        scenario,
        _widened(bare, variants),
        tuple(name for name in names if name in with_levers),
        tuple(levers),
        tuple(variants),
        tuple(refused),
        replications,
    )


def levels_of(levels: Any) -> list[float]:
    """Levels as shares of what is written, each once.

    Raises
    ------
    ArgumentError
        When they are no numbers above 0 and beside 1.

    Examples
    --------
    >>> levels_of([1.5, 0.5, 0.5])
    [1.5, 0.5]
    """
    if isinstance(levels, str) or not isinstance(levels, Iterable):
        raise ArgumentError(f"levels: {thing(levels)}. Write a list of numbers: [0.5, 1.5].")
    found = [number("levels", level) for level in levels]
    for level in found:
        if not (math.isfinite(level) and level > 0.0):
            raise ArgumentError(f"levels: {level:g} is no share of a budget. Use numbers above 0.")
    others = [level for level in dict.fromkeys(found) if level != 1.0]
    if not others:
        raise ArgumentError("levels: none beside the plan, which is 1. Name one, such as 1.25.")
    return others


def levers_of(scenario: Scenario, strategy: str) -> list[Lever]:
    """What can be turned in a strategy: each tactic's budget, or else its number."""
    tactics = scenario.strategies[strategy].tactics
    found = []
    for tactic in tactics:
        count = getattr(tactic, NUMBER, None)
        if tactic.budget:
            found.append(Lever(strategy, tactic.label, BUDGET, float(tactic.budget)))
        elif tactic.budget is None and isinstance(count, int) and count > 0:
            others = _without_purse(scenario, strategy, tactics, tactic.label)
            found.append(Lever(strategy, tactic.label, NUMBER, float(count), others))
    return found


def _without_purse(
    scenario: Scenario, strategy: str, tactics: Sequence[Tactic], label: str
) -> tuple[str, ...]:
    """Other tactics that draw on what is left of a ceiling."""
    if scenario.ceiling(strategy) is None:
        return ()
    return tuple(each.label for each in tactics if each.budget is None and each.label != label)


def _asked(scenario: Scenario, strategies: Sequence[str] | None) -> list[str]:
    from simulation.experiments.arguments import names

    known = scenario.strategies
    if strategies is None:
        return list(known)
    asked = names("strategies", strategies)
    for name in asked:
        if name not in known:
            raise ArgumentError(unknown_strategy(scenario, name))
    return [name for name in known if name in asked]


def _variants(lever: Lever, factors: Sequence[float]) -> list[Variant]:
    """The lever at each level, each once; a number is whole, money has cents."""
    found: dict[float, Variant] = {}
    for factor in factors:
        level = factor * lever.written
        level = max(1.0, math.floor(level + 0.5)) if lever.field == NUMBER else round(level, 2)
        if level not in (lever.written, 0.0):
            text = f"{level:.15g}".replace(".", "_").replace("+", "")
            name = JOINT.join([lever.strategy, lever.tactic, text])
            found[level] = Variant(name, lever, level)
    return list(found.values())


def _widened(scenario: Scenario, variants: Iterable[Variant]) -> Scenario:
    return scenario.with_changes(
        {f"strategies.{variant.name}": _written(scenario, variant) for variant in variants}
    )


def _written(scenario: Scenario, variant: Variant) -> dict[str, Any]:
    """A variant as a scenario writes it.

    The ceiling of the strategy moves with the lever, so that neither it nor another tactic's money
    decides what the lever buys. What a number costs is not known before: there the ceiling grows in
    proportion, and stays where the number falls.
    """
    lever = variant.lever
    level = int(variant.level) if lever.field == NUMBER else variant.level
    written: dict[str, Any] = {
        "extends": lever.strategy,
        "change": {lever.tactic: {lever.field: level}},
    }
    ceiling = scenario.ceiling(lever.strategy)
    if ceiling is not None and lever.field == BUDGET:
        written["budget"] = max(0.0, ceiling + variant.level - lever.written)
    elif ceiling is not None:
        written["budget"] = ceiling * max(1.0, variant.factor)
    return written


def _possible(
    scenario: Scenario, wanted: Sequence[Variant]
) -> tuple[list[Variant], list[tuple[Lever, Dropped]]]:
    """The variants that can work in the market of the first replicate, and why others cannot."""
    from simulation.one_run import check_market
    from simulation.scenario.build import build_market

    readable: list[Variant] = []
    refused: list[tuple[Lever, Dropped]] = []
    for variant in wanted:
        try:
            _widened(scenario, [variant])
        except ScenarioError as error:
            refused.append((variant.lever, _dropped(variant, error.problems[0].message)))
        else:
            readable.append(variant)
    built = build_market(scenario, 0)
    can_be = set(_told(check_market(scenario, built)))
    widened = _widened(scenario, readable)
    possible = []
    for variant in readable:
        new = [
            message
            for message in _told(check_market(widened, built, [variant.name]))
            if message not in can_be
        ]
        if new:
            refused.append((variant.lever, _dropped(variant, new[0])))
        else:
            possible.append(variant)
    return possible, refused


def _told(problems: Iterable[Any]) -> list[str]:
    return [problem.message for problem in problems]


def _dropped(variant: Variant, message: str) -> Dropped:
    fact, _, _ = message.partition(". ")
    return Dropped(variant.level, variant.factor, fact.rstrip("."))


def tactics_without_lever(strategy: Strategy, levers: Iterable[Lever]) -> list[str]:
    """Tactics of a strategy whose money cannot be turned: they have no budget and no number."""
    turned = {lever.tactic for lever in levers}
    return [tactic.label for tactic in strategy.tactics if tactic.label not in turned]
