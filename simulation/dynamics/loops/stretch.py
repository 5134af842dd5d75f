"""Doors to the parts of a day for threads that live a stretch of consumers each.

``words`` are those of a :class:`~simulation.dynamics.loops.day.Day` and ``work`` those of a
:class:`~simulation.dynamics.loops.day.Workplace` (see ``dynamics.handed``): threads that were given
the arrays themselves would wait for each other in counting who uses them.
"""

from __future__ import annotations

from simulation.dynamics.jit import jit, taken
from simulation.dynamics.loops.arrive import arrive_among
from simulation.dynamics.loops.day import EVERYBODY, Day, Workplace, live_rows
from simulation.dynamics.loops.decide import bond_rows
from simulation.dynamics.loops.hear import hear_rows
from simulation.dynamics.loops.talk import talk_rows


@jit
def talk_stretch(words, work, cursor, stop):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.talk.talk_rows`."""
    key, brand, population, market, ties, weights, host, _, tally, fades, p = taken(words, Day)
    said, room, _ = taken(work, Workplace)
    return talk_rows(
        key, brand, population, market, EVERYBODY, host.calm, host.programmes, ties, weights,
        fades, p.talk, cursor, stop, said, tally.counts, room,
    )  # fmt: skip


@jit
def hear_stretch(words, work, step, cursor, level):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.hear.hear_rows`."""
    key, brand, _, market, ties, _, host, _, _, _, _ = taken(words, Day)
    return hear_rows(
        key, brand, host, ties, len(market.stage), step, cursor, level,
        taken(work, Workplace).said,
    )  # fmt: skip


@jit
def arrive_stretch(words, work, first, last):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.arrive.arrive_among`."""
    day = taken(words, Day)
    arrive_among(taken(work, Workplace).said, first, last, day.market, day.tally)


@jit
def live_stretch(words, work, start, stop, until_bonds, from_bonds):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.day.live_rows`."""
    key, brand, population, market, _, _, host, rivalry, tally, _, p = taken(words, Day)
    live_rows(
        start, stop, key, brand, population, market, host.offer, rivalry, tally, p, until_bonds,
        from_bonds, taken(work, Workplace).live,
    )  # fmt: skip


@jit
def bond_stretch(words, first, last):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.decide.bond_rows`."""
    bond_rows(first, last, taken(words, Day).market)
