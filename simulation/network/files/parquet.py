"""Ties from a Parquet file: columns as in an edge list with a header."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.files.edge_list import Asked, Listed, choose_columns
from simulation.network.files.growing import Growing
from simulation.network.files.labels import pairs_of_numbers
from simulation.network.files.opening import opened, trouble
from simulation.network.files.text_ends import Columns
from simulation.network.files.texts import pairs_of_texts
from simulation.network.ties import first_bad_strength

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

_ROWS = 1 << 20
"""Rows that are read at once."""


def read_parquet(path: Path, asked: Asked) -> Listed:
    """The ties of a Parquet file, a part of its rows after another.

    Raises
    ------
    GraphError
        When it is not Parquet, or its columns do not hold ties.
    """
    with _opened(path) as file:
        kinds = file.schema_arrow
        if len(kinds) < 2:
            raise trouble(
                path, f"one column only, {', '.join(kinds.names)}. Give talker and listener."
            )
        if not file.metadata.num_rows:
            raise trouble(path, "holds no ties. Give one tie a row: talker, listener.")
        columns = choose_columns(path, kinds.names, asked)
        _check_kinds(path, kinds, columns)
        strength = Growing(np.float64)
        ends = _ends(path, file, columns, strength)
        if all(_is_number(kinds.field(place).type) for place in columns[:2]):
            pairs = pairs_of_numbers((_as_numbers(u), _as_numbers(v)) for u, v in ends)
        else:
            pairs = pairs_of_texts((as_text(u), as_text(v)) for u, v in ends)
    return Listed(pairs, None if columns.strength is None else strength.whole(), ())


@contextmanager
def _opened(path: Path) -> Iterator[parquet.ParquetFile]:
    """A Parquet file, of which the head is read."""
    import pyarrow as pa
    from pyarrow import parquet

    with opened(path) as stream:
        try:
            with parquet.ParquetFile(stream) as file:
                yield file
        except (pa.ArrowException, OSError) as error:
            raise _not_parquet(path, error) from error


def open_parquet(path: Path) -> pa.Table:
    """A Parquet file as a table.

    Raises
    ------
    GraphError
        When it cannot be read as Parquet.
    """
    with _opened(path) as file:
        return file.read()


def _not_parquet(path: Path, error: Exception) -> GraphError:
    said = str(error).splitlines()[0].rstrip(".")
    return trouble(path, f"is not a Parquet file: {said}. Write it anew.")


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text, however it is stored."""
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner))


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as plain text."""
    import pyarrow as pa

    return column.cast(pa.string())


def _is_number(kind: pa.DataType) -> bool:
    """Whether a column holds whole numbers of at most 64 bits with sign."""
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) and kind != pa.uint64())


def _as_numbers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    import pyarrow as pa

    numbers: NDArray[np.int64] = column.cast(pa.int64()).to_numpy()
    return numbers


def _check_kinds(path: Path, kinds: pa.Schema, columns: Columns) -> None:
    """Refuse columns of a type that can be neither names nor strengths."""
    import pyarrow as pa

    names = kinds.names
    if columns.strength is not None:
        kind = kinds.field(columns.strength).type
        if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
            name = names[columns.strength]
            raise trouble(path, f"column {name} holds {kind}, not strengths. Write numbers.")
    for place in columns[:2]:
        kind = kinds.field(place).type
        if not (is_text(kind) or pa.types.is_integer(kind)):
            raise trouble(
                path,
                f"column {names[place]} holds {kind}, not names. Write whole numbers or text.",
            )


def _ends(
    path: Path, file: parquet.ParquetFile, columns: Columns, strength: Growing[np.float64]
) -> Iterator[tuple[pa.ChunkedArray, pa.ChunkedArray]]:
    """Talkers and listeners part by part; strengths, where there are, go into ``strength``."""
    import pyarrow as pa

    names = file.schema_arrow.names
    places = [place for place in columns if place is not None]
    wanted = sorted(places) if len(set(names)) == len(names) else list(range(len(names)))
    n_rows = 0
    for batch in file.iter_batches(_ROWS, columns=[names[place] for place in wanted]):
        part = pa.Table.from_batches([batch])
        found = [part.column(wanted.index(place)) for place in places]
        for place, end in zip(places[:2], found, strict=False):
            if end.null_count:
                row = n_rows + int(np.flatnonzero(end.is_null().to_numpy())[0])
                raise trouble(path, f"row {row} has no {names[place]}. Name it or delete the row.")
        if columns.strength is not None:
            strength.add(_strength(path, names[columns.strength], found[2], n_rows))
        n_rows += len(part)
        yield found[0], found[1]


def _strength(
    path: Path, name: str, column: pa.ChunkedArray, rows_before: int
) -> NDArray[np.float64]:
    import pyarrow as pa

    strength: NDArray[np.float64] = column.cast(pa.float64()).fill_null(np.nan).to_numpy()
    bad = first_bad_strength(strength)
    if bad is not None:
        raise trouble(
            path, f"row {rows_before + bad}: {name} {strength[bad]:g} is not a positive number."
        )
    return strength
