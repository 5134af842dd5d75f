"""Plain columns on a terminal, where a Chinese character takes two places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

GAP = "  "


def width(text: str) -> int:
    """Places that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines in which columns start at the same place; the last column is free.

    Examples
    --------
    >>> aligned([["a", "one"], ["long", "two"]])
    ['a     one', 'long  two']
    """
    if not rows:
        return []
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        GAP.join(
            [cell + " " * (wide - width(cell)) for cell, wide in zip(row[:-1], widths, strict=True)]
            + [row[-1]]
        ).rstrip()
        for row in rows
    ]
