"""Response curves of a study of margins, a panel for each tactic that has a lever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulation.language import say
from simulation.results import wording
from simulation.results.facts import Facts
from simulation.results.figures.style import FAINT, INK, colour, wrapped_title
from simulation.results.numbers import currency_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def curve(facts: Facts, lever: Mapping[str, Any], ax: Axes) -> Axes:
    """Customers over money at each level of a lever that was lived; the plan is filled.

    Bars are paired 95 % intervals of the difference to the plan, which therefore has none.

    Parameters
    ----------
    facts
        What is compared.
    lever
        ``strategy``, ``tactic``, ``plan`` and ``levels``, rows of ``margins.csv``.
    ax
        Where to draw.
    """
    rows, ink = lever["levels"], colour(facts, lever["strategy"])
    cost = [row["spent"] for row in rows]
    value = [row["customers"] for row in rows]
    for x, y, row in zip(cost, value, rows, strict=True):
        low, high = row["customers_ci_low"], row["customers_ci_high"]
        if low is not None and high is not None:
            middle = row["customers_difference"]
            ax.plot([x, x], [y + low - middle, y + high - middle], color=ink, linewidth=1.6)
        is_plan = row["level"] == lever["plan"]
        ax.plot([x], [y], "o", color=ink, markerfacecolor=ink if is_plan else "white", zorder=3)
        if is_plan:
            ax.axvline(x, color=FAINT, linewidth=0.8, linestyle=":")
            ax.annotate(
                say("plan"), (x, y), xytext=(5, -11), textcoords="offset points", color=INK,
                fontsize=8.0,
            )  # fmt: skip
    ax.plot(cost, value, color=ink, linewidth=1.0)
    label = facts.strategy(lever["strategy"]).label
    ax.set_title(wrapped_title(f"{label}: {lever['tactic']}"))
    ax.set_xlabel(say("spent, {currency}").format(currency=currency_name(facts.currency)))
    ax.set_ylabel(wording.title_of("customers"))
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.yaxis.set_major_formatter("{x:,.0f}")
    return ax
