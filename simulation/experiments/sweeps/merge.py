"""From finished batches to the final tables, a block of points at a time.

The rows are in the sweep's order (point, strategy, replicate, day) and cut into row groups by point
numbers only, so that the bytes do not depend on how the runs were cut into batches, nor on who
lived them when. Memory holds one block.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.sweeps.batch import DONE, FAILURES, Kept
from simulation.results.parquet import SETTINGS, whole_file

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 50_000
"""About how many rows a block has."""


def write_tables(
    folder: Path, parts: Path, kept: Kept, n_points: int, replications: int
) -> dict[str, int]:
    """Write the final tables of a finished sweep; the number of rows of each.

    Parameters
    ----------
    folder, parts
        Where they go, and where the finished batches are.
    kept
        What the tables hold.
    n_points, replications
        How many points there are, and runs of each strategy at each.
    """
    runs = len(kept.strategies) * replications
    merge = _Merge(folder, parts, kept, n_points)
    rows = {}
    if kept.daily:
        rows["daily"] = merge.write("daily", max(1, ROWS // (runs * kept.scenario.days)))
    else:
        (folder / "daily.parquet").unlink(missing_ok=True)
    rows["failures"] = merge.write("failures", max(1, ROWS // runs))
    rows["runs"] = merge.write("runs", max(1, ROWS // runs))
    return rows


class _Part(NamedTuple):
    """A file of a finished batch, and which points it has."""

    path: Path
    first: int
    last: int


class _Merge(NamedTuple):
    """Finished batches on their way into tables."""

    folder: Path
    parts: Path
    kept: Kept
    n_points: int

    def write(self, table: str, step: int) -> int:
        """Write a table, a block of ``step`` points after the other; its number of rows."""
        import pyarrow.parquet as pq

        settings = {name: value for name, value in SETTINGS.items() if name != "row_group_size"}
        n_rows = 0
        with (
            whole_file(self.folder / f"{table}.parquet") as beside,
            pq.ParquetWriter(beside, self._schema(table), **settings) as writer,
        ):
            for block in self._final_blocks(table, step):
                if block.num_rows:
                    writer.write_table(block, row_group_size=block.num_rows)
                    n_rows += block.num_rows
        return n_rows

    def _final_blocks(self, table: str, step: int) -> Iterator[pa.Table]:
        if table != "failures":
            yield from self._blocks(table, step)
            return
        failures = self._blocks("failures", step)
        for failed, runs in zip(failures, self._blocks("runs", step), strict=True):
            yield _still_failed(failed, runs) if failed.num_rows else failed

    def _blocks(self, table: str, step: int) -> Iterator[pa.Table]:
        """The rows of each block of points; a file is read when its points come up."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        schema = self._schema(table)
        waiting = self._files(table)[::-1]
        at_hand: list[_Part] = []
        for first in range(0, self.n_points, step):
            last = first + step - 1
            while waiting and waiting[-1].first <= last:
                at_hand.append(waiting.pop())
            within = (pc.field("point") >= first) & (pc.field("point") <= last)
            rows = [
                pq.read_table(part.path, filters=within, columns=schema.names).cast(schema)
                for part in at_hand
            ]
            at_hand = [part for part in at_hand if part.last > last]
            block = pa.concat_tables([schema.empty_table(), *rows])
            yield self._in_order(block, table) if block.num_rows else block

    def _files(self, table: str) -> list[_Part]:
        """The files of a table by their first point; only of batches whose runs are there."""
        import pyarrow.parquet as pq

        found = []
        for runs in self.parts.glob("[!.]*.runs.parquet"):
            path = self.parts / runs.name.replace(".runs.", f".{table}.")
            if path.exists():
                data = pq.read_metadata(path)
                ends = [data.row_group(i).column(0).statistics for i in range(data.num_row_groups)]
                if ends:
                    first, last = min(end.min for end in ends), max(end.max for end in ends)
                    found.append(_Part(path, first, last))
        return sorted(found, key=lambda part: (part.first, part.last, part.path.name))

    def _schema(self, table: str) -> pa.Schema:
        import pyarrow as pa

        columns = {"runs": self.kept.runs, "daily": self.kept.days, "failures": FAILURES}[table]
        kinds = {
            name: pa.string() if dtype == "str" else pa.from_numpy_dtype(np.dtype(dtype))
            for name, dtype in columns.items()
        }
        return pa.schema(list(kinds.items()))

    def _in_order(self, rows: pa.Table, table: str) -> pa.Table:
        """Rows in the sweep's order, each once: of a run lived twice, the one that is done."""
        place = {name: i for i, name in enumerate(self.kept.strategies)}
        strategy = np.array([place[name] for name in rows.column("strategy").to_pylist()])
        point, replicate = _numbers(rows, "point"), _numbers(rows, "replicate")
        nothing = np.zeros(rows.num_rows, np.int64)
        day = _numbers(rows, "day") if table == "daily" else nothing
        is_worse = nothing
        if table == "runs":
            is_worse = (np.array(rows.column("status").to_pylist()) != DONE).astype(np.int64)
        order = np.lexsort((is_worse, day, replicate, strategy, point))
        keys = np.stack([point, strategy, replicate, day])[:, order]
        is_first = np.ones(len(order), np.bool_)
        is_first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        return rows.take(order[is_first]).combine_chunks()


def _still_failed(failed: pa.Table, runs: pa.Table) -> pa.Table:
    """Failures of runs that did not succeed later."""
    keys = ("point", "strategy", "replicate", "status")
    rows = zip(*(runs.column(name).to_pylist() for name in keys), strict=True)
    done = {row[:3] for row in rows if row[3] == DONE}
    found = zip(*(failed.column(name).to_pylist() for name in keys[:3]), strict=True)
    return failed.filter([row not in done for row in found])


def _numbers(rows: pa.Table, name: str) -> NDArray[Any]:
    return np.asarray(rows.column(name).to_numpy(), np.int64)
