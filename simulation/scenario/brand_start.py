"""The market of a brand before its first day: who owns a unit, who has heard of it, who wrote."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.lots import first_by_lot, judge_rows, lots, review_chances
from simulation.dynamics.parameters import BrandDay, Parameters
from simulation.dynamics.randomness import (
    WHY_START_AGE,
    WHY_START_AWARE,
    WHY_START_OWNER,
)
from simulation.market.state import EVER_AWARE, Market, Stage
from simulation.scenario.build import BuiltMarket

OLDEST_START = 90
"""Units owned at the start are 1 to 90 days old (assumption)."""


class Start(NamedTuple):
    """What is so on the morning of day 0; rows ascend."""

    owners: NDArray[np.int64]
    """(k,) rows of those who own a unit."""
    experienced_day: NDArray[np.int32]
    """(k,) day, before the first, on which each owner got it."""
    satisfaction: NDArray[np.float32]
    """(k,) of each owner."""
    aware: NDArray[np.int64]
    """(a,) rows of those who have only heard of the brand."""
    reviews: tuple[float, float]
    """Good and bad ones that the owners have written, on average."""


def fill(
    market: Market,
    built: BuiltMarket,
    shares: tuple[float, float],
    today: BrandDay,
    parameters: tuple[Parameters, ...],
) -> Start:
    """Bring an empty market to the morning of day 0: the same in every strategy.

    Parameters
    ----------
    market
        An empty one, of the brand.
    built
        Graph and population; keeps the answer for the next strategy.
    shares
        Of consumers who own a unit, and of those who have only heard of the brand.
    today, parameters
        What the brand is on day 0, and how people judge it.
    """
    asked = (shares, today, parameters)
    start = built.starts.get(asked)
    if start is None:
        start = built.starts[asked] = _start(market, built, shares, today, parameters)
    owners, aware = start.owners, start.aware
    market.stage[aware] = Stage.AWARE
    market.stage[owners] = Stage.CUSTOMER
    market.ever[aware] |= EVER_AWARE
    market.ever[owners] |= EVER_AWARE
    market.units[owners] = 1
    market.experienced_day[owners] = start.experienced_day
    market.satisfaction[owners] = start.satisfaction
    return start


def _start(
    market: Market,
    built: BuiltMarket,
    shares: tuple[float, float],
    today: BrandDay,
    parameters: tuple[Parameters, ...],
) -> Start:
    """Owners and aware people by addressed lot; the owners judge their units in the market."""
    n_owners, n_aware = (int(share * built.n_consumers + 0.5) for share in shares)
    words = _lots(built, today, WHY_START_OWNER)
    owners = first_by_lot(words, n_owners)
    rest = np.delete(np.arange(built.n_consumers), owners)
    aware = first_by_lot(_lots(built, today, WHY_START_AWARE)[rest], n_aware, words[rest])
    ages = _lots(built, today, WHY_START_AGE)[owners].astype(np.int64) * OLDEST_START >> 32
    market.units[owners] = 1
    chances = np.zeros(len(owners))
    for number, p in enumerate(parameters):
        mine = np.flatnonzero(built.population.segment[owners] == number)
        rows, written = owners[mine], np.zeros(len(mine))
        judge_rows(built.key, rows, today, built.population, market, p.experience)
        review_chances(rows, market, p.experience, written)
        chances[mine] = written
    satisfaction = market.satisfaction[owners]
    reviews = _reviews(satisfaction, chances)
    return Start(owners, (-1 - ages).astype(np.int32), satisfaction, rest[aware], reviews)


def _lots(built: BuiltMarket, today: BrandDay, why: int) -> NDArray[np.uint32]:
    return lots(built.key, built.n_consumers, why, 0, today.slot)


def _reviews(
    satisfaction: NDArray[np.float32], chances: NDArray[np.float64]
) -> tuple[float, float]:
    """Good and bad reviews of so many owners, added up in the order of their rows."""
    good = bad = 0.0
    for y, written in zip(satisfaction.tolist(), chances.tolist(), strict=True):
        good, bad = (good + written, bad) if y > 0.0 else (good, bad + written)
    return good, bad
