"""Carry-over, saturation and synergy of advertising: exact (science T16)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation.classics.exact.money import best_split
from simulation.experiments.validation.check import Check, Effort, Family, equal
from simulation.market.media import Channel, adstock, carryover, exposures_bought, hill

DAYS = 20
MERIDIAN = "T16, adstock and Hill of Google Meridian (documentation)"
NAIK = "T16, synergy of Naik & Raman 2003 (abstract); optimum derived (C)"
BUDGET = 20.0


def checks(effort: Effort) -> Iterator[Check]:
    """The market's own functions against their definitions; budgets against a search."""
    keep = carryover(5.0)
    yield equal("left to work after 5 days of carry-over", MERIDIAN, 0.05, keep**5)
    pressure, works = 0.0, []
    for day in range(DAYS):
        pressure = adstock(pressure, 1.0 if day == 0 else 0.0, keep)
        works.append(pressure)
    weights = (1.0 - keep) * keep ** np.arange(DAYS)
    off = float(np.abs(np.array(works) - weights).max())
    yield equal("adstock of one day's spending: largest error", MERIDIAN, 0.0, off)
    yield equal("Hill at half saturation", MERIDIAN, 0.5, hill(3.0, 3.0, 2.0))
    channel = Channel(cost_per_exposure=0.02, carryover_days=5.0, half_spend=100.0)
    bought = exposures_bought(100.0, channel)
    yield equal("exposures at half saturation", MERIDIAN, 0.5 * 100.0 / 0.02, bought)
    for synergy, expected in ((0.1, 15.0), (0.5, 11.0), (0.04, 20.0)):
        name = f"best share of a budget of 20, synergy {synergy:g}"
        yield equal(f"{name}: closed form", NAIK, expected, best_split(2, 1, synergy, BUDGET))
        yield equal(f"{name}: search", NAIK, expected, _searched(synergy), 0.001)


def _searched(synergy: float) -> float:
    first = np.linspace(0.0, BUDGET, 20_001)
    sales = 2.0 * first + (BUDGET - first) + synergy * first * (BUDGET - first)
    return float(first[np.argmax(sales)])


FAMILY = Family("Advertising", "What spending carries over, saturates and does together.", checks)
