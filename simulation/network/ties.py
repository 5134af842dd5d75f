"""Who can talk to whom, as arrays: one row of listeners for every talker.

A tie u -> v means that u talks and v listens. Ties are held in compressed rows by talker (CSR), so
that one talker's listeners lie next to one another in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.codes import (
    LISTENER_BITS,
    Codes,
    blocks,
    distinct,
    is_new,
    kept,
    no_codes,
    pack,
    row_blocks,
    sort,
    turn,
    turned,
    unpack,
)
from simulation.network.spreading import can_spread, rows_of_codes

MOST_CONSUMERS = 2**31 - 1
"""Consumers are numbered with int32."""

_CLOSE_TO_ONE = 1e-6
_N = TypeVar("_N", np.int32, np.float64)
ALL_EQUAL: NDArray[np.float32] = np.empty(0, dtype=np.float32)
"""Strengths of a layer in which all ties are equally strong."""


class Ties(NamedTuple):
    """The ties of one layer, in rows by talker.

    Parameters
    ----------
    first
        (n+1,) int64. The listeners of consumer ``u`` are ``listener[first[u]:first[u + 1]]``.
    listener
        (m,) int32, 0 to n-1, rising within a talker, no talker among them.
    strength
        (m,) float32, above 0 with mean 1: an exposure over the tie counts that much. (0,) where
        all ties are equally strong.
    """

    first: NDArray[np.int64]
    listener: NDArray[np.int32]
    strength: NDArray[np.float32]

    @property
    def n_consumers(self) -> int:
        """Number of consumers, with and without ties."""
        return len(self.first) - 1

    @property
    def n_ties(self) -> int:
        """Number of ties, each direction counted."""
        return len(self.listener)

    @property
    def n_listeners(self) -> NDArray[np.int64]:
        """(n,) int64, the number of listeners of every consumer."""
        return np.diff(self.first)

    @property
    def talker(self) -> NDArray[np.int32]:
        """(m,) int32, the talker of every tie."""
        return np.repeat(np.arange(self.n_consumers, dtype=np.int32), self.n_listeners)


class Dropped(NamedTuple):
    """What a list of ties held too much of."""

    self_loops: int = 0
    duplicates: int = 0


def ties_from_pairs(
    talker: NDArray[np.integer],
    listener: NDArray[np.integer],
    n: int,
    strength: NDArray[np.floating] | None = None,
    *,
    mutual: bool = False,
) -> tuple[Ties, Dropped]:
    """Rows of listeners from a list of pairs; self-loops and pairs given before are dropped.

    Parameters
    ----------
    talker, listener
        (m,) integers, 0 to n-1.
    n
        Number of consumers.
    strength
        (m,) positive numbers in any unit; they are scaled to mean 1, and those of one pair add.
    mutual
        Whether each pair talks both ways; a pair given once in each direction is then a duplicate.

    Returns
    -------
    Ties
        One layer.
    Dropped
        How many rows were self-loops, and how many named a pair again.

    Raises
    ------
    GraphError
        When there are too many consumers or the strengths lie too far apart.

    Examples
    --------
    >>> ties, dropped = ties_from_pairs(np.array([0, 0, 1]), np.array([1, 1, 1]), 2)
    >>> ties.listener, dropped
    (array([1], dtype=int32), Dropped(self_loops=1, duplicates=1))
    """
    codes = np.empty(len(talker), dtype=np.int64)
    for part in blocks(len(codes)):
        codes[part] = pack(talker[part], listener[part])
    return ties_from_listed(codes, n, strength, mutual=mutual)


def ties_from_listed(
    codes: Codes, n: int, strength: NDArray[np.floating] | None = None, *, mutual: bool = False
) -> tuple[Ties, Dropped]:
    """Like `ties_from_pairs`, from codes in any order; the array of codes is used up."""
    if n > MOST_CONSUMERS:
        raise GraphError(f"{n:,} consumers are too many: at most {MOST_CONSUMERS:,}.")
    n_listed = len(codes)
    if strength is None and can_spread(n_listed, n):
        rows = rows_of_codes(codes, n, mutual=mutual)
        ties = Ties(first_of_rows(rows.n_listeners), rows.listener, ALL_EQUAL)
        n_kept = ties.n_ties // 2 if mutual else ties.n_ties
        return ties, Dropped(rows.self_loops, n_listed - rows.self_loops - n_kept)
    loops = _turn_and_find_loops(codes, mutual=mutual)
    n_loops = int(np.count_nonzero(loops))
    if n_loops:
        codes = kept(codes, ~loops)
    if strength is not None:
        weight = np.asarray(strength, dtype=np.float64)
        ties = _weighted(codes, n, weight[~loops] if n_loops else weight, mutual=mutual)
    else:
        codes = distinct(codes)
        after = ties_from_codes(codes, n)
        ties = after
        if mutual:
            turn(codes)
            ties = _woven(after, codes, n)
    n_kept = ties.n_ties // 2 if mutual else ties.n_ties
    return ties, Dropped(n_loops, n_listed - n_loops - n_kept)


def _turn_and_find_loops(codes: Codes, *, mutual: bool) -> NDArray[np.bool_]:
    """Whether each tie leads to its own talker; mutual ones get the smaller consumer first."""
    loops = np.empty(len(codes), dtype=np.bool_)
    for part in blocks(len(codes)):
        talker, listener = unpack(codes[part])
        np.equal(talker, listener, out=loops[part])
        if mutual:
            codes[part] = pack(np.minimum(talker, listener), np.maximum(talker, listener))
    return loops


def _weighted(codes: Codes, n: int, strength: NDArray[np.float64], *, mutual: bool) -> Ties:
    """Rows of listeners with strengths, those of one pair added."""
    codes, strength = _added(codes, strength)
    after = ties_from_codes(codes, n)
    if not mutual:
        return after._replace(strength=mean_one(strength))
    back = turned(codes)
    order = np.argsort(back)
    before = ties_from_codes(back[order], n)
    return Ties(
        before.first + after.first,
        _side_by_side(before, after, before.listener, after.listener),
        mean_one(_side_by_side(before, after, strength[order], strength)),
    )


def ties_from_codes(codes: Codes, n: int) -> Ties:
    """Rows of listeners from sorted, distinct codes; all ties are equally strong."""
    return Ties(first_of_rows(n_of_talkers(codes, n)), codes.astype(np.int32), ALL_EQUAL)


def n_of_talkers(codes: Codes, n: int) -> NDArray[np.int64]:
    """(n,) int64, how many of sorted codes each talker has."""
    count = np.zeros(n, dtype=np.int64)
    for part in blocks(len(codes)):
        talker = codes[part] >> LISTENER_BITS
        lowest, highest = int(talker[0]), int(talker[-1])
        talker -= lowest
        count[lowest : highest + 1] += np.bincount(talker)
    return count


def first_of_rows(count: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n+1,) int64, where the row of each talker begins, from the number of ties in each."""
    first = np.zeros(len(count) + 1, dtype=np.int64)
    np.cumsum(count, out=first[1:])
    return first


