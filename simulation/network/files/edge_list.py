"""Edge lists: one tie a line, talker and listener, perhaps a strength.

Columns are those that the user names; else those whose header says what they hold (see
`simulation.network.files.sniffing`); else the first two, and as strength a column named strength or
weight, or a third column of numbers without a name. Labels are whole numbers where all of them are
(without leading zeros), else text.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.files.labels import Pairs, are_whole, pairs_of_numbers, pairs_of_texts
from simulation.network.files.opening import decoded, trouble
from simulation.network.files.sniffing import (
    LISTENER_NAMES,
    STRENGTH_NAMES,
    TALKER_NAMES,
    has_header,
    is_number,
)
from simulation.network.files.text_table import TextTable, open_table, read_columns
from simulation.network.ties import first_bad_strength

_DICTIONARY = re.compile(r"\{\s*'")


class Listed(NamedTuple):
    """The ties of a file before they become a graph."""

    pairs: Pairs
    strength: NDArray[np.float64] | None
    notes: tuple[str, ...]


class Columns(NamedTuple):
    """Which columns hold what, by position; None = there is none."""

    talker: int
    listener: int
    strength: int | None


class Asked(NamedTuple):
    """Names of columns that the user gave; None = find it."""

    talker: str | None = None
    listener: str | None = None
    strength: str | None = None


def read_edge_list(path: Path, asked: Asked) -> Listed:
    """The ties of a text file.

    Raises
    ------
    GraphError
        When it is not an edge list; the text names the line where it can.
    """
    table = open_table(path)
    rows = table.shape.rows
    if table.width < 2:
        raise trouble(
            path,
            f'one column only, "{rows[0][0]}". Put a comma, semicolon, tab or blank between talker '
            "and listener.",
            table.shape.first_line,
        )
    if _DICTIONARY.search(" ".join(rows[0][2:])):
        raise trouble(
            path,
            "has data in braces. Write it with networkx.write_weighted_edgelist, or as GraphML.",
            table.shape.first_line,
        )
    header = has_header(rows, asked)
    if header and len(rows) < 2:
        raise trouble(path, "holds a header but no ties. Give one tie a line: talker, listener.")
    columns = choose_columns(path, rows[0] if header else None, asked)
    notes = []
    if columns.strength is None and _third_is_strength(rows, header):
        columns = columns._replace(strength=2)
        notes.append("column 3 read as the strength of ties")
    pairs = _read_pairs(table, columns, header=header)
    strength = None
    if columns.strength is not None:
        strength = _read_strength(table, columns.strength, header=header)
    return Listed(pairs, strength, tuple(notes))


def choose_columns(path: Path, names: list[str] | None, asked: Asked) -> Columns:
    """Which columns hold what, by the names the user gave, else by their own names or places.

    Raises
    ------
    GraphError
        When a named column is not there, or one column would serve twice.
    """
    if names is None:
        return Columns(0, 1, None)
    ends = [
        _asked(path, names, asked.talker, TALKER_NAMES),
        _asked(path, names, asked.listener, LISTENER_NAMES),
    ]
    strength = _asked(path, names, asked.strength, STRENGTH_NAMES)
    if asked.talker is None and asked.listener is None and None in ends:
        ends = [None, None]
    free = [place for place in range(len(names)) if place not in {*ends, strength}]
    for end, place in enumerate(ends):
        if place is None and free:
            ends[end] = free.pop(0)
    talker, listener = ends
    if talker is None or listener is None or len({talker, listener, strength}) < 3:
        raise trouble(
            path,
            f"columns are {', '.join(names)}: talker, listener and strength must be different "
            "ones. Name others.",
        )
    return Columns(talker, listener, strength)


def _asked(path: Path, names: list[str], asked: str | None, usual: tuple[str, ...]) -> int | None:
    if asked is None:
        low = [name.lower() for name in names]
        return next((low.index(name) for name in usual if name in low), None)
    if asked in names:
        return names.index(asked)
    near = get_close_matches(asked, names, n=1)
    remedy = f"Use {near[0]}." if near else "Use one of them."
    raise trouble(path, f'no column "{asked}" among {", ".join(names)}. {remedy}')


def _third_is_strength(rows: list[list[str]], header: bool) -> bool:
    """Whether the third column has no name and begins with a number."""
    if any(len(row) < 3 for row in rows[: 1 + header]) or (header and rows[0][2]):
        return False
    return is_number(rows[header][2].replace(",", "."))


def _read_pairs(table: TextTable, columns: Columns, *, header: bool) -> Pairs:
    import pyarrow as pa

    places = (columns.talker, columns.listener)
    rows = [row for row in table.shape.rows[header:] if len(row) == table.width]
    cells = [row[place] for row in rows for place in places]
    if are_whole(cells) and not _has_leading_zero(table.data):
        try:
            ends = read_columns(table, dict.fromkeys(places, pa.int64()), header=header)
            return pairs_of_numbers(ends[0].to_numpy(), ends[1].to_numpy())
        except pa.ArrowInvalid:
            pass  # then they are texts
    try:
        ends = read_columns(table, dict.fromkeys(places, pa.string()), header=header)
    except pa.ArrowInvalid as error:
        decoded(table.path, table.data)
        raise trouble(table.path, f"cannot be read: {error}. Check its quotes.") from error
    pairs = pairs_of_texts(*ends)
    if pairs.labels.dtype.kind != "i" and any("\n" in label for label in pairs.labels):
        raise _open_quote(table)
    blank = np.flatnonzero(pairs.labels == "")
    if len(blank):
        row = int(np.flatnonzero((pairs.talker == blank[0]) | (pairs.listener == blank[0]))[0])
        raise trouble(
            table.path,
            "talker or listener is empty. Name both or delete the line.",
            table.line(row, header=header),
        )
    return pairs


def _open_quote(table: TextTable) -> GraphError:
    lines = table.data.split(b"\n")
    odd = next((number for number, line in enumerate(lines, 1) if line.count(b'"') % 2), 0)
    return trouble(table.path, "a quote is not closed. Close it on its line or delete it.", odd)


def _has_leading_zero(data: bytes) -> bool:
    """Whether somewhere a number starts with 0 and goes on, as in 007; decimals do not count."""
    sign = np.frombuffer(data, dtype=np.uint8)
    zero = np.flatnonzero(sign[1:-1] == ord("0")) + 1
    before, after = sign[zero - 1], sign[zero + 1]
    inside = (before >= ord("0")) & (before <= ord("9")) | np.isin(before, [ord("."), ord("-")])
    leading = ~inside & (after >= ord("0")) & (after <= ord("9"))
    at_start = len(sign) > 1 and sign[0] == ord("0") and ord("0") <= sign[1] <= ord("9")
    return bool(at_start or leading.any())


def _read_strength(table: TextTable, place: int, *, header: bool) -> NDArray[np.float64]:
    import pyarrow as pa

    try:
        (column,) = read_columns(table, {place: pa.float64()}, header=header)
        strength: NDArray[np.float64] = column.to_numpy()
        bad = first_bad_strength(strength)
    except pa.ArrowInvalid:
        (column,) = read_columns(table, {place: pa.string()}, header=header)
        texts = column.to_pylist()
        bad = next((row for row, text in enumerate(texts) if not is_number(text)), 0)
    if bad is None:
        return strength
    raise trouble(
        table.path,
        f'strength "{column[bad].as_py()}" is not a positive number. Correct it (decimals with a '
        "point), or give the columns a header in which it is not called strength or weight.",
        table.line(bad, header=header),
    )
