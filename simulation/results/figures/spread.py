"""The spread of one person's word, drawn on the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulation.language import say
from simulation.network.layout import tree_places
from simulation.results.figures.style import FAINT, INK
from simulation.results.numbers import whole
from simulation.results.spread import Spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 400
"""People who are drawn; of more, the first to be reached."""


def spread(found: Spread, root: int, ax: Axes, labels: Sequence[str] | None = None) -> Axes:
    """Who heard it from whom, as a tree around the one who began; colour is the day.

    Parameters
    ----------
    found
        See :func:`simulation.results.spread.spread_from`.
    root
        Row of the one who began.
    ax
        Where to draw.
    labels
        Names of the consumers by row; rows without.
    """
    n = min(MOST, len(found.day))
    talkers, listeners = found.talker[:n], found.listener[:n]
    place = {root: np.zeros(2), **tree_places(talkers, listeners)}
    lines = np.array(
        [
            [place[int(talker)], place[int(listener)], (np.nan, np.nan)]
            for talker, listener in zip(talkers, listeners, strict=True)
        ]
    ).reshape(-1, 2)
    ax.plot(lines[:, 0], lines[:, 1], color=FAINT, linewidth=0.6, zorder=1)
    at = np.array([place[int(who)] for who in listeners]).reshape(-1, 2)
    dots = ax.scatter(at[:, 0], at[:, 1], c=found.day[:n], s=14.0, cmap="viridis", zorder=2)
    x, y = place[root]
    ax.scatter([x], [y], s=70.0, color="#D55E00", edgecolors=INK, zorder=3)
    ax.annotate(
        labels[root] if labels is not None else str(root), place[root], xytext=(6, 4),
        textcoords="offset points", color=INK, fontsize=8.0,
    )  # fmt: skip
    if n and ax.figure is not None:
        ax.figure.colorbar(dots, ax=ax, label=say("day"), shrink=0.7)
    ax.set_title(say("{k} of {n} people reached").format(k=whole(n), n=whole(len(found.day))))
    ax.set_axis_off()
    return ax
