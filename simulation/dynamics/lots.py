"""Addressed draws for many consumers at once, for the host: lots and starting states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.experience import judge
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_CHANCE,
    WHY_PICK,
    WHY_SAMPLE,
    WHY_UNIT,
    Key,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.experience import review_chance
from simulation.dynamics.rules.talk import AWARE, UNAWARE
from simulation.market.state import EVER_AWARE
from simulation.market.view import Luck


@jit
def _fill(key, when, why, k, words):  # type: ignore[no-untyped-def]
    for i in range(len(words)):
        words[i] = draw(key, i, when, why, k)[0]


@jit
def _fill_rows(key, rows, when, why, k, words):  # type: ignore[no-untyped-def]
    for place in range(len(rows)):
        words[place] = draw(key, rows[place], when, why, k)[0]


@jit
def judge_rows(key, rows, brand, population, market, p):  # type: ignore[no-untyped-def]
    """Satisfaction of these consumers with the unit they own at the start."""
    for i in rows:
        occasion = when_of(market.units[i], brand.slot)
        why = why_of(WHY_UNIT, ORGANIC)
        market.satisfaction[i] = judge(key, i, occasion, why, brand, population, market, p)[0]


@jit
def review_chances(rows, market, p, chances):  # type: ignore[no-untyped-def]
    """Chance that each of these consumers has written a review that nobody asked for."""
    for place in range(len(rows)):
        chances[place] = review_chance(float(market.satisfaction[rows[place]]), 0.0, p)


@jit
def sample_rows(key, rows, stream, weight, brand, population, market, p):  # type: ignore[no-untyped-def]
    """These consumers try a unit once and remember it as evidence of ``weight`` messages.

    The unit that one meets is the same whoever offers it and on whatever day.
    """
    for i in rows:
        occasion = when_of(0, brand.slot)
        why = why_of(WHY_SAMPLE, stream)
        y = judge(key, i, occasion, why, brand, population, market, p)[0]
        if market.stage[i] == UNAWARE:
            market.stage[i] = AWARE
            market.ever[i] |= EVER_AWARE
        if y > 0.0:
            market.evidence_for[i] = float(market.evidence_for[i]) + weight * y
        else:
            market.evidence_against[i] = float(market.evidence_against[i]) - weight * y


def lots(key: Key, n_consumers: int, why: int, k: int = 0, brand: int = 0) -> NDArray[np.uint32]:
    """One addressed word a consumer, (n,) uint32: sort them and take the first."""
    words = np.empty(n_consumers, np.uint32)
    _fill(key, when_of(0, brand), np.uint64(why), k, words)
    return words


def lots_of(
    key: Key, rows: NDArray[np.integer], why: int, k: int = 0, brand: int = 0
) -> NDArray[np.uint32]:
    """The words of these consumers alone, in the order of their rows."""
    words = np.empty(len(rows), np.uint32)
    _fill_rows(key, rows.astype(np.int64, copy=False), when_of(0, brand), np.uint64(why), k, words)
    return words


def first_by_lot(
    words: NDArray[np.uint32], count: int, ties: NDArray[np.uint32] | None = None
) -> NDArray[np.int64]:
    """Places of the ``count`` smallest words, ascending; of equal ones the smaller tie, then place.

    Parameters
    ----------
    words
        (n,) one a consumer.
    count
        How many; all if there are fewer.
    ties
        (n,) what decides between equal words; the place alone if left out.
    """
    if count <= 0:
        return np.zeros(0, np.int64)
    if count >= len(words):
        return np.arange(len(words))
    largest = np.partition(words, count - 1)[count - 1]
    first = words <= largest
    equal = np.flatnonzero(words == largest)
    surplus = int(np.count_nonzero(first)) - count
    if surplus:
        if ties is not None:
            equal = equal[np.argsort(ties[equal], kind="stable")]
        first[equal[len(equal) - surplus :]] = False
    return np.flatnonzero(first)


def luck_of(key: Key, n_consumers: int, stream: int, brand: int) -> Luck:
    """Draws of one tactic or event: the same in every strategy that uses it."""

    def chance(day: int, k: int) -> float:
        words = draw(key, k, when_of(day, brand), why_of(WHY_CHANCE, stream), 0)
        return float(unit(words[0]))

    def of_stream(k: int, rows: NDArray[np.integer] | None = None) -> NDArray[np.uint32]:
        why = int(why_of(WHY_PICK, stream))
        if rows is None:
            return lots(key, n_consumers, why, k, brand)
        return lots_of(key, rows, why, k, brand)

    return Luck(chance, of_stream)
