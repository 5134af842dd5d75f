"""One day of one brand: what a block of consumers lives through in one go."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.arrive import ROOM, Said, arrive_all, handed_over, new_said
from simulation.dynamics.loops.blocks import BLOCK, Scratch
from simulation.dynamics.loops.count import count_rows
from simulation.dynamics.loops.decide import decide_rows
from simulation.dynamics.loops.experience import experience_rows, receive_from
from simulation.dynamics.loops.hear import N_CURSOR, hear_rows
from simulation.dynamics.loops.remember import list_heard, remember_rows
from simulation.dynamics.loops.talk import TalkRoom, fades_of, new_talk_room, talk_rows
from simulation.dynamics.parameters import BrandDay, Parameters
from simulation.dynamics.randomness import Key
from simulation.dynamics.tables import BUYERS, Audience, HostTables, Rivalry, Tally, Weights
from simulation.market.population import Population
from simulation.market.state import Market

EVERYBODY = -1
"""The segment that is all consumers."""


class Workplace(NamedTuple):
    """What a thread has for itself: what it wrote down, and scratch for the steps of a block."""

    said: Said
    talk: TalkRoom
    live: Scratch


class Day(NamedTuple):
    """All that the loops need of one day of a brand alone in its market, with one segment."""

    key: Key
    brand: BrandDay
    population: Population
    market: Market
    ties: Audience
    weights: Weights
    host: HostTables
    rivalry: Rivalry
    tally: Tally
    fades: NDArray[np.float64]
    """What is left of the urge to talk, by the age of an experience in days."""
    p: Parameters


@inner
def live_rows(  # type: ignore[no-untyped-def]
    start, stop, key, brand, population, market, offer, rivalry, tally, p, until_bonds, from_bonds,
    scratch,
):  # fmt: skip
    """Consumers ``start`` to ``stop - 1`` remember and decide, and live on and are counted.

    From hearing on a consumer's row depends on itself only (but for bonds), so that a block goes
    through all verbs while it is near.
    """
    for first in range(start, stop, BLOCK):
        last = min(first + BLOCK, stop)
        if until_bonds:
            heard = list_heard(first, last, EVERYBODY, population, market, scratch.heard)
            remember_rows(
                first, last, heard, population, market, EVERYBODY, tally.counts, p.hear, scratch
            )
            decide_rows(
                first, last, heard, key, brand, population, market, EVERYBODY, offer, rivalry,
                tally, p.decide, scratch,
            )  # fmt: skip
        if from_bonds:
            bought = tally.counts[BUYERS]
            owners = experience_rows(
                first, last, key, brand, population, market, EVERYBODY, offer, rivalry, tally,
                p.experience, scratch,
            )  # fmt: skip
            receive_from(key, brand, population, market, EVERYBODY, bought, tally, p.experience)
            count_rows(
                first, last, owners, brand.day, population, market, EVERYBODY, tally.counts,
                p.experience, scratch,
            )  # fmt: skip


@jit
def talk_all(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, tally, p
):  # fmt: skip
    """Every consumer of a segment (-1: all) talks, and everything said is heard."""
    said, room, fades = new_said(ROOM), new_talk_room(), fades_of(brand.day, p)
    cursor = np.zeros(2, np.int64)
    while not talk_rows(
        key, brand, population, market, segment, calm, programmes, ties, weights, fades, p, cursor,
        len(market.stage), said, tally.counts, room,
    ):  # fmt: skip
        said = handed_over(said, market, tally)
    arrive_all(said, market, tally)


@jit
def hear_all(key, brand, host, ties, market, tally):  # type: ignore[no-untyped-def]
    """Everything that is not said by consumers on their own account: posts, broadcasts, direct."""
    said = new_said(ROOM)
    cursor, level = np.zeros(N_CURSOR, np.int64), np.zeros(1)
    while not hear_rows(key, brand, host, ties, len(market.stage), 1, cursor, level, said):
        said = handed_over(said, market, tally)
    arrive_all(said, market, tally)
