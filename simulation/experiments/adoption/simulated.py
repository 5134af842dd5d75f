"""The same people adopting anew from the observed first adopters, with and without contagion."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulation.classics import Spread, bass, sir
from simulation.experiments.adoption.observed import Adoption

CHANCES = np.geomspace(0.002, 0.6, 28)
"""Chances a period that are tried; the one whose mean curve lies closest is taken."""

FIT_REPLICATIONS = 10


def simulate(
    adoption: Adoption,
    chance: float,
    *,
    contagion: bool,
    replications: int = 20,
    seed: int = 0,
) -> Iterator[Adoption]:
    """Simulated histories of the same people on the same ties.

    The first adopters of each community adopt when they did. With ``contagion`` each adopter then
    convinces each of those who named it with this chance a period (SIR without recovery);
    without, everybody else adopts by itself with this chance a period (Bass with q = 0).

    Parameters
    ----------
    adoption
        What was observed.
    chance
        Chance a period and tie, or a period; see :func:`fit_chance`.
    contagion
        Whether consumers learn from those whom they named, and in no other way.
    replications, seed
        Number of histories and their luck.
    """
    first = adoption.first_adopters
    periods = adoption.never - 1
    spread: Spread
    if contagion:
        spread = sir(
            adoption.graph, seeds=first, probability=chance, infectious_days=periods + 1,
            days=periods, replications=replications, seed=seed,
        )  # fmt: skip
    else:
        spread = bass(
            graph=adoption.graph, p=-math.log1p(-chance), q=0.0, days=periods,
            replications=replications, seed=seed,
        )  # fmt: skip
    start = _start(adoption)
    for replication in range(replications):
        tree = spread.tree(replication)
        period = np.full(len(start), adoption.never)
        period[tree.consumer] = np.minimum(start[tree.consumer] + tree.step, adoption.never)
        period[first] = adoption.period[first]
        yield adoption.with_period(period)


def fit_chance(adoption: Adoption, *, contagion: bool, seed: int = 0) -> float:
    """The chance whose simulated adoption curve lies closest to the observed one.

    Least squares over all periods, all communities together; so the curve of the whole was used to
    choose it, the communities and the ties were not.
    """
    observed = adoption.curve()["all"].to_numpy()

    def off(chance: float) -> float:
        many = simulate(
            adoption, chance, contagion=contagion, replications=FIT_REPLICATIONS, seed=seed
        )
        mean = np.mean([one.curve()["all"].to_numpy() for one in many], axis=0)
        return float(((mean - observed) ** 2).sum())

    return float(min(CHANCES, key=lambda chance: off(float(chance))))


def reachable(adoption: Adoption) -> float:
    """Share of all who can be reached from the first adopters over ties: all that contagion can."""
    spread = sir(
        adoption.graph, seeds=adoption.first_adopters, probability=1.0, infectious_days=1,
        replications=1,
    )  # fmt: skip
    return spread.mean / len(adoption.period)


def _start(adoption: Adoption) -> NDArray[np.int64]:
    """(n,) the first period of adoption in everybody's community."""
    start = np.empty(len(adoption.period), dtype=np.int64)
    for place in np.unique(adoption.community):
        rows = adoption.community == place
        start[rows] = adoption.period[rows].min()
    return start
