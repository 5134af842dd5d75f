"""The result as a terminal shows it: a table that fits its width, then plain lines."""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from collections.abc import Sequence

from simulation.language import language, say, say_count
from simulation.results import wording, wording_money
from simulation.results.measured import Measured
from simulation.results.numbers import UNDEFINED, currency_name, number, span, whole
from simulation.results.signs import legend
from simulation.results.statistics import Estimate
from simulation.results.tables import TacticUse, tactics
from simulation.results.verdict import Verdict
from simulation.results.wording_replicates import counted, pairing
from simulation.results.wording_replicates import replicates as about_replicates
from simulation.results.worlds import Worlds

WIDE = 80
"""Columns from which every column of the table is shown."""

GAP = "  "

EXPOSURES = ("strategy", "tactic", "spent", "per exposure", "exposures a consumer")
"""Columns of the table of exposures."""


def ranking(verdict: Verdict, width: int) -> list[str]:
    """The table of strategies, best first, as lines that fit the width where they can.

    Below 80 columns the ROMI is dropped; then, where the table is still too wide, what was spent.
    """
    rows = _rows(verdict)
    columns = len(rows[0])
    if width < WIDE:
        columns -= 1
        while columns > len(rows[0]) - 2 and _width([row[:columns] for row in rows]) > width:
            columns -= 1
    return aligned([row[:columns] for row in rows])


def under_table(verdict: Verdict, width: int) -> list[str]:
    """What the signs in the table mean, as lines that fit; an empty line after them."""
    text = legend(verdict, with_romi=width >= WIDE)
    return [*(wrap(text, width) if text else []), ""]


def _rows(verdict: Verdict) -> list[list[str]]:
    rows = [
        [
            say("strategy"),
            verdict.outcome.label["zh"] if language() == "zh" else verdict.outcome.name,
            say("vs {baseline} [95 %]").format(baseline=verdict.baseline),
            say("best in"),
            say("spent"),
            "ROMI",
        ]
    ]
    n = len(verdict.measured.replicates)
    for name in verdict.ranked:
        rows.append(
            [
                name,
                shown(verdict.measured.estimate(name, verdict.outcome.name)),
                against(verdict, name),
                f"{verdict.times_best[name]}/{n}",
                whole(verdict.measured.estimate(name, "cost").value),
                shown(verdict.measured.estimate(name, "romi")),
            ]
        )
    return rows


def shown(found: Estimate) -> str:
    """A value, no finer than its interval allows."""
    return number(found.value, found.high - found.low)


def against(verdict: Verdict, name: str) -> str:
    """A strategy beside the baseline: difference, interval and a word; see :mod:`.signs`."""
    if name == verdict.baseline:
        return say("baseline")
    gap = verdict.gap(name)
    if math.isnan(gap.value):
        return say(UNDEFINED)
    value = number(gap.value, gap.high - gap.low, signed=True)
    ends = span(gap.low, gap.high, signed=True)
    return f"{value} [{ends}] {say(verdict.word(name))}" if ends else f"{value} ?"


def exposures(verdict: Verdict) -> list[str]:
    """What an exposure of each paid tactic cost, and how often each consumer heard it."""
    rows = [[say(head) for head in EXPOSURES]]
    for use in tactics(verdict.measured):
        if use.cost > 0.0:
            rows.append(_exposure_row(use))
    return aligned(rows, texts=2) if len(rows) > 1 else []


def _exposure_row(use: TacticUse) -> list[str]:
    price = number(use.cost_per_exposure, use.ci_high - use.ci_low)
    return [
        use.strategy,
        wording.source(use.tactic),
        whole(use.cost),
        price,
        number(use.exposures_per_consumer),
    ]


def after_table(verdict: Verdict) -> list[str]:
    """The sentences under the table: what is settled, what is not, on how many replicates."""
    found = [*wording.answer(verdict), wording.best(verdict), say(wording.COVERS)]
    found += [*about_replicates(verdict), pairing(verdict)]
    found.append(_again(verdict.measured))
    return [line for line in found if line]


def aligned(rows: Sequence[Sequence[str]], texts: int = 1) -> list[str]:
    """Rows as lines with columns below one another: the first ``texts`` left, the others right."""
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for i, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - columns(cell))
            cells.append(cell + blank if i < texts else blank + cell)
        lines.append(GAP.join(cells).rstrip())
    return lines


def columns(text: str) -> int:
    """Columns that a text takes in a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrap(text: str, width: int) -> list[str]:
    """A sentence as lines that fit."""
    if columns(text) == len(text):
        return textwrap.wrap(text, max(20, width)) or [""]
    lines, line = [], ""
    for word in re.findall(r"[!-~]+|.", text):  # Chinese may break after any letter
        if line and columns(line + word) > max(20, width):
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line]


def _again(measured: Measured) -> str:
    return wording_money.reproduction(measured.reproduction, measured.facts.days)


def _width(rows: Sequence[Sequence[str]]) -> int:
    return max(columns(line) for line in aligned(rows))


def full_text(verdict: Verdict, width: int) -> list[str]:
    """Everything that a terminal shows of a comparison."""
    facts = verdict.measured.facts
    lines = [f"{facts.name}   {size(verdict.measured)}", *ranking(verdict, width)]
    lines += under_table(verdict, width)
    lines += [part for text in after_table(verdict) for part in wrap(text, width)]
    by_tactic = exposures(verdict)
    if by_tactic:
        lines += ["", *by_tactic]
    rest = wording_money.unspent(verdict.measured)
    return [*lines, *([""] if rest else []), *(part for text in rest for part in wrap(text, width))]


def worlds_text(worlds: Worlds, width: int) -> list[str]:
    """Everything that a terminal shows of a comparison in several worlds, one block a world."""
    verdicts = {name: Verdict(measured) for name, measured in worlds.items()}
    (first, as_written), *others = verdicts.items()
    whole_block = full_text(as_written, width)
    if not others:
        return whole_block
    lines = [whole_block[0], wording.world_name(first), *whole_block[1:]]
    for name, verdict in others:
        lines += ["", _world_title(name, verdict, as_written), *ranking(verdict, width)]
        lines += under_table(verdict, width)
        lines += [part for text in after_table(verdict) for part in wrap(text, width)]
    return [*lines, "", *(part for text in wording.leads(worlds) for part in wrap(text, width))]


def _world_title(name: str, verdict: Verdict, as_written: Verdict) -> str:
    """The world's name, with its size where that differs."""
    here = size(verdict.measured)
    return f"what_if {name}" + ("" if here == size(as_written.measured) else f"   {here}")


def size(measured: Measured) -> str:
    """How large the comparison is, in one line."""
    facts = measured.facts
    n = measured.n_consumers
    people = say_count("{n} consumer", "{n} consumers", n).format(n=whole(n))
    days = say_count("{n} day", "{n} days", facts.days).format(n=facts.days)
    return "   ".join(
        (counted(len(measured.replicates)), people, days, currency_name(facts.currency))
    )
