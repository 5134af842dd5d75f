"""Threshold models: consumers join once enough of those they listen to have joined."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.loops_people import FIRST_OCCASION, close_replication, place_seeds
from simulation.classics.rules import (
    FULL_WEIGHT,
    GOOD,
    HEARD,
    JOINING,
    UNHEARD,
    fixed_threshold,
)
from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.points import BLOCK, next_points, start_block
from simulation.dynamics.randomness import WHY_DECIDE, WHY_PAID_POST, draw
from simulation.dynamics.rules.hear import add_heard, credit_word, talker_of


class Pressure(NamedTuple):
    """Scratch of one thread: what each consumer has heard since the start, and how much it needs.

    ======= ====== ====== ==================================================================
    field   dtype  shape  meaning
    ======= ====== ====== ==================================================================
    heard   int32  (n,)   weight heard (fixed point), or number of talkers
    need    int32  (n,)   threshold in the same unit; only of those in ``touched``
    touched int32  (n+1,) who has heard anything
    word    uint64 (n,)   largest credit word of the last step in which it heard; (0,) when
                          nobody asks who told whom
    step    int32  (n,)   that step; (0,) likewise
    ======= ====== ====== ==================================================================
    """

    heard: NDArray[np.int32]
    need: NDArray[np.int32]
    touched: NDArray[np.int32]
    word: NDArray[np.uint64]
    step: NDArray[np.int32]


def new_pressure(n_consumers: int, *, with_words: bool) -> Pressure:
    """Scratch for one thread."""
    n_words = n_consumers if with_words else 0
    return Pressure(
        heard=np.zeros(n_consumers, np.int32),
        need=np.zeros(n_consumers, np.int32),
        touched=np.zeros(n_consumers + 1, np.int32),
        word=np.zeros(n_words, np.uint64),
        step=np.zeros(n_words, np.int32),
    )


@jit
def run_thresholds(keys, seeds, weight, need, clocks, block, people, pressure, size):  # type: ignore[no-untyped-def]
    """One cascade for each key: who joins talks over every tie, once, in the next step.

    Parameters
    ----------
    weight
        (m,) int32, fixed-point weight of each tie; (0,) where each counts 1.
    need
        (n,) int32, threshold of each consumer; (0,) where it is drawn, uniform.
    size
        (keys,) int64, written: members.
    """
    has_words = len(pressure.word) > 0
    for r in range(len(keys)):
        key = (keys[r, 0], keys[r, 1])
        n = place_seeds(key, seeds, GOOD, people)
        n_touched = np.int64(0)  # a plain 0 would be compiled for itself
        begin = 0
        step = 0
        while begin < n:
            end = n
            step += 1
            for i in range(begin, end, BLOCK):
                start_block(people.members, i, min(end, i + BLOCK), has_words, block)
                n, n_touched = _press(
                    key, step, weight, need, clocks, block, people, pressure, n, n_touched
                )
            for i in range(end, n):
                v = people.members[i]
                people.standing[v] = GOOD
                people.step[i] = step
                if has_words:
                    people.talker[i] = talker_of(pressure.word[v])
            begin = end
        size[r] = n
        close_replication(n, people)
        _release(n_touched, people, pressure)


@inner
def _press(key, step, weight, need, clocks, block, people, pressure, n, n_touched):  # type: ignore[no-untyped-def]
    """Members and touched after a block has talked."""
    standing, members, listener = people.standing, people.members, clocks.listener
    ties, talkers, priority = block.tie, block.talker, block.priority
    heard, needed, touched = pressure.heard, pressure.need, pressure.touched
    words, steps = pressure.word, pressure.step
    n_points = next_points(key, FIRST_OCCASION, WHY_PAID_POST, clocks, block)
    while n_points > 0:
        for j in range(n_points):
            tie = ties[j]
            v = listener[tie]
            if standing[v] == GOOD:
                continue
            if standing[v] == UNHEARD:
                standing[v] = HEARD
                touched[n_touched] = v
                n_touched += 1
                if len(need) > 0:
                    needed[v] = need[v]
                else:
                    needed[v] = fixed_threshold(draw(key, v, FIRST_OCCASION, WHY_DECIDE, 0)[0])
            heard[v] = add_heard(heard[v], weight[tie] if len(weight) > 0 else 1)
            if len(words) > 0:
                word = credit_word(0, priority[j], 0, 0, talkers[j])
                if steps[v] != step or word > words[v]:
                    words[v] = word
                    steps[v] = step
            if standing[v] == HEARD and heard[v] >= needed[v]:
                standing[v] = JOINING
                members[n] = v
                n += 1
        n_points = next_points(key, FIRST_OCCASION, WHY_PAID_POST, clocks, block)
    return n, n_touched


@inner
def _release(n_touched, people, pressure):  # type: ignore[no-untyped-def]
    """Clear what those who heard, joined or not, leave behind."""
    has_words = len(pressure.word) > 0
    for i in range(n_touched):
        v = pressure.touched[i]
        people.standing[v] = UNHEARD
        pressure.heard[v] = 0
        if has_words:
            pressure.word[v] = 0
            pressure.step[v] = 0


@jit
def fix_weights(listener, weight, total, fixed):  # type: ignore[no-untyped-def]
    """Weights of ties in fixed point, so that their sums at a listener are rounded only once.

    ``total`` (n,) float64, zero before, is the summed weight of each listener's ties after.
    """
    for tie in range(len(listener)):
        v = listener[tie]
        before = int(total[v] * FULL_WEIGHT + 0.5)
        total[v] += weight[tie]
        fixed[tie] = int(min(total[v], 1.0) * FULL_WEIGHT + 0.5) - before
