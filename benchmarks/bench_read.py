"""Time and memory to read a large edge list into a graph.

``python benchmarks/bench_read.py``. Files hold ten random pairs a consumer, who both talk, by
number and by name (a letter and a number); the largest by number only. Each is read in a process of
its own, which read a tiny file before. What is gzipped is also only unpacked and forgotten, by the
same zlib. ``by`` says what names a consumer; rows of other sizes than the largest are told apart
by ``small`` in their format.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench_graph import LARGE, TINY, apart, peak, repeats_of
from benchmarks.edge_files import NAMES, unpack, write_edges
from benchmarks.measuring import Options, Row, finish, options, time_of
from simulation import SocialGraph

SIZES = (1_000_000, 10_000_000)
TIES = 10
"""Pairs in a file for each consumer."""


def read(file: Path, tiny: Path, repeats: int) -> Row:
    """A graph from a file, in this process; what is gzipped is also unpacked and forgotten."""
    SocialGraph.from_file(tiny)
    before = peak()
    sizes: list[tuple[int, int]] = []

    def job() -> None:
        graph = SocialGraph.from_file(file)
        sizes.append((graph.n_consumers, graph.n_ties))

    taken = time_of(job, repeats, warm_up=False).median
    consumers, ties = sizes[0]
    row: Row = {
        "format": "gzip" if file.suffix == ".gz" else "parquet",
        "by": file.name.partition(".")[0],
        "consumers": consumers,
        "ties": ties,
        "s_read": taken,
        "ns_a_tie": taken / ties * 1e9,
        "process_mb_before": before / 2**20,
        "process_mb_after": peak() / 2**20,
    }
    if file.suffix == ".gz":
        alone = time_of(lambda: unpack(file), repeats, warm_up=False).median
        row |= {"s_to_unpack": alone, "times_unpacking": taken / alone}
    return row


def files_read(consumers: int, asked: Options) -> list[Row]:
    """Files of a size, each deleted once it is read."""
    rows = []
    for names in NAMES if consumers <= LARGE else NAMES[:1]:
        with tempfile.TemporaryDirectory() as folder:
            (tiny := Path(folder, "tiny")).mkdir()
            small = write_edges(tiny, TINY, TINY * TIES, names)
            large = write_edges(Path(folder), consumers, consumers * TIES, names)
            for file, first in zip(large, small, strict=True):
                row = apart(__file__, file, first, repeats_of(consumers, asked))
                if consumers < max(asked.sizes) or names != NAMES[0]:
                    row["format"] = f"small {row['format']}"
                rows.append(row)
    return rows


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["child"]:
        file, tiny, repeats = arguments[1:]
        print(json.dumps(read(Path(file), Path(tiny), int(repeats))))
        return
    asked = options("bench_read", __doc__ or "", argv, SIZES)
    rows = [row for consumers in asked.sizes for row in files_read(consumers, asked)]
    finish("read", rows, asked)


if __name__ == "__main__":
    main()
