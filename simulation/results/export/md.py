"""The cards of the page as Markdown: sentences, tables, and links to the figures beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulation.results.cards import Story
from simulation.results.files import provenance
from simulation.results.parquet import write_text
from simulation.results.report import contents

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison

TEMPLATE: Final = "report.md.j2"

_ESCAPED: Final = {"\\": "\\\\", "|": "\\|", "*": "\\*", "<": "&lt;", ">": "&gt;", "\n": " "}
"""What Markdown would take for something else than a text."""


def write(result: Comparison, path: Path) -> None:
    """Write the document; figures are shown where they lie in ``figures/`` beside it."""
    found = sorted((path.parent / "figures").glob("*.svg"))
    write_text(text_of(result, {file.stem: f"figures/{file.name}" for file in found}), path)


def text_of(result: Comparison, figures: dict[str, str]) -> str:
    """The document as text.

    Parameters
    ----------
    result
        What is told.
    figures
        Where figures lie, by their names.
    """
    import jinja2

    manifest = result.manifest
    story = Story(
        result.in_worlds,
        tuple(provenance(manifest)),
        tuple(manifest.get("warnings", ())),
        manifest.get("robustness") or {},
        manifest.get("margins") or {},
    )
    page = jinja2.Environment(
        loader=jinja2.PackageLoader("simulation.results", "templates"),
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters["cell"] = plain
    text = page.get_template(TEMPLATE).render({**contents(story), "figures": figures})
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def plain(text: object) -> str:
    r"""A text that Markdown takes as it is.

    Examples
    --------
    >>> print(plain("a|b *c*"))
    a\|b \*c\*
    """
    return "".join(_ESCAPED.get(letter, letter) for letter in str(text))
