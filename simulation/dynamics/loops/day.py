"""One day of one brand, in one call: the verbs in their order."""

from __future__ import annotations

import numpy as np

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.arrive import ROOM, arrive_all, handed_over, new_said
from simulation.dynamics.loops.blocks import BLOCK, new_words
from simulation.dynamics.loops.count import count_rows
from simulation.dynamics.loops.decide import bond_rows, decide_rows
from simulation.dynamics.loops.experience import experience_rows, receive_from
from simulation.dynamics.loops.hear import N_CURSOR, hear_rows
from simulation.dynamics.loops.remember import remember_rows
from simulation.dynamics.loops.talk import talk_rows
from simulation.dynamics.tables import BUYERS

EVERYBODY = -1
"""The segment that is all consumers."""


@jit
def live_day(key, brand, population, market, ties, weights, host, rivalry, tally, p):  # type: ignore[no-untyped-def]
    """Talk, hear, decide, experience, count: each verb ends before the next begins.

    For a brand alone in its market, with one segment and no stock that could run out; else the
    host calls the verbs one by one. From hearing on a consumer's row depends on itself only (but
    for bonds), so that a block goes through all verbs while it is near.
    """
    _talk(
        key, brand, population, market, EVERYBODY, host.calm, host.programmes, ties, weights,
        tally, p.talk,
    )  # fmt: skip
    _hear(key, brand, host, ties, market, tally)
    parts = 2 if p.experience.bond > 0.0 else 1
    for part in range(parts):
        if part == 1:
            bond_rows(0, len(market.stage), market)
        live_rows(
            0, len(market.stage), key, brand, population, market, host.offer, rivalry, tally, p,
            part == 0, part == parts - 1,
        )  # fmt: skip


@inner
def live_rows(  # type: ignore[no-untyped-def]
    start, stop, key, brand, population, market, offer, rivalry, tally, p, until_bonds, from_bonds
):  # fmt: skip
    """Consumers ``start`` to ``stop - 1`` remember and decide, and live on and are counted."""
    words = new_words()
    for first in range(start, stop, BLOCK):
        last = min(first + BLOCK, stop)
        if until_bonds:
            remember_rows(first, last, population, market, EVERYBODY, tally.counts, p.hear)
            decide_rows(
                first, last, key, brand, population, market, EVERYBODY, offer, rivalry, tally,
                p.decide, words,
            )  # fmt: skip
        if from_bonds:
            bought = tally.counts[BUYERS]
            experience_rows(
                first, last, key, brand, population, market, EVERYBODY, offer, rivalry, tally,
                p.experience, words,
            )  # fmt: skip
            receive_from(key, brand, population, market, EVERYBODY, bought, tally, p.experience)
            count_rows(
                first, last, brand.day, population, market, EVERYBODY, tally.counts, p.experience
            )


@inner
def _talk(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, tally, p
):  # fmt: skip
    """Every consumer of a segment (-1: all) talks, and everything said is heard."""
    said = new_said(ROOM)
    cursor = np.zeros(2, np.int64)
    while not talk_rows(
        key, brand, population, market, segment, calm, programmes, ties, weights, p, cursor,
        len(market.stage), said, tally.counts,
    ):  # fmt: skip
        said = handed_over(said, market, tally)
    arrive_all(said, market, tally)


@inner
def _hear(key, brand, host, ties, market, tally):  # type: ignore[no-untyped-def]
    """Everything that is not said by consumers on their own account: posts, broadcasts, direct."""
    said = new_said(ROOM)
    cursor, level = np.zeros(N_CURSOR, np.int64), np.zeros(1)
    while not hear_rows(key, brand, host, ties, len(market.stage), 1, cursor, level, said):
        said = handed_over(said, market, tally)
    arrive_all(said, market, tally)


@jit
def talk_all(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, tally, p
):  # fmt: skip
    """Every consumer of a segment (-1: all) talks, and everything said is heard."""
    _talk(key, brand, population, market, segment, calm, programmes, ties, weights, tally, p)


@jit
def hear_all(key, brand, host, ties, market, tally):  # type: ignore[no-untyped-def]
    """Everything that is not said by consumers on their own account: posts, broadcasts, direct."""
    _hear(key, brand, host, ties, market, tally)
