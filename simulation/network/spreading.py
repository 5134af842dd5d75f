"""From many ties in any order to rows of listeners, by counting instead of comparing.

Ties are spread over ranges of talkers, these over small ranges, and the few thousand ties of a
small range are sorted as numbers of four bytes in the processor's near memory. That takes a third
of the time of sorting all of them as eight bytes (`simulation.network.codes.sort`). Ranges do not
depend on one another, so that two threads share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import LISTENER_BITS, Codes, turned

LARGE = 1 << 20
"""Codes from which spreading pays: below, importing scipy takes longer than sorting."""

MOST_BITS = 24
"""Bits of a listener's number that leave room, in four bytes, for 256 talkers."""

BLOCK = 1 << 19
"""Codes that are spread at once."""

RANGE_BITS = 15
"""A range of talkers has at most 32,768 consumers."""

MANY = 1 << 19
"""Ties that a range has at most, on average."""

FEW = 1 << 12
"""Ties that a small range has at most, on average."""

_THREADS = 2
_KEY_BITS = 32
_N = TypeVar("_N", np.int64, np.uint32)
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class Spread(NamedTuple, Generic[_N]):
    """Numbers put together range by range.

    Parameters
    ----------
    numbers
        (m,) those of the first range, then those of the second, and so on.
    first
        (ranges+1,) where each range begins.
    """

    numbers: NDArray[_N]
    first: NDArray[np.int32]


class Rows(NamedTuple):
    """Listeners of every talker, each once and none its own.

    Parameters
    ----------
    n_listeners
        (n,) int64, listeners of every talker.
    listener
        (m,) int32, talker by talker and rising within one.
    self_loops
        Codes that led to their own talker.
    """

    n_listeners: NDArray[np.int64]
    listener: NDArray[np.int32]
    self_loops: int


def can_spread(n_codes: int, n: int) -> bool:
    """Whether so many codes of so many consumers are better spread than sorted."""
    return n_codes >= LARGE and n <= 1 << MOST_BITS


def rows_of_codes(codes: Codes, n: int, *, mutual: bool) -> Rows:
    """Rows of listeners from codes in any order; the array of codes is used up.

    Parameters
    ----------
    codes
        (m,) int64, of consumers 0 to n-1.
    n
        Number of consumers, at most 2**24.
    mutual
        Whether each pair talks both ways.
    """
    bits = _bits_for(MANY, (1 + mutual) * len(codes), n, RANGE_BITS)
    starts = range(0, max(1, len(codes)), BLOCK)
    made = _each(lambda at: _spread_block(codes[at : at + BLOCK], n, bits, mutual=mutual), starts)
    spread = [one for some, _ in made for one in some]
    begin: NDArray[np.int64] = np.array([one.first for one in spread]).sum(axis=0, dtype=np.int64)
    n_listeners = np.zeros(n, dtype=np.int64)
    listener = np.empty(begin[-1], dtype=np.int32)

    def fill(number: int) -> int:
        rows = slice(number << bits, number + 1 << bits)
        found = _of_range(spread, number)
        found -= rows.start << LISTENER_BITS
        return _fill(found, n, n_listeners[rows], listener[begin[number] :])

    end = 0
    for start, kept in zip(begin, _each(fill, range(len(begin) - 1)), strict=False):
        if end < start:
            listener[end : end + kept] = listener[start : start + kept]
        end += kept
    listener.resize(end, refcheck=False)
    return Rows(n_listeners, listener, sum(loops for _, loops in made))


def _each(work: Callable[[_Given], _Made], given: Iterable[_Given]) -> list[_Made]:
    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(work, given))


def _bits_for(most: int, n_ties: int, n: int, bits: int) -> int:
    """How many bits number the talkers of a range with at most so many ties on average."""
    while bits and n_ties << bits > most * n:
        bits -= 1
    return bits


def _spread_block(
    codes: Codes, n: int, bits: int, *, mutual: bool
) -> tuple[list[Spread[np.int64]], int]:
    """A block spread, in its own place, and turned; how many of it were self-loops."""
    is_loop = codes >> LISTENER_BITS == codes & ((1 << LISTENER_BITS) - 1)
    n_loops = int(np.count_nonzero(is_loop))
    some = codes[~is_loop] if n_loops else codes
    spread = [_by_range(turned(some), n, bits)] if mutual else []
    here = _by_range(some, n, bits)
    place = codes[: len(some)]
    place[:] = here.numbers
    return [*spread, Spread(place, here.first)], n_loops


def _by_range(codes: Codes, n: int, bits: int) -> Spread[np.int64]:
    number = (codes >> LISTENER_BITS + bits).astype(np.int32)
    return spread_over(codes, number, (n - 1 >> bits) + 1)


def spread_over(numbers: NDArray[_N], number: NDArray[np.int32], n_ranges: int) -> Spread[_N]:
    """Numbers put together by the number of their range; within one they keep their order.

    Examples
    --------
    >>> spread = spread_over(np.array([5, 6, 7]), np.array([1, 0, 1], dtype=np.int32), 2)
    >>> spread.numbers, spread.first
    (array([6, 5, 7]), array([0, 1, 3], dtype=int32))
    """
    from scipy.sparse import csr_array

    whole = np.array([0, len(numbers)], dtype=np.int32)
    ranges: Any = csr_array((numbers, number, whole), shape=(1, n_ranges)).tocsc()
    return Spread(ranges.data, ranges.indptr)


def _of_range(spread: list[Spread[np.int64]], number: int) -> Codes:
    """The codes of one range from all blocks, in an array of their own."""
    return np.concatenate(
        [one.numbers[one.first[number] : one.first[number + 1]] for one in spread]
    )


def _fill(codes: Codes, n: int, count: NDArray[np.int64], listener: NDArray[np.int32]) -> int:
    """Fill in the rows of some talkers, who count from 0 in their codes; the number of ties."""
    listener_bits = max(1, (n - 1).bit_length())
    row_bits = _bits_for(FEW, len(codes), len(count), min(_KEY_BITS - listener_bits, RANGE_BITS))
    talker = (codes >> LISTENER_BITS).astype(np.int32)
    key = codes.astype(np.uint32)
    key |= (talker & (1 << row_bits) - 1).astype(np.uint32) << np.uint32(listener_bits)
    small = spread_over(key, talker >> row_bits, (len(count) - 1 >> row_bits) + 1)
    key, first = small.numbers, small.first
    new = np.empty(len(key), dtype=np.bool_)
    for start, end in pairwise(first):
        key[start:end].sort()
    np.not_equal(key[1:], key[:-1], out=new[1:])
    new[first[:-1][first[:-1] < len(key)]] = True
    row = (key >> np.uint32(listener_bits)).astype(np.int32)
    row += np.repeat(np.arange(len(first) - 1, dtype=np.int32) << row_bits, np.diff(first))
    key &= np.uint32((1 << listener_bits) - 1)
    if not new.all():
        key, row = key[new], row[new]
    count[:] = np.bincount(row, minlength=len(count))
    listener[: len(key)] = key
    return len(key)
