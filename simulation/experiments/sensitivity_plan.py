"""What a study of sensitivity is to run, read from what it is asked with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from simulation.errors import ArgumentError
from simulation.experiments.arguments import names, one_of
from simulation.experiments.asked import PYTHON, Spelling
from simulation.experiments.assumptions import Chosen, choose
from simulation.experiments.compare import chosen as chosen_strategies
from simulation.experiments.study import counts_of
from simulation.results.facts import facts_of
from simulation.results.outcomes import OUTCOMES
from simulation.results.sensitivity.design import Method, block_of
from simulation.results.sensitivity.judged import Output, outputs_of
from simulation.scenario.nearest import use_nearest

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

POINTS: Final[dict[Method, int]] = {"morris": 10, "sobol": 64}
"""Paths, or base samples, where no number is given."""

MOST_RUNS: Final = 20_000
"""Runs above which a number of points has to be asked for."""

FEWEST: Final = 4
"""Paths or base samples below which intervals say nothing."""


class Plan(NamedTuple):
    """What is to be run, and what is looked at."""

    scenario: Scenario
    method: Method
    strategies: tuple[str, ...]
    outputs: tuple[Output, ...]
    chosen: Chosen
    points: int
    """Paths (Morris), or base samples (Sobol)."""
    replications: int
    seed: int

    @property
    def n_points(self) -> int:
        """Points of the design, and the scenario as written."""
        return self.points * block_of(self.method, len(self.chosen.varied)) + 1

    @property
    def runs(self) -> int:
        """Runs in all."""
        return self.n_points * self.replications * len(self.strategies)


def plan_of(
    scenario: Scenario,
    *,
    method: Method = "morris",
    points: int | None = None,
    replications: int = 2,
    strategies: Sequence[str] | None = None,
    outcomes: Sequence[str] | None = None,
    differences: Sequence[str] | None = None,
    parameters: Iterable[str] = (),
    without: Iterable[str] = (),
    only: bool = False,
    seed: int = 1,
    spelling: Spelling = PYTHON,
) -> Plan:
    """What a study is to run; see :func:`simulation.sensitivity`."""
    one_of("method", method, get_args(Method))
    n = POINTS[method] if points is None else points
    n, replications, seed = counts_of(n, replications, seed)
    if n < FEWEST:
        raise ArgumentError(f"points: {n} are too few. Use {FEWEST} or more.")
    differences = None if differences is None else names("differences", differences)
    outcomes = None if outcomes is None else names("outcomes", outcomes)
    run = chosen_strategies(scenario, differences if strategies is None else strategies)
    for name in differences or ():
        if name not in run or name == scenario.baseline:
            fact = f'difference: "{name}" is not a strategy beside the baseline that is run.'
            raise ArgumentError(fact + use_nearest(name, set(run) - {scenario.baseline}))
    for outcome in outcomes or ():
        if outcome not in OUTCOMES:
            raise ArgumentError(f'outcome: no outcome "{outcome}".{use_nearest(outcome, OUTCOMES)}')
    outputs = outputs_of(
        facts_of(scenario, run), outcomes or (scenario.decide_by.outcome,), differences
    )
    if not outputs:
        raise ArgumentError("strategies: the baseline alone has no such outcome. Add another one.")
    found = choose(scenario, run, parameters, without, only=only, spelling=spelling)
    return Plan(scenario, method, run, outputs, found, n, replications, seed)


def check_size(plan: Plan, *, is_asked: bool, spelling: Spelling = PYTHON) -> None:
    """Refuse very many runs that nobody asked for.

    Raises
    ------
    ArgumentError
        When the number of points was not given and there would be more than ``MOST_RUNS`` runs.
    """
    if not is_asked and plan.runs > MOST_RUNS:
        raise ArgumentError(
            f"{plan.method} over {len(plan.chosen.varied)} assumptions takes {plan.runs:,} runs. "
            f"Choose assumptions ({spelling.only}, {spelling.varying('KEY')}; Morris says which "
            f"matter), fewer strategies ({spelling.strategies}), or give {spelling.points}."
        )
