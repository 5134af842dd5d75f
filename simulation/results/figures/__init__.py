"""Figures: one function each, ``figure(measured, ax)``, listed here by name.

matplotlib is imported when the first figure is drawn, not before, and never its global state.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.language import say
from simulation.results.facts import Facts
from simulation.results.figures.compared import differences, in_world
from simulation.results.figures.journey import stages
from simulation.results.figures.over_time import bad_talk, customers, net_sentiment
from simulation.results.figures.response import response
from simulation.results.figures.steps import funnel, sources
from simulation.results.figures.style import SETTINGS, chinese_fonts, wrapped_title
from simulation.results.measured import Measured
from simulation.results.wording import source

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulation.network.layout import Picture
    from simulation.results.figures.shown import Drawing
    from simulation.results.spread import Spread

Draw = Callable[[Measured, "Axes"], "Axes"]

DPI = 144
ACROSS = 3
"""Panels in a row."""

PANEL_WIDTH, PANEL_HEIGHT, ROW_HEIGHT, HALF = 3.4, 2.6, 0.32, 5.2


class Plot(NamedTuple):
    """A figure of one or several panels."""

    name: str
    panels: Callable[[Measured], list[Draw]]
    width: float
    height: Callable[[Measured], float]
    """Of one panel, in inches."""
    legend: bool = False
    """Whether the panels share one legend below."""


def _one(draw: Draw) -> Callable[[Measured], list[Draw]]:
    return lambda measured: [draw]


def _each_outcome(measured: Measured) -> list[Draw]:
    return [partial(differences, outcome=name) for name in measured.facts.outcomes]


def _each_strategy(measured: Measured) -> list[Draw]:
    return [partial(stages, strategy=name) for name in measured.facts.names]


def _rows(measured: Measured) -> float:
    return 0.9 + ROW_HEIGHT * len(measured.facts.names)


PLOTS: dict[str, Plot] = {
    plot.name: plot
    for plot in (
        Plot("ranking", _one(differences), HALF, _rows),
        Plot("differences", _each_outcome, PANEL_WIDTH, _rows),
        Plot("customers", _one(customers), HALF, lambda measured: 3.6),
        Plot("net_sentiment", _one(net_sentiment), HALF, lambda measured: 3.6),
        Plot("bad_talk", _one(bad_talk), 7.0, lambda measured: 3.4),
        Plot("stages", _each_strategy, PANEL_WIDTH, lambda measured: PANEL_HEIGHT, legend=True),
        Plot("funnel", _one(funnel), HALF, lambda measured: 3.4),
        Plot("sources", _one(sources), HALF, lambda measured: 0.8 + _rows(measured)),
    )
}
"""Every figure of a comparison by its name; each becomes a file of ``figures/``."""

WHAT_IF = "what_if"
"""Name of the figure of all worlds; it is there where a scenario has several."""


@contextmanager
def drawing() -> Iterator[None]:
    """Draw and write under the settings of womsim, whatever the user's are."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # a browser has it
        mpl.rcdefaults()
        mpl.rcParams.update({**SETTINGS, "font.family": ["DejaVu Sans", *chinese_fonts()]})
        yield


def draw(plot: Plot, measured: Measured) -> Drawing:
    """A figure of a comparison."""
    panels = [partial(panel, measured) for panel in plot.panels(measured)]
    with drawing():
        figure, axes = _grid(
            panels, plot.width, plot.height(measured), 0.3 * plot.legend, sharey=plot.legend
        )
        if plot.legend:
            figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=7)
    return figure


def draw_worlds(worlds: Mapping[str, Measured]) -> Drawing:
    """The deciding outcome in each world, as small multiples with one scale."""
    panels = [partial(in_world, measured, name) for name, measured in worlds.items()]
    height = 0.9 + ROW_HEIGHT * max(len(measured.facts.names) for measured in worlds.values())
    decided_by = {measured.facts.decide_by for measured in worlds.values()}
    with drawing():
        figure, _ = _grid(panels, PANEL_WIDTH, height, sharex=len(decided_by) == 1)
    return figure


def draw_curves(facts: Facts, margins: Mapping[str, Any]) -> Drawing:
    """The response curves of a study of margins."""
    panels = [partial(_curve, facts, margins["levers"], lever) for lever in margins["levers"]]
    with drawing():
        figure, _ = _grid(panels, PANEL_WIDTH, PANEL_HEIGHT)
    return figure


def _curve(
    facts: Facts, levers: Sequence[Mapping[str, Any]], lever: Mapping[str, Any], ax: Axes
) -> Axes:
    """A panel of the response curves, with the names that people know."""
    strategy, tactic = lever["strategy"], lever["tactic"]
    response(levers, ax, strategy=strategy, tactic=tactic)
    ax.set_title(wrapped_title(f"{facts.strategy(strategy).label}{say(': ')}{source(tactic)}"))
    ax.locator_params(axis="x", nbins=4)
    return ax


def _grid(
    panels: Sequence[Callable[[Axes], Axes]],
    width: float,
    height: float,
    below: float = 0.0,
    *,
    sharex: bool = False,
    sharey: bool = False,
) -> tuple[Drawing, list[Axes]]:
    """A figure with panels of this width and height, and room for a legend below them."""
    from simulation.results.figures.shown import Drawing

    across = min(ACROSS, len(panels))
    down = -(-len(panels) // across)
    figure = Drawing(figsize=(width * across, height * down + below), layout="constrained")
    grid = figure.subplots(down, across, squeeze=False, sharex=sharex, sharey=sharey)
    axes = list(grid.flat)
    for panel, ax in zip(panels, axes, strict=False):
        panel(ax)
        ax.tick_params(labelbottom=True)
    for ax in axes[len(panels) :]:
        ax.set_axis_off()
    return figure, axes


def draw_people(picture: Picture, roles: NDArray[np.int8], followers: NDArray[np.int64]) -> Drawing:
    """The picture of the market."""
    from simulation.results.figures.people import network
    from simulation.results.figures.shown import Drawing

    with drawing():
        figure = Drawing(figsize=(7.0, 5.0), layout="constrained")
        network(picture, roles, followers, figure.subplots())
    return figure


def draw_spread(found: Spread, root: int, labels: Sequence[str] | None = None) -> Drawing:
    """How one person's word travelled."""
    from simulation.results.figures.shown import Drawing
    from simulation.results.figures.spread import spread

    with drawing():
        figure = Drawing(figsize=(7.0, 5.0), layout="constrained")
        spread(found, root, figure.subplots(), labels)
    return figure


def svg_text(figure: Figure) -> str:
    """A figure as SVG with real text; the same figure gives the same bytes."""
    text = StringIO()
    with drawing():
        figure.savefig(
            text, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    return text.getvalue()


def write(figure: Figure, path: Path, as_png: Figure | None = None) -> str:
    """Write a figure as PNG and SVG beside one another; the SVG text comes back.

    ``as_png`` is drawn as PNG in its place, where this machine lacks the letters of ``figure``.
    """
    with drawing():
        picture = as_png or figure
        picture.savefig(path.with_suffix(".png"), dpi=DPI, metadata={"Software": None})
    text = svg_text(figure)
    path.with_suffix(".svg").write_text(text, encoding="utf-8")
    return text


__all__ = [
    "PLOTS",
    "WHAT_IF",
    "Plot",
    "draw",
    "draw_curves",
    "draw_people",
    "draw_spread",
    "draw_worlds",
    "drawing",
    "svg_text",
    "write",
]
