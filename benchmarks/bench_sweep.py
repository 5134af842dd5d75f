"""Sweeps: runs a second on one and two workers, what a run costs beyond its days, the store.

``python benchmarks/bench_sweep.py``. Overhead is what a run takes in a sweep less its days alone;
building its market is part of it. Mesa's ``batch_run`` does the same runs with Mesa agents one by
one, on one process like the sweep beside it, and must count the same customers.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import mesa
import numpy as np

from benchmarks.markets import PLANS, lived, market
from benchmarks.measuring import Options, Row, finish, options, time_of, timing
from simulation.dynamics.tables import CUSTOMERS
from simulation.experiments.sweeps.batch import Finished, Kept
from simulation.experiments.sweeps.merge import write_tables
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.public import sweep
from simulation.experiments.sweeps.store import SweepStore
from simulation.model import WordOfMouthModel
from simulation.results.record import Columns
from simulation.results.sweep_results import Results
from simulation.scenario.build import build_market
from simulation.scenario.model import Scenario

SIZES = (1_000, 10_000, 100_000)
"""Consumers of a market where ``--sizes`` is left out."""
SECONDS = 20.0
"""About how long a sweep of runs of 60 days takes on one worker."""
QUALITY = {"brand.quality": [0.55, 0.65, 0.75, 0.85]}
ROWS, QUICK_ROWS = 100_000, 2_000
"""Rows of the store."""
BATCH = 1_000
MESA_CONSUMERS = 1_000
MESA_REPLICATIONS = 2


def rates(consumers: int, asked: Options) -> list[Row]:
    """A row for each number of workers; the sweeps take turns."""
    scenario = market(consumers, asked.days)
    alone = days_alone(scenario, asked)
    a_point = len(PLANS) * len(QUALITY["brand.quality"])
    wanted = SECONDS * asked.days / 60 / (2.0 * alone * a_point)
    replications = int(min(250, max(2, wanted)))
    workers = sorted({1, min(2, os.cpu_count() or 1)})
    lives: dict[int, list[Lived]] = {n: [] for n in workers}
    for _ in range(min(3, asked.repeats)):
        for n in workers:
            lives[n].append(speed(scenario, replications, n))
    rate = {n: timing([life.runs_a_second for life in lives[n]]).median for n in workers}
    return [
        {
            "consumers": consumers,
            "days": asked.days,
            "workers": n,
            "runs": a_point * replications,
            "runs_a_second": rate[n],
            "times_one_worker": rate[n] / rate[1],
            "ms_a_run_and_worker": n / rate[n] * 1e3,
            "ms_of_days_alone": alone * 1e3,
            "ms_beyond_days": (n / rate[n] - alone) * 1e3,
            "s_to_start": timing([life.start for life in lives[n]]).median,
        }
        for n in workers
    ]


def days_alone(scenario: Scenario, asked: Options) -> float:
    """Seconds of the days of a run, mean over the plans and two replicates."""
    built = [build_market(scenario, replicate) for replicate in range(2)]

    def every_plan() -> None:
        for market_built in built:
            for plan in PLANS:
                lived(scenario, plan, market_built)

    return time_of(every_plan, asked.repeats).median / (len(built) * len(PLANS))


class Lived(NamedTuple):
    """What the log of a sweep's batches says."""

    runs_a_second: float
    """From the moment when every worker has done its first batch, to the end of the last one."""
    start: float
    """Seconds from the first batch's start to that moment: processes load what is compiled."""


def speed(scenario: Scenario, replications: int, workers: int) -> Lived:
    """A sweep, and how fast its workers were."""
    with tempfile.TemporaryDirectory() as folder:
        results = sweep(
            scenario, QUALITY, replications=replications, workers=workers, out=Path(folder) / "out"
        )
        if results.progress.failed:
            raise AssertionError("runs failed; a benchmark of failures says nothing")
        lines = [
            json.loads(line)
            for file in (results.folder / "work").glob("*.jsonl")
            for line in file.read_text("utf-8").splitlines()
        ]
    batches = [line for line in lines if "finished_at" in line]
    batches.sort(key=lambda batch: batch["finished_at"])
    firsts = {batch["process"]: batch["finished_at"] for batch in reversed(batches)}
    if len(firsts) != workers:
        raise AssertionError("a worker had nothing to do: the sweep is too short")
    warm, end = max(firsts.values()), batches[-1]["finished_at"]
    begun = min(batch["finished_at"] - batch["seconds"] for batch in batches)
    after = [batch for batch in batches if batch["finished_at"] > warm]
    within = sum(
        batch["runs"] * min(1.0, (batch["finished_at"] - warm) / batch["seconds"])
        for batch in after
    )
    return Lived(within / (end - warm), warm - begun)


