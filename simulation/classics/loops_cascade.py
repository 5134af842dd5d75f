"""Independent cascades, with and without bad word: who is told, passes it on once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.loops_alike import are_alike, reach_all
from simulation.classics.loops_people import FIRST_OCCASION, close_replication, place_seeds
from simulation.classics.rules import BAD, GOOD, HEARD, UNHEARD, believe
from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.points import BLOCK, next_points, start_block
from simulation.dynamics.randomness import WHY_DECIDE, WHY_PAID_POST, WHY_UNIT, draw, unit
from simulation.dynamics.rules.hear import add_heard, credit_word, talker_of


class Ears(NamedTuple):
    """What listeners of this step heard, good and bad apart; all (0,) where only who heard counts.

    ========== ====== ====== =============================================================
    field      dtype  shape  meaning
    ========== ====== ====== =============================================================
    good, bad  int32  (n,)   messages heard in this step
    good_word  uint64 (n,)   largest credit word of a good message, 0 without one
    bad_word   uint64 (n,)   the same of bad ones
    stamp      int32  (m+1,) number of the replication in which a tie last rang; last place:
                             number of the present one
    ========== ====== ====== =============================================================
    """

    good: NDArray[np.int32]
    bad: NDArray[np.int32]
    good_word: NDArray[np.uint64]
    bad_word: NDArray[np.uint64]
    stamp: NDArray[np.int32]


def new_ears(n_consumers: int, n_ties: int) -> Ears:
    """Scratch for one thread."""
    return Ears(
        good=np.zeros(n_consumers, np.int32),
        bad=np.zeros(n_consumers, np.int32),
        good_word=np.zeros(n_consumers, np.uint64),
        bad_word=np.zeros(n_consumers, np.uint64),
        stamp=np.zeros(n_ties + 1, np.int32),
    )


def no_ears() -> Ears:
    """For cascades without bad word of which nobody asks who told whom."""
    return new_ears(0, 0)


@jit
def run_cascades(keys, seeds, quality, clocks, block, people, ears, size, size_good):  # type: ignore[no-untyped-def]
    """One cascade for each key.

    Each step, those who joined in the last one talk: every tie's clock runs up to its rate, once in
    the cascade. Then those who heard for the first time decide. Where ties are all alike and it
    only counts who heard, :func:`~simulation.classics.loops_alike.reach_all` does so in one call.

    Parameters
    ----------
    quality
        Chance that a consumer is satisfied; 1 draws nothing.
    size, size_good
        (keys,) int64, written: members, and those with good word; (0,) where nobody asks.
    """
    has_ears = len(ears.good) > 0
    is_short = not has_ears and are_alike(clocks)
    for r in range(len(keys)):
        key = (keys[r, 0], keys[r, 1])
        n = place_seeds(key, seeds, GOOD, people)
        ears.stamp[-1] += 1
        if quality < 1.0:
            _try_product(key, np.int64(0), n, quality, people)
        begin = 0
        step = 0
        if is_short:
            n = reach_all(key, clocks, block, people, n)
            begin = n
        while begin < n:
            end = n
            step += 1
            for i in range(begin, end, BLOCK):
                start_block(people.members, i, min(end, i + BLOCK), has_ears, block)
                if has_ears:
                    n = _told(key, clocks, block, people, ears, n)
                else:
                    n = _reached(key, clocks, block, people, n)
            if has_ears:
                _decide(key, end, n, step, people, ears)
                if quality < 1.0:
                    _try_product(key, end, n, quality, people)
            begin = end
        size[r] = n
        if len(size_good) > 0:
            size_good[r] = _count_good(n, people)
        close_replication(n, people)


@inner
def _reached(key, clocks, block, people, n):  # type: ignore[no-untyped-def]
    """Members after a block has talked, where it only counts who heard; no branch to guess."""
    standing, members, listener, ties = people.standing, people.members, clocks.listener, block.tie
    n_points = next_points(key, FIRST_OCCASION, WHY_PAID_POST, clocks, block)
    while n_points > 0:
        for j in range(n_points):
            v = listener[ties[j]]
            members[n] = v
            n += int(standing[v] == UNHEARD)
            standing[v] = GOOD
        n_points = next_points(key, FIRST_OCCASION, WHY_PAID_POST, clocks, block)
    return n


@inner
def _told(key, clocks, block, people, ears, n):  # type: ignore[no-untyped-def]
    """Members after a block has talked; listeners count good and bad, and keep the last word."""
    standing, members, listener = people.standing, people.members, clocks.listener
    ties, talkers, priority = block.tie, block.talker, block.priority
    stamp = ears.stamp
    n_points = next_points(key, FIRST_OCCASION, WHY_PAID_POST, clocks, block)
    while n_points > 0:
        for j in range(n_points):
            tie = ties[j]
            v = listener[tie]
            if standing[v] == UNHEARD:
                standing[v] = HEARD
                members[n] = v
                n += 1
            if standing[v] != HEARD or stamp[tie] == stamp[-1]:
                continue
            stamp[tie] = stamp[-1]
            word = credit_word(0, priority[j], 0, 0, talkers[j])
            if standing[talkers[j]] == GOOD:
                _hear(v, word, ears.good, ears.good_word)
            else:
                _hear(v, word, ears.bad, ears.bad_word)
        n_points = next_points(key, FIRST_OCCASION, WHY_PAID_POST, clocks, block)
    return n


@inner
def _hear(v, word, heard, words):  # type: ignore[no-untyped-def]
    heard[v] = add_heard(heard[v], 1)
    if word > words[v]:
        words[v] = word


@inner
def _decide(key, begin, end, step, people, ears):  # type: ignore[no-untyped-def]
    """Those who heard in this step take over the sign of what they heard; ears are cleared."""
    members = people.members
    good, bad, good_word, bad_word = ears.good, ears.bad, ears.good_word, ears.bad_word
    for i in range(begin, end):
        v = members[i]
        lot = np.uint64(0)
        if good[v] > 0 and bad[v] > 0:
            lot = draw(key, v, FIRST_OCCASION, WHY_DECIDE, 0)[0]
        believes = believe(good[v], bad[v], lot)
        people.standing[v] = GOOD if believes else BAD
        people.talker[i] = talker_of(good_word[v] if believes else bad_word[v])
        people.step[i] = step
        good[v] = 0
        bad[v] = 0
        good_word[v] = 0
        bad_word[v] = 0


@inner
def _try_product(key, begin, end, quality, people):  # type: ignore[no-untyped-def]
    """Who goes by good word buys, and is satisfied with chance ``quality``, else talks badly."""
    standing, members = people.standing, people.members
    for i in range(begin, end):
        v = members[i]
        if standing[v] == GOOD:
            word = draw(key, v, FIRST_OCCASION, WHY_UNIT, 0)[0]
            standing[v] = GOOD if unit(word) < quality else BAD


@inner
def _count_good(n, people):  # type: ignore[no-untyped-def]
    standing, members = people.standing, people.members
    good = 0
    for i in range(n):
        good += int(standing[members[i]] == GOOD)
    return good
