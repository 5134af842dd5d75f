"""Memory: bytes a consumer and a tie in the arrays, and the most that a process takes for a run.

``python benchmarks/bench_memory.py``; each size is measured in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.markets import lived, market
from benchmarks.measuring import Row, finish, options
from simulation.network.ties import Ties
from simulation.scenario.build import build_market

TINY = 500
"""Consumers of the run that loads and compiles everything before the measured one."""


def peak() -> int:
    """Most memory that this process has had so far, in bytes (macOS counts bytes, Linux kB)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def total(arrays: Iterable[np.ndarray]) -> int:
    """Bytes of arrays."""
    return sum(array.nbytes for array in arrays)


def inside(consumers: int, days: int) -> Row:
    """One market built and run in this process."""
    small = market(TINY, days)
    lived(small, "three_tactics", build_market(small, 0))
    before = peak()
    scenario = market(consumers, days)
    built = build_market(scenario, 0)
    after_build = peak()
    run = lived(scenario, "three_tactics", built)
    ties = built.graph.layers.values()
    n_ties = built.graph.n_ties
    tracemalloc.start()
    again = lived(scenario, "three_tactics", built)
    traced = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert again.daily.shape == run.daily.shape
    return {
        "consumers": consumers,
        "ties": n_ties,
        "market_bytes_a_consumer": total(run.market) / consumers,
        "population_bytes_a_consumer": total(built.population) / consumers,
        "offset_bytes_a_consumer": sum(layer.first.nbytes for layer in ties) / consumers,
        "bytes_a_tie": sum(map(_tie_bytes, ties)) / n_ties,
        "run_peak_bytes_a_consumer": traced / consumers,
        "process_mb_before": before / 2**20,
        "process_mb_after_build": after_build / 2**20,
        "process_mb_after_run": peak() / 2**20,
    }


def _tie_bytes(layer: Ties) -> int:
    """Bytes of a layer without its offsets."""
    return layer.listener.nbytes + layer.strength.nbytes


def apart(consumers: int, days: int) -> Row:
    """The same in a process of its own, so that sizes do not add up."""
    command = [sys.executable, __file__, "child", str(consumers), str(days)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    row: Row = json.loads(said)
    return row


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["child"]:
        print(json.dumps(inside(int(arguments[1]), int(arguments[2]))))
        return
    asked = options("bench_memory", __doc__ or "", argv)
    days = min(10, asked.days)
    finish("memory", [apart(consumers, days) for consumers in asked.sizes], asked)


if __name__ == "__main__":
    main()
