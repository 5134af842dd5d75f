"""The tables as a workbook: a sheet a table, numbers as numbers, what is undefined left empty."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulation.errors import OutputError
from simulation.language import say
from simulation.results import tables, wording
from simulation.results.credit import credit
from simulation.results.crisis import crisis
from simulation.results.hubs import hubs, trees
from simulation.results.journey import funnel, journey
from simulation.results.parquet import whole_file
from simulation.results.record import Columns
from simulation.results.segments import segments
from simulation.results.tables import plain
from simulation.results.worlds import stacked

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from simulation.results.comparison import Comparison

MOST_ROWS = 1_048_576
"""Rows that a sheet can hold, its head among them."""

MOST_LETTERS: Final = 32_767
"""Letters that a cell can hold."""

WIDEST: Final = 60
"""Letters that a column shows; NARROWEST at least."""
NARROWEST: Final = 9
LOOKED_AT: Final = 200
"""Rows by which a column's width is chosen."""

_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Letters that a workbook cannot hold."""

Row = Sequence[Any]


class Sheet(NamedTuple):
    """A table with its head."""

    name: str
    head: Row
    rows: Iterable[Row]
    n_rows: int


def write(result: Comparison, path: Path) -> None:
    """Write the workbook.

    Raises
    ------
    OutputError
        When openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as missing:
        raise OutputError(
            "a workbook is written by openpyxl, which is not installed. Install it: "
            "pip install 'womsim[xlsx]'"
        ) from missing
    with whole_file(path) as beside:
        book = Workbook(write_only=True)
        for sheet in sheets(result):
            _fill(book.create_sheet(sheet.name), sheet)
        book.save(beside)


def sheets(result: Comparison) -> list[Sheet]:
    """Every table of a comparison, the answer first."""
    worlds = result.in_worlds
    of_measured = {
        "summary": tables.summary,
        "differences": tables.differences,
        "runs": tables.runs,
        "ledger": lambda measured: tables.ledger(measured.runs),
        "tactics": tables.tactics_table,
        "funnel": funnel,
        "journey": journey,
        "credit": credit,
        "hubs": hubs,
        "trees": trees,
    }
    if result.measured.facts.event_day is not None:
        of_measured["crisis"] = crisis
    if any(measured.facts.segments for measured in worlds.values()):
        of_measured["segments"] = segments
    found = [_sheet(name, stacked(table, worlds)) for name, table in of_measured.items()]
    beliefs = [
        (b.key, *map(_number, (b.value, b.low, b.high)), b.unit, b.evidence, b.source)
        for b in result.measured.facts.beliefs
    ]
    head = ("key", "value", "low", "high", "unit", "evidence", "source")
    made = list(_flat({key: said for key, said in result.manifest.items() if key != "beliefs"}))
    return [
        _answer(result, found),
        *found,
        Sheet("parameters", head, beliefs, len(beliefs)),
        Sheet("manifest", ("key", "value"), made, len(made)),
    ]


def _sheet(name: str, columns: Columns) -> Sheet:
    n = len(next(iter(columns.values())))
    return Sheet(name, tuple(columns), zip(*columns.values(), strict=True), n)


def _answer(result: Comparison, others: Iterable[Sheet]) -> Sheet:
    """The question, the answer in words, and which tables did not fit."""
    facts = result.measured.facts
    said = [*wording.answer(result.verdict), *wording.leads(result.in_worlds)]
    rows = [("scenario", facts.name), ("question", facts.question)]
    rows += [("answer", sentence) for sentence in said]
    rows += [("note", say(wording.COVERS))]
    rows += [
        ("cut", f"{each.name}: the first {MOST_ROWS - 1:,} of {each.n_rows:,} rows")
        for each in others
        if each.n_rows >= MOST_ROWS
    ]
    return Sheet("answer", ("what", "text"), rows, len(rows))


def _fill(to: WriteOnlyWorksheet, sheet: Sheet) -> None:
    """Write a sheet row by row, the head standing still."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(to, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # a text that starts with = is no formula
        if bold:
            made.font = Font(bold=True)
        return made

    rows = iter(sheet.rows)
    first = [[_cell(value) for value in row] for row in itertools.islice(rows, LOOKED_AT)]
    to.freeze_panes = "A2"
    for i, name in enumerate(sheet.head):
        longest = max((len(_shown(row[i])) for row in first), default=0)
        wide = min(WIDEST, max(NARROWEST, len(str(name)), longest)) + 2
        to.column_dimensions[get_column_letter(i + 1)].width = wide
    to.append([cell(name, bold=True) for name in sheet.head])
    rest = ([_cell(value) for value in row] for row in rows)
    for row in itertools.islice(itertools.chain(first, rest), MOST_ROWS - 1):
        to.append([cell(value) if isinstance(value, str) else value for value in row])


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _cell(value: Any) -> Any:
    """A value as a workbook holds it: a number, a text, or nothing."""
    value = plain(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return _FORBIDDEN.sub("?", str(value))[:MOST_LETTERS]


def _number(text: str) -> float | str | None:
    """A number where the text is one; nothing where it is empty."""
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _flat(thing: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """A nested mapping as rows with dotted keys."""
    if isinstance(thing, Mapping | list) and thing:
        items = thing.items() if isinstance(thing, Mapping) else enumerate(thing)
        for name, value in items:
            yield from _flat(value, f"{key}.{name}" if key else str(name))
    else:
        yield key, "" if thing in ({}, []) else thing
