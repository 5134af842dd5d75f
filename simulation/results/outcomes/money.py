"""What it cost and what came back."""

from __future__ import annotations

import math

import numpy as np

from simulation.results.outcomes.base import NOT_NEGATIVE, SHARE, TOTALS, RunView, define, total
from simulation.results.outcomes.funnel import CUSTOMERS
from simulation.results.record import MEDIA

DISCOUNT = 0.10
"""Interest of a year at which future margin is discounted."""

DAYS_A_YEAR = 365.0
MONTHS_A_YEAR = 12


def _profit(run: RunView) -> float:
    """Margin of the units sold, minus all spending."""
    return run.sum("revenue") - run.sum("goods_cost") - run.sum("cost")


def _media_cost(run: RunView) -> float:
    """Spending that the ledger calls media."""
    amounts = np.asarray(run.record.ledger["amount"], dtype=np.float64)
    is_media = [kind == MEDIA for kind in run.record.ledger["kind"]]
    return float(amounts[is_media].sum()) if len(amounts) else 0.0


def _lifetime_margin(run: RunView) -> float:
    """Margin of all customers so far and, where they buy again, what is to be expected of them.

    A month's margin ``m`` of a customer who stays and the share ``r`` who stay for a month are
    those of the run; the payments to come are then worth ``m r / (1 + i - r)``, which is
    ``m (1 + i) / (1 + i - r)`` without the payment made already (science 2.24).
    """
    margin = run.sum("revenue") - run.sum("goods_cost")
    active_days = run.sum("active_customers")
    if not run.buys_again or active_days == 0.0:
        return margin
    month = DAYS_A_YEAR / MONTHS_A_YEAR
    lost = run.end("customers") - run.end("active_customers")
    kept = math.exp(-month * max(0.0, lost) / active_days)
    interest = math.pow(1.0 + DISCOUNT, 1.0 / MONTHS_A_YEAR) - 1.0
    to_come = month * margin / active_days * kept / (1.0 + interest - kept)
    return margin + run.end("active_customers") * to_come


COST = define(
    "cost",
    ("Spending", "投入"),
    -1,
    "money",
    "All spending of the ledger, over the run: fees, media, gifts, rewards, staff",
    lambda run: run.sum("cost"),
    within=NOT_NEGATIVE,
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
    "roas",
    ("Return on advertising spend", "广告支出回报率"),
    1,
    "ratio",
    "(Revenue - baseline's revenue) / (media spending - baseline's media spending), each summed "
    "over replicates. Everything else that the strategy does counts with it. Undefined for the "
    "baseline and where no more was spent on media than there",
    TOTALS["revenue"],
    total("media_cost", _media_cost),
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
    within=NOT_NEGATIVE,
)
define(
    "ltv",
    ("Lifetime value of a customer", "客户终身价值"),
    1,
    "money",
    "Margin per customer so far and, where customers buy or pay again, the margin still to come: "
    "m r / (1 + i - r) for each who is active at the end, with a month's margin m and the share r "
    "kept for a month as in this run, and i of 10 % a year. What is to come is an extrapolation",
    total("lifetime_margin", _lifetime_margin),
    CUSTOMERS,
)
define(
    "wasted_spend",
    ("Lost on saturated listeners", "浪费占比"),
    -1,
    "share",
    "Share of the weight of all messages heard that was lost because the listener had heard much "
    "already, paid or not; summed over the run and over replicates",
    total("lost_weight", lambda run: run.sum("lost_weight")),
    total("heard_weight", lambda run: run.sum("heard_weight")),
    within=SHARE,
)
