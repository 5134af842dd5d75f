"""Time and memory to build a graph, and the whole market with roles and traits.

``python benchmarks/bench_graph.py``. Each row is measured in a process of its own, warmed up by a
tiny market. Two shapes are built: the default, of 28 ties a consumer (not at ten million), and ten
ties a consumer: friends in circles and a layer of follows.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from benchmarks.markets import market
from benchmarks.measuring import Options, Row, finish, options, time_of
from simulation.scenario.build import build_graph, build_market

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
LARGE, HUGE = 1_000_000, 10_000_000
"""Consumers from which three runs are enough, and one is."""

TINY = 500
SHAPES: dict[str, dict[str, object]] = {
    "default": {},
    "ten ties": {"network.friends": 4.0, "network.acquaintances": 0.0, "network.follow.mean": 6.0},
}


def peak() -> int:
    """Most memory that this process has had so far, in bytes.

    From the system's table of the process where there is one: what ``getrusage`` gives begins, on
    Linux, with the memory of the process that started this one.
    """
    table = Path("/proc/self/status")
    if table.is_file():
        lines = table.read_text("ascii", "ignore").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def repeats_of(consumers: int, asked: Options) -> int:
    """How often something of a size is timed."""
    most = 1 if consumers >= HUGE else 3 if consumers >= LARGE else asked.repeats
    return min(asked.repeats, most)


def built(consumers: int, shape: str, repeats: int) -> Row:
    """Graph, and then the whole market with roles and traits, in this process."""
    build_market(market(TINY, 1), 0)
    scenario = market(consumers, 1).with_changes(SHAPES[shape])
    replicate = count()  # a small graph that was met is kept, so that none is met twice
    before = peak()
    n_ties: list[int] = []
    graph = time_of(
        lambda: n_ties.append(build_graph(scenario, next(replicate)).n_ties), repeats, warm_up=False
    )
    after_graph = peak()
    whole = time_of(lambda: build_market(scenario, next(replicate)), repeats, warm_up=False)
    return {
        "what": f"community graph, {shape}",
        "consumers": consumers,
        "ties": n_ties[0],
        "s_graph": graph.median,
        "s_market": whole.median,
        "ns_a_tie": graph.median / n_ties[0] * 1e9,
        "process_mb_before": before / 2**20,
        "process_mb_after_graph": after_graph / 2**20,
        "process_mb_after_market": peak() / 2**20,
    }


def apart(script: str, *job: object) -> Row:
    """A job of a script in a process of its own, so that sizes do not add up."""
    command = [sys.executable, script, "child", *map(str, job)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    row: Row = json.loads(said)
    return row


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["child"]:
        consumers, shape, repeats = arguments[1:]
        print(json.dumps(built(int(consumers), shape, int(repeats))))
        return
    asked = options("bench_graph", __doc__ or "", argv, SIZES)
    rows = [
        apart(__file__, consumers, shape, repeats_of(consumers, asked))
        for shape in SHAPES
        for consumers in asked.sizes
        if consumers < HUGE or shape == "ten ties"
    ]
    finish("graph", rows, asked)


if __name__ == "__main__":
    main()
