"""Whether the strategies of a sweep can work in its markets, tried before anything runs.

A point can be a valid scenario in which a strategy cannot work: a budget that does not buy one post
is known only where the market with its accounts is built. Building takes time, so this looks at the
ends of every factor first, then at the other points, and stops after some seconds; what it did not
come to shows as a failed run.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from simulation.errors import ScenarioError
from simulation.experiments.first_market import problems_in_market
from simulation.experiments.sweeps.places import told

if TYPE_CHECKING:
    from simulation.experiments.sweeps.plan import Sweep
    from simulation.experiments.sweeps.points import Points

SECONDS = 10.0
"""How long to look."""


def check_markets(sweep: Sweep, seconds: float = SECONDS) -> None:
    """Refuse a sweep in which a strategy cannot work, and name the point.

    Raises
    ------
    ScenarioError
        For the first point that is found, with its place in the scenario's file.
    """
    end = time.monotonic() + seconds
    for point in _in_turn(sweep.points):
        problems = problems_in_market(sweep.at(point), 0, sweep.strategies)
        if problems:
            points = sweep.points
            raise ScenarioError(
                told(problem, sweep.places, points.factors, point, points.text(point))
                for problem in problems
            )
        if time.monotonic() > end:
            return


def _in_turn(points: Points) -> Iterator[int]:
    """Every point once: those with the least and the most of a factor first."""
    ends = {0}
    for column in points.columns.values():
        if not isinstance(column, list):
            ends |= {int(np.argmin(column)), int(np.argmax(column))}
    yield from sorted(ends)
    yield from (point for point in range(len(points)) if point not in ends)
