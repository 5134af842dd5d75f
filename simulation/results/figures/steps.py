"""Bars: how many people reach each step of the funnel, and what brought the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.language import say
from simulation.results import wording
from simulation.results.credit import on_their_own, percent_from
from simulation.results.figures.style import INK, colour, label, large_numbers, legend
from simulation.results.journey import STEPS, people_at
from simulation.results.measured import Measured
from simulation.results.statistics import Estimate
from simulation.results.tables import tactic_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SOURCE_COLOURS: Final = (
    "#332288",
    "#DDCC77",
    "#882255",
    "#999933",
    "#B497D6",
    "#A5D6C9",
    "#6B4226",
    "#D8D8D8",
)
"""Colours of what customers heard: none of them stands for a strategy elsewhere."""

ALL = 0.8
"""Width of all bars of a step."""


def funnel(measured: Measured, ax: Axes) -> Axes:
    """People who reached each step, a bar for each strategy, with 95 % intervals."""
    facts, steps = measured.facts, STEPS[1:]
    width = ALL / len(facts.names)
    for i, name in enumerate(facts.names):
        found = [people_at(measured, name, step) for step in steps]
        means = np.array([one.value for one in found])
        ends = [(0.0, 0.0) if one.n < 2 else _ends(one) for one in found]
        places = np.arange(len(steps)) - ALL / 2 + width * (i + 0.5)
        ax.bar(
            places,
            means,
            width,
            yerr=np.array(ends).T,
            color=colour(facts, name),
            error_kw={"ecolor": INK, "elinewidth": 0.8},
            label=label(facts, name),
        )
    ax.set_xticks(range(len(steps)), [wording.step(step) for step in steps])
    ax.set_title(say("People who reached each step"))
    large_numbers(ax.yaxis)
    legend(ax, facts.names)
    return ax


def _ends(found: Estimate) -> tuple[float, float]:
    """How far an interval goes below its value and above it."""
    return found.value - found.low, found.high - found.value


def sources(measured: Measured, ax: Axes) -> Axes:
    """What share of the customers heard each source last before they first bought."""
    facts = measured.facts
    known = list(dict.fromkeys(t for name in facts.names for t in tactic_names(measured.of(name))))
    rows = range(len(facts.names))
    ends = np.zeros(len(facts.names))
    for i, source in enumerate(known):
        shares = np.array([percent_from(measured, name, source).value for name in facts.names])
        shares = np.nan_to_num(shares)  # no customers: nothing to share
        if shares.any():
            ink = (
                "#9DB7C9" if source == wording.ORGANIC else SOURCE_COLOURS[i % len(SOURCE_COLOURS)]
            )
            ax.barh(rows, shares, left=ends, color=ink, height=0.7, label=wording.source(source))
        ends = ends + shares
    own = np.array([on_their_own(measured, name)[1].value for name in facts.names])
    own = np.nan_to_num(own)
    if (own > 0.0).any():
        ax.barh(
            rows, own, left=ends, color="white", edgecolor=INK, linewidth=0.6, hatch="///",
            height=0.7, label=say(wording.ON_THEIR_OWN),
        )  # fmt: skip
    ax.set_yticks(rows, [label(facts, name) for name in facts.names])
    ax.set_ylim(len(facts.names) - 0.5, -0.5)
    ax.set_xlim(0.0, 100.0)
    ax.set_xlabel(say("share of customers, %"))
    ax.set_title(say("What customers had heard last"))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3)
    return ax
