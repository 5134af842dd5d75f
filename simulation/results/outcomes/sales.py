"""What was sold: units, money taken, repeat buyers and the share of the market."""

from __future__ import annotations

import math

from simulation.results.outcomes.base import NOT_NEGATIVE, SHARE, RunView, define, total
from simulation.results.outcomes.funnel import CUSTOMERS


def _units_of_all(run: RunView) -> float:
    """Units of all brands."""
    return run.sum("units") + run.sum("rival_units") if run.has_rivals else math.nan


UNITS = define(
    "units",
    ("Units sold", "销量"),
    1,
    "units",
    "Units that were paid for, over the run; gifts are not counted",
    lambda run: run.sum("units"),
    within=NOT_NEGATIVE,
).numerator
define(
    "revenue",
    ("Revenue", "销售额"),
    1,
    "money",
    "Money paid for units at the price paid, over the run",
    lambda run: run.sum("revenue"),
    within=NOT_NEGATIVE,
)
define(
    "repeat_rate",
    ("Repeat rate", "复购率"),
    1,
    "share",
    "Share of customers who bought at least twice; paying on for a subscription is not counted",
    total("repeat_customers", lambda run: run.end("repeat_customers")),
    CUSTOMERS,
    within=SHARE,
)
define(
    "market_share",
    ("Market share", "市场份额"),
    1,
    "share",
    "Units sold over those of all brands, both summed over the run and over replicates; undefined "
    "without rivals",
    UNITS,
    total("units_of_all_brands", _units_of_all),
    within=SHARE,
)
