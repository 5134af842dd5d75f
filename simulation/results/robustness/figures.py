"""Figures of robustness: shares and regret, the leader's margin where it flips, and a tornado."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from simulation.results.figures import drawing
from simulation.results.figures.style import FAINT, INK, LARGE, colour, large_numbers
from simulation.results.numbers import whole
from simulation.results.robustness import wording
from simulation.results.robustness.flips import Split
from simulation.results.robustness.judged import Judged

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulation.results.figures.shown import Drawing

ROW: Final = 0.34
PANELS: Final = 3
"""Assumptions whose flip lines are drawn."""

BARS: Final = 10
"""Assumptions in the tornado."""

AROUND: Final = 0.15
"""Share of the points over which the line of mean margins runs."""


class Figure(NamedTuple):
    """A figure by its name, with what a reader has to know."""

    name: str
    title: str
    note: str
    draw: Callable[[Judged], Drawing]


def shares(judged: Judged) -> Drawing:
    """How often each strategy is best, and what relying on it costs."""
    from simulation.results.figures.shown import Drawing

    rows = judged.standings
    with drawing():
        figure = Drawing(figsize=(8.0, 1.2 + ROW * len(rows)), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True)
        for at, row in enumerate(rows):
            ink = colour(judged.facts, row.strategy)
            left.barh(at, 100.0 * row.best.value, color=ink, height=0.6)
            ends = [100.0 * row.best.low, 100.0 * row.best.high]
            left.plot(ends, [at, at], color=INK, linewidth=1.2)
            right.plot([row.regret_mean, row.regret_worst], [at, at], color=ink, linewidth=1.6)
            right.plot([row.regret_mean], [at], "o", color=ink, markersize=6.0)
            right.plot([row.regret_p90], [at], "|", color=ink, markersize=10.0)
            right.plot([row.regret_worst], [at], "x", color=ink, markersize=5.0)
        left.set_yticks(range(len(rows)), [judged.label(row.strategy) for row in rows])
        left.set_ylim(len(rows) - 0.5, -0.5)
        left.set_xlim(0.0, 100.0)
        left.set_title("Best in")
        left.set_xlabel(f"% of {len(judged.surface.points)} sampled points")
        right.set_title("Regret")
        label = judged.outcome.label["en"]
        unit = "" if judged.unit == label.lower() else f", {judged.unit}"
        right.set_xlabel(f"{label} given away{unit}")
        right.set_xlim(left=0.0)
        large_numbers(right.xaxis)
    return figure


def flip_lines(judged: Judged) -> Drawing:
    """The leader's margin over its closest rival against the assumptions that tell most."""
    from simulation.results.figures.shown import Drawing

    chosen = (*judged.flipping, *(s for s in judged.telling if s not in judged.flipping))
    shown = (chosen or _by_swing(judged))[:PANELS]
    with drawing():
        figure = Drawing(figsize=(3.4 * max(1, len(shown)), 3.2), layout="constrained")
        axes = figure.subplots(1, max(1, len(shown)), squeeze=False, sharey=True)
        for split, ax in zip(shown, axes.flat, strict=False):
            _flip_line(judged, split, ax)
        large_numbers(axes[0][0].yaxis)
        axes[0][0].set_ylabel(f"margin of {judged.label(judged.leader)}, {judged.unit}")
    return figure


