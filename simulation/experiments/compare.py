"""Compare strategies on the same luck: run what is missing, keep it, and judge."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from simulation.errors import ArgumentError, Problem, ScenarioError
from simulation.experiments.identity import Identity, identity_of
from simulation.experiments.jobs import Engine, Job
from simulation.experiments.manifest import manifest_of
from simulation.experiments.parts import MarketKey, Part, RunKey
from simulation.experiments.store import Store
from simulation.experiments.workers import Kind, finish_jobs
from simulation.results.comparison import Comparison
from simulation.results.facts import facts_of
from simulation.results.measured import Measured
from simulation.results.record import MarketRecord, RunRecord
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    from simulation.results.files import People
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario

__all__ = ["Comparison", "Plan", "carry_out", "chosen", "compare"]

Progress = Callable[[int, int], None]
"""Called with finished and all runs, from any thread."""

PICTURED = 200_000
"""Consumers up to which the market is drawn."""


def compare(
    scenario: Scenario,
    *,
    replications: int | None = None,
    strategies: Sequence[str] | None = None,
    workers: int = 1,
    executor: Kind = "threads",
    engine: Engine = "kernel",
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Comparison:
    """Compare strategies on the same luck.

    Parameters
    ----------
    scenario
        A market, what happens to it, and the strategies.
    replications
        Runs of each strategy; the scenario's number if left out.
    strategies
        Names of those to compare; the baseline always comes along. All if left out.
    workers, executor
        How many replicates at once, in ``threads`` or ``processes``. The result is the same.
    engine
        ``kernel`` (compiled loops) or ``agents`` (Mesa agents, thousands of times slower); the
        result is the same.
    out
        Folder for tables, figures, report and manifest. A folder of the same scenario is continued.
    progress
        Called with finished and all runs.
    force
        Replace what is in ``out``, whatever it is of.

    Returns
    -------
    Comparison
        Of the scenario as written; ``worlds`` holds one for each world of ``what_if`` too.

    Raises
    ------
    ScenarioError
        When a strategy cannot work in this market, or in a world of ``what_if``.
    OutputError
        When ``out`` holds something else or cannot be written.
    ArgumentError
        When an argument is wrong, a strategy unknown.
    """
    plan = Plan(
        scenario,
        chosen(scenario, strategies),
        scenario.replications if replications is None else replications,
        workers,
        executor,
        engine,
    )
    plan.check()
    command = f"compare({scenario.name})"
    return carry_out(plan, None if out is None else Path(out), force, progress, command)


@dataclass(frozen=True)
class Plan:
    """What is to be compared, and how."""

    scenario: Scenario
    strategies: tuple[str, ...]
    replications: int
    workers: int = 1
    executor: Kind = "threads"
    engine: Engine = "kernel"

    def check(self) -> None:
        """Refuse numbers and words that cannot be used."""
        for name in ("replications", "workers"):
            if getattr(self, name) < 1:
                raise ArgumentError(f"{name}: {getattr(self, name)} is below 1. Raise it.")
        for name, known in (("executor", Kind), ("engine", Engine)):
            if getattr(self, name) not in get_args(known):
                words = " or ".join(get_args(known))
                raise ArgumentError(f'{name}: "{getattr(self, name)}" is unknown. Use {words}.')

    @cached_property
    def worlds(self) -> Mapping[str, Scenario]:
        """The scenario as written, then in each of its worlds."""
        return self.scenario.worlds

    def of(self, world: str) -> list[RunKey]:
        """Every run that is asked for in a world."""
        replicates = range(self.replications)
        return [RunKey(world, name, r) for name in self.strategies for r in replicates]

    @property
    def asked(self) -> set[RunKey]:
        """Every run that is asked for."""
        return {key for world in self.worlds for key in self.of(world)}

    def missing(self, finished: Iterable[RunKey]) -> list[Job]:
        """What is still to be run, replicate by replicate, in one world after the other."""
        missing = self.asked - set(finished)
        jobs = [
            Job(
                r,
                tuple(name for name in self.strategies if RunKey(world, name, r) in missing),
                world,
            )
            for r in range(self.replications)
            for world in self.worlds
        ]
        return [job for job in jobs if job.strategies]


class Shelf:
    """Finished runs in memory only, where there is no folder."""

    def __init__(self) -> None:
        self.runs: dict[RunKey, RunRecord] = {}
        self.markets: dict[MarketKey, MarketRecord] = {}
        self.timings = {"compile": 0.0, "build": 0.0, "days": 0.0}

    def add(self, part: Part) -> None:
        """Keep a finished job."""
        self.runs.update(part.records)
        self.markets[part.world, part.market.replicate] = part.market
        self.timings["build"] += part.build
        self.timings["days"] += part.days


def carry_out(
    plan: Plan, out: Path | None, force: bool, progress: Progress | None, command: str
) -> Comparison:
    """Run what is missing and judge; with ``out``, keep and write everything there."""
    identity = identity_of(plan.scenario, plan.strategies)
    store = None if out is None else Store(out, identity, force=force)
    shelf: Shelf | Store = Shelf() if store is None else store
    jobs = plan.missing(shelf.runs)
    first = _first_market(plan, jobs, shelf.timings)
    if store is not None:
        store.open()
        identity = store.identity
    if progress is not None:
        progress(0, sum(len(job.strategies) for job in jobs))
    if first is not None and plan.engine == "kernel":
        shelf.timings["compile"] += _seconds_to_compile(plan.worlds[jobs[0].world], first)
    _run_all(plan, jobs, first, shelf, progress)
    at_hand = first if jobs and jobs[0].world == AS_WRITTEN else None
    result = _judge(plan, shelf, at_hand, identity, command)
    if store is not None:
        store.close(plan.asked, result.write_into)
    return result


def _first_market(plan: Plan, jobs: list[Job], timings: dict[str, float]) -> BuiltMarket | None:
    """The market of the first job; what cannot work in a world is said before anything is written.

    A first market of each other world is built to be checked, and not kept.
    """
    first: BuiltMarket | None = None
    for world, scenario in plan.worlds.items():
        job = next((job for job in jobs if job.world == world), None)
        if job is not None:
            begun = time.perf_counter()
            built = checked_market(scenario, job.replicate)
            timings["build"] += time.perf_counter() - begun
            first = built if job is jobs[0] else first
    return first


def checked_market(scenario: Scenario, replicate: int) -> BuiltMarket:
    """A market in which every strategy can work.

    Raises
    ------
    ScenarioError
        If one of them cannot.
    """
    from simulation.one_run import check_market
    from simulation.scenario.build import build_market

    built = build_market(scenario, replicate)
    problems = check_market(scenario, built)
    if problems:
        raise ScenarioError([placed(scenario, problem) for problem in problems])
    return built


def placed(scenario: Scenario, problem: Problem) -> Problem:
    """A problem with the place in the file where its setting was written."""
    return problem if problem.file else scenario.problem(problem.key, problem.message)


def _seconds_to_compile(scenario: Scenario, built: BuiltMarket) -> float:
    """Seconds to compile the loops or to read them from the cache: a first day less a second."""
    from simulation.market_run import MarketRun

    seconds = []
    for _ in range(2):
        run = MarketRun(scenario, scenario.baseline, built)
        begun = time.perf_counter()
        run.live()
        seconds.append(time.perf_counter() - begun)
    return max(0.0, seconds[0] - seconds[1])


def _run_all(
    plan: Plan,
    jobs: list[Job],
    first: BuiltMarket | None,
    shelf: Shelf | Store,
    progress: Progress | None,
) -> None:
    total = sum(len(job.strategies) for job in jobs)
    finished = [0]

    def after_run(n_runs: int) -> None:
        finished[0] += n_runs
        if progress is not None:
            progress(finished[0], total)

    for part in finish_jobs(
        jobs, plan.worlds, plan.engine, plan.workers, plan.executor, first, after_run
    ):
        shelf.add(part)


def _judge(
    plan: Plan,
    shelf: Shelf | Store,
    first: BuiltMarket | None,
    identity: Identity,
    command: str,
) -> Comparison:
    worlds = {
        name: Measured(
            facts_of(world, plan.strategies),
            [shelf.runs[key] for key in plan.of(name)],
            [shelf.markets[name, r] for r in range(plan.replications)],
        )
        for name, world in plan.worlds.items()
    }
    market = shelf.markets[AS_WRITTEN, 0]
    asked = [shelf.runs[key] for key in plan.asked]
    counts = {
        "runs": len(asked),
        "consumers": market.consumers,
        "ties": market.ties,
        "exposures": sum(int(run.daily["exposures"].sum()) for run in asked),
    }
    timings = {name: round(seconds, 3) for name, seconds in shelf.timings.items()}
    manifest = manifest_of(
        plan.scenario, identity, command, timings, counts, plan.scenario.warnings
    )
    pictured = first if first is not None and first.n_consumers <= PICTURED else None
    people = partial(_people, plan.worlds[AS_WRITTEN], pictured)
    return Comparison(worlds[AS_WRITTEN], manifest, people, worlds)


def _people(scenario: Scenario, built: BuiltMarket | None) -> People | None:
    """What the picture of the market needs; the market is built again where it is not at hand."""
    from simulation.network.layout import picture
    from simulation.results.files import People
    from simulation.scenario.build import build_market

    consumers = getattr(scenario.network, "consumers", 0)
    if consumers > PICTURED:
        return None
    if built is None or built.replicate != 0:
        built = build_market(scenario, 0)
    if built.n_consumers > PICTURED:
        return None
    followers = built.graph.followers
    return People(picture(built.graph), built.population.role, followers)


def chosen(scenario: Scenario, strategies: Sequence[str] | None) -> tuple[str, ...]:
    """Names of the strategies to compare, the baseline among them, in the scenario's order."""
    known = tuple(scenario.strategies)
    if strategies is None:
        return known
    for name in strategies:
        if name not in known:
            raise ArgumentError(unknown_strategy(scenario, name))
    return tuple(name for name in known if name in strategies or name == scenario.baseline)


def unknown_strategy(scenario: Scenario, name: str) -> str:
    """What to say when there is no such strategy."""
    from simulation.scenario.nearest import nearest

    near = nearest(name, scenario.strategies)
    remedy = f"Use {near}." if near else f"Use one of {', '.join(scenario.strategies)}."
    return f'strategy: no strategy "{name}". {remedy}'
