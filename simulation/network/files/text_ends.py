"""Talkers, listeners and strengths of a text table, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.codes import blocks
from simulation.network.files.digits import numbers_of_digits
from simulation.network.files.growing import Growing
from simulation.network.files.opening import decoded
from simulation.network.files.sniffing import is_number
from simulation.network.files.text_table import TextTable, open_blocks, read_columns
from simulation.network.ties import first_bad_strength

if TYPE_CHECKING:
    import pyarrow as pa

_LEADING_ZERO = r"^\s*0[0-9]"


class Columns(NamedTuple):
    """Which columns hold what, by position; None = there is none."""

    talker: int
    listener: int
    strength: int | None


class NotNumbersError(Exception):
    """Somewhere a talker or listener is no whole number, so that all are texts."""


Texts = tuple["pa.ChunkedArray", "pa.ChunkedArray"]
"""Talkers and listeners of a block, by name."""

Numbers = tuple[NDArray[np.integer], NDArray[np.integer]]
"""Talkers and listeners of a block, by number."""

_Ends = TypeVar("_Ends", Texts, Numbers)


def ends_of(
    path: Path,
    columns: Columns,
    strength: Growing[np.float64],
    read: Callable[..., _Ends],
    *,
    header: bool,
) -> Iterator[_Ends]:
    """Talkers and listeners block by block; strengths, where there are, go into ``strength``."""
    for table in open_blocks(path):
        yield read(table, columns[:2], header=header)
        if columns.strength is not None:
            _read_strength(table, columns.strength, strength, header=header)
        header = False


def numbers_of(table: TextTable, places: tuple[int, int], *, header: bool) -> Numbers:
    """Talkers and listeners as whole numbers; plain lines of two short numbers are read fast.

    Raises
    ------
    NotNumbersError
        When one is something else, or has a leading zero.
    """
    import pyarrow as pa
    from pyarrow import compute

    if table.width == len(places) and not header:
        numbers = numbers_of_digits(table.data, table.shape.separator)
        if numbers is not None:
            return numbers[:, places[0]], numbers[:, places[1]]
    try:
        if _has_leading_zero(table.data):
            for end in read_columns(table, dict.fromkeys(places, pa.string()), header=header):
                if compute.any(compute.match_substring_regex(end, _LEADING_ZERO)).as_py():
                    raise NotNumbersError
        talker, listener = read_columns(table, dict.fromkeys(places, pa.int64()), header=header)
    except pa.ArrowInvalid as error:
        raise NotNumbersError from error
    return talker.to_numpy(), listener.to_numpy()


def texts_of(table: TextTable, places: tuple[int, int], *, header: bool) -> Texts:
    """Talkers and listeners as texts.

    Raises
    ------
    GraphError
        When one is empty, or a quote is not closed, or the text is not UTF-8.
    """
    import pyarrow as pa
    from pyarrow import compute

    try:
        ends = read_columns(table, dict.fromkeys(places, pa.string()), header=header)
    except pa.ArrowInvalid as error:
        decoded(table.path, table.data, table.lines_before)
        raise table.trouble(f"cannot be read: {error}. Check its quotes.") from error
    names = [compute.utf8_trim_whitespace(end) for end in ends]
    if any(compute.any(compute.match_substring(name, "\n")).as_py() for name in names):
        raise _open_quote(table)
    empty = [compute.equal(name, "") for name in names]
    rows = [row for row in (compute.index(some, True).as_py() for some in empty) if row >= 0]
    if rows:
        raise table.trouble(
            "talker or listener is empty. Name both or delete the line.",
            table.row_line(min(rows), header=header),
        )
    talker, listener = ends
    return talker, listener


def _open_quote(table: TextTable) -> GraphError:
    lines = table.data.split(b"\n")
    odd = next((number for number, line in enumerate(lines, 1) if line.count(b'"') % 2), 0)
    return table.trouble("a quote is not closed. Close it on its line or delete it.", odd)


def _has_leading_zero(data: bytes) -> bool:
    """Whether somewhere a number starts with 0 and goes on, as in 007; decimals do not count."""
    sign = np.frombuffer(data, dtype=np.uint8)
    if len(sign) > 1 and sign[0] == ord("0") and ord("0") <= sign[1] <= ord("9"):
        return True
    for part in blocks(len(sign) - 2):
        some = sign[part.start : part.stop + 2]
        digit = (some - ord("0")) < 10  # below "0" wraps around
        inside = digit[:-2] | (some[:-2] == ord(".")) | (some[:-2] == ord("-"))
        if bool(((some[1:-1] == ord("0")) & digit[2:] & ~inside).any()):
            return True
    return False


def _read_strength(
    table: TextTable, place: int, found: Growing[np.float64], *, header: bool
) -> None:
    import pyarrow as pa

    try:
        (column,) = read_columns(table, {place: pa.float64()}, header=header)
        strength = column.to_numpy()
        bad = first_bad_strength(strength)
        found.add(strength)
    except pa.ArrowInvalid:
        (column,) = read_columns(table, {place: pa.string()}, header=header)
        texts = column.to_pylist()
        bad = next((row for row, text in enumerate(texts) if not is_number(text)), 0)
    if bad is not None:
        raise table.trouble(
            f'strength "{column[bad].as_py()}" is not a positive number. Correct it (decimals '
            "with a point), or give the columns a header in which it is not called strength or "
            "weight.",
            table.row_line(bad, header=header),
        )
