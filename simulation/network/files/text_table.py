"""Reading a text table column by column: csv, tsv or blanks between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulation.errors import GraphError
from simulation.network.files.opening import decoded, read_utf8, trouble
from simulation.network.files.sniffing import (
    Layout,
    cells,
    cleaned,
    layout,
    line_of_row,
    single_blanks,
)

if TYPE_CHECKING:
    import pyarrow as pa


class TextTable(NamedTuple):
    """A text table: its bytes with comments emptied, and how it is laid out."""

    path: Path
    data: bytes
    shape: Layout

    @property
    def width(self) -> int:
        """Number of cells in the first row."""
        return len(self.shape.rows[0])

    def line(self, row: int, *, header: bool) -> int:
        """Line number of a data row."""
        return line_of_row(self.data, self.shape.first_line, row + header)


def open_table(path: Path) -> TextTable:
    """A text table, ready to have its columns read."""
    data = cleaned(read_utf8(path))
    shape = layout(path, data)
    return TextTable(path, single_blanks(data) if shape.separator == " " else data, shape)


def read_columns(
    table: TextTable, columns: dict[int, pa.DataType], *, header: bool
) -> list[pa.ChunkedArray]:
    """Columns by position, each as the given type.

    Raises
    ------
    pyarrow.ArrowInvalid
        When a cell of these columns is not of its type.
    GraphError
        When rows have different numbers of cells, or the text is not UTF-8.
    """
    import pyarrow as pa
    from pyarrow import csv

    names = [str(position) for position in range(table.width)]
    skipped = table.shape.first_line if header else table.shape.first_line - 1
    types = {str(position): kind for position, kind in columns.items()}
    try:
        read = csv.read_csv(
            pa.BufferReader(table.data),
            csv.ReadOptions(column_names=names, skip_rows=skipped),
            csv.ParseOptions(delimiter=table.shape.separator),
            csv.ConvertOptions(column_types=types, include_columns=list(types), null_values=[]),
        )
    except pa.ArrowInvalid as error:
        if "conversion error" not in str(error):  # then the rows differ in length
            raise _ragged(table, error, header=header) from error
        raise
    return [read.column(name) for name in types]


def _ragged(table: TextTable, error: Exception, *, header: bool) -> GraphError:
    """What to say of the first row with another number of cells."""
    lines = decoded(table.path, table.data).split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip() or number < table.shape.first_line + header:
            continue
        (row,) = cells([line], table.shape.separator)
        if len(row) != table.width:
            return trouble(
                table.path,
                f"{len(row)} cells, the first line has {table.width}. Give every line as many.",
                number,
            )
    return trouble(table.path, f"cannot be read: {error}. Check its quotes.")