def _flip_line(judged: Judged, split: Split, ax: Axes) -> None:
    column = judged.column(split.assumption)
    stays, margin = judged.stays, judged.margin
    inks = (
        (stays, colour(judged.facts, judged.leader), "o"),
        (~stays, COLOUR_OF_LOST, "x"),
    )
    for where, ink, mark in inks:
        ax.plot(column[where], margin[where], mark, color=ink, markersize=3.0, alpha=0.6)
    ax.axhline(0.0, color=INK, linewidth=0.8)
    order = np.argsort(column, kind="stable")
    order = order[~np.isnan(margin[order])]
    window = max(5, round(AROUND * len(order)))
    if len(order) >= 2 * window:
        weights = np.full(window, 1.0 / window)
        ax.plot(
            np.convolve(column[order], weights, "valid"),
            np.convolve(margin[order], weights, "valid"),
            color=INK,
            linewidth=1.6,
        )
    ax.axvline(split.assumption.value, color=FAINT, linewidth=1.0, linestyle=":")
    if split.effect != "no":
        ax.axvline(split.value, color=INK, linewidth=1.0, linestyle="--")
        word = "flips at" if split in judged.flipping else "cut at"
        ax.set_title(f"{word} {wording.cut_text(split)}")
    else:
        ax.set_title("no cut")
    if split.assumption.is_log:
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(lambda x, _: whole(x) if x >= LARGE else f"{x:g}")
        ax.xaxis.set_minor_formatter("")
    else:
        large_numbers(ax.xaxis)
    ax.set_xlabel(split.assumption.label, fontsize=7.5)


COLOUR_OF_LOST: Final = "#8C8C8C"


def tornado(judged: Judged) -> Drawing:
    """How far each assumption moves the leader's margin, from its low to its high quarter."""
    from simulation.results.figures.shown import Drawing

    rows = _by_swing(judged)[:BARS]
    middle = float(np.nanmean(judged.margin)) if not np.isnan(judged.margin).all() else math.nan
    half = judged.flips.chance / 2.0
    with drawing():
        figure = Drawing(figsize=(8.0, 1.2 + ROW * max(1, len(rows))), layout="constrained")
        ax = figure.subplots()
        if math.isfinite(half) and math.isfinite(middle):
            ax.axvspan(middle - half, middle + half, color=FAINT, alpha=0.4, linewidth=0.0)
        for at, split in enumerate(rows):
            ends = (split.low_margin, split.high_margin)
            ax.plot(ends, [at, at], color=colour(judged.facts, judged.leader), linewidth=6.0)
            for end, said in zip(ends, ("low", "high"), strict=True):
                ax.annotate(
                    said,
                    (end, at),
                    xytext=(6 if end == max(ends) else -6, 0),
                    textcoords="offset points",
                    ha="left" if end == max(ends) else "right",
                    va="center",
                    fontsize=7.0,
                )
        ax.axvline(0.0, color=INK, linewidth=1.0)
        ax.set_yticks(range(len(rows)), [split.assumption.label for split in rows])
        ax.set_ylim(max(1, len(rows)) - 0.5, -0.5)
        ax.margins(x=0.12)
        large_numbers(ax.xaxis)
        ax.set_title(f"Mean margin of {judged.label(judged.leader)} over its closest rival")
        ax.set_xlabel(judged.unit)
    return figure


def _by_swing(judged: Judged) -> tuple[Split, ...]:
    """Assumptions that move the leader's margin most."""
    return tuple(sorted(judged.flips.splits, key=lambda s: (-abs(s.swing), s.assumption.label)))


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            "robustness_shares",
            "Best, and regret",
            "Left: share of points in which no other strategy does better; lines: 95 % intervals "
            "over points. Right: what relying on a strategy gives away; dot: mean, bar: 90 % of "
            "points stay below, cross: worst point.",
            shares,
        ),
        Figure(
            "robustness_flips",
            "Where it flips",
            "Each mark is a point: above zero the leader does better than its closest rival. Line: "
            "running mean; all other assumptions vary too. Dotted: as written; dashed: where the "
            "points are cut.",
            flip_lines,
        ),
        Figure(
            "robustness_tornado",
            "What moves the lead",
            "From the mean margin over the lowest quarter of a range to that over the highest. "
            "Grey: as far as the longest of all bars reaches by chance in 19 of 20 shuffles.",
            tornado,
        ),
    )
}
"""Every figure of a robustness study by its name; each becomes a file of ``figures/``."""
