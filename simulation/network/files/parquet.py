"""Ties from a Parquet file: columns as in an edge list with a header."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.network.files.edge_list import Asked, Listed, choose_columns
from simulation.network.files.labels import Pairs, pairs_of_numbers, pairs_of_texts
from simulation.network.files.opening import read_bytes, trouble
from simulation.network.ties import first_bad_strength

if TYPE_CHECKING:
    import pyarrow as pa


def read_parquet(path: Path, asked: Asked) -> Listed:
    """The ties of a Parquet file.

    Raises
    ------
    GraphError
        When it is not Parquet, or its columns do not hold ties.
    """
    table = open_parquet(path)
    names = table.column_names
    if len(names) < 2:
        raise trouble(path, f"one column only, {', '.join(names)}. Give talker and listener.")
    if not table.num_rows:
        raise trouble(path, "holds no ties. Give one tie a row: talker, listener.")
    columns = choose_columns(path, names, asked)
    ends = [table.column(place) for place in columns[:2]]
    for place, end in zip(columns, ends, strict=False):
        if end.null_count:
            row = int(np.flatnonzero(end.is_null().to_numpy())[0])
            raise trouble(path, f"row {row} has no {names[place]}. Name it or delete the row.")
    strength = None
    if columns.strength is not None:
        strength = _strength(path, names[columns.strength], table.column(columns.strength))
    return Listed(_pairs(path, names, columns[:2], ends), strength, ())


def open_parquet(path: Path) -> pa.Table:
    """A Parquet file as a table.

    Raises
    ------
    GraphError
        When it cannot be read as Parquet.
    """
    import pyarrow as pa
    from pyarrow import parquet

    data = read_bytes(path)
    try:
        return parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise trouble(path, f"is not a Parquet file: {said}. Write it anew.") from error


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text, however it is stored."""
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner))


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as plain text."""
    import pyarrow as pa

    return column.cast(pa.string())


def _pairs(
    path: Path, names: list[str], places: tuple[int, ...], ends: list[pa.ChunkedArray]
) -> Pairs:
    import pyarrow as pa

    if all(pa.types.is_integer(end.type) and end.type != pa.uint64() for end in ends):
        talker, listener = (end.cast(pa.int64()).to_numpy() for end in ends)
        return pairs_of_numbers(talker, listener)
    for place, end in zip(places, ends, strict=True):
        if not (is_text(end.type) or pa.types.is_integer(end.type)):
            raise trouble(
                path,
                f"column {names[place]} holds {end.type}, not names. Write whole numbers or text.",
            )
    return pairs_of_texts(*(as_text(end) for end in ends))


def _strength(path: Path, name: str, column: pa.ChunkedArray) -> NDArray[np.float64]:
    import pyarrow as pa

    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise trouble(path, f"column {name} holds {column.type}, not strengths. Write numbers.")
    strength = column.cast(pa.float64()).fill_null(np.nan).to_numpy()
    bad = first_bad_strength(strength)
    if bad is not None:
        raise trouble(path, f"row {bad}: {name} {strength[bad]:g} is not a positive number.")
    return np.asarray(strength, dtype=np.float64)
