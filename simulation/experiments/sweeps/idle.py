"""Factors that change no run: allowed, but probably not meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulation.errors import ScenarioError

if TYPE_CHECKING:
    from simulation.experiments.sweeps.points import Points
    from simulation.scenario.model import Scenario

VALUES = 5
"""Values of a factor that are tried, first and last among them."""

LOOKED_AT = 500
"""Points among whose first, and among whose evenly spaced ones, values are sought."""


def idle_factors(scenario: Scenario, strategies: Sequence[str], points: Points) -> tuple[str, ...]:
    """A warning for each factor that changes no run of these strategies.

    Some values of the factor are written over the first point, and over the last; it is idle where
    all of them give the same runs. A point that cannot be is passed over: others say so.

    Parameters
    ----------
    scenario
        The market; one with a graph that was given in Python is not looked at, as that takes long.
    strategies
        Names of those that are run.
    points
        What varies.
    """
    if scenario.graph is not None or len(points) < 2:
        return ()
    return tuple(
        _warning(factor, strategies, scenario)
        for factor in points.factors
        if _is_idle(scenario, strategies, points, factor)
    )


def _warning(factor: str, strategies: Sequence[str], scenario: Scenario) -> str:
    first, _, rest = factor.partition(".")
    name = rest.split(".")[0]
    if first == "strategies" and name in scenario.strategies and name not in strategies:
        return f"{factor} changes no run: {name} is not run"
    return f"{factor} changes no run: all its values give the same runs"


def _is_idle(scenario: Scenario, strategies: Sequence[str], points: Points, factor: str) -> bool:
    rows = _rows(points, factor)
    if len(rows) < 2:
        return False
    is_seen = False
    for base in (0, len(points) - 1):
        hashes: set[tuple[str, ...]] = set()
        n_read = 0
        for row in rows:
            found = _runs_of(scenario, strategies, points, base, {factor: row})
            if found is not None:
                hashes.add(found)
                n_read += 1
            if len(hashes) > 1:
                return False
        is_seen |= n_read > 1
    return is_seen


def _rows(points: Points, factor: str) -> list[int]:
    """Points at which a factor has different values, a few of them.

    Among many points the first are looked at, where the last factor of a grid changes, and others
    evenly over all, where the first one does.
    """
    over_all = np.linspace(0, len(points) - 1, min(LOOKED_AT, len(points))).astype(np.int64)
    places = np.union1d(np.arange(min(LOOKED_AT, len(points))), over_all)
    column = points.columns[factor]
    values = [column[place] for place in places.tolist()]
    rows = places[np.sort(np.unique(values, return_index=True)[1])]
    few = np.unique(np.linspace(0, len(rows) - 1, min(VALUES, len(rows))).astype(np.int64))
    return [int(row) for row in rows[few]]


def _runs_of(
    scenario: Scenario, strategies: Sequence[str], points: Points, base: int, other: dict[str, int]
) -> tuple[str, ...] | None:
    """What identifies the runs of a point with one factor of another; None where it cannot be."""
    changes = {name: points.value(name, other.get(name, base)) for name in points.factors}
    try:
        made = scenario.with_changes(changes)
        return tuple(made.run_hash(name) for name in strategies)
    except (ScenarioError, KeyError):
        return None
