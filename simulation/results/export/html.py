"""The page: it needs no other file and no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulation.results.files import draw_svgs, page
from simulation.results.parquet import write_text

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison


def write(result: Comparison, path: Path) -> None:
    """Write the page."""
    write_text(text_of(result), path)


def text_of(result: Comparison) -> str:
    """The page as text, figures that cannot be drawn again included."""
    svgs = draw_svgs(result.in_worlds, result.people, result.manifest.get("margins"))
    at_hand = {name: svg for name, svg in result.drawn.items() if name not in svgs}
    return page(result.in_worlds, {**svgs, **at_hand}, result.manifest)
