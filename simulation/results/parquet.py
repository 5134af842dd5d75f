"""Tables as Parquet files: the same columns give the same bytes, and a file is whole or absent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.results.record import Column, Columns

if TYPE_CHECKING:
    import pyarrow as pa

SETTINGS: dict[str, Any] = {"compression": "zstd", "version": "2.6", "row_group_size": 1 << 20}
"""Fixed, so that files do not change with a library's defaults more than they must."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Write beside the file and put it in place when it is complete."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(text: str, path: Path) -> None:
    """Write a text file, whole or not at all."""
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8")


def write_columns(columns: Columns, path: Path) -> None:
    """Write a table, whole or not at all."""
    import pyarrow as pa

    write_table(pa.table({name: to_arrow(column) for name, column in columns.items()}), path)


def write_table(table: pa.Table, path: Path) -> None:
    """Write an Arrow table, whole or not at all."""
    import pyarrow.parquet as pq

    with whole_file(path) as beside:
        pq.write_table(table, beside, **SETTINGS)


def to_arrow(column: Column) -> pa.Array:
    """A column as Arrow holds it; text is always text, also where there are no rows."""
    import pyarrow as pa

    if isinstance(column, list):
        return pa.array(column, type=pa.string())
    if column.dtype == object:
        return pa.array([str(value) for value in column], type=pa.string())
    return pa.array(column)


def read_columns(path: Path) -> Columns:
    """Read a table back, exactly as it was written."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    return {name: from_arrow(table.column(name)) for name in table.column_names}


def from_arrow(column: Any) -> Column:
    """A column of Arrow as a list of texts or an array."""
    import pyarrow as pa

    if pa.types.is_string(column.type):
        return [str(value) for value in column.to_pylist()]
    return np.asarray(column.to_numpy())
