"""How many replicates are enough: a number, until it is settled, or until it is precise.

A rule looks at the finished runs after some numbers of replicates and says how many there are to
be next, or stops. It sees replicates in their order and nothing else, so an interrupted comparison
goes on to the same end, whoever did the work.

*Settling.* Somebody who looks often and stops at the first interval that excludes zero will find
one by luck alone. So the 5 % are shared out: of at most K looks each may be wrong in 0.05 / K,
and by Bonferroni's inequality all of them together in 5 % at most. The numbers of replicates at
which a rule looks are fixed before the first run.

*Precision.* The width of an interval says nothing about the side of zero on which it lies, so it
may be looked at as often as one likes (Chow & Robbins 1965, doi:10.1214/aoms/1177700156).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from simulation.errors import ArgumentError
from simulation.experiments.arguments import MOST_REPLICATIONS, whole_number
from simulation.experiments.arguments import number as number_of
from simulation.results.measured import Measured
from simulation.results.numbers import number, span
from simulation.results.outcomes import OUTCOMES
from simulation.results.statistics import Estimate, Values, difference, estimate
from simulation.results.stop import Reason, Stop
from simulation.results.verdict import Verdict

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

FIRST = 20
"""Replicates at the first look, unless the scenario says another number."""

MOST = 400
"""Most replicates, unless another number is asked for."""

GROWTH = 1.5
"""From one look of settling to the next there are so many times as many replicates."""

LEAST_GROWTH, MOST_GROWTH = 1.25, 4.0
"""The same between looks at precision, where the last look says how many are needed."""


FEW, RARE_UNTIL = 10, 200
"""A difference that is other than usual in fewer replicates is not settled before so many."""


class Rule(Protocol):
    """Says how many replicates there are to be."""

    @property
    def first(self) -> int:
        """Replicates at the first look."""
        ...

    def look(self, looks: tuple[int, ...]) -> Stop:
        """How things stand after these looks, if they ended here."""
        ...

    def after(self, measured: Measured, looks: tuple[int, ...]) -> int | Stop:
        """How many replicates there are to be next, or why there are no more."""
        ...


@dataclass(frozen=True)
class Exactly:
    """A number that somebody gave."""

    first: int
    reason: Reason = "asked"

    def look(self, looks: tuple[int, ...]) -> Stop:
        """Nothing is looked at."""
        return Stop(self.first, self.reason)

    def after(self, measured: Measured, looks: tuple[int, ...]) -> Stop:
        """No more."""
        return self.look(looks)


@dataclass(frozen=True)
class Settle:
    """Until every strategy is settled against the baseline, or is too close to it to matter."""

    first: int = FIRST
    most: int = MOST

    @property
    def looks(self) -> tuple[int, ...]:
        """Numbers of replicates at which there may be a look."""
        return looks_between(self.first, self.most)

    def look(self, looks: tuple[int, ...]) -> Stop:
        """What is settled now is so at the level of one look among all that are planned."""
        return Stop(looks[-1], "most", looks, len(self.looks))

    def after(self, measured: Measured, looks: tuple[int, ...]) -> int | Stop:
        """More, while a strategy is not settled against the baseline at the level of a look."""
        verdict, stop = Verdict(measured), self.look(looks)
        if not verdict.against:
            return stop._replace(reason="alone")
        more = next((n for n in self.looks if n > stop.replicates), stop)
        if verdict.open:
            return more
        is_early = isinstance(more, int) and stop.replicates < RARE_UNTIL
        if is_early and any(rests_on_few(verdict.gaps(name)) for name in verdict.against):
            return more
        is_any = {"settled", "too close to matter"} & set(verdict.against.values())
        return stop._replace(reason="settled" if is_any else "nothing")


@dataclass(frozen=True)
class Precise:
    """Until intervals of the deciding outcome are narrow beside the baseline's mean."""

    precision: float
    """Largest half width of a 95 % interval, as a share of the baseline's mean."""
    first: int = FIRST
    most: int = MOST

    def look(self, looks: tuple[int, ...]) -> Stop:
        """One look's level: a width does not say on which side of zero an interval lies."""
        return Stop(looks[-1], "most", looks, precision=self.precision)

    def after(self, measured: Measured, looks: tuple[int, ...]) -> int | Stop:
        """As many as the width of the widest interval says, or no more."""
        stop = self.look(looks)
        allowed = self.precision * abs(_mean_of_baseline(measured, is_first=len(looks) == 1))
        widest = max(_half_widths(measured))
        if widest <= allowed:
            return stop._replace(reason="precise")
        n = stop.replicates
        needed = math.ceil(n * (widest / allowed) ** 2) if math.isfinite(widest) else None
        if n >= self.most:
            return stop._replace(needed=needed)
        enough = MOST_GROWTH * n if needed is None else min(needed, MOST_GROWTH * n)
        return min(self.most, math.ceil(max(enough, LEAST_GROWTH * n)))


def looks_between(first: int, most: int) -> tuple[int, ...]:
    """Numbers of replicates at which settling looks, each some half more than the one before.

    >>> looks_between(20, 400)
    (20, 30, 45, 68, 102, 153, 230, 400)
    """
    looks = [min(first, most)]
    while looks[-1] < most:
        grown = math.ceil(GROWTH * looks[-1])
        looks.append(grown if LEAST_GROWTH * grown <= most else most)
    return tuple(looks)


