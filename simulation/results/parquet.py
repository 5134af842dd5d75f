"""Tables as Parquet files: the same columns give the same bytes, and a file is whole or absent."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.results.record import Column, Columns

if TYPE_CHECKING:
    import pyarrow as pa

SETTINGS: dict[str, Any] = {"compression": "zstd", "version": "2.6", "row_group_size": 1 << 20}
"""Fixed, so that files do not change with a library's defaults more than they must."""


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed command left beside the files that it was writing."""
    for path in folder.glob(".*.part"):
        path.unlink()


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
    """A column as Arrow holds it; text is always text, also where there are no rows.

    Made of buffers, because ``pyarrow.array`` imports pandas first.
    """
    import pyarrow as pa

    if isinstance(column, list):
        encoded = [text.encode() for text in column]
        ends = np.cumsum([0, *map(len, encoded)]).astype(np.int32)
        buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
        return pa.Array.from_buffers(pa.string(), len(column), buffers)
    values = np.ascontiguousarray(column)
    kind = pa.from_numpy_dtype(values.dtype)
    if values.dtype == np.bool_:
        values = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(kind, len(column), [None, pa.py_buffer(values)])
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def to_arrow_lists(columns: Sequence[Column]) -> pa.Array:
    """Columns of one type as one column of lists, a row each."""
    import pyarrow as pa

    ends = np.cumsum([0, *map(len, columns)]).astype(np.int32)
    if isinstance(columns[0], list):
        values = to_arrow([text for column in columns for text in column])
    else:
        values = to_arrow(np.concatenate(columns))
    return pa.ListArray.from_arrays(to_arrow(ends), values)


def read_table(path: Path) -> pa.Table:
    """Read an Arrow table; ``pyarrow.parquet.read_table`` would import pandas first."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        return file.read()


def read_columns(path: Path) -> Columns:
    """Read a table back, exactly as it was written."""
    table = read_table(path)
    return {name: from_arrow(table.column(name)) for name in table.column_names}


def from_arrow(column: Any) -> Column:
    """A column of Arrow as a list of texts or an array."""
    import pyarrow as pa

    if pa.types.is_string(column.type):
        return [str(value) for value in column.to_pylist()]
    if pa.types.is_boolean(column.type):
        return np.array(column.to_pylist(), dtype=np.bool_)
    if isinstance(column, pa.ChunkedArray):
        chunks = [np.from_dlpack(chunk) for chunk in column.chunks]
        empty = np.zeros(0, dtype=column.type.to_pandas_dtype())
        return np.concatenate(chunks) if chunks else empty
    return np.from_dlpack(column)
