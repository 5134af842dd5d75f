"""Reading a text table column by column: csv, tsv or blanks between."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulation.errors import GraphError
from simulation.network.files.opening import decoded, read_blocks, read_utf8, trouble
from simulation.network.files.sniffing import (
    Layout,
    cells,
    cleaned,
    has_enough_lines,
    layout,
    line_of_row,
    single_blanks,
)

if TYPE_CHECKING:
    import pyarrow as pa


class TextTable(NamedTuple):
    """A text table or a block of its lines, comments emptied, and how it is laid out.

    Parameters
    ----------
    path
        File it was read from.
    data
        Bytes of whole lines.
    shape
        Layout of the table, in which ``first_line`` counts from the first line of ``data``.
    lines_before
        Lines of the file that come before ``data``.
    """

    path: Path
    data: bytes
    shape: Layout
    lines_before: int = 0

    @property
    def width(self) -> int:
        """Number of cells in the first row."""
        return len(self.shape.rows[0])

    def row_line(self, row: int, *, header: bool) -> int:
        """Line number of a data row, counted from the first line of ``data``."""
        return line_of_row(self.data, self.shape.first_line, row + header)

    def trouble(self, message: str, line: int = 0) -> GraphError:
        """An error that names a line, counted from the first of these."""
        return trouble(self.path, message, line and self.lines_before + line)


def open_table(path: Path) -> TextTable:
    """A text table, ready to have its columns read."""
    return _table(path, cleaned(read_utf8(path)))


def open_blocks(path: Path) -> Generator[TextTable, None, None]:
    """The same in blocks of lines; the first one has the first twenty rows, where there are."""
    blocks = (cleaned(block) for block in read_blocks(path))
    data = next(blocks)
    while not has_enough_lines(data) and (more := next(blocks, b"")):
        data += more
    table = _table(path, data)
    yield table
    n_lines = data.count(b"\n")
    shape = table.shape._replace(first_line=1)
    for data in blocks:
        if data.strip():
            text = single_blanks(data) if shape.separator == " " else data
            yield TextTable(path, text, shape, n_lines)
        n_lines += data.count(b"\n")


def _table(path: Path, data: bytes) -> TextTable:
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
    lines = decoded(table.path, table.data, table.lines_before).split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip() or number < table.shape.first_line + header:
            continue
        (row,) = cells([line], table.shape.separator)
        if len(row) != table.width:
            return table.trouble(
                f"{len(row)} cells, the first line has {table.width}. Give every line as many.",
                number,
            )
    return trouble(table.path, f"cannot be read: {error}. Check its quotes.")
