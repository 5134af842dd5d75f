"""Time to build the default graph, and to read one from a file.

``python benchmarks/bench_graph.py``. The file is the Facebook ego network of SNAP, where the folder
of real data is there (``WOMSIM_DATA``, or ``../shared/data`` beside the project).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.markets import market
from benchmarks.measuring import FOLDER, Options, Row, finish, options, time_of
from simulation import SocialGraph
from simulation.scenario.build import build_graph, build_market

LARGE = 1_000_000
"""Consumers from which three runs are enough."""

FILE = "graphs/ego_facebook.edges.csv.gz"


def built(consumers: int, asked: Options) -> Row:
    """Graph, and the whole market with roles and traits."""
    scenario = market(consumers, asked.days)
    repeats = min(asked.repeats, 3) if consumers >= LARGE else asked.repeats
    ties = build_market(scenario, 0).graph.n_ties  # also warms up
    graph = time_of(lambda: build_graph(scenario, 0), repeats, warm_up=False)
    whole = time_of(lambda: build_market(scenario, 0), repeats, warm_up=False)
    return {
        "what": "community graph",
        "consumers": consumers,
        "ties": ties,
        "s_graph": graph.median,
        "s_market": whole.median,
        "us_a_tie": graph.median / ties * 1e6,
    }


def data_file() -> Path | None:
    """The file of the Facebook graph, or None."""
    named = os.environ.get("WOMSIM_DATA")
    folder = Path(named) if named else FOLDER.parent.parent / "shared" / "data"
    return folder / FILE if (folder / FILE).is_file() else None


def read(file: Path, asked: Options) -> Row:
    """A graph from a file."""
    graph = SocialGraph.from_file(file)
    taken = time_of(lambda: SocialGraph.from_file(file), asked.repeats)
    return {
        "what": f"read {file.name}",
        "consumers": graph.n_consumers,
        "ties": graph.n_ties,
        "s_graph": taken.median,
        "us_a_tie": taken.median / graph.n_ties * 1e6,
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_graph", __doc__ or "", argv)
    rows = [built(consumers, asked) for consumers in asked.sizes]
    file = data_file()
    if file is None:
        print(f"no {FILE}: name the folder of real data in WOMSIM_DATA to read a graph")
    else:
        rows.append(read(file, asked))
    finish("graph", rows, asked)


if __name__ == "__main__":
    main()
