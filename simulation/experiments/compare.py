"""Compare strategies on the same luck: run what is missing, keep it, and judge."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from simulation.errors import ArgumentError
from simulation.experiments.arguments import a_folder, a_scenario, callable_or_none, names, one_of
from simulation.experiments.executors import Executor, Kind, check_executor, executor_for
from simulation.experiments.first_market import checked_market, seconds_to_compile
from simulation.experiments.identity import Identity, identity_of
from simulation.experiments.jobs import Engine, Job
from simulation.experiments.manifest import manifest_of
from simulation.experiments.margin_found import what_money_brings
from simulation.experiments.parts import Part
from simulation.experiments.precision import Exactly, Rule, rule_of
from simulation.experiments.store import Store
from simulation.experiments.tested import what_was_tested
from simulation.experiments.workers import finish_jobs
from simulation.language import language
from simulation.results.comparison import Comparison
from simulation.results.facts import facts_of
from simulation.results.measured import Measured
from simulation.results.people import PICTURED, people_of
from simulation.results.record import MarketRecord, RunRecord
from simulation.results.saved_runs import MarketKey, RunKey
from simulation.results.stop import Stop
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario

Progress = Callable[[int, int], None]
"""Called with finished and all runs, from any thread; all of them grow where runs are added."""


def compare(
    scenario: Scenario,
    *,
    replications: int | None = None,
    precision: float | None = None,
    max_replications: int | None = None,
    strategies: Sequence[str] | None = None,
    workers: int = 1,
    executor: Kind = "threads",
    cluster: str | None = None,
    engine: Engine = "kernel",
    out: str | os.PathLike[str] | None = None,
    robustness: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Comparison:
    """Compare strategies on the same luck.

    Parameters
    ----------
    scenario
        A market, what happens to it, and the strategies.
    replications
        Runs of each strategy, exactly so many. If left out, the number that the scenario says;
        where it says none, replicates are added until the deciding outcome is settled: the paired
        interval of each strategy against the baseline excludes zero, or lies within what matters.
    precision
        Add replicates until every 95 % interval of the deciding outcome, of a strategy's value and
        of its difference to the baseline, is within this share of the baseline's mean; 0.02 is
        plus or minus 2 %.
    max_replications
        Settle, with at most so many; 400 if left out. The scenario's number is the first look.
    strategies
        Names of those to compare; the baseline always comes along. All if left out.
    workers, executor, cluster
        How many replicates at once, in what (``threads``, ``processes``, ``serial``, ``dask``), and
        the address of a cluster of dask.distributed. The result is the same.
    engine
        ``kernel`` (compiled loops) or ``agents`` (Mesa agents, thousands of times slower); the
        result is the same.
    out
        Folder for tables, figures, report and manifest. A folder of the same scenario is continued.
    robustness
        Folder of a robustness study of this scenario, to be shown in the report. If left out, one
        is looked for beside ``out``: ``out/tea-robustness`` for ``out/tea``.
    progress
        Called with finished and all runs; there are more in all whenever replicates are added.
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

    Notes
    -----
    Differences are paired by replicate: in one replicate all strategies meet the same luck (common
    random numbers). When settling may look, and at what level (Armitage, McPherson & Rowe 1969;
    Chow & Robbins 1965), is in ``docs/precision.md``.

    Examples
    --------
    >>> from simulation import compare, load_scenario
    >>> market = load_scenario("scenarios/membership_points.yaml")
    >>> small = market.with_changes({"network.consumers": 500, "days": 30})
    >>> result = compare(small, replications=3, strategies=["points"])
    >>> set(result.differences["strategy"]), len(result.runs)
    ({'points'}, 6)
    """
    scenario = a_scenario("compare", scenario)
    folder = None if out is None else a_folder("out", out)
    callable_or_none("progress", progress)
    plan = Plan(
        scenario,
        chosen(scenario, strategies),
        rule_of(scenario, replications, precision, max_replications),
        workers,
        executor,
        engine,
        cluster,
        None if robustness is None else a_folder("robustness", robustness),
    )
    plan.check()
    given = {
        "replications": replications,
        "precision": precision,
        "max_replications": max_replications,
        "strategies": None if strategies is None else list(strategies),
    }
    words = [scenario.name, *(f"{key}={value!r}" for key, value in given.items() if value)]
    command = f"compare({', '.join(words)})"
    return carry_out(plan, folder, force, progress, command)


@dataclass(frozen=True)
class Plan:
    """What is to be compared, and how."""

    scenario: Scenario
    strategies: tuple[str, ...]
    rule: Rule
    workers: int = 1
    executor: Kind = "threads"
    engine: Engine = "kernel"
    cluster: str | None = None
    robustness: Path | None = None

    def check(self) -> None:
        """Refuse numbers and words that cannot be used."""
        check_executor(self.executor, self.workers, self.cluster)
        one_of("engine", self.engine, get_args(Engine))

    @cached_property
    def worlds(self) -> Mapping[str, Scenario]:
        """The scenario as written, then in each of its worlds."""
        return self.scenario.worlds

    def of(self, world: str, replicates: int) -> list[RunKey]:
        """Every run of so many replicates in a world."""
        return [RunKey(world, name, r) for name in self.strategies for r in range(replicates)]

    def asked(self, replicates: int) -> set[RunKey]:
        """Every run of so many replicates."""
        return {key for world in self.worlds for key in self.of(world, replicates)}

    def missing(self, finished: Iterable[RunKey], replicates: int) -> list[Job]:
        """What is still to be run, replicate by replicate, in one world after the other."""
        missing = self.asked(replicates) - set(finished)
        jobs = [
            Job(
                r,
                tuple(name for name in self.strategies if RunKey(world, name, r) in missing),
                world,
            )
            for r in range(replicates)
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

    def open(self) -> None:
        """Nothing is written."""


class Work:
    """The runs of a comparison as they are made, from one look at them to the next."""

    def __init__(
        self, plan: Plan, shelf: Shelf | Store, executor: Executor, progress: Progress | None
    ) -> None:
        self.plan = plan
        self.executor = executor
        self.shelf = shelf
        self.progress = progress
        self.is_open = False
        self.finished = self.total = 0
        self.first: BuiltMarket | None = None
        """The market of the first job, in the world as written; None where it was another one."""

    def up_to(self, replicates: int) -> None:
        """Run what is missing of so many replicates."""
        jobs = self.plan.missing(self.shelf.runs, replicates)
        first = None if self.total else _first_market(self.plan, jobs, self.shelf.timings)
        if not self.is_open:
            self.shelf.open()
        n_runs = sum(len(job.strategies) for job in jobs)
        self.total += n_runs
        if self.progress is not None and (n_runs or not self.is_open):
            self.progress(self.finished, self.total)
        self.is_open = True
        if first is not None and self.plan.engine == "kernel":
            scenario = self.plan.worlds[jobs[0].world]
            self.shelf.timings["compile"] += seconds_to_compile(scenario, first)
        if first is not None and jobs[0].world == AS_WRITTEN:
            self.first = first
        self._run(jobs, first)

    def _run(self, jobs: list[Job], first: BuiltMarket | None) -> None:
        plan = self.plan
        for part in finish_jobs(
            jobs, plan.worlds, plan.engine, self.executor, first, self._after_run
        ):
            self.shelf.add(part)

    def _after_run(self, n_runs: int) -> None:
        self.finished += n_runs
        if self.progress is not None:
            self.progress(self.finished, self.total)

    def look(self) -> Measured:
        """Add replicates until the rule says to stop; what was measured in the world as written."""
        rule = self.plan.rule
        looks: tuple[int, ...] = ()
        found: int | Stop = rule.first
        while not isinstance(found, Stop):
            self.up_to(found)
            looks = (*looks, found)
            measured = _measured(self.plan, self.shelf, AS_WRITTEN, rule.look(looks))
            found = rule.after(measured, looks)
        measured.stop = found
        return measured


def carry_out(
    plan: Plan, out: Path | None, force: bool, progress: Progress | None, command: str
) -> Comparison:
    """Run what is missing and judge; with ``out``, keep and write everything there."""
    identity = identity_of(plan.scenario, plan.strategies)
    ranges = what_was_tested(plan.scenario, plan.strategies, out, plan.robustness)
    store = None if out is None else Store(out, identity, force=force)
    shelf: Shelf | Store = Shelf() if store is None else store
    with (
        nullcontext() if store is None else store.held(),
        executor_for(plan.executor, plan.workers, plan.cluster) as executor,
    ):
        work = Work(plan, shelf, executor, progress)
        measured = work.look()
        identity = identity if store is None else store.identity
        result = _judge(plan, work, measured, identity, command)
        result.manifest["robustness"] = ranges
        result.manifest["margins"] = what_money_brings(plan.scenario, plan.strategies, out)
        if store is not None:
            store.close(plan.asked(len(measured.replicates)), result.write_into)
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


def _measured(plan: Plan, shelf: Shelf | Store, world: str, stop: Stop) -> Measured:
    """What so many replicates came to in a world."""
    return Measured(
        facts_of(plan.worlds[world], plan.strategies),
        [shelf.runs[key] for key in plan.of(world, stop.replicates)],
        [shelf.markets[world, r] for r in range(stop.replicates)],
        stop,
    )


def _judge(
    plan: Plan, work: Work, measured: Measured, identity: Identity, command: str
) -> Comparison:
    stop = measured.stop
    assert stop is not None
    worlds = {
        name: measured
        if name == AS_WRITTEN
        else _measured(plan, work.shelf, name, stop._replace(reason="world"))
        for name in plan.worlds
    }
    market = measured.markets[0]
    runs = [run for each in worlds.values() for run in each.runs]
    counts = {
        "runs": len(runs),
        "consumers": market.consumers,
        "ties": market.ties,
        "exposures": sum(int(run.daily["exposures"].sum()) for run in runs),
    }
    timings = {name: round(seconds, 3) for name, seconds in work.shelf.timings.items()}
    repeated = _repeated(plan, stop)
    manifest = manifest_of(repeated, identity, command, timings, counts, plan.scenario.warnings)
    manifest["replicates"] = stop.brief()
    manifest["lang"] = language()
    manifest["beliefs"] = [belief._asdict() for belief in measured.facts.beliefs]
    first = work.first
    pictured = first if first is not None and first.n_consumers <= PICTURED else None
    people = partial(people_of, plan.worlds[AS_WRITTEN], pictured)
    return Comparison(measured, manifest, people, worlds)


def _repeated(plan: Plan, stop: Stop) -> Scenario:
    """The scenario that gives the same replicates again, without looking at them."""
    if plan.scenario.replications == stop.replicates and isinstance(plan.rule, Exactly):
        return plan.scenario
    return plan.scenario.model_copy(update={"replications": stop.replicates})


def chosen(scenario: Scenario, strategies: Sequence[str] | None) -> tuple[str, ...]:
    """Names of the strategies to compare, the baseline among them, in the scenario's order."""
    known = tuple(scenario.strategies)
    if strategies is None:
        return known
    asked = names("strategies", strategies)
    for name in asked:
        if name not in known:
            raise ArgumentError(unknown_strategy(scenario, name))
    return tuple(name for name in known if name in asked or name == scenario.baseline)


def unknown_strategy(scenario: Scenario, name: str) -> str:
    """What to say when there is no such strategy."""
    from simulation.scenario.nearest import nearest

    near = nearest(name, scenario.strategies)
    remedy = f"Use {near}." if near else f"Use one of {', '.join(scenario.strategies)}."
    return f'strategy: no strategy "{name}". {remedy}'
