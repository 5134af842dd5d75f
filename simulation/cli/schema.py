"""``womsim schema``: the JSON Schema by which an editor completes and checks a file."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Of(StrEnum):
    """Which files."""

    SCENARIO = "scenario"
    SWEEP = "sweep"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema_command)


def schema_command(
    of: Annotated[Of, typer.Argument(help="Which files.")] = Of.SCENARIO,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write it there instead of printing.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Print the JSON Schema of scenario or sweep files, so that editors complete and check them.

    A file names its schema on the first line: # yaml-language-server: $schema=FILE
    """
    from simulation.cli.written import write_new

    text = schema_text(of.value)
    if out is None:
        sys.stdout.write(text)
        return
    write_new(text, out, force=force)
    print(f"schema: {out}")


def schema_text(of: str) -> str:
    """The schema of scenario or sweep files as text."""
    if of == Of.SWEEP:
        from simulation.experiments.sweeps.schema import sweep_schema

        made = sweep_schema()
    else:
        from simulation.scenario.schema import scenario_schema

        made = scenario_schema()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
