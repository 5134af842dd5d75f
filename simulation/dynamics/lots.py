"""Addressed draws for many consumers at once, for the host: lots and starting states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.experience import judge
from simulation.dynamics.randomness import (
    WHY_CHANCE,
    WHY_PICK,
    Key,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.market.view import Luck


@jit
def _fill(key, when, why, k, words):  # type: ignore[no-untyped-def]
    for i in range(len(words)):
        words[i] = draw(key, i, when, why, k)[0]


@jit
def judge_rows(key, rows, brand, population, market, p):  # type: ignore[no-untyped-def]
    """Satisfaction of these consumers with the unit they own at the start."""
    for i in rows:
        judge(key, i, brand, population, market, p)


def lots(key: Key, n_consumers: int, why: int, k: int = 0, brand: int = 0) -> NDArray[np.uint32]:
    """One addressed word a consumer, (n,) uint32: sort them and take the first."""
    words = np.empty(n_consumers, np.uint32)
    _fill(key, when_of(0, brand), np.uint64(why), k, words)
    return words


def luck_of(key: Key, n_consumers: int, stream: int, brand: int) -> Luck:
    """Draws of one tactic or event: the same in every strategy that uses it."""

    def chance(day: int, k: int) -> float:
        words = draw(key, k, when_of(day, brand), why_of(WHY_CHANCE, stream), 0)
        return float(unit(words[0]))

    def of_stream(k: int) -> NDArray[np.uint32]:
        return lots(key, n_consumers, int(why_of(WHY_PICK, stream)), k, brand)

    return Luck(chance, of_stream)
