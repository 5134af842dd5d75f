"""What a study of robustness is to run, read from what it is asked with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from simulation.errors import ArgumentError
from simulation.experiments.asked import PYTHON, Spelling
from simulation.experiments.assumptions import Chosen, choose
from simulation.experiments.compare import chosen as chosen_strategies
from simulation.experiments.study import counts_of

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

WRITTEN: Final = 20
"""Least replicates as written: who leads should not rest on two."""

FEWEST: Final = 20
"""Points below which nothing could be said about what flips a ranking."""


class Plan(NamedTuple):
    """What is to be run: the scenario, who is compared, what is varied and how finely."""

    scenario: Scenario
    strategies: tuple[str, ...]
    chosen: Chosen
    points: int
    replications: int
    seed: int

    @property
    def runs(self) -> int:
        """Runs at the points, and of the scenario as written."""
        return self.runs_at_points + self.replications_as_written * len(self.strategies)

    @property
    def runs_at_points(self) -> int:
        """Runs at the points, point 0 among them."""
        return (self.points + 1) * self.replications * len(self.strategies)

    @property
    def replications_as_written(self) -> int:
        """Replicates of the scenario as written."""
        return max(WRITTEN, self.replications)


def plan_of(
    scenario: Scenario,
    *,
    points: int,
    replications: int,
    strategies: Sequence[str] | None = None,
    parameters: Iterable[str] = (),
    without: Iterable[str] = (),
    only: bool = False,
    seed: int = 1,
    spelling: Spelling = PYTHON,
) -> Plan:
    """What a study is to run; see :func:`simulation.robustness`."""
    points, replications, seed = counts_of(points, replications, seed)
    if points < FEWEST:
        raise ArgumentError(f"points: {points} are too few to see a flip. Use {FEWEST} or more.")
    names = chosen_strategies(scenario, strategies)
    if len(names) < 2:
        raise ArgumentError("strategies: there is one only. Compare at least two.")
    found = choose(scenario, names, parameters, without, only=only, spelling=spelling)
    return Plan(scenario, names, found, points, replications, seed)
