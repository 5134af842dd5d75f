"""What was sold: units, money taken and repeat buyers."""

from __future__ import annotations

from simulation.results.outcomes.base import define, total
from simulation.results.outcomes.funnel import CUSTOMERS

define(
    "units",
    ("Units sold", "销量"),
    1,
    "units",
    "Units that were paid for, over the run; gifts are not counted",
    lambda run: run.sum("units"),
)
define(
    "revenue",
    ("Revenue", "销售额"),
    1,
    "money",
    "Money paid for units at the price paid, over the run",
    lambda run: run.sum("revenue"),
)
define(
    "repeat_rate",
    ("Repeat rate", "复购率"),
    1,
    "share",
    "Share of customers who paid at least twice",
    total("repeat_customers", lambda run: run.end("repeat_customers")),
    CUSTOMERS,
)
