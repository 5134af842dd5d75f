"""A finished comparison for machines: one JSON document with the numbers of the CSV files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.results import tables, wording
from simulation.results.parquet import write_text
from simulation.results.record import Columns
from simulation.results.tables import plain
from simulation.results.worlds import stacked

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison


def write(result: Comparison, path: Path) -> None:
    """Write the document."""
    write_text(text_of(result), path)


def text_of(result: Comparison) -> str:
    """The document as text."""
    return json.dumps(document(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def document(result: Comparison) -> dict[str, Any]:
    """The document as plain values; what is undefined is None."""
    facts, manifest = result.measured.facts, result.manifest
    worlds = result.in_worlds
    return {
        "kind": "comparison",
        "womsim": manifest.get("versions", {}).get("womsim"),
        "name": facts.name,
        "question": facts.question,
        "answer": [*wording.answer(result.verdict), *wording.leads(worlds)],
        "best": result.best,
        "decide_by": facts.decide_by,
        "baseline": facts.baseline,
        "strategies": list(facts.names),
        "worlds": list(worlds),
        "replicates": len(result.measured.replicates),
        "days": facts.days,
        "currency": facts.currency,
        "seed": facts.seed,
        "hash": manifest.get("hash"),
        "summary": rows_of(stacked(tables.summary, worlds)),
        "differences": rows_of(stacked(tables.differences, worlds)),
        "tactics": rows_of(stacked(tables.tactics_table, worlds)),
        "warnings": list(manifest.get("warnings", ())),
    }


def rows_of(columns: Columns) -> list[Mapping[str, Any]]:
    """The rows of a table, each with its columns' names."""
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, map(plain, row), strict=True)) for row in rows]
