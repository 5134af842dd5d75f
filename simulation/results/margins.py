"""What a little more money brings: response curves of levers and the return of the next step.

A lever (the budget of a tactic, or how many it buys) is lived at several levels on the same luck.
Level and plan are paired by replicate. With gross profit ``G`` (revenue less cost of the goods
sold) and spending ``C`` of a run, the marginal return between two neighbouring levels a < b is

``R = sum_r (G_b - G_a) / sum_r (C_b - C_a)``

over replicates r, with a jackknife interval. It is what a unit of money more brings back before
that unit is paid: 0 where it brings nothing, 1 where it pays for itself. ``R - 1`` is the marginal
return on marketing investment; its numerator is the profit that the outcome ``romi`` is made of.
The mROI of Google's Meridian is the same quotient on a fitted response curve, of revenue.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from simulation.results.numbers import whole
from simulation.results.record import Columns, RunRecord
from simulation.results.statistics import (
    Difference,
    Estimate,
    Values,
    difference,
    estimate,
    mean_sample,
    ratio_sample,
)
from simulation.results.tables import columns_of, tactic_values

SMALLEST_STEP: Final = 1.0
"""Extra money of a run, in the scenario's currency, below which nothing is divided by it."""

MEASURES: Final = ("cost", "customers", "gross_profit")
"""What is measured at each level, over the whole run: all spending, distinct customers, and the
revenue less the cost of the goods sold."""

SAME: Final = "buys the same as {level}"
SAME_BECAUSE: Final = "buys the same as {level}: {reason}"
SAME_COSTS: Final = "buys the same as {level}: one more costs {amount}"
NO_GROWTH: Final = "spending does not grow by a unit of money between these levels"
NONE_LIVED: Final = {
    "below": "no level below the plan buys anything different: none was lived",
    "above": "no level above the plan buys anything different: none was lived",
}
NONE_DIFFERS: Final = {
    "below": "no level below the plan buys anything different ({level}: {why})",
    "above": "no level above the plan buys anything different ({level}: {why})",
}
"""Why there is no return; kept in English, see :mod:`simulation.results.retold`."""

UNDEFINED: Final = Estimate(math.nan, math.nan, math.nan, math.nan, 0)


class Level(NamedTuple):
    """A lever at one level, lived in every replicate; arrays are (replicates,)."""

    level: float
    """The lever: money, or how many are bought."""
    factor: float
    """The level by that of the plan; 1 is the plan."""
    spent: Values
    """Money that the tactic spent."""
    cost: Values
    """All spending of the run."""
    customers: Values
    gross_profit: Values
    left_because: str = ""
    """Why the tactic left money unspent, in its own words."""
    smallest_payment: float = math.nan
    """The least that the tactic paid at once."""

    @property
    def is_plan(self) -> bool:
        """Whether this is the strategy as written."""
        return self.factor == 1.0


class Dropped(NamedTuple):
    """A level that is left out, and why."""

    level: float
    factor: float
    why_not: str


class Curve(NamedTuple):
    """What was lived of one lever: the levels that differ in spending, from low to high."""

    strategy: str
    tactic: str
    lever: str
    """``budget`` or ``number``."""
    levels: tuple[Level, ...]
    dropped: tuple[Dropped, ...] = ()
    shares_purse_with: tuple[str, ...] = ()
    """Tactics without money of their own, which may spend what this one leaves."""

    @property
    def plan(self) -> Level:
        """The strategy as written."""
        return self.levels[self.place]

    @property
    def place(self) -> int:
        """Place of the plan among the levels."""
        return next(i for i, level in enumerate(self.levels) if level.is_plan)

    def difference(self, level: Level, measure: str) -> Difference:
        """Paired difference of a level to the plan."""
        return paired(self.plan, level, measure)


class Step(NamedTuple):
    """From one level to the next one above it."""

    lower: Level | None
    """None where no level below or above was lived."""
    upper: Level | None
    extra_cost: Estimate
    extra_customers: Estimate
    extra_gross_profit: Estimate
    returned: Estimate
    """Extra gross profit for each unit of extra money."""
    why_not: str = ""
    """Why there is no return; empty where there is one."""


