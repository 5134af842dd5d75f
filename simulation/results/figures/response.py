"""What more or less money for a tactic would have brought: a response curve."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from simulation.language import say
from simulation.results.figures.style import COLOURS, FAINT, INK, large_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Measure = Literal["customers", "gross_profit"]

WORDS: dict[Measure, str] = {"customers": "customers", "gross_profit": "gross profit"}
"""What stands at the axis."""


def response(
    levers: Sequence[Mapping[str, Any]],
    ax: Axes,
    *,
    strategy: str,
    tactic: str,
    measure: Measure = "customers",
) -> Axes:
    """Customers, or gross profit, over all that the strategy spends, at each level of a lever.

    The line joins levels that were lived and ends where they end. Bars are paired 95 % intervals
    of the difference to the plan, which therefore has none; the plan is the filled point.

    Parameters
    ----------
    levers
        What :func:`simulation.results.margins.findings` gives, which is also what a comparison
        keeps under ``margins`` and ``levers``; the one of this strategy and tactic is drawn.
    ax
        Where to draw.
    strategy, tactic
        Names.
    measure
        What stands on the axis that goes up.
    """
    lever = next(
        each for each in levers if (each["strategy"], each["tactic"]) == (strategy, tactic)
    )
    rows = lever["levels"]
    cost = [row["cost"] for row in rows]
    value = [row[measure] for row in rows]
    bars = np.array([_bar(row, measure) for row in rows]).T
    plan = next(i for i, row in enumerate(rows) if row["factor"] == 1.0)
    ax.axvline(cost[plan], color=FAINT, linewidth=0.8, linestyle=":")
    ax.errorbar(
        cost, value, yerr=bars, color=COLOURS[0], marker="o", markersize=5.0,
        markerfacecolor="white", capsize=2.5, linewidth=1.2,
    )  # fmt: skip
    ax.plot([cost[plan]], [value[plan]], "o", color=COLOURS[0], markersize=6.0, zorder=3)
    ax.annotate(
        say("plan"), (cost[plan], value[plan]), xytext=(5, -11), textcoords="offset points",
        color=INK, fontsize=8.0,
    )  # fmt: skip
    ax.set_title(f"{strategy}{say(': ')}{tactic}" if strategy != tactic else strategy)
    ax.set_xlabel(say("spent in a run"))
    ax.set_ylabel(say(WORDS[measure]))
    large_numbers(ax.xaxis)
    large_numbers(ax.yaxis)
    return ax


def _bar(row: Mapping[str, Any], measure: Measure) -> tuple[float, float]:
    """How far the bar of a level goes down and up; nowhere without an interval."""
    gap, low, high = (row[f"{measure}_{part}"] for part in ("difference", "ci_low", "ci_high"))
    if low is None or math.isnan(low):
        return 0.0, 0.0
    return gap - low, high - gap
