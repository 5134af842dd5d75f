"""The model of bad news once more, as plainly as numpy allows: an oracle, not a tool.

It shares no code and no draws with :func:`simulation.classics.bad_news`. All decide at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNDECIDED, SATISFIED, DISSATISFIED, REJECTER = range(4)


class Plain(NamedTuple):
    """Settings; the defaults are those of the open replication (science 2.3), in whole circles."""

    consumers: int = 2_997
    strong: int = 8
    weak: int = 8
    p_strong: float = 0.04
    p_weak: float = 0.001
    advertising: float = 0.005
    decay: float = 0.9
    dissatisfied: float = 0.15
    multiplier: float = 2.0
    days: int = 100


def plain_news(rng: np.random.Generator, s: Plain) -> NDArray[np.int64]:
    """Where everybody stands at the end, counted: undecided, satisfied, dissatisfied, rejecters."""
    stand = np.zeros(s.consumers, dtype=np.int64)
    for day in range(s.days):
        asked = np.flatnonzero(stand == UNDECIDED)
        strong, weak = stand[_circle(asked, s)], stand[_outside(rng, asked, s)]
        good = _heard(rng, strong == SATISFIED, s.p_strong)
        good += _heard(rng, weak == SATISFIED, s.p_weak)
        bad = _heard(rng, strong > SATISFIED, s.p_strong * s.multiplier)
        bad += _heard(rng, weak > SATISFIED, s.p_weak * s.multiplier)
        advertised = rng.random(len(asked)) < s.advertising * s.decay**day
        buys = advertised | (rng.random(len(asked)) * (good + bad) < good)
        regrets = rng.random(len(asked)) < s.dissatisfied
        stand[asked[~buys & (bad > 0)]] = REJECTER
        stand[asked[buys & regrets]] = DISSATISFIED
        stand[asked[buys & ~regrets]] = SATISFIED
    return np.bincount(stand, minlength=4)


def _circle(asked: NDArray[np.int64], s: Plain) -> NDArray[np.int64]:
    """Everybody in the circle of each one, oneself (undecided, so silent) included."""
    size = s.strong + 1
    return (asked // size * size)[:, None] + np.arange(size)


def _outside(rng: np.random.Generator, asked: NDArray[np.int64], s: Plain) -> NDArray[np.int64]:
    """Contacts from other circles, drawn one by one (the same one twice is rare)."""
    size = s.strong + 1
    step = rng.integers(0, s.consumers - size, (len(asked), s.weak))
    return (asked[:, None] // size * size + size + step) % s.consumers


def _heard(rng: np.random.Generator, speaks: NDArray[np.bool_], chance: float) -> NDArray[np.int64]:
    """Messages that convince each one."""
    heard: NDArray[np.int64] = (speaks & (rng.random(speaks.shape) < chance)).sum(axis=1)
    return heard