def level_of(level: float, factor: float, tactic: str, runs: Sequence[RunRecord]) -> Level:
    """Measure a level from its runs, in the order of the replicates."""
    revenue, goods, cost = (
        np.array([float(np.sum(run.daily[name])) for run in runs])
        for name in ("revenue", "goods_cost", "cost")
    )
    paid = [
        float(amount)
        for run in runs
        for name, amount in zip(run.ledger["tactic"], run.ledger["amount"], strict=True)
        if name == tactic and amount > 0.0
    ]
    return Level(
        level,
        factor,
        tactic_values(runs, tactic, "cost"),
        cost,
        np.array([float(run.daily["customers"][-1]) for run in runs]),
        revenue - goods,
        _reason(tactic, runs),
        min(paid, default=math.nan),
    )


def curve_of(
    names: tuple[str, str, str],
    levels: Iterable[Level],
    refused: Iterable[Dropped] = (),
    shares_purse_with: tuple[str, ...] = (),
) -> Curve:
    """The levels of a lever that buy something different, and why the others are left out.

    Parameters
    ----------
    names
        Strategy, tactic and lever.
    levels
        What was lived, the plan (factor 1) among it.
    refused
        Levels that could not be lived.
    shares_purse_with
        Tactics that may spend what this one leaves.
    """
    ordered = sorted(levels, key=lambda level: level.level)
    place = next(i for i, level in enumerate(ordered) if level.is_plan)
    kept, dropped = [ordered[place]], list(refused)
    for side in (reversed(ordered[:place]), ordered[place + 1 :]):
        last = ordered[place]
        for level in side:
            if np.allclose(level.cost, last.cost, rtol=1e-9, atol=1e-9):
                why_not = _same(level, last, is_money=names[2] == "budget")
                dropped.append(Dropped(level.level, level.factor, why_not))
            else:
                kept.append(level)
                last = level
    return Curve(
        *names,
        tuple(sorted(kept, key=lambda level: level.level)),
        tuple(sorted(dropped, key=lambda each: each.level)),
        shares_purse_with,
    )


def paired(lower: Level, upper: Level, measure: str) -> Difference:
    """How much more of a measure there is at one level than at another, on the same luck."""
    return difference(
        mean_sample(getattr(upper, measure)), mean_sample(getattr(lower, measure)), direction=1
    )


def last_step(curve: Curve) -> Step:
    """From the level below the plan to the plan."""
    below = curve.levels[curve.place - 1] if curve.place else None
    return step(below, curve.plan, _no_level(curve, "below"))


def next_step(curve: Curve) -> Step:
    """From the plan to the level above it."""
    above = curve.levels[curve.place + 1 : curve.place + 2]
    return step(curve.plan, above[0] if above else None, _no_level(curve, "above"))


def step(lower: Level | None, upper: Level | None, why_not: str = "") -> Step:
    """What a step brings back; ``why_not`` is said where one of the two levels is not there."""
    if lower is None or upper is None:
        return Step(lower, upper, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, why_not)
    extra = {name: paired(lower, upper, name).estimate for name in MEASURES}
    found = extra["cost"], extra["customers"], extra["gross_profit"]
    if not extra["cost"].value >= SMALLEST_STEP:
        return Step(lower, upper, *found, UNDEFINED, NO_GROWTH)
    returned = estimate(
        ratio_sample(upper.gross_profit - lower.gross_profit, upper.cost - lower.cost)
    )
    return Step(lower, upper, *found, returned)


def levels_table(curves: Iterable[Curve]) -> Columns:
    """A row a level of a lever: means of a run, and the paired difference to the plan.

    ``cost``, ``customers`` and ``gross_profit`` are of the whole run, ``spent`` of the tactic
    alone. Levels that are left out have no numbers and say ``why_not``.
    """
    names = ["strategy", "tactic", "lever", "level", "factor", "n", "spent"]
    for measure in MEASURES:
        parts = ("", "_difference", "_ci_low", "_ci_high")
        names += [f"{measure}{part}" for part in parts]
    rows = [row for curve in curves for row in _level_rows(curve)]
    return columns_of([*names, "why_not"], rows)


