"""What it cost and what came back."""

from __future__ import annotations

from simulation.results.outcomes.base import RunView, define
from simulation.results.outcomes.funnel import CUSTOMERS


def _profit(run: RunView) -> float:
    """Margin of the units sold, minus all spending."""
    return run.sum("revenue") - run.sum("goods_cost") - run.sum("cost")


COST = define(
    "cost",
    ("Spending", "投入"),
    -1,
    "money",
    "All spending of the ledger, over the run: fees, media, gifts, rewards, staff",
    lambda run: run.sum("cost"),
).numerator
PROFIT = define(
    "profit",
    ("Profit", "利润"),
    1,
    "money",
    "Revenue minus cost of the goods sold minus spending",
    _profit,
).numerator
define(
    "romi",
    ("Return on marketing investment", "营销投资回报率"),
    1,
    "ratio",
    "(Margin - baseline's margin - extra cost) / extra cost, each summed over replicates, where "
    "margin is revenue minus cost of the goods sold and extra cost is cost minus the baseline's. "
    "Undefined for the baseline and where no more was spent than there",
    PROFIT,  # extra profit is extra margin minus extra cost
    COST,
    comparison=True,
)
define(
    "cac",
    ("Cost per customer", "获客成本"),
    -1,
    "money",
    "Spending over new customers, both summed over replicates",
    COST,
    CUSTOMERS,
)