def ties_both_ways(pairs: Codes, n: int) -> Ties:
    """Rows in which each pair talks both ways, from sorted pairs listed once, the smaller first."""
    return _woven(ties_from_codes(pairs, n), turned(pairs), n)


def _woven(after: Ties, back: Codes, n: int) -> Ties:
    """Rows in which who comes before a talker goes before who comes after, in the room of codes.

    Parameters
    ----------
    after
        Ties to those who come after a talker.
    back
        The same ties turned, in any order.
    """
    sort(back)
    before = ties_from_codes(back, n)
    room = back.view(np.int32)  # two listeners for each pair
    listener = _side_by_side(before, after, before.listener, after.listener, room)
    if back.base is not None and back.base.nbytes > back.nbytes + back.nbytes // 8:
        listener = listener.copy()
    return Ties(before.first + after.first, listener, ALL_EQUAL)


def _side_by_side(
    before: Ties,
    after: Ties,
    of_before: NDArray[_N],
    of_after: NDArray[_N],
    room: NDArray[_N] | None = None,
) -> NDArray[_N]:
    """Values of each talker's ties of one layer, then those of the other."""
    if room is None:
        room = np.empty(len(of_before) + len(of_after), dtype=of_before.dtype)
    for rows in row_blocks(before.first + after.first):
        ends = slice(rows.start, rows.stop + 1)
        one, two = before.first[ends], after.first[ends]
        runs = np.empty(2 * (rows.stop - rows.start), dtype=np.int64)
        runs[0::2], runs[1::2] = np.diff(one), np.diff(two)
        is_after = np.repeat(np.arange(len(runs), dtype=np.int8) & 1, runs).view(np.bool_)
        both = room[one[0] + two[0] : one[-1] + two[-1]]
        both[~is_after] = of_before[one[0] : one[-1]]
        both[is_after] = of_after[two[0] : two[-1]]
    return room


