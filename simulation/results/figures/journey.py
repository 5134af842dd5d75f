"""Where everybody is on the journey, day by day, in a strategy's average run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.language import say
from simulation.results import wording
from simulation.results.figures.style import label, large_numbers, mark_events
from simulation.results.measured import Measured
from simulation.results.record import STAGE_COLUMNS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STAGE_COLOURS: Final = (
    "#E8E8E8",  # unaware
    "#BFD7EA",  # aware
    "#56B4E9",  # interested
    "#0072B2",  # customer
    "#009E73",  # loyal
    "#004D3A",  # advocate
    "#D55E00",  # rejecter
    "#8C8C8C",  # lapsed
)


def stages(measured: Measured, ax: Axes, strategy: str | None = None) -> Axes:
    """Consumers in each stage of the journey, stacked; means over replicates."""
    strategy = strategy or measured.facts.baseline
    runs = measured.of(strategy)
    means = [np.mean([run.daily[stage] for run in runs], axis=0) for stage in STAGE_COLUMNS]
    # The unaware are most people and say little: they are what is left above the stack.
    ax.stackplot(
        np.arange(runs[0].days),
        means[1:],
        colors=STAGE_COLOURS[1:],
        labels=[wording.stage(stage) for stage in STAGE_COLUMNS[1:]],
        linewidth=0.0,
    )
    mark_events(measured.facts, ax)
    ax.set_title(label(measured.facts, strategy))
    ax.set_xlabel(say("day"))
    ax.set_xlim(0, max(1, measured.facts.days - 1))
    ax.set_ylim(0.0, 1.05 * max(_most_knowing(measured, name) for name in measured.facts.names))
    large_numbers(ax.yaxis)
    return ax


def _most_knowing(measured: Measured, strategy: str) -> float:
    """Most people who know the brand on one day of a strategy's average run."""
    runs = measured.of(strategy)
    days = [np.sum([run.daily[stage] for stage in STAGE_COLUMNS[1:]], axis=0) for run in runs]
    return max(1.0, float(np.mean(days, axis=0).max()))
