"""Memory of a sweep's folder: counting what is finished, and putting the tables together.

``python benchmarks/bench_sweep_memory.py``. Runs are made up, 1,000 in a batch, with every outcome;
each size is measured in a process of its own. ``--sizes`` are numbers of runs here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from benchmarks.bench_graph import peak
from benchmarks.bench_sweep import BATCH, made_up
from benchmarks.markets import PLANS, market
from benchmarks.measuring import Row, finish, options
from simulation.experiments.sweeps.batch import Kept
from simulation.experiments.sweeps.merge import write_tables
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.store import SweepStore

SIZES = (100_000, 300_000, 1_000_000)
"""Runs."""
REPLICATIONS = 10
CONSUMERS, DAYS = 600, 20


def sweep_of(runs: int) -> Sweep:
    """A sweep of so many runs."""
    n_points = max(1, runs // (len(PLANS) * REPLICATIONS))
    values = [0.4 + 0.5 * i / n_points for i in range(n_points)]
    return Sweep.of(market(CONSUMERS, DAYS), {"brand.quality": values}, replications=REPLICATIONS)


def fill(folder: Path, runs: int) -> None:
    """Keep made-up batches of a whole sweep in a folder."""
    made = sweep_of(runs)
    store = SweepStore(folder, made)
    store.open()
    for first in range(0, made.runs, BATCH):
        store.add(made_up(made, first))


def inside(folder: Path, runs: int) -> Row:
    """Count and put together in this process."""
    made = sweep_of(runs)
    kept = Kept(made.scenario, made.strategies, made.outcomes, made.daily)
    store = SweepStore(folder, made)
    _load(store.parts)
    before = peak()
    begun = time.perf_counter()
    if not store.tally().done.all():
        raise AssertionError("runs are missing in the store")
    counted, after_count = time.perf_counter(), peak()
    rows = write_tables(folder, store.parts, kept, len(made.points), made.replications)
    if rows["runs"] != made.runs or pq.read_metadata(folder / "runs.parquet").num_rows != made.runs:
        raise AssertionError("rows are missing in the table")
    return {
        "run_rows": made.runs,
        "batches": -(-made.runs // BATCH),
        "outcomes": len(made.outcomes),
        "process_mb_before": before / 2**20,
        "process_mb_after_counting": after_count / 2**20,
        "process_mb_after_putting_together": peak() / 2**20,
        "s_to_count": counted - begun,
        "s_to_put_together": time.perf_counter() - counted,
    }


def _load(parts: Path) -> None:
    """Read one batch, so that libraries are loaded before anything is measured."""
    first = min(parts.glob("*.runs.parquet"))
    pq.read_table(first, filters=ds.field("point") >= 0)


def apart(runs: int) -> Row:
    """Fill a folder in one process and measure in another, so that sizes do not add up."""
    with tempfile.TemporaryDirectory() as place:
        for part in ("fill", "inside"):
            command = [sys.executable, __file__, part, f"{place}/sweep", str(runs)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    row: Row = json.loads(said)
    return row


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["fill"]:
        fill(Path(arguments[1]), int(arguments[2]))
    elif arguments[:1] == ["inside"]:
        print(json.dumps(inside(Path(arguments[1]), int(arguments[2]))))
    else:
        asked = options("bench_sweep_memory", __doc__ or "", argv, SIZES)
        finish("sweep_memory", [apart(runs) for runs in asked.sizes], asked)


if __name__ == "__main__":
    main()
