"""Ties as numbers, one int64 each: how ties are sorted, turned and made distinct.

Work goes block by block, so that what is needed on the way stays small beside the ties themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

LISTENER_BITS = 32
_LISTENER_MASK = (1 << LISTENER_BITS) - 1

BLOCK = 1 << 16
"""Ties that are handled at once: half a megabyte, which a processor's cache holds."""

_LARGE = 1 << 22
"""Codes from which two threads sort."""

Codes = NDArray[np.int64]
"""(m,) int64, a tie each: talker in the upper 32 bits, listener in the lower 32."""


def no_codes() -> Codes:
    """No ties."""
    return np.empty(0, dtype=np.int64)


def pack(talker: NDArray[np.integer], listener: NDArray[np.integer]) -> Codes:
    """One number a tie, so that sorting ties is sorting numbers."""
    codes = talker.astype(np.int64)
    codes <<= LISTENER_BITS
    codes |= listener
    return codes


def unpack(codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Talker and listener of every tie."""
    return codes >> LISTENER_BITS, codes & _LISTENER_MASK


def blocks(total: int) -> Iterator[slice]:
    """Parts of an array of so many elements, one after another."""
    for start in range(0, total, BLOCK):
        yield slice(start, min(start + BLOCK, total))


def row_blocks(first: NDArray[np.int64]) -> Iterator[slice]:
    """Parts of all talkers, one after another, with about so many ties each."""
    n = len(first) - 1
    start = 0
    while start < n:
        full = int(np.searchsorted(first, first[start] + BLOCK, side="right")) - 1
        stop = min(max(full, start + 1), start + BLOCK, n)
        yield slice(start, stop)
        start = stop


def turned(codes: Codes) -> Codes:
    """The same ties with talker and listener exchanged."""
    back = codes.copy()
    turn(back)
    return back


def turn(codes: Codes) -> None:
    """Exchange talker and listener in place."""
    for part in blocks(len(codes)):
        talker = codes[part] >> LISTENER_BITS
        codes[part] <<= LISTENER_BITS
        codes[part] |= talker


def sort(codes: Codes) -> None:
    """Sort in place; many codes are cut at the median, and two threads sort a half each."""
    if len(codes) < _LARGE:
        codes.sort()
        return
    middle = len(codes) // 2
    codes.partition(middle)
    with ThreadPoolExecutor(1) as other:
        upper = other.submit(codes[middle:].sort)
        codes[:middle].sort()
        upper.result()


def distinct(codes: Codes) -> Codes:
    """Sorted codes, each once; uses the given array.

    (numpy's own ``unique`` builds a hash table, twenty times slower here.)
    """
    sort(codes)
    return kept(codes, is_new(codes))


def is_new(codes: Codes) -> NDArray[np.bool_]:
    """Whether each of sorted codes differs from the one before it."""
    new = np.ones(len(codes), dtype=np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    return new


def kept(codes: Codes, which: NDArray[np.bool_]) -> Codes:
    """The codes that are marked, moved to the front of the same array."""
    if which.all():
        return codes
    end = 0
    for part in blocks(len(codes)):
        some = codes[part][which[part]]
        codes[end : end + len(some)] = some
        end += len(some)
    return codes[:end]


def is_among(codes: Codes, known: Codes) -> NDArray[np.bool_]:
    """Whether each code is among sorted known codes."""
    among = np.zeros(len(codes), dtype=np.bool_)
    if not len(known):
        return among
    for part in blocks(len(codes)):
        place = np.searchsorted(known, codes[part])
        place[place == len(known)] = 0
        np.equal(known[place], codes[part], out=among[part])
    return among


def joined(found: Codes, more: Codes, taken: Codes) -> Codes:
    """Sorted distinct codes of both, without those of ``more`` that are taken; uses ``more``."""
    more = distinct(more)
    for known in (taken, found):
        if len(known):
            more = kept(more, ~is_among(more, known))
    return inserted(found, more)


def inserted(found: Codes, more: Codes) -> Codes:
    """Sorted codes of both, each sorted and none in both."""
    if not len(found):
        return more
    return np.insert(found, np.searchsorted(found, more), more)
