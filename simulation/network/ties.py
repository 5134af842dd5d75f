"""Who can talk to whom, as arrays: one row of listeners for every talker.

A tie u -> v means that u talks and v listens. Ties are held in compressed rows by talker (CSR), so
that one talker's listeners lie next to one another in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError

MOST_CONSUMERS = 2**31 - 1
"""Consumers are numbered with int32."""

_LISTENER_BITS = 32
_LISTENER_MASK = (1 << _LISTENER_BITS) - 1
_CLOSE_TO_ONE = 1e-6
_ALL_EQUAL: NDArray[np.float32] = np.empty(0, dtype=np.float32)

Codes = NDArray[np.int64]
"""(m,) int64, a tie each: talker in the upper 32 bits, listener in the lower 32."""


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
    if n > MOST_CONSUMERS:
        raise GraphError(f"{n:,} consumers are too many: at most {MOST_CONSUMERS:,}.")
    loops = np.asarray(talker == listener)
    n_loops = int(np.count_nonzero(loops))
    codes = (
        pack(np.minimum(talker, listener), np.maximum(talker, listener))
        if mutual
        else pack(talker, listener)
    )
    if n_loops:
        codes = codes[~loops]
        strength = None if strength is None else strength[~loops]
    n_given = len(codes)
    if strength is None:
        codes = distinct(codes)
        n_kept = len(codes)
        ties = ties_from_codes(both_ways(codes) if mutual else codes, n)
    else:
        codes, strength = _added(codes, np.asarray(strength, dtype=np.float64))
        n_kept = len(codes)
        if mutual:
            codes, strength = _added(
                np.concatenate([codes, turned(codes)]), np.concatenate([strength, strength])
            )
        ties = ties_from_codes(codes, n)._replace(strength=mean_one(strength))
    return ties, Dropped(n_loops, n_given - n_kept)


def pack(talker: NDArray[np.integer], listener: NDArray[np.integer]) -> Codes:
    """One number a tie, so that sorting ties is sorting numbers."""
    codes = talker.astype(np.int64)
    codes <<= _LISTENER_BITS
    codes |= listener
    return codes


def unpack(codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Talker and listener of every tie."""
    return codes >> _LISTENER_BITS, codes & _LISTENER_MASK


def turned(codes: Codes) -> Codes:
    """The same ties with talker and listener exchanged."""
    talker, listener = unpack(codes)
    return pack(listener, talker)


def both_ways(codes: Codes) -> Codes:
    """Sorted ties in both directions from sorted pairs that are listed once."""
    back = turned(codes)
    back.sort()
    both = np.concatenate([codes, back])
    both.sort(kind="stable")  # merges the two rising runs
    return both


def distinct(codes: Codes) -> Codes:
    """Sorted codes, each once; sorts the given array in place.

    (numpy's own ``unique`` builds a hash table, twenty times slower here.)
    """
    codes.sort()
    new = _is_new(codes)
    return codes if new.all() else codes[new]


def ties_from_codes(codes: Codes, n: int) -> Ties:
    """Rows of listeners from sorted, distinct codes; all ties are equally strong."""
    starts = np.arange(n + 1, dtype=np.int64) << _LISTENER_BITS
    first = np.searchsorted(codes, starts).astype(np.int64)
    listener = (codes & _LISTENER_MASK).astype(np.int32)
    return Ties(first, listener, _ALL_EQUAL)


def no_ties(n: int) -> Ties:
    """A layer in which nobody talks."""
    return ties_from_codes(np.empty(0, dtype=np.int64), n)


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
        return _ALL_EQUAL
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
    return _ALL_EQUAL if bool((scaled == scaled[0]).all()) else scaled


def merge(layers: Sequence[Ties]) -> Ties:
    """All layers in one; a tie that is in several layers is kept once.

    Where a layer has strengths, those of the same tie add (1 in a layer without), scaled to mean 1.
    """
    n = layers[0].n_consumers
    codes = np.concatenate([pack(ties.talker, ties.listener) for ties in layers])
    if not any(len(ties.strength) for ties in layers):
        return ties_from_codes(distinct(codes), n)
    strength = np.concatenate(
        [
            ties.strength if len(ties.strength) else np.ones(ties.n_ties, dtype=np.float32)
            for ties in layers
        ]
    )
    codes, added = _added(codes, strength.astype(np.float64))
    return ties_from_codes(codes, n)._replace(strength=mean_one(added))


def _is_new(codes: Codes) -> NDArray[np.bool_]:
    new = np.ones(len(codes), dtype=np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    return new


def _added(codes: Codes, strength: NDArray[np.float64]) -> tuple[Codes, NDArray[np.float64]]:
    """Sorted distinct codes, and the sum of strengths of each."""
    if not len(codes):
        return codes, strength
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.flatnonzero(_is_new(codes))
    with np.errstate(over="ignore"):
        return codes[starts], np.add.reduceat(strength[order], starts)
