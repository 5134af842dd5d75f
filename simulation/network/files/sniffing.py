"""How a text table is laid out: separator, header, comments.

Separator: the first of tab, semicolon, comma that is in each of the first twenty lines, or else in
the first line; without any, blanks. Comments: lines whose first sign is # or %. Header: the first
line, when it names a talker and a listener by words in use for that, when the user names columns,
or when its first two cells are no numbers and those of the second line are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simulation.network.files.opening import decoded, trouble

TALKER_NAMES = (
    "talker", "source", "from", "u", "node1", "node_1", "src", "sender", "user1", "user_1", "id1",
    "id_1", "fromnodeid", "from_node_id", "source_id", "followee", "followed",
)  # fmt: skip
LISTENER_NAMES = (
    "listener", "target", "to", "v", "node2", "node_2", "dst", "receiver", "user2", "user_2", "id2",
    "id_2", "tonodeid", "to_node_id", "target_id", "follower",
)  # fmt: skip
"""Column names that say which end a column holds. A follower listens, whom it follows talks."""

STRENGTH_NAMES = ("strength", "weight")

_SEPARATORS = ("\t", ";", ",")
_HEAD_BYTES = 1 << 16
_HEAD_LINES = 20
_NOT_DATA = re.compile(rb"(?m)^[ \t]*(?:[#%][^\r\n]*|(?=\r?$))")
_BLANKS = re.compile(rb"[ \t]+")
_EDGE_BLANKS = re.compile(rb"(?m)^ | (?=\r?$)")


class Layout(NamedTuple):
    """How a cleaned text table is laid out.

    Parameters
    ----------
    separator
        One sign.
    rows
        Cells of the first rows, the header among them.
    first_line
        Line number of the first row.
    """

    separator: str
    rows: list[list[str]]
    first_line: int


def cleaned(data: bytes) -> bytes:
    """The same lines, those that hold nothing or a comment emptied; the last one ends."""
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    blank = any(b in data and b"\n" + b in data for b in (b" ", b"\t")) or data[:1] in b" \t"
    if blank or b"#" in data or b"%" in data:
        data = _NOT_DATA.sub(b"", data)
    return data if data.endswith(b"\n") else data + b"\n"


def single_blanks(data: bytes) -> bytes:
    """The same lines with one blank between cells and none at the ends."""
    if b"\t" in data or b"  " in data:
        data = _BLANKS.sub(b" ", data)
    if data.startswith(b" ") or any(mark in data for mark in (b"\n ", b" \n", b" \r")):
        data = _EDGE_BLANKS.sub(b"", data)
    return data


def layout(path: Path, data: bytes) -> Layout:
    """How cleaned data are laid out, from their first lines.

    Raises
    ------
    GraphError
        When there are no lines.
    """
    start = len(data) - len(data.lstrip())
    head = data[start : start + _HEAD_BYTES]
    if len(data) > start + _HEAD_BYTES:
        head = head[: head.rfind(b"\n") + 1]
    lines = [line for line in decoded(path, head).splitlines() if line.strip()][:_HEAD_LINES]
    if not lines:
        raise trouble(path, "holds no ties. Give one tie a line: talker, listener.")
    separator = _separator(lines)
    if separator == " ":
        lines = [" ".join(line.split()) for line in lines]
    return Layout(separator, list(cells(lines, separator)), data.count(b"\n", 0, start) + 1)


def has_enough_lines(data: bytes) -> bool:
    """Whether cleaned data hold as many lines as a layout is told from."""
    body = data.lstrip()
    if len(body) > _HEAD_BYTES:
        return True
    return sum(1 for line in body.split(b"\n") if line.strip()) > _HEAD_LINES


def _separator(lines: list[str]) -> str:
    for some in (lines, lines[:1]):
        for sign in _SEPARATORS:
            if all(sign in line for line in some):
                return sign
    return " "


def cells(lines: list[str], separator: str) -> Iterator[list[str]]:
    """Cells of each line, blanks around them taken off."""
    for row in csv.reader(lines, delimiter=separator, skipinitialspace=True):
        yield [cell.strip() for cell in row]


def has_header(rows: list[list[str]], named: tuple[str | None, ...] = ()) -> bool:
    """Whether the first row names the columns; see the rule at the top."""
    first = rows[0]
    if any(name is not None for name in named):
        return True
    words = {cell.lower() for cell in first}
    if words & set(TALKER_NAMES) and words & set(LISTENER_NAMES):
        return True
    second = rows[1][:2] if len(rows) > 1 else []
    return not any(map(is_number, first[:2])) and bool(second) and all(map(is_number, second))


def is_number(cell: str) -> bool:
    """Whether a cell reads as a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def line_of_row(data: bytes, first_line: int, row: int) -> int:
    """Line number of a row of cleaned data; row 0 stands on ``first_line`` or after it."""
    left = row
    for number, line in enumerate(data.split(b"\n"), start=1):
        if number >= first_line and line.strip():
            if not left:
                return number
            left -= 1
    return 0