def store(rows: int, asked: Options) -> Row:
    """Made-up runs with every outcome, in batches, then as one table."""
    scenario = market(min(asked.sizes), asked.days)
    n_points = rows // (len(PLANS) * 10)
    values = np.linspace(0.4, 0.9, n_points).tolist()
    made = Sweep.of(scenario, {"brand.quality": values}, replications=10)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "store"
        grown = SweepStore(folder, made)
        grown.open()
        batches = [made_up(made, first) for first in range(0, rows, BATCH)]
        begun = time.perf_counter()
        for batch in batches:
            grown.add(batch)
        added = time.perf_counter()
        parts = sum(path.stat().st_size for path in grown.parts.iterdir())
        tally = SweepStore(folder, made).tally()
        found = time.perf_counter()
        if not tally.done.all():
            raise AssertionError("runs are missing in the store")
        kept = Kept(made.scenario, made.strategies, made.outcomes, made.daily)
        write_tables(folder, grown.parts, kept, n_points, made.replications)
        merged = time.perf_counter()
        asked_of = Results.open(folder).query("select avg(customers) m from runs")
        if asked_of["m"].isna().any():
            raise AssertionError("the table cannot be asked")
        return {
            "run_rows": rows,
            "outcomes": len(made.outcomes),
            "s_to_keep_batches": added - begun,
            "s_to_resume": found - added,
            "s_to_put_together": merged - found,
            "s_to_open_and_ask": time.perf_counter() - merged,
            "megabytes_of_batches": parts / 1e6,
            "megabytes_of_table": (folder / "runs.parquet").stat().st_size / 1e6,
        }


def made_up(made: Sweep, first: int) -> Finished:
    """A batch of runs that were not lived: numbers by lot, half of them counts."""
    rng = np.random.default_rng(first)
    at = np.arange(first, min(first + BATCH, made.runs))
    n = len(made.strategies)
    columns: Columns = {
        "point": at // (n * made.replications),
        "strategy": [made.strategies[i] for i in at // made.replications % n],
        "replicate": (at % made.replications).astype(np.int32),
        "status": ["done"] * len(at),
    }
    for i, outcome in enumerate(made.outcomes):
        values = rng.normal(1000.0, 100.0, len(at))
        columns[outcome] = np.round(values) if i % 2 else values
    empty: Columns = {"point": np.zeros(0, np.int64)}
    return Finished(columns, empty, empty, {})


def batch_run(consumers: int, asked: Options) -> list[Row]:
    """The same runs by Mesa's batch_run with Mesa agents, and by a sweep."""
    scenario = market(consumers, asked.days)
    scenarios = [scenario.with_changes({"brand.quality": q}) for q in QUALITY["brand.quality"]]
    begun = time.perf_counter()
    told = mesa.batch_run(
        WordOfMouthModel,
        {
            "scenario": scenarios,
            "strategy": list(PLANS),
            "replicate": list(range(MESA_REPLICATIONS)),
            "engine": "agents",
            "model_reporters": [{"customers": customers}],
        },
        number_processes=1,
        max_steps=asked.days,
        display_progress=False,
    )
    agents = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as place:
        begun = time.perf_counter()
        results = sweep(
            scenario, QUALITY, replications=MESA_REPLICATIONS, outcomes=["customers"],
            out=Path(place) / "out",
        )  # fmt: skip
        ours = time.perf_counter() - begun
        counted = sorted(results.runs["customers"])
    if sorted(row["customers"] for row in told) != counted:
        raise AssertionError("both must count the same customers")
    return [
        {
            "by": name,
            "consumers": consumers,
            "days": asked.days,
            "runs": len(told),
            "runs_a_second": len(told) / seconds,
            "times_batch_run": agents / seconds,
        }
        for name, seconds in (("mesa batch_run, agents", agents), ("womsim sweep", ours))
    ]


def customers(model: WordOfMouthModel) -> int:
    """Customers so far, for Mesa's data collector."""
    return int(model.run.daily[model.run.day - 1, CUSTOMERS])


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_sweep", __doc__ or "", argv, SIZES)
    rows = [row for consumers in asked.sizes for row in rates(consumers, asked)]
    rows += batch_run(min(MESA_CONSUMERS, *asked.sizes), asked)
    rows.append(store(QUICK_ROWS if max(asked.sizes) < SIZES[0] else ROWS, asked))
    finish("sweep", rows, asked)


if __name__ == "__main__":
    main()
