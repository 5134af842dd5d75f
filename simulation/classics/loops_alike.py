"""Cascades over ties that are all alike, where it only counts who heard: the shortest way.

Draws, points and members are those of :mod:`simulation.dynamics.loops.points`, which serves every
model. As nobody asks here who told whom and no tie has a rate of its own, a whole cascade is one
call with nothing handed over in between: a call that is given all arrays of a cascade counts
references of each of them. Draws are made in strides of a fixed length, so that also few of them
share an instruction; those of a stride that nobody needs are thrown away. Places are unsigned, so
that no look-up has to ask whether a place counts from the end. Counters begin as ``np.int64(0)``:
for a plain 0 numba would compile a copy of each piece that is given one.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.classics.loops_people import FIRST_OCCASION
from simulation.classics.rules import GOOD, UNHEARD
from simulation.dynamics.jit import inlined, inner
from simulation.dynamics.loops.points import BLOCK, ROOM, TOGETHER
from simulation.dynamics.randomness import WHY_PAID_POST, below, philox, unit

STRIDE = 16
"""Draws that are made at once; :data:`BLOCK` is a multiple."""
_ZERO, _ONE = np.uint64(0), np.uint64(1)

_philox = inlined(getattr(philox, "py_func", philox))


@inner
def are_alike(clocks):  # type: ignore[no-untyped-def]
    """Whether all ties have one rate, at which none rings for sure."""
    return len(clocks.rate) == 0 and len(clocks.has_sure) == 0


@inner
def reach_all(key, clocks, block, people, n):  # type: ignore[no-untyped-def]
    """Members in the end, when the first ``n`` and all whom they reach have talked."""
    first, listener, total, silence = clocks.first, clocks.listener, clocks.total, clocks.silence
    standing, members = people.standing, people.members
    ties, alive, level, stop = block.tie, block.alive, block.level, block.stop
    gap, place = block.gap_word, block.tie_word
    begin = 0
    while begin < n:
        end = n
        for i in range(begin, end, BLOCK):
            n_alive = _wind_up(members, i, min(end, i + BLOCK), first, silence, alive, level, stop)
            n_points = np.int64(0)
            k = np.int64(0)
            while n_alive > 0 and k < TOGETHER:
                if n_points + n_alive > ROOM:
                    n = _tell(ties, n_points, listener, standing, members, n)
                    n_points = np.int64(0)
                _draw_across(key, alive, n_alive, k, gap, place)
                n_alive = _go_on(n_alive, gap, place, first, alive, level, stop, ties, n_points)
                n_points += n_alive
                k += 1
            n = _tell(ties, n_points, listener, standing, members, n)
            for j in range(n_alive):
                start = first[alive[j]]
                n_ties = first[alive[j] + 1] - start
                now, last = -math.log(level[j]), total[n_ties]
                k = np.int64(TOGETHER)
                while now < last:
                    n_draws = min(BLOCK, TOGETHER + int(last - now))
                    _draw_along(key, alive[j], n_draws, k, gap, place)
                    now, n_points = _until(last, now, n_draws, gap, place, start, n_ties, ties)
                    n = _tell(ties, n_points, listener, standing, members, n)
                    k += n_draws
        begin = end
    return n


@inner
def _wind_up(members, begin, end, first, silence, alive, level, stop):  # type: ignore[no-untyped-def]
    """Start the clocks of a block of members; returns how many have one that can ring."""
    n = _ZERO
    for i in range(begin, end):
        talker = members[np.uint64(i)]
        at = np.uint64(talker)
        alive[n] = talker
        level[n] = 1.0
        stop[n] = silence[np.uint64(first[at + _ONE] - first[at])]
        n += np.uint64(stop[n] < 1.0)
    return np.int64(n)


@inner
def _draw_across(key, who, n, k, gap, place):  # type: ignore[no-untyped-def]
    """Words of the k-th point of ``n`` talkers."""
    when, why = FIRST_OCCASION, WHY_PAID_POST
    for begin in range(0, n, STRIDE):
        for lane in range(STRIDE):
            i = np.uint64(begin + lane)
            gap[i], place[i], _, _ = _philox(who[i], when, why, k, key[0], key[1])


@inner
def _go_on(n, gap, place, first, alive, level, stop, ties, n_points):  # type: ignore[no-untyped-def]
    """List the ties of the next points after ``n_points``; returns how many clocks go on.

    Rows are written whether they stay or not, as in ``points``: no branch to guess.
    """
    left, after = _ZERO, np.uint64(n_points)
    for i in range(n):
        talker = alive[i]
        now = level[i] * unit(gap[i])
        end = stop[i]
        at = np.uint64(talker)
        start = first[at]
        alive[left] = talker
        level[left] = now
        stop[left] = end
        ties[after + left] = start + below(place[i], first[at + _ONE] - start)
        left += np.uint64(now > end)
    return np.int64(left)


@inner
def _tell(ties, n_points, listener, standing, members, n):  # type: ignore[no-untyped-def]
    """Members after these ties have rung; no branch to guess."""
    n_members = np.uint64(n)
    for j in range(n_points):
        v = listener[np.uint64(ties[j])]
        at = np.uint64(v)
        members[n_members] = v
        n_members += np.uint64(standing[at] == UNHEARD)
        standing[at] = GOOD
    return np.int64(n_members)


@inner
def _draw_along(key, who, n, k, gap, place):  # type: ignore[no-untyped-def]
    """Words of ``n`` points of one talker, from the k-th on."""
    when, why = FIRST_OCCASION, WHY_PAID_POST
    for i in range(n):
        gap[i], place[i], _, _ = _philox(who, when, why, k + i, key[0], key[1])


@inner
def _until(last, now, n, gap, place, start, n_ties, ties):  # type: ignore[no-untyped-def]
    """Ties of one talker's next points below its ``last`` level: the level reached, how many."""
    n_points = 0
    for i in range(n):
        now -= math.log(unit(gap[i]))
        if now >= last:
            break
        ties[n_points] = start + below(place[i], n_ties)
        n_points += 1
    return now, n_points
