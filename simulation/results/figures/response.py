"""What more or less money for a tactic would have brought: a response curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulation.results.figures.style import COLOURS, FAINT, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulation.results.margins import Curve

Measure = Literal["customers", "gross_profit"]

WORDS: dict[Measure, str] = {"customers": "customers", "gross_profit": "gross profit"}
"""What stands at the axis."""


def response(
    margins: Sequence[Curve],
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
    margins
        Curves of all levers; the first of this strategy and tactic is drawn.
    ax
        Where to draw.
    strategy, tactic
        Names.
    measure
        What stands on the axis that goes up.
    """
    curve = next(each for each in margins if (each.strategy, each.tactic) == (strategy, tactic))
    cost = [float(level.cost.mean()) for level in curve.levels]
    value = [float(getattr(level, measure).mean()) for level in curve.levels]
    found = [curve.difference(level, measure).estimate for level in curve.levels]
    bars = np.nan_to_num([[each.value - each.low, each.high - each.value] for each in found])
    ax.axvline(cost[curve.place], color=FAINT, linewidth=0.8, linestyle=":")
    ax.errorbar(
        cost, value, yerr=bars.T, color=COLOURS[0], marker="o", markersize=5.0,
        markerfacecolor="white", capsize=2.5, linewidth=1.2,
    )  # fmt: skip
    ax.plot(
        [cost[curve.place]], [value[curve.place]], "o", color=COLOURS[0], markersize=6.0, zorder=3
    )
    ax.annotate(
        "plan", (cost[curve.place], value[curve.place]), xytext=(5, -11),
        textcoords="offset points", color=INK, fontsize=8.0,
    )  # fmt: skip
    ax.set_title(f"{strategy}: {tactic}" if strategy != tactic else strategy)
    ax.set_xlabel("spent in a run")
    ax.set_ylabel(WORDS[measure])
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.yaxis.set_major_formatter("{x:,.0f}")
    return ax
