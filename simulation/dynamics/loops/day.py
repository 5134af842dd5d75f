"""One day of one brand, in one call: the verbs in their order."""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.count import count_all
from simulation.dynamics.loops.decide import bond_all, decide_all, remember_all
from simulation.dynamics.loops.experience import experience_all, receive_all
from simulation.dynamics.loops.hear import hear_broadcasts, hear_posts, hear_tells
from simulation.dynamics.loops.talk import talk_all
from simulation.dynamics.tables import BUYERS

EVERYBODY = -1
"""The segment that is all consumers."""


@jit
def live_day(key, brand, population, market, ties, weights, host, rivalry, tally, p):  # type: ignore[no-untyped-def]
    """Talk, hear, decide, experience, count: each verb ends before the next begins.

    For a brand alone in its market, with one segment and no stock that could run out; else the
    host calls the verbs one by one.
    """
    talk_all(
        key, brand, population, market, EVERYBODY, host.calm, host.programmes, ties, weights,
        tally, p.talk,
    )  # fmt: skip
    hear_all(key, brand, host, ties, market, tally)
    remember_all(population, market, EVERYBODY, tally.counts, p.hear)
    decide_all(key, brand, population, market, EVERYBODY, host.offer, rivalry, tally, p.decide)
    if p.experience.bond > 0.0:
        bond_all(market)
    first = tally.counts[BUYERS]
    experience_all(
        key, brand, population, market, EVERYBODY, host.offer, rivalry, tally, p.experience
    )
    receive_all(key, brand, population, market, EVERYBODY, first, tally, p.experience)
    count_all(brand.day, population, market, EVERYBODY, tally.counts, p.experience)


@jit
def hear_all(key, brand, host, ties, market, tally):  # type: ignore[no-untyped-def]
    """Everything that is not said by consumers on their own account: posts, broadcasts, direct."""
    hear_posts(key, brand, host.posts, ties, market, tally)
    hear_broadcasts(key, brand, host.broadcasts, ties, market, tally)
    hear_tells(key, brand, host.tells, market, tally)
