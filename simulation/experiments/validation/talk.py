"""Strong and weak ties and advertising (Goldenberg, Libai & Muller 2001; science T9)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics import talk_of_the_network
from simulation.experiments.validation.check import (
    SEED,
    Check,
    Effort,
    Family,
    at_least,
    at_most,
    drawn,
    equal,
)

CONSUMERS = 3_000
SHARES = (0.16, 0.50, 0.95)
SOURCE = "T9, ranges quoted by a replication (secondary), values (C)"
GRID = "T9, 4^5 grid, elasticity (C)"
CLAIM = "T9, advertising fades: Goldenberg et al. 2001 (abstract), values (C)"
WITHIN = 0.05


class Corner(NamedTuple):
    """Settings and the days until 16, 50 and 95 % are informed."""

    name: str
    ties: int
    advertising: float
    p_weak: float
    p_strong: float
    days: int
    expected: tuple[float, float, float]
    within: float


CORNERS = (
    Corner("centre", 17, 0.00525, 0.01, 0.04, 40, (6.2, 9.3, 13.9), 0.5),
    Corner("slow corner", 5, 0.0005, 0.005, 0.01, 300, (54.0, 83.0, 129.0), 5.0),
    Corner("fast corner", 29, 0.01, 0.015, 0.07, 20, (3.85, 5.0, 7.0), 0.5),
)

RANGES = {
    "strong ties": (5, 13, 21, 29),
    "weak ties": (5, 13, 21, 29),
    "advertising": (0.0005, 0.003667, 0.006833, 0.01),
    "chance of weak ties": (0.005, 0.008333, 0.011667, 0.015),
    "chance of strong ties": (0.01, 0.03, 0.05, 0.07),
}
"""Four even levels of the ranges of science 2.2."""

ELASTICITIES = dict(zip(RANGES, (-0.43, -0.30, -0.16, -0.31, -0.34), strict=True))
"""Of the days until 95 % are informed."""

FIRST_ADVERTISING = -0.29
"""Elasticity of the days until 16 % are informed to advertising."""

GRID_DAYS = 250


def checks(effort: Effort) -> Iterator[Check]:
    """Speed at three settings; elasticities over a grid (left out of a quick round)."""
    for corner in CORNERS:
        spread = talk_of_the_network(
            CONSUMERS, corner.ties, corner.ties, corner.p_strong, corner.p_weak,
            corner.advertising, corner.days, replications=effort.of(40, 10), seed=SEED,
        )  # fmt: skip
        assert spread.daily is not None
        for share, expected, days in zip(
            SHARES, corner.expected, days_until(spread.daily).T, strict=True
        ):
            name = f"{corner.name}: days until {share:.0%} know"
            yield drawn(name, SOURCE, expected, days, allowed=corner.within)
    if effort.quick:
        return
    slopes, r2 = _elasticities()
    for row, name in enumerate(RANGES, start=1):
        yield equal(f"95 % know, by {name}", GRID, ELASTICITIES[name], slopes[row, 2], WITHIN)
    yield at_least("R2 of the elasticities", GRID, 0.96 - WITHIN, r2)
    advertising = 1 + list(RANGES).index("advertising")
    first, last = slopes[advertising, 0], slopes[advertising, 2]
    yield equal("16 % know, by advertising", CLAIM, FIRST_ADVERTISING, first, WITHIN)
    yield at_most("advertising acts early: first minus last", CLAIM, 0.0, first - last)


def days_until(daily: NDArray[np.integer]) -> NDArray[np.float64]:
    """First days on which 16, 50 and 95 % know, (replications, 3)."""
    known = np.asarray(daily) / CONSUMERS
    reached = known[:, :, None] >= np.array(SHARES)
    days: NDArray[np.float64] = reached.argmax(axis=1).astype(np.float64)
    days[~reached.any(axis=1)] = np.nan
    return days


def _elasticities() -> tuple[NDArray[np.float64], float]:
    """Log-log slopes, (6, 3): constant and five settings for three shares; R2 of the last."""
    settings = np.array(list(product(*RANGES.values())))
    days = np.empty((len(settings), len(SHARES)))
    for row, (strong, weak, advertising, p_weak, p_strong) in enumerate(settings):
        spread = talk_of_the_network(
            CONSUMERS, int(strong), int(weak), p_strong, p_weak, advertising, GRID_DAYS,
            replications=2, seed=SEED,
        )  # fmt: skip
        assert spread.daily is not None
        days[row] = days_until(spread.daily).mean(axis=0)
    factors = np.column_stack([np.ones(len(settings)), np.log(settings)])
    slopes, *_ = np.linalg.lstsq(factors, np.log(days), rcond=None)
    off = np.log(days[:, 2]) - factors @ slopes[:, 2]
    return slopes, float(1.0 - off.var() / np.log(days[:, 2]).var())


FAMILY = Family(
    "Talk of the network",
    "Friends in circles, acquaintances who change, and advertising: how soon everybody knows.",
    checks,
)
