"""Memory: bytes a consumer and a tie in the arrays, and the most that a process takes for a run.

``python benchmarks/bench_memory.py``; each size is measured in a process of its own, which lived
and compiled a tiny market before.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.bench_graph import TINY, apart, peak
from benchmarks.markets import lived, market
from benchmarks.measuring import Row, finish, options
from simulation.network.ties import Ties
from simulation.scenario.build import build_market


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


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["child"]:
        print(json.dumps(inside(int(arguments[1]), int(arguments[2]))))
        return
    asked = options("bench_memory", __doc__ or "", argv)
    days = min(10, asked.days)
    finish("memory", [apart(__file__, consumers, days) for consumers in asked.sizes], asked)


if __name__ == "__main__":
    main()
