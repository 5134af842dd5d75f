"""When it happened: the peak, and the days on which a share of all customers had bought."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from simulation.results.outcomes.base import NOT_NEGATIVE, RunView, define


def _peak_day(run: RunView) -> float:
    """Day with the most purchases, the first of equals."""
    units = run.record.daily["units"]
    return float(np.argmax(units)) if units.any() else math.nan


def _days_to(percent: int) -> Callable[[RunView], float]:
    """Day on which the customers reached a percentage of those at the end."""

    def day(run: RunView) -> float:
        customers = run.record.daily["customers"]
        final = int(customers[-1])
        if final == 0:
            return math.nan
        return float(np.argmax(100 * customers >= percent * final))

    return day


define(
    "peak_day",
    ("Peak day", "峰值日"),
    0,
    "day",
    "Day with the most purchases, the first of equals; undefined where nothing was sold",
    _peak_day,
    within=NOT_NEGATIVE,
)
for _percent in (10, 50, 90):
    define(
        f"days_to_{_percent}",
        (f"Days to {_percent} % of customers", f"达{_percent}%客户天数"),
        0,
        "day",
        f"First day on which at least {_percent} % of the final customers had bought; undefined "
        "without customers",
        _days_to(_percent),
        within=NOT_NEGATIVE,
    )
