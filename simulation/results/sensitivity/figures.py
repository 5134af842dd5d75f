"""Figures of sensitivity: bars with intervals, and for Morris the plane of size and spread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from simulation.results.figures import drawing
from simulation.results.figures.style import COLOURS, FAINT, INK
from simulation.results.sensitivity.judged import Found, Judged

if TYPE_CHECKING:
    from simulation.results.figures.shown import Drawing

BARS: Final = 15
ROW: Final = 0.28
NAMED: Final = 6
"""Assumptions that get their name in the plane."""


def bars(judged: Judged, found: Found) -> Drawing:
    """The largest effects with their intervals, beside what luck alone would give."""
    from simulation.results.figures.shown import Drawing

    rows = found.effects[:BARS]
    is_sobol = judged.method == "sobol"
    with drawing():
        figure = Drawing(figsize=(8.0, 1.3 + ROW * max(1, len(rows))), layout="constrained")
        ax = figure.subplots()
        for at, row in enumerate(rows):
            ax.barh(at, row.size, color=COLOURS[0], height=0.6, alpha=0.9 if is_sobol else 1.0)
            ax.plot([row.low, row.high], [at, at], color=INK, linewidth=1.2)
            if is_sobol:
                ax.plot([row.other], [at], "D", color=COLOURS[1], markersize=4.0)
                ends = [row.other_low, row.other_high]
                ax.plot(ends, [at, at], color=COLOURS[1], linewidth=1.0)
            if not math.isnan(row.luck):
                ax.plot([row.luck] * 2, [at - 0.4, at + 0.4], color=COLOURS[3], linewidth=1.6)
        ax.set_yticks(range(len(rows)), [row.assumption.label for row in rows])
        ax.set_ylim(max(1, len(rows)) - 0.5, -0.5)
        ax.set_title(judged.label(found.output))
        unit = judged.unit(found.output)
        ax.set_xlabel("share of variance" if is_sobol else f"mu*, {unit} over the range")
        ax.annotate(
            "pink: luck alone" + (", orange: by itself" if is_sobol else ""),
            (1.0, 1.01),
            xycoords="axes fraction",
            ha="right",
            fontsize=7.5,
            color=INK,
        )
    return figure


def plane(judged: Judged, found: Found) -> Drawing:
    """Size of each effect against how much it depends on the other assumptions (Morris)."""
    from simulation.results.figures.shown import Drawing

    with drawing():
        figure = Drawing(figsize=(6.5, 4.6), layout="constrained")
        ax = figure.subplots()
        x = [effect.size for effect in found.effects]
        y = [effect.other for effect in found.effects]
        end = 1.05 * max([*x, *y, 1e-12])
        for slope, word in ((1.0, "sigma = mu*"), (0.5, ""), (0.1, "nearly linear")):
            ax.plot([0.0, end], [0.0, slope * end], color=FAINT, linewidth=0.8)
            if word:
                ax.annotate(word, (end, slope * end), fontsize=7.0, color=INK, ha="right")
        ax.plot(x, y, "o", color=COLOURS[0], markersize=4.0)
        for effect in found.effects[:NAMED]:
            ax.annotate(
                effect.assumption.label,
                (effect.size, effect.other),
                xytext=(4, 3),
                textcoords="offset points",
                fontsize=7.0,
            )
        ax.set_title(judged.label(found.output))
        ax.set_xlabel(f"mu*: mean size of the effect, {judged.unit(found.output)}")
        ax.set_ylabel("sigma: how much it depends on the others")
        ax.set_xlim(0.0, end)
        ax.set_ylim(0.0, end)
    return figure


def drawings(judged: Judged) -> dict[str, Drawing]:
    """Every figure of a study by its name; each becomes a file of ``figures/``."""
    made: dict[str, Drawing] = {}
    for found in judged.found:
        if found.effects:
            made[f"sensitivity_{found.output.key}"] = bars(judged, found)
            if judged.method == "morris":
                made[f"sensitivity_{found.output.key}_plane"] = plane(judged, found)
    return made
