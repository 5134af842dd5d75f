"""One job: a market of one replicate, built once, and every strategy lived on it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from simulation.errors import SimulationError
from simulation.experiments.parts import Part
from simulation.results.hubs import named_hubs
from simulation.results.record import MarketRecord, RunRecord, make_record
from simulation.results.recruits import forest_of, hubs_of, recruit_trees
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    from simulation.one_run import FinishedRun
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario

Engine = Literal["kernel", "agents"]

PROBED = 10
"""Replicates, from the first, in which the market's reproduction number is probed."""


class Job(NamedTuple):
    """What is to be run on one replicate of one world."""

    replicate: int
    strategies: tuple[str, ...]
    world: str = AS_WRITTEN


class RunError(Exception):
    """A run stopped by a fault of ours; says which, so that it can be run again."""

    def __init__(self, strategy: str, replicate: int, fault: str, world: str = AS_WRITTEN) -> None:
        super().__init__(strategy, replicate, fault, world)
        self.strategy = strategy
        self.replicate = replicate
        self.fault = fault
        self.world = world

    def __str__(self) -> str:
        """Name the run and the fault."""
        world = "" if self.world == AS_WRITTEN else f"what_if {self.world}, "
        return f"{world}strategy {self.strategy}, replicate {self.replicate} failed: {self.fault}"


def live(
    job: Job,
    scenario: Scenario,
    engine: Engine = "kernel",
    built: BuiltMarket | None = None,
    after_run: Callable[[], None] | None = None,
) -> Part:
    """Build the market of a replicate and live every strategy of the job on it.

    Parameters
    ----------
    job
        What to live.
    scenario
        The world of the job.
    engine, built
        Who lives the days, and the market where it is built already.
    after_run
        Called after each run.

    Raises
    ------
    SimulationError
        When the user's input is wrong.
    RunError
        When anything else goes wrong: a fault of ours.
    """
    doing = "(market)"
    try:
        begun = time.perf_counter()
        built = built or _build(scenario, job.replicate)
        ready = time.perf_counter()
        runs = []
        for doing in job.strategies:
            runs.append(record_of(_run(scenario, doing, built, engine)))
            if after_run:
                after_run()
        doing = "(probe)"
        market = _market_record(scenario, built, runs)
    except SimulationError:
        raise
    except Exception as fault:
        said = f"{type(fault).__name__}: {fault}"
        raise RunError(doing, job.replicate, said, job.world) from fault
    return Part(market, tuple(runs), ready - begun, time.perf_counter() - ready, job.world)


def record_of(run: FinishedRun) -> RunRecord:
    """What a finished run leaves behind, as plain tables."""
    forest = forest_of(*run.recruits())
    return make_record(
        run.live.strategy,
        run.live.built.replicate,
        run.daily,
        run.ledger,
        run.tactics,
        recruit_trees(forest),
        run.segments(),
        named_hubs(run, hubs_of(forest)),
    )


def _build(scenario: Scenario, replicate: int) -> BuiltMarket:
    from simulation.scenario.build import build_market

    return build_market(scenario, replicate)


def _run(scenario: Scenario, strategy: str, built: BuiltMarket, engine: Engine) -> FinishedRun:
    from simulation.one_run import run_strategy

    return run_strategy(scenario, strategy, built.replicate, built=built, engine=engine)


def _market_record(
    scenario: Scenario, built: BuiltMarket, runs: Sequence[RunRecord]
) -> MarketRecord:
    from simulation.one_run import probe_reproduction

    extra, gifts = math.nan, math.nan
    if built.replicate < PROBED:
        people = scenario.network.people_per_consumer
        lived = [int(r.daily["customers"][-1]) for r in runs if r.strategy == scenario.baseline]
        known = lived[0] // people if lived else None
        extra, gifts = probe_reproduction(scenario, built.replicate, built, known)
    return MarketRecord(
        built.replicate, built.n_consumers, built.graph.n_ties, float(extra), float(gifts)
    )
