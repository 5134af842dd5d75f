"""``womsim report``: tell a finished comparison again, as a page, a document or a workbook."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.completion import result_folders

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison


class Language(StrEnum):
    """Languages of a report."""

    EN = "en"
    ZH = "zh"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report_command)


def known_formats() -> list[str]:
    """Every format, for completion."""
    from simulation.results.export import formats

    return list(formats())


def report_command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Folder of womsim compare.", autocompletion=result_folders
        ),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="html, json, md, pdf or xlsx; else what the name of --out ends in, or html.",
            show_default=False,
            autocompletion=known_formats,
        ),
    ] = None,
    lang: Annotated[
        Language | None,
        typer.Option(
            help="Language of the report; that of the comparison if left out.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file; DIR/report.FORMAT if left out.", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace the file. DIR/report.html is replaced anyway."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON instead, and write no file.")
    ] = False,
) -> None:
    """Tell a finished comparison again, in another format or language, without running anything.

    A PDF is printed by Chromium, Chrome or Edge, if one is installed (or WOMSIM_BROWSER names it).
    A workbook has one sheet a table; it needs the extra xlsx.
    """
    from simulation.errors import ArgumentError
    from simulation.language import in_language
    from simulation.results.comparison import Comparison
    from simulation.results.export import check_file, format_of, write_report

    if as_json and (form is not None or out is not None):
        raise ArgumentError("--json: it prints. Leave out --format and --out, or --json.")
    if out == Path("-"):
        raise ArgumentError('out: "-" is no name of a file. Name one; --json prints instead.')
    word = format_of(out, form)
    ours = folder / "report.html"
    path = folder / f"report.{word}" if out is None else out
    force = force or path == ours
    if not as_json:
        check_file(path, force=force)
    result = Comparison.open(folder)
    told = str(result.manifest.get("lang", Language.EN)) if lang is None else lang.value
    if as_json:
        with in_language(told):
            print_document(result)
        return
    print(f"report: {write_report(result, path, word, told, force=force)}")


def print_document(result: Comparison) -> None:
    """Print a comparison as one JSON document."""
    from simulation.results.export import json

    sys.stdout.write(json.text_of(result))
