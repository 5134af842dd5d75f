"""Points of the clocks of many talkers at once: the same points as one post after the other.

:func:`~simulation.dynamics.loops.say.say_posts` takes the points of one talker, then those of the
next. Where a talker has few points that is slow: each draw waits for the one before. Here a block
of talkers takes its first points together, then the second points of those who go on, and so on,
so that draws are made side by side; who has many points takes the rest alone. Every address, word
and tie is that of ``say_posts``; a level is kept as ``exp(-level)``, a product of uniforms, which
needs no logarithm.

The caller asks again and again for some points and delivers them as its model says::

    start_block(talkers, begin, end, ranked, block)
    n_points = next_points(key, when, why, clocks, block)
    while n_points > 0:
        for j in range(n_points):
            ...  # block.tie[j], block.talker[j], block.priority[j]
        n_points = next_points(key, when, why, clocks, block)

A tie can come up twice. A model for which that matters stamps the tie and drops later points, as
``say_posts`` does: the points of one talker come in their order.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.randomness import below, philox, unit

BLOCK = 512
"""Talkers who take their points together."""
TOGETHER = 16
"""Points that talkers take together; who has more takes the rest alone. (The product of 30
uniforms could be too small for a number.)"""
ROOM = 4096
"""Points that are handed over at once."""

SURE_NUMBER = np.uint64(1 << 24)
"""Added to k where a tie rings for sure: a post number of its own, so that no draw is shared."""

# Places in ``Block.state``.
_PHASE = 0
_TALKERS = 1  # how many talkers have their turn
_AT = 2  # which of them is served, where they are served one by one
_K = 3  # number of the next point (or tie, of those that ring for sure)
_ALIVE = 4  # how many have a clock that has not run out
_RANKED = 5
_N_STATE = 6
_BEGUN, _JOINT, _ALONE = range(3)

_philox = inlined(getattr(philox, "py_func", philox))
"""Inlined, the ten rounds run for several talkers in one instruction: three times as fast."""


class Block(NamedTuple):
    """Scratch of one thread: the points that were found last, and the talkers of a block.

    ======== ======= ======= ================================================
    field    dtype   shape   meaning
    ======== ======= ======= ================================================
    tie      int64   (ROOM,) place of the point's tie in ``Clocks.listener``
    talker   int32   (ROOM,) who talks
    priority uint32  (ROOM,) of several messages the largest is the last touch
    ======== ======= ======= ================================================

    ``talker`` and ``priority`` are written only where they are asked for. The rest is for
    :func:`next_points`: talkers who have their turn; those whose clock has not run
    out, with exp(-level) or the level they are at and exp(-level) at which they stop; words just
    drawn; where it stopped.
    """

    tie: NDArray[np.int64]
    talker: NDArray[np.int32]
    priority: NDArray[np.uint32]
    served: NDArray[np.int32]
    alive: NDArray[np.int32]
    level: NDArray[np.float64]
    stop: NDArray[np.float64]
    gap_word: NDArray[np.uint32]
    tie_word: NDArray[np.uint32]
    rank_word: NDArray[np.uint32]
    state: NDArray[np.int64]


def new_block() -> Block:
    """Scratch for one thread."""
    return Block(
        tie=np.zeros(ROOM, np.int64),
        talker=np.zeros(ROOM, np.int32),
        priority=np.zeros(ROOM, np.uint32),
        served=np.zeros(BLOCK, np.int32),
        alive=np.zeros(BLOCK, np.int32),
        level=np.zeros(BLOCK, np.float64),
        stop=np.zeros(BLOCK, np.float64),
        gap_word=np.zeros(BLOCK, np.uint32),
        tie_word=np.zeros(BLOCK, np.uint32),
        rank_word=np.zeros(BLOCK, np.uint32),
        state=np.zeros(_N_STATE, np.int64),
    )


@jit
def start_block(talkers, begin, end, ranked, block):  # type: ignore[no-untyped-def]
    """Let ``talkers[begin:end]``, at most :data:`BLOCK`, have their turn.

    ``ranked`` tells whether anybody looks at talkers and priorities of points; else they stay
    unwritten, and ties that ring for sure need no draw.
    """
    served, state = block.served, block.state
    for i in range(end - begin):
        served[i] = talkers[begin + i]
    state[_PHASE] = _BEGUN
    state[_TALKERS] = end - begin
    state[_AT] = 0
    state[_K] = 0
    state[_RANKED] = ranked


@jit
def next_points(key, when, why, clocks, block):  # type: ignore[no-untyped-def]
    """Up to :data:`ROOM` more points of the block; 0 when there are no more."""
    state = block.state
    n_points = 0
    if state[_PHASE] == _BEGUN:
        if len(clocks.has_sure) > 0:
            n_points = _sure_points(key, when, why, clocks, block)
            if n_points == ROOM:
                return n_points
        _wind_up(clocks, block)
    if state[_PHASE] == _JOINT:
        n_points = _joint_points(key, when, why, clocks, block, n_points)
        if state[_ALIVE] > 0 and state[_K] < TOGETHER:
            return n_points
        _part(block)
    return _lone_points(key, when, why, clocks, block, n_points)


@jit
def _sure_points(key, when, why, clocks, block):  # type: ignore[no-untyped-def]
    """Ties that ring for sure, talker by talker, until there is no room or no tie left."""
    first, rate, has_sure = clocks.first, clocks.rate, clocks.has_sure
    alike = len(rate) == 0
    state, served, ties, talkers = block.state, block.served, block.tie, block.talker
    at = state[_AT]
    k = state[_K]
    n_points = 0
    while at < state[_TALKERS] and n_points < ROOM:
        talker = served[at]
        start = first[talker]
        n_ties = first[talker + 1] - start
        end = min(n_ties, k + ROOM - n_points)
        if not has_sure[n_ties if alike else talker] or k >= end:
            at += 1
            k = 0
            continue
        for place in range(k, end):
            if alike or math.isinf(rate[start + place]):
                ties[n_points] = start + place
                talkers[n_points] = talker
                n_points += 1
        k = end
    state[_AT] = at
    state[_K] = k
    if state[_RANKED]:
        _rank_sure(key, when, why, n_points, first, ties, talkers, block.priority)
    return n_points


@jit
def _rank_sure(key, when, why, n, first, ties, talkers, priority):  # type: ignore[no-untyped-def]
    for i in range(n):
        k = SURE_NUMBER | np.uint64(ties[i] - first[talkers[i]])
        _, _, priority[i], _ = _philox(talkers[i], when, why, k, key[0], key[1])


@jit
def _wind_up(clocks, block):  # type: ignore[no-untyped-def]
    """Start the clocks of talkers who have ties with a finite rate."""
    first, silence, alike = clocks.first, clocks.silence, len(clocks.rate) == 0
    state, served, alive = block.state, block.served, block.alive
    level, stop = block.level, block.stop
    n = 0
    for i in range(state[_TALKERS]):
        talker = served[i]
        alive[n] = talker
        level[n] = 1.0
        stop[n] = silence[first[talker + 1] - first[talker] if alike else talker]
        n += int(stop[n] < 1.0)
    state[_PHASE] = _JOINT
    state[_ALIVE] = n
    state[_K] = 0


@jit
def _joint_points(key, when, why, clocks, block, n_points):  # type: ignore[no-untyped-def]
    """First, second, ... points of all talkers whose clock has not run out.

    Rows are written whether they stay or not, and the next one overwrites those that do not: the
    processor cannot guess who goes on, and a wrong guess costs more than the writing.
    """
    first = clocks.first
    ties, talkers, priority = block.tie, block.talker, block.priority
    state, alive, level, stop = block.state, block.alive, block.level, block.stop
    gap, place, rank = block.gap_word, block.tie_word, block.rank_word
    ranked = state[_RANKED] != 0
    n_alive = state[_ALIVE]
    k = state[_K]
    while n_alive > 0 and k < TOGETHER and n_points + n_alive <= ROOM:
        _draw_across(key, alive, n_alive, when, why, k, gap, place, rank)
        left = 0
        for i in range(n_alive):
            talker = alive[i]
            now = level[i] * unit(gap[i])
            end = stop[i]
            start = first[talker]
            alive[left] = talker
            level[left] = now
            stop[left] = end
            ties[n_points + left] = start + below(place[i], first[talker + 1] - start)
            if ranked:
                talkers[n_points + left] = talker
                priority[n_points + left] = rank[i]
            left += int(now > end)
        n_alive = left
        k += 1
        if len(clocks.rate) > 0:
            left = _below_own_rate(clocks, block, n_points, n_alive)
        n_points += left
    state[_ALIVE] = n_alive
    state[_K] = k
    return n_points


@jit
def _below_own_rate(clocks, block, begin, n):  # type: ignore[no-untyped-def]
    """Keep, of the points of a round, those below the rate of the very tie they fell on."""
    first, rate, alive, level = clocks.first, clocks.rate, block.alive, block.level
    ties, talkers, priority = block.tie, block.talker, block.priority
    kept = 0
    for i in range(n):
        tie = ties[begin + i]
        talker = alive[i]
        ties[begin + kept] = tie
        talkers[begin + kept] = talker
        priority[begin + kept] = priority[begin + i]
        kept += int(_counts(-math.log(level[i]), first[talker + 1] - first[talker], rate[tie]))
    return kept


@jit
def _draw_across(key, who, n, when, why, k, gap, place, rank):  # type: ignore[no-untyped-def]
    for i in range(n):
        gap[i], place[i], rank[i], _ = _philox(who[i], when, why, k, key[0], key[1])


@jit
def _counts(level, n_ties, rate):  # type: ignore[no-untyped-def]
    """Whether a point at a level of a talker's clock lies below the rate of the tie it fell on."""
    return level < rate * n_ties and not math.isinf(rate)


