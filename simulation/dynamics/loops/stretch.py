"""Doors to the parts of a day for threads that live a stretch of consumers each."""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.day import live_rows
from simulation.dynamics.loops.decide import bond_rows
from simulation.dynamics.loops.hear import hear_rows
from simulation.dynamics.loops.talk import talk_rows


@jit
def talk_stretch(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, p, cursor, stop,
    said, counts,
):  # fmt: skip
    """See :func:`~simulation.dynamics.loops.talk.talk_rows`."""
    return talk_rows(
        key, brand, population, market, segment, calm, programmes, ties, weights, p, cursor, stop,
        said, counts,
    )  # fmt: skip


@jit
def hear_stretch(key, brand, host, ties, n, step, cursor, level, said):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.hear.hear_rows`."""
    return hear_rows(key, brand, host, ties, n, step, cursor, level, said)


@jit
def live_stretch(  # type: ignore[no-untyped-def]
    start, stop, key, brand, population, market, offer, rivalry, tally, p, until_bonds, from_bonds
):  # fmt: skip
    """See :func:`~simulation.dynamics.loops.day.live_rows`."""
    live_rows(
        start, stop, key, brand, population, market, offer, rivalry, tally, p, until_bonds,
        from_bonds,
    )  # fmt: skip


@jit
def bond_stretch(first, last, market):  # type: ignore[no-untyped-def]
    """See :func:`~simulation.dynamics.loops.decide.bond_rows`."""
    bond_rows(first, last, market)
