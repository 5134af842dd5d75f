"""Differences to the baseline with their intervals, one dot a strategy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.language import say
from simulation.results import wording
from simulation.results.figures.style import FAINT, INK, colour, label, large_numbers, wrapped_title
from simulation.results.measured import Measured
from simulation.results.numbers import UNDEFINED
from simulation.results.outcomes import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def differences(measured: Measured, ax: Axes, outcome: str | None = None) -> Axes:
    """How much more each strategy has than the baseline, with the paired 95 % interval.

    An outcome that compares with the baseline by definition (ROMI) is shown as it is.
    """
    facts = measured.facts
    outcome = outcome or facts.decide_by
    others = [name for name in facts.names if name != facts.baseline]
    compares = OUTCOMES[outcome].comparison
    for row, name in enumerate(others):
        if compares:
            gap = measured.estimate(name, outcome)
        else:
            gap = measured.difference(name, facts.baseline, outcome).estimate
        if math.isnan(gap.value):
            ax.annotate(
                say(UNDEFINED),
                (0.02, row),
                xycoords=("axes fraction", "data"),
                va="center",
                color=INK,
            )
            continue
        if not math.isnan(gap.low):
            ax.plot([gap.low, gap.high], [row, row], color=colour(facts, name), linewidth=2.0)
        ax.plot([gap.value], [row], "o", color=colour(facts, name), markersize=6.0)
    ax.axvline(0.0, color=FAINT, linewidth=1.0, zorder=0)
    ax.set_yticks(range(len(others)), [label(facts, name) for name in others])
    ax.set_ylim(max(1, len(others)) - 0.5, -0.5)
    head = wording.title_of(outcome)
    minus = say("{outcome}, minus {baseline}").format(
        outcome=head, baseline=facts.strategy(facts.baseline).label
    )
    ax.set_title(wrapped_title(head if compares else minus))
    ax.set_xlabel(wording.unit(OUTCOMES[outcome], facts.currency))
    ax.locator_params(axis="x", nbins=5)
    large_numbers(ax.xaxis)
    return ax


def in_world(measured: Measured, world: str, ax: Axes) -> Axes:
    """The deciding outcome in one world, with the world's name as title."""
    differences(measured, ax)
    ax.set_xlabel(ax.get_title(loc="left").replace("\n", " "))
    ax.set_title(wording.world_name(world))
    return ax
