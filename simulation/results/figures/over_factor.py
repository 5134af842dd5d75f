"""An outcome over a factor of a sweep, one line a strategy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.results.figures.style import COLOURS, LINES, large_numbers, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulation.results.sweep_estimates import Estimates


def over_factor(
    found: Estimates, at: NDArray[np.float64] | Sequence[str], strategies: Sequence[str], ax: Axes
) -> Axes:
    """Means with their 95 % intervals at each value of a factor.

    Parameters
    ----------
    found
        Estimates, each (values, strategies).
    at
        The values: numbers, or words that stand at equal distances.
    strategies
        Names, in the order of ``found``.
    ax
        Where to draw.
    """
    words = None if isinstance(at, np.ndarray) else list(at)
    place = at if isinstance(at, np.ndarray) else np.arange(len(at), dtype=np.float64)
    for i, name in enumerate(strategies):
        colour, line = COLOURS[i % len(COLOURS)], LINES[i % len(LINES)]
        ax.fill_between(place, found.low[:, i], found.high[:, i], color=colour, alpha=0.15, lw=0)
        ax.plot(place, found.value[:, i], line, color=colour, marker="o", ms=3.5, label=name)
    if words is not None:
        ax.set_xticks(place, words)
    large_numbers(ax.yaxis)
    if words is None:
        large_numbers(ax.xaxis)
    legend(ax, strategies)
    return ax
