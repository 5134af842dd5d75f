"""Outcomes: the numbers by which strategies are compared.

Each is a pure function of what a run leaves behind. A new outcome is one call of
:func:`simulation.results.outcomes.base.define` in a module of this folder.
"""

from __future__ import annotations

# In the order in which outcomes are listed: the journey, money, talk, attitude, time, crisis.
from simulation.results.outcomes import (  # isort: skip
    funnel,
    sales,
    money,
    talk,
    attitude,
    timing,
    crisis,
)
from simulation.results.outcomes.base import (
    OUTCOMES,
    TOTALS,
    Outcome,
    Ratio,
    RunView,
    Total,
    view_of,
)

__all__ = [
    "OUTCOMES",
    "TOTALS",
    "Outcome",
    "Ratio",
    "RunView",
    "Total",
    "attitude",
    "crisis",
    "funnel",
    "money",
    "sales",
    "talk",
    "timing",
    "view_of",
]
