"""Edge lists: one tie a line, talker and listener, perhaps a strength.

Columns are those that the user names; else those whose header says what they hold (see
`simulation.network.files.sniffing`); else the first two, and as strength a column named strength or
weight, or a third column of numbers without a name. Labels are whole numbers where all of them are
(without leading zeros), else text.
"""

from __future__ import annotations

import re
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.network.files.growing import Growing
from simulation.network.files.labels import Pairs, are_whole, pairs_of_numbers
from simulation.network.files.opening import trouble
from simulation.network.files.sniffing import (
    LISTENER_NAMES,
    STRENGTH_NAMES,
    TALKER_NAMES,
    has_header,
    is_number,
)
from simulation.network.files.text_ends import (
    Columns,
    NotNumbersError,
    ends_of,
    numbers_of,
    texts_of,
)
from simulation.network.files.text_table import TextTable, open_blocks
from simulation.network.files.texts import pairs_of_texts

_DICTIONARY = re.compile(r"\{\s*'")


class Listed(NamedTuple):
    """The ties of a file before they become a graph."""

    pairs: Pairs
    strength: NDArray[np.float64] | None
    notes: tuple[str, ...]


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
    with closing(open_blocks(path)) as blocks:
        table = next(blocks)
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
    pairs, strength = _read(table, columns, header=header)
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


def _read(
    table: TextTable, columns: Columns, *, header: bool
) -> tuple[Pairs, NDArray[np.float64] | None]:
    """All ties and their strengths; read a second time where not all names are numbers."""
    rows = [row for row in table.shape.rows[header:] if len(row) == table.width]
    if are_whole([row[place] for row in rows for place in columns[:2]]):
        strength = Growing(np.float64)
        try:
            numbers = ends_of(table.path, columns, strength, numbers_of, header=header)
            pairs = pairs_of_numbers(numbers)
            return pairs, None if columns.strength is None else strength.whole()
        except NotNumbersError:
            pass
    strength = Growing(np.float64)
    pairs = pairs_of_texts(ends_of(table.path, columns, strength, texts_of, header=header))
    return pairs, None if columns.strength is None else strength.whole()
