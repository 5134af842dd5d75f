"""Arrive: what was said reaches its listeners.

What is said is written down as it comes (:class:`Said`) and then handed over to the listeners, so
that a listener's row, which may be anywhere in memory, is not waited for by who talks. Hearing only
adds whole numbers and keeps the largest credit word, so neither the order of messages nor who hands
them over can change the result.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.rules.hear import LARGEST_HEARD, add_heard, slot_of, talker_of
from simulation.dynamics.tables import EXPOSURES, TRACED

ROOM = 4096
"""Messages that are written down before they are handed over."""

USED, NEED = 0, 1
"""Places in ``Said.state``."""


class Said(NamedTuple):
    """Messages on their way: the first ``state[0]`` rows; scratch of one thread.

    ======== ====== ======= =====================================================
    field    dtype  shape   meaning
    ======== ====== ======= =====================================================
    listener int32  (room,) who hears it
    weight   int32  (room,) 1/65536 exposure
    good     uint8  (room,) 1 for good word, 0 for bad
    voice    uint8  (room,) kind of voice; 0 where nobody tells voices apart
    word     uint64 (room,) credit word: day, priority, hop, slot, talker
    state    int64  (2,)    rows used; rows that what comes next may need
    ======== ====== ======= =====================================================
    """

    listener: NDArray[np.int32]
    weight: NDArray[np.int32]
    good: NDArray[np.uint8]
    voice: NDArray[np.uint8]
    word: NDArray[np.uint64]
    state: NDArray[np.int64]


@jit
def new_said(room):  # type: ignore[no-untyped-def]
    """Room for so many messages."""
    return Said(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint8),
        np.empty(room, np.uint8), np.empty(room, np.uint64), np.zeros(2, np.int64),
    )  # fmt: skip


@inner
def has_room(said, need):  # type: ignore[no-untyped-def]
    """Whether ``need`` more messages can be written down; else the need is noted."""
    said.state[NEED] = need
    return said.state[USED] + need <= len(said.listener)


@inner
def most_points(rate):  # type: ignore[no-untyped-def]
    """More points than clocks of this total rate ever have (Poisson; chance below 1e-30)."""
    return int(rate + 12.0 * math.sqrt(rate)) + 128


@inner
def fixed_weight(weight):  # type: ignore[no-untyped-def]
    """A weight as it is written down: no larger than what a listener can hear in a day."""
    return min(weight, LARGEST_HEARD)


@inner
def arrive_all(said, market, tally):  # type: ignore[no-untyped-def]
    """Hand everything over, and take it off the list."""
    arrive_among(said, 0, len(market.stage), market, tally)
    tally.counts[TRACED] += said.state[USED]
    said.state[USED] = 0


@inner
def arrive_among(said, first, last, market, tally):  # type: ignore[no-untyped-def]
    """Hand over what listeners ``first`` to ``last - 1`` hear; nothing is taken off the list.

    A trace of all is kept, where somebody asked for one.
    """
    n = said.state[USED]
    if len(tally.trace.talker) > 0:
        _keep_trace(said, n, tally)
    _arrive(said, n, first, last, market, tally)


@inner
def _arrive(said, n, first, last, market, tally):  # type: ignore[no-untyped-def]
    listeners, weights, goods, kinds, words = (
        said.listener, said.weight, said.good, said.voice, said.word
    )  # fmt: skip
    heard_good, heard_bad = market.heard_good, market.heard_bad
    credit, voices, by_slot = market.credit, market.voices, tally.by_slot
    exposures = 0
    for row in range(n):
        listener = listeners[row]
        if listener < first or listener >= last:
            continue
        word = words[row]
        if kinds[row]:
            voices[listener] |= kinds[row]
        if goods[row]:
            heard_good[listener] = add_heard(heard_good[listener], weights[row])
            credit[listener] = max(credit[listener], word)
        else:
            heard_bad[listener] = add_heard(heard_bad[listener], weights[row])
        by_slot[slot_of(word)] += 1
        exposures += 1
    tally.counts[EXPOSURES] += exposures


@inner
def _keep_trace(said, n, tally):  # type: ignore[no-untyped-def]
    trace = tally.trace
    start = tally.counts[TRACED]
    for row in range(min(n, len(trace.talker) - start)):
        place = start + row
        word = said.word[row]
        trace.talker[place] = talker_of(word)
        trace.listener[place] = said.listener[row]
        trace.slot[place] = slot_of(word)
        trace.good[place] = said.good[row]
        trace.weight[place] = said.weight[row]
        trace.word[place] = word


@inner
def handed_over(said, market, tally):  # type: ignore[no-untyped-def]
    """Hand everything over; more room, where what comes next needs more than there was."""
    arrive_all(said, market, tally)
    need = said.state[NEED]
    return said if need <= len(said.listener) else new_said(need)
