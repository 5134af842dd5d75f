"""Carry out a sweep: what is missing is lived, kept batch by batch, and put into tables."""

from __future__ import annotations

import os
import pickle
import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ArgumentError
from simulation.experiments.arguments import whole_number
from simulation.experiments.executors import (
    Executor,
    Kind,
    Lost,
    check_executor,
    executor_for,
)
from simulation.experiments.first_market import checked_market, seconds_to_compile
from simulation.experiments.folder import writing
from simulation.experiments.lock import alone, locked
from simulation.experiments.manifest import about_run, peak_rss_bytes
from simulation.experiments.sweeps.batch import Finished, Kept, live_batch, lost_batch
from simulation.experiments.sweeps.batches import Batches
from simulation.experiments.sweeps.markets import check_markets
from simulation.experiments.sweeps.merge import write_tables
from simulation.experiments.sweeps.points import check_points
from simulation.experiments.sweeps.store import MANIFEST, SweepStore, Tally, read_work
from simulation.network.columns import is_whole
from simulation.scenario.tree import shown

if TYPE_CHECKING:
    from simulation.experiments.sweeps.plan import Sweep
    from simulation.results.sweep_results import Results


class Progress(Protocol):
    """Called with finished, all and failed runs."""

    def __call__(self, finished: int, total: int, failed: int = 0, /) -> None:
        """Show how far the work is."""
        ...


def carry_out(
    sweep: Sweep,
    out: Path,
    *,
    workers: int = 1,
    executor: Kind = "processes",
    cluster: str | None = None,
    shard: tuple[int, int] = (1, 1),
    limit: int | None = None,
    force: bool = False,
    retry_failed: bool = False,
    progress: Progress | None = None,
    on_batch: Callable[[Finished], None] | None = None,
    command: str = "",
) -> Results:
    """Live what is missing of a sweep; see :func:`simulation.sweep` for the arguments.

    ``on_batch`` is called with each finished batch, before ``progress``.
    """
    from simulation.results.sweep_results import Results

    _check(shard, limit, force)
    check_executor(executor, workers, cluster)
    store = SweepStore(out, sweep, force=force)
    if store.is_finished and not retry_failed:
        store.remove_parts()
        return Results.open(out)
    with executor_for(executor, workers, cluster) as workplace:
        compiled = _prepare(store, workplace)
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
        with locked(out, shard) as is_alone:
            store.open(is_alone=is_alone, again=retry_failed)
            tally = store.tally()
            store.remove_unreadable()
            jobs = _missing(sweep, tally, shard, retry_failed)
            if limit is not None:
                jobs = jobs[: -(-limit // len(sweep.strategies))]
            _live(store, workplace, jobs, tally, compiled, (on_batch, progress))
            if store.tally().done.all():
                _put_together(store, command)
    return Results.open(out)


def _check(shard: tuple[int, int], limit: int | None, force: bool) -> None:
    given: Any = shard
    if not (isinstance(given, tuple | list) and len(given) == 2 and all(map(is_whole, given))):
        raise ArgumentError(f"shard: {shown(given)} is no part. Write (1, 4) for the first of 4.")
    part, parts = shard
    if not 1 <= part <= parts:
        raise ArgumentError(
            f"shard: {part}/{parts} is no part of {parts}. Use 1/{parts} and so on."
        )
    if force and parts > 1:
        raise ArgumentError(
            "force: not together with shard, it would remove what the others did. Run once with "
            "force and limit 1, or use another folder (out)."
        )
    if limit is not None:
        whole_number("limit", limit)


def _prepare(store: SweepStore, workplace: Executor) -> float:
    """Make sure, before anything is written, that every point can be; seconds to compile.

    What is compiled here, once, the workers read from the cache.
    """
    sweep = store.sweep
    if store.is_new:
        check_points(sweep, workplace)
        check_markets(sweep)
    first = sweep.at(0)
    return seconds_to_compile(first, checked_market(first, 0, sweep.strategies))


def _missing(
    sweep: Sweep, tally: Tally, shard: tuple[int, int], retry_failed: bool
) -> NDArray[np.int64]:
    """Jobs that are to be lived here, in the order of points and replicates."""
    missing = ~tally.done | ((tally.failed > 0) & retry_failed)
    points = np.arange(len(sweep.points)) % shard[1] == shard[0] - 1
    return np.flatnonzero(missing & points[:, None]).astype(np.int64)


def _live(
    store: SweepStore,
    workplace: Executor,
    jobs: NDArray[np.int64],
    tally: Tally,
    compiled: float,
    told: tuple[Callable[[Finished], None] | None, Progress | None],
) -> None:
    sweep = store.sweep
    on_batch, progress = told
    kept = Kept(sweep.scenario, sweep.strategies, sweep.outcomes, sweep.daily)
    days = len(sweep.strategies) * sweep.scenario.days if sweep.daily else 0
    batches = Batches(
        sweep.points, sweep.replications, jobs, pickle.dumps(kept), workplace.workers, days
    )
    file = f"{platform.node()}-{os.getpid()}-{time.time_ns()}"
    total = len(jobs) * len(sweep.strategies)
    finished = failed = 0
    if progress is not None:
        progress(0, total, 0)
    if len(jobs):
        store.log({"compile": round(compiled, 3), "workers": workplace.workers}, file)
    for batch, lived in workplace.map(live_batch, batches):
        done = lost_batch(batch, lived.reason) if isinstance(lived, Lost) else lived
        store.add(done)
        store.log({**done.work, "finished_at": round(time.time(), 3)}, file)
        batches.learn(batch.n_jobs, done.work.get("seconds", 0.0))
        finished += len(done.runs["status"])
        failed += len(done.failures["error"])
        if on_batch is not None:
            on_batch(done)
        if progress is not None:
            progress(finished, total, failed)


def _put_together(store: SweepStore, command: str) -> None:
    """Write the final tables and, last, the manifest; another shard may be doing so."""
    sweep, folder = store.sweep, store.folder
    kept = Kept(sweep.scenario, sweep.strategies, sweep.outcomes, sweep.daily)
    with alone(folder) as may_write, writing(folder):
        if not may_write or (folder / MANIFEST).exists():
            return
        rows = write_tables(folder, store.parts, kept, len(sweep.points), sweep.replications)
        store.write_manifest(_manifest(sweep, rows, read_work(folder), command))
    store.remove_parts()


def _manifest(
    sweep: Sweep, rows: Mapping[str, int], work: Mapping[str, float], command: str
) -> dict[str, Any]:
    counts = {
        "points": len(sweep.points),
        "runs": rows["runs"],
        "failed": rows["failures"],
        "peak_rss_bytes": peak_rss_bytes(),
    }
    return {
        "kind": "sweep",
        "sweep": dict(sweep.written),
        "scenario": sweep.scenario.resolved(),
        "hash": sweep.scenario.hash,
        **about_run(sweep.scenario, command),
        "timings": {name: round(seconds, 3) for name, seconds in work.items()},
        "counts": counts,
        "warnings": [*sweep.warnings, *sweep.scenario.warnings],
    }