@jit
def _part(block):  # type: ignore[no-untyped-def]
    """From here on each talker goes on alone: with levels, because exp(-level) would vanish."""
    state, level = block.state, block.level
    for i in range(state[_ALIVE]):
        level[i] = -math.log(level[i])
    state[_PHASE] = _ALONE
    state[_AT] = 0
    state[_K] = TOGETHER


@jit
def _lone_points(key, when, why, clocks, block, n_points):  # type: ignore[no-untyped-def]
    """Further points of talkers who have many, one talker after the other."""
    first, rate, totals, alike = clocks.first, clocks.rate, clocks.total, len(clocks.rate) == 0
    ties, talkers, priority = block.tie, block.talker, block.priority
    state, alive, levels = block.state, block.alive, block.level
    gap, place, rank = block.gap_word, block.tie_word, block.rank_word
    while state[_AT] < state[_ALIVE] and n_points + BLOCK <= ROOM:
        talker = alive[state[_AT]]
        level = levels[state[_AT]]
        start = first[talker]
        n_ties = first[talker + 1] - start
        total = totals[n_ties if alike else talker]
        n = min(BLOCK, TOGETHER + int(total - level))
        _draw_along(key, talker, n, when, why, state[_K], gap, place, rank)
        for i in range(n):
            level -= math.log(unit(gap[i]))
            if level >= total:
                break
            tie = start + below(place[i], n_ties)
            if len(rate) > 0 and not _counts(level, n_ties, rate[tie]):
                continue
            ties[n_points] = tie
            talkers[n_points] = talker
            priority[n_points] = rank[i]
            n_points += 1
        levels[state[_AT]] = level
        state[_K] += n
        if level >= total:
            state[_AT] += 1
            state[_K] = TOGETHER
    return n_points


@jit
def _draw_along(key, who, n, when, why, k, gap, place, rank):  # type: ignore[no-untyped-def]
    for i in range(n):
        gap[i], place[i], rank[i], _ = _philox(who, when, why, k + i, key[0], key[1])
