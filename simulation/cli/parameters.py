"""``womsim parameters``: what a result rests on, assumptions first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.columns import aligned
from simulation.cli.completion import scenario_files

File = Annotated[
    Path | None,
    typer.Argument(
        help="Scenario file; the defaults if left out.",
        show_default=False,
        autocompletion=scenario_files,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
_HEAD = ["key", "value", "unit", "range", "evidence", "source"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("parameters")(parameters)


def parameters(scenario: File = None, as_json: AsJson = False) -> None:
    """Show every behavioural parameter: value, unit, range, evidence and source."""
    show_parameters(scenario, as_json)


def show_parameters(file: Path | None, as_json: bool) -> None:
    """Print the table of a scenario, or of the defaults with every tactic and event."""
    from simulation.scenario import load_scenario
    from simulation.scenario.parameters import Parameter, default_parameters
    from simulation.scenario.tree import number_text

    rows = default_parameters() if file is None else load_scenario(file).parameters()
    if as_json:
        print(json.dumps([row._asdict() for row in rows], indent=2, ensure_ascii=False))
        return

    def likely(row: Parameter) -> str:
        ends = [number_text(end) if end is not None else "?" for end in (row.low, row.high)]
        return "" if row.low is None and row.high is None else " to ".join(ends)

    cells = [
        [row.key, number_text(row.value), row.unit, likely(row), row.evidence, row.source]
        for row in rows
    ]
    for line in aligned([_HEAD, *cells]):
        print(line)
    counts = {row.evidence: 0 for row in rows}
    for row in rows:
        counts[row.evidence] += 1
    said = ", ".join(f"{count} {evidence}" for evidence, count in counts.items())
    print(f"{len(rows)} parameters: {said}")