def no_ties(n: int) -> Ties:
    """A layer in which nobody talks."""
    return ties_from_codes(no_codes(), n)


def first_bad_strength(strength: NDArray[np.float64]) -> int | None:
    """Row of the first strength that is not a positive number, or None."""
    bad = np.flatnonzero(~(np.isfinite(strength) & (strength > 0)))
    return int(bad[0]) if len(bad) else None


def mean_one(strength: NDArray[np.floating]) -> NDArray[np.float32]:
    """Strengths scaled to mean 1, or an empty array where all are equal.

    Strengths whose mean is 1 to within a millionth stay as they are, so that scaling twice changes
    nothing.
    """
    if not len(strength):
        return ALL_EQUAL
    relative = np.asarray(strength, dtype=np.float64)
    if not abs(relative.max()) < np.inf:
        raise GraphError("tie strengths add up to more than a number can hold. Divide all of them.")
    with np.errstate(over="ignore"):
        mean = relative.mean()
    if not abs(mean - 1) < _CLOSE_TO_ONE:
        relative = relative / relative.max()
        relative /= relative.mean()
    small = np.finfo(np.float32)
    if relative.min() < small.tiny or relative.max() > small.max:
        raise GraphError(
            f"tie strengths from {np.min(strength):g} to {np.max(strength):g} lie too far apart. "
            "Keep the largest below 1e30 times the smallest."
        )
    scaled = relative.astype(np.float32)
    return ALL_EQUAL if bool((scaled == scaled[0]).all()) else scaled


def merge(layers: Sequence[Ties]) -> Ties:
    """All layers in one; a tie that is in several layers is kept once.

    Where a layer has strengths, those of the same tie add (1 in a layer without), scaled to mean 1.
    """
    n = layers[0].n_consumers
    if any(len(ties.strength) for ties in layers):
        return _merge_weighted(layers, n)
    listener, count = [], np.zeros(n, dtype=np.int64)
    for rows in row_blocks(np.sum([ties.first for ties in layers], axis=0)):
        codes = distinct(np.concatenate([_codes_of_rows(ties, rows) for ties in layers]))
        count[rows] = n_of_talkers(codes - (rows.start << LISTENER_BITS), rows.stop - rows.start)
        listener.append(codes.astype(np.int32))
    return Ties(first_of_rows(count), np.concatenate(listener), ALL_EQUAL)


def _codes_of_rows(ties: Ties, rows: slice) -> Codes:
    """Codes of the ties of some talkers."""
    first = ties.first[rows.start : rows.stop + 1]
    talker = np.repeat(np.arange(rows.start, rows.stop), np.diff(first))
    return pack(talker, ties.listener[first[0] : first[-1]])


def _merge_weighted(layers: Sequence[Ties], n: int) -> Ties:
    codes = np.concatenate([pack(ties.talker, ties.listener) for ties in layers])
    strength = np.concatenate(
        [
            ties.strength if len(ties.strength) else np.ones(ties.n_ties, dtype=np.float32)
            for ties in layers
        ]
    )
    codes, added = _added(codes, strength.astype(np.float64))
    return ties_from_codes(codes, n)._replace(strength=mean_one(added))


def _added(codes: Codes, strength: NDArray[np.float64]) -> tuple[Codes, NDArray[np.float64]]:
    """Sorted distinct codes, and the sum of strengths of each."""
    if not len(codes):
        return codes, strength
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.flatnonzero(is_new(codes))
    with np.errstate(over="ignore"):
        return codes[starts], np.add.reduceat(strength[order], starts)
