"""The evidence as a table on screen and as a page for docs/."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from simulation.errors import OutputError
from simulation.experiments.validation import Checked
from simulation.experiments.validation.check import SEED, STANDARD_ERRORS, Check, Effort
from simulation.experiments.validation.figures import FIGURES, draw_all
from simulation.experiments.validation.software import software

HEAD = ("check", "source", "expected", "got", "standard error", "verdict")
FOLDER = "validation"
"""Folder of the figures, beside the page."""

INTRODUCTION = f"""\
# What can be checked

Written by `womsim validate --write-docs`; do not edit. Every published model of
`simulation.classics` uses the market's own draws and clocks, so agreement here speaks for these
too, not only for the models. Not all of them run in the market's own loops: decisions 0010 and 0011
in `docs/decisions` name those that do not, and say why.

A check agrees when the simulated mean lies within {STANDARD_ERRORS:g} standard errors of what must
come out, or within the distance printed after ± where that is wider: what is expected is then a
limit (of many consumers, of small steps) or known to few digits. Everything is drawn from seed
{SEED}, so the verdicts are the same everywhere. Sources name the check (T) of the model's science
notes and what is known of it: *C* computed exactly or derived, *abstract* seen in the abstract
only, *secondary* quoted by somebody else, *recalled* from the literature and not opened.

What this does not show: that people behave like any of these models, or that the default market
does.
"""


class Evidence(NamedTuple):
    """Everything that was checked, and how hard."""

    families: list[Checked]
    effort: Effort

    @property
    def failed(self) -> list[Check]:
        """The checks that do not agree."""
        return [check for done in self.families for check in done.checks if not check.passed]

    @property
    def n_checks(self) -> int:
        """How many checks there are."""
        return sum(len(done.checks) for done in self.families)

    @property
    def summary(self) -> str:
        """One sentence: how many agree."""
        agree = self.n_checks - len(self.failed)
        return f"{agree} of {self.n_checks} checks agree in {len(self.families)} families."


def cells(check: Check) -> tuple[str, ...]:
    """A row of the table."""
    sign = "" if check.rule.value == "=" else f"{check.rule.value} "
    distance = f" ± {_number(check.allowed)}" if check.has_own_distance else ""
    error = "" if math.isnan(check.standard_error) else f"{check.standard_error:.2g}"
    verdict = "agrees" if check.passed else "FAILS"
    return (
        check.name,
        check.source,
        sign + _number(check.expected) + distance,
        _number(check.got),
        error,
        verdict,
    )


def _number(value: float) -> str:
    """A number to six digits; what is only rounding is 0."""
    return "0" if abs(value) < 1e-12 else f"{value:.6g}"


def screen_rows(evidence: Evidence) -> list[tuple[str, ...]]:
    """The table on screen, head first."""
    return [HEAD, *(cells(check) for done in evidence.families for check in done.checks)]


def page(evidence: Evidence, project: Path | None = None) -> str:
    """The page in Markdown; with what was measured against other software in a project's folder."""
    parts = [INTRODUCTION, f"**{evidence.summary}**" + _quick_note(evidence.effort), ""]
    for done in evidence.families:
        parts += [f"## {done.family.name}", "", done.family.about, ""]
        parts += [
            f"![{figure.title}]({FOLDER}/{figure.name}.svg)\n\n*{figure.note}*\n"
            for figure in FIGURES
            if figure.family == done.family.name
        ]
        parts += _table([cells(check) for check in done.checks])
        parts.append("")
    parts += [] if project is None else software(project)
    return "\n".join(parts).rstrip() + "\n"


def _quick_note(effort: Effort) -> str:
    return " (A quick round: fewer replications, no grids.)" if effort.quick else ""


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

    return [line(HEAD), "|---|---|---:|---:|---:|---|", *(line(row) for row in rows)]


def write_page(evidence: Evidence, folder: Path) -> Path:
    """Write ``validation.md`` and its figures; the page's path comes back.

    Raises
    ------
    OutputError
        When the folder cannot be written to.
    """
    file = folder / "validation.md"
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for name, svg in draw_all(evidence.effort):
            (folder / FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
        file.write_text(page(evidence, folder.parent), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}. Name another folder.") from None
    return file
