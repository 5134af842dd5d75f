"""The page of a robustness study: one file of HTML that needs no other, the answer first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from simulation.results.report import inline
from simulation.results.robustness import wording
from simulation.results.robustness.figures import FIGURES
from simulation.results.robustness.flips import smallest_side
from simulation.results.robustness.judged import Judged
from simulation.results.robustness.tables import head_of, size, standings_rows

TEMPLATE: Final = "robustness.html.j2"
ROWS: Final = 15
"""Assumptions in the table of cuts."""

CUTS: Final = (
    *("Assumption", "Range", "As written", "Cut", "Best below", "Best above"),
    *("p", "Effect", "Evidence"),
)

PIXELS: Final = 96.0 / 72.0
"""Pixels of a point."""

NATURAL: Final = 640.0
"""Pixels of a figure that does not say how wide it is."""

LARGER: Final = 1.35
SMALLER: Final = 0.65
"""How much larger and smaller than drawn a figure is shown."""


class Chart(NamedTuple):
    """A figure in the page: title, a note and the SVG."""

    title: str
    note: str
    svg: str
    widest: int
    """Pixels beyond which its letters would be larger than the text."""
    narrowest: int
    """Pixels below which they could not be read: a narrower page scrolls."""


def render(
    judged: Judged,
    svgs: Mapping[str, str],
    left_out: Sequence[tuple[str, str]],
    provenance: Sequence[tuple[str, str]],
) -> str:
    """The whole page.

    Parameters
    ----------
    judged
        What the points say.
    svgs
        Figures by name, as SVG text.
    left_out
        Settings that were not varied, each with the reason.
    provenance
        How it was run: pairs of a name and a value.
    """
    import jinja2

    loader = jinja2.PackageLoader("simulation.results", "templates")
    page = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(TEMPLATE)
    return page.render(contents(judged, svgs, left_out, provenance))


def contents(
    judged: Judged,
    svgs: Mapping[str, str],
    left_out: Sequence[tuple[str, str]],
    provenance: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """What the template fills in."""
    return {
        "facts": judged.facts,
        "answer": wording.answer(judged),
        "varied": len(judged.study.assumptions),
        "size": size(judged),
        "unit": judged.unit,
        "outcome": judged.outcome.label["en"],
        "head": head_of(judged),
        "standings": standings_rows(judged),
        "rules": [wording.rule(judged, box) for box in judged.rules.boxes],
        "accuracy": wording.percent(judged.rules.accuracy),
        "usual": wording.percent(judged.rules.usual),
        "is_tested": judged.rules.is_tested,
        "smallest_side": smallest_side(len(judged.surface.points)),
        "cuts_head": CUTS,
        "cuts": _cuts(judged),
        "charts": [
            Chart(FIGURES[name].title, FIGURES[name].note, inline(name, svg), *_widths(svg))
            for name, svg in svgs.items()
        ],
        "left_out": list(left_out),
        "provenance": list(provenance),
    }


def _widths(svg: str) -> tuple[int, int]:
    """The widest and the narrowest that a figure is shown, by how wide it was drawn."""
    drawn = re.search(r'<svg[^>]* width="([\d.]+)pt"', svg)
    pixels = PIXELS * float(drawn.group(1)) if drawn else NATURAL
    return round(LARGER * pixels), round(SMALLER * pixels)


def _cuts(judged: Judged) -> list[list[str]]:
    text = wording.value_text
    return [
        [
            split.assumption.label,
            f"{text(split.assumption.low)} to {text(split.assumption.high)} "
            f"{split.assumption.unit}".rstrip(),
            text(split.assumption.value),
            text(split.value),
            f"{wording.percent(split.below)} of {split.n_below}",
            f"{wording.percent(split.above)} of {split.n_above}",
            f"{split.p_value:.3f}",
            judged.effect(split),
            split.assumption.evidence.replace("_", " "),
        ]
        for split in judged.flips.splits[:ROWS]
    ]
