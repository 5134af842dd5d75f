"""Rows of a query as text: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TextIO

from simulation.cli.columns import GAP, width

if TYPE_CHECKING:
    from simulation.results.database import Rows

DIGITS = 6
"""Significant digits of a fraction in a table; CSV and JSON have all."""
WIDEST = 60
"""Places that a cell of a table may take."""


def write_rows(
    rows: Rows, form: Literal["table", "csv", "json"], to: TextIO, limit: int | None
) -> None:
    """Write rows; of a table at most ``limit``, and then how many more there are."""
    if form == "csv":
        _write_csv(rows, to)
    elif form == "json":
        _write_json(rows, to)
    else:
        _write_table(rows, to, limit)


def _write_csv(rows: Rows, to: TextIO) -> None:
    """Shortest exact numbers, undefined ones as empty cells."""
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows.each)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return "" if value is None else value


def _write_json(rows: Rows, to: TextIO) -> None:
    """A list with a mapping a row, each on its line; undefined numbers are null."""
    joint = "[\n "
    for row in rows.each:
        values = (_json_cell(cell) for cell in row)
        record = dict(zip(rows.columns, values, strict=True))
        to.write(joint + json.dumps(record, ensure_ascii=False, default=str))
        joint = ",\n "
    to.write("[]\n" if joint.startswith("[") else "\n]\n")


def _json_cell(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _write_table(rows: Rows, to: TextIO, limit: int | None) -> None:
    shown = list(islice(rows.each, limit))
    for line in table_lines(rows.columns, shown):
        to.write(line + "\n")
    more = sum(1 for _ in rows.each)
    if more:
        to.write(f"and {more:,} more {'row' if more == 1 else 'rows'}. All: --out FILE.csv\n")


def table_lines(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows below their names, numbers at the right.

    Examples
    --------
    >>> table_lines(["name", "mean"], [["kocs", 12.5], ["nothing", None]])
    ['name     mean', 'kocs     12.5', 'nothing']
    """
    texts = [[_table_cell(cell) for cell in row] for row in rows]
    lines = []
    widths = [max(map(width, column)) for column in zip(columns, *texts, strict=True)]
    is_right = [
        all(isinstance(cell, int | float) or cell is None for cell in column)
        for column in zip(*rows, strict=True)
    ]
    for row in [list(columns), *texts]:
        cells = []
        for cell, wide, right in zip(row, widths, is_right or [False] * len(row), strict=True):
            blank = " " * (wide - width(cell))
            cells.append(blank + cell if right else cell + blank)
        lines.append(GAP.join(cells).rstrip())
    return lines


def _table_cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return _fraction(value)
    said = str(value).replace("\n", "\\n")
    return said if len(said) <= WIDEST else said[: WIDEST - 3] + "..."


def _fraction(value: float) -> str:
    """A number to six significant digits, without an exponent where it can be read so."""
    whole = len(str(int(abs(value)))) if math.isfinite(value) else 0
    if whole > DIGITS and whole <= 15:
        return f"{value:.0f}"
    return f"{value:.{DIGITS}g}"