def rule_of(
    scenario: Scenario,
    replications: int | None = None,
    precision: float | None = None,
    max_replications: int | None = None,
    settle: bool = False,
) -> Rule:
    """How many replicates somebody wants.

    A number that is asked for, or written in the scenario, is that number. Without one the
    deciding outcome is settled. Where settling or precision is asked for, a number written in the
    scenario is that of the first look.

    Raises
    ------
    ArgumentError
        When arguments are wrong or do not go together.
    """
    if replications is not None:
        replications = whole_number("replications", replications, 1, MOST_REPLICATIONS)
    if max_replications is not None:
        max_replications = whole_number("max_replications", max_replications, 1, MOST_REPLICATIONS)
    if precision is not None:
        precision = number_of("precision", precision)
    _check(replications, precision, max_replications, settle)
    is_written = "replications" in scenario.model_fields_set
    if replications is not None:
        return Exactly(replications)
    if is_written:
        whole_number("replications", scenario.replications, 1, MOST_REPLICATIONS)
    if is_written and precision is None and max_replications is None and not settle:
        return Exactly(scenario.replications, "scenario")
    first = scenario.replications if is_written else FIRST
    most = max(MOST, first) if max_replications is None else max_replications
    if precision is None:
        return Settle(min(first, most), most)
    outcome = scenario.decide_by.outcome
    if OUTCOMES[outcome].comparison:
        raise ArgumentError(
            f"precision: {outcome} compares a strategy with the baseline, which has none itself. "
            "Decide by another outcome, or leave precision out."
        )
    return Precise(precision, min(first, most), most)


def rests_on_few(gaps: Values) -> bool:
    """Whether a difference is the same in all but a few replicates.

    A t interval is then no guide: a loss that strikes one replicate in twenty may not have struck
    yet, and all that was seen of it is a variance near zero.

    Parameters
    ----------
    gaps
        (n,) differences, NaN where undefined.

    Examples
    --------
    >>> rests_on_few(np.array([-1.0] * 19 + [30.0]))
    True
    >>> rests_on_few(np.arange(20.0))
    False
    """
    defined = gaps[~np.isnan(gaps)]
    if not len(defined):
        return False
    counts = np.unique(defined, return_counts=True)[1]
    return bool(len(defined) - counts.max() < FEW)


def replicates_text(scenario: Scenario) -> str:
    """How many replicates a comparison of the scenario has if nothing else is asked for.

    Examples
    --------
    >>> from simulation import load_scenario
    >>> replicates_text(load_scenario("scenarios/phone_launch.yaml"))
    '50 replicates'
    """
    rule = rule_of(scenario)
    if isinstance(rule, Settle):
        return f"{rule.first} to {rule.most} replicates, until settled"
    return f"{rule.first} {'replicate' if rule.first == 1 else 'replicates'}"


def _check(
    replications: int | None,
    precision: float | None,
    max_replications: int | None,
    settle: bool,
) -> None:
    if precision is not None and not 0.0 < precision < 1.0:
        percent = precision if 1.0 < precision < 100.0 else 2.0
        raise ArgumentError(
            f"precision: {precision:g} is not between 0 and 1. "
            f"Write {percent / 100:g} for {percent:g} % of the mean."
        )
    asked = {"precision": precision, "max_replications": max_replications, "settle": settle or None}
    also = [name for name, given in asked.items() if given is not None]
    if replications is not None and also:
        raise ArgumentError(
            f"{also[0]}: not together with replications, which is exactly that many. "
            "Leave one of them out."
        )
    if settle and precision is not None:
        raise ArgumentError(
            "precision: not together with settle; either ends it. Leave one of them out."
        )


def _mean_of_baseline(measured: Measured, *, is_first: bool) -> float:
    """What a precision is a share of; refused at the first look where that means nothing."""
    outcome, baseline = measured.facts.decide_by, measured.facts.baseline
    found = estimate(measured.sample(baseline, outcome))
    if math.isnan(found.value):
        raise ArgumentError(
            f"precision: {outcome} is undefined in {baseline}, the baseline, so that a share of "
            "it means nothing. Decide by another outcome, or leave precision out."
        )
    if found.value == 0.0 or (is_first and found.low <= 0.0 <= found.high):
        shown, ends = number(found.value, found.high - found.low), span(found.low, found.high)
        raise ArgumentError(
            f"precision: {outcome} of {baseline}, the baseline, is near zero ({shown} [{ends}]), "
            "so that a share of it means nothing. Decide by another outcome, or leave precision "
            "out."
        )
    return found.value


def _half_widths(measured: Measured) -> list[float]:
    """Of every strategy's value and difference to the baseline; infinite where there is none."""
    outcome, baseline = measured.facts.decide_by, measured.facts.baseline
    base = measured.sample(baseline, outcome)
    found = []
    for name in measured.facts.names:
        sample = measured.sample(name, outcome)
        found.append(estimate(sample))
        if name != baseline:
            found.append(difference(sample, base, OUTCOMES[outcome].direction).estimate)
    return [_half_width(each) for each in found if not math.isnan(each.value)]


def _half_width(found: Estimate) -> float:
    return math.inf if math.isnan(found.half_width) else found.half_width
