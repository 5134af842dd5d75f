"""Bars: how many people reach each step of the funnel, and what brought the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.language import say
from simulation.results import wording
from simulation.results.credit import percent_from
from simulation.results.figures.style import COLOURS, INK, colour, label, legend
from simulation.results.journey import STEPS, reached
from simulation.results.measured import Measured
from simulation.results.statistics import estimate, mean_sample
from simulation.results.tables import tactic_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALL = 0.8
"""Width of all bars of a step."""


def funnel(measured: Measured, ax: Axes) -> Axes:
    """People who reached each step, a bar for each strategy, with 95 % intervals."""
    facts, steps = measured.facts, STEPS[1:]
    width = ALL / len(facts.names)
    for i, name in enumerate(facts.names):
        found = [estimate(mean_sample(reached(measured, name, step))) for step in steps]
        means = np.array([one.value for one in found])
        half = np.array([[0.0 if one.n < 2 else one.high - one.value for one in found]] * 2)
        places = np.arange(len(steps)) - ALL / 2 + width * (i + 0.5)
        ax.bar(
            places,
            means,
            width,
            yerr=half,
            color=colour(facts, name),
            error_kw={"ecolor": INK, "elinewidth": 0.8},
            label=label(facts, name),
        )
    ax.set_xticks(range(len(steps)), [wording.step(step) for step in steps])
    ax.set_title(say("People who reached each step"))
    legend(ax, facts.names)
    return ax


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
            ink = "#9DB7C9" if source == wording.ORGANIC else COLOURS[i % len(COLOURS)]
            ax.barh(rows, shares, left=ends, color=ink, height=0.7, label=wording.source(source))
        ends = ends + shares
    ax.set_yticks(rows, [label(facts, name) for name in facts.names])
    ax.set_ylim(len(facts.names) - 0.5, -0.5)
    ax.set_xlim(0.0, 100.0)
    ax.set_xlabel(say("share of customers, %"))
    ax.set_title(say("What customers had heard last"))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3)
    return ax