def _level_rows(curve: Curve) -> list[tuple[Any, ...]]:
    head = (curve.strategy, curve.tactic, curve.lever)
    rows: list[tuple[Any, ...]] = []
    for level in curve.levels:
        numbers = [float(level.spent.mean())]
        for measure in MEASURES:
            found = curve.difference(level, measure).estimate
            numbers += [float(getattr(level, measure).mean()), found.value, found.low, found.high]
        rows.append((*head, level.level, level.factor, len(level.cost), *numbers, ""))
    for each in curve.dropped:
        empty = [math.nan] * (1 + 4 * len(MEASURES))
        rows.append((*head, each.level, each.factor, 0, *empty, each.why_not))
    return sorted(rows, key=lambda row: float(row[3]))


MARGINAL: Final = (
    *("strategy", "tactic", "lever", "next_from", "next_to", "cost_from", "cost_to"),
    *("extra_cost", "extra_customers", "extra_gross_profit"),
    *("marginal_return", "ci_low", "ci_high", "n", "why_not"),
)
"""Columns of the table of steps."""


def marginal_table(curves: Iterable[Curve]) -> Columns:
    """Two rows a lever: the step that leads to the plan, and the next one beyond it.

    ``next_from`` and ``next_to`` are levels of the lever, ``cost_from`` and ``cost_to`` what a run
    spends there in the mean. ``marginal_return`` is gross profit for each unit of money more.
    """
    rows = [
        (curve.strategy, curve.tactic, curve.lever, *_numbers(found), found.why_not)
        for curve in curves
        for found in (last_step(curve), next_step(curve))
    ]
    return columns_of(list(MARGINAL), rows)


def _numbers(found: Step) -> tuple[float, ...]:
    ends = [found.lower, found.upper]
    return (
        *(math.nan if end is None else end.level for end in ends),
        *(math.nan if end is None else float(end.cost.mean()) for end in ends),
        found.extra_cost.value,
        found.extra_customers.value,
        found.extra_gross_profit.value,
        found.returned.value,
        found.returned.low,
        found.returned.high,
        found.returned.n,
    )


def findings(curves: Iterable[Curve]) -> list[dict[str, Any]]:
    """Every lever as plain values: levels for a curve, both steps, and what is left out."""
    found = []
    for curve in curves:
        columns = levels_table([curve])
        rows = [dict(zip(columns, row, strict=True)) for row in _plain_rows(columns)]
        found.append(
            {
                "strategy": curve.strategy,
                "tactic": curve.tactic,
                "lever": curve.lever,
                "plan": curve.plan.level,
                "shares_purse_with": list(curve.shares_purse_with),
                "levels": [row for row in rows if not row["why_not"]],
                "left_out": [each._asdict() for each in curve.dropped],
                "last": _plain_step(last_step(curve)),
                "next": _plain_step(next_step(curve)),
            }
        )
    return found


def _plain_rows(columns: Columns) -> list[tuple[Any, ...]]:
    lists = [
        column.tolist() if isinstance(column, np.ndarray) else column for column in columns.values()
    ]
    return list(zip(*lists, strict=True))


def _plain_step(found: Step) -> dict[str, Any]:
    numbers = dict(zip(MARGINAL[3:-1], _numbers(found), strict=True))
    for name in ("extra_cost", "extra_customers", "extra_gross_profit"):
        each: Estimate = getattr(found, name)
        numbers |= {f"{name}_ci_low": each.low, f"{name}_ci_high": each.high}
    return {**numbers, "why_not": found.why_not}


def _same(level: Level, last: Level, *, is_money: bool) -> str:
    """Why a level buys nothing different, in words."""
    there = whole(last.level)
    if level.left_because:
        return SAME_BECAUSE.format(level=there, reason=level.left_because)
    if is_money and last.smallest_payment > abs(level.level - last.level):
        return SAME_COSTS.format(level=there, amount=whole(last.smallest_payment))
    return SAME.format(level=there)


def _no_level(curve: Curve, side: Literal["below", "above"]) -> str:
    plan = curve.plan.level
    missing = [
        each
        for each in curve.dropped
        if (each.level < plan if side == "below" else each.level > plan)
    ]
    if not missing:
        return NONE_LIVED[side]
    return NONE_DIFFERS[side].format(level=whole(missing[0].level), why=missing[0].why_not)


def _reason(tactic: str, runs: Sequence[RunRecord]) -> str:
    for run in runs:
        for name, reason in zip(run.tactics["tactic"], run.tactics["left_because"], strict=True):
            if name == tactic and reason:
                return str(reason)
    return ""
