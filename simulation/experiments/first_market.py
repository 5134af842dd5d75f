"""The first market of an experiment: what cannot work is said before anything is written."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario


def checked_market(
    scenario: Scenario, replicate: int, strategies: Sequence[str] | None = None
) -> BuiltMarket:
    """A market in which every strategy, or each of some, can work.

    Raises
    ------
    ScenarioError
        If one of them cannot.
    """
    from simulation.scenario.build import build_market

    built = build_market(scenario, replicate)
    problems = _problems(scenario, built, strategies)
    if problems:
        raise ScenarioError(problems)
    return built


def problems_in_market(
    scenario: Scenario, replicate: int, strategies: Sequence[str]
) -> list[Problem]:
    """What keeps strategies from working in the market of a replicate; nothing where they can."""
    from simulation.scenario.build import build_market

    return _problems(scenario, build_market(scenario, replicate), strategies)


def _problems(
    scenario: Scenario, built: BuiltMarket, strategies: Sequence[str] | None
) -> list[Problem]:
    from simulation.one_run import check_market

    return [placed(scenario, problem) for problem in check_market(scenario, built, strategies)]


def placed(scenario: Scenario, problem: Problem) -> Problem:
    """A problem with the place in the file where its setting was written."""
    return problem if problem.file else scenario.problem(problem.key, problem.message)


def seconds_to_compile(scenario: Scenario, built: BuiltMarket) -> float:
    """Seconds to compile the loops or to read them from the cache: a first day less a second."""
    from simulation.market_run import MarketRun

    seconds = []
    for _ in range(2):
        run = MarketRun(scenario, scenario.baseline, built)
        begun = time.perf_counter()
        run.live()
        seconds.append(time.perf_counter() - begun)
    return max(0.0, seconds[0] - seconds[1])
