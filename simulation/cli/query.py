"""``womsim query``: ask the tables of a folder in SQL; nothing can be written."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.completion import result_folders

if TYPE_CHECKING:
    from simulation.results.database import Rows

SHOWN = 40
"""Rows of a table that a terminal shows."""


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("query")(query_command)


def query_command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Folder of saved results.", autocompletion=result_folders
        ),
    ],
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help='A select, such as "select * from runs".')
    ],
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="How rows are written: table, or what the name of --out ends in.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the rows into this file.", show_default=False),
    ] = None,
) -> None:
    """Ask saved results in SQL: a sweep's points, runs, daily, failures; a comparison's tables.

    Which tables there are: "show tables"; which columns: "describe runs". Names with dots want
    double quotes: select "brand.price", avg(customers) from runs join points using (point) group by
    all. What is undefined is NULL.
    """
    from simulation.results.database import ask, connect
    from simulation.results.views import views_in

    if out is not None:
        _check_place(out, folder)
    with connect(views_in(folder), is_locked=True) as connection:
        rows = ask(connection, sql)
        if out is None:
            _print(rows, form or Format.TABLE)
        else:
            _save(rows, form or _ending(out), out)


def _check_place(out: Path, folder: Path) -> None:
    from simulation.errors import OutputError

    if out.is_dir():
        raise OutputError(f"{out} is a folder. Name a file with --out.")
    if out.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{out} lies in the folder of results itself. Use another folder (out).")


def _ending(out: Path) -> Format:
    """The format that the name of a file asks for; CSV where it asks for none."""
    return Format.JSON if out.suffix == ".json" else Format.CSV


def _print(rows: Rows, form: Format) -> None:
    from simulation.cli.rows import write_rows

    limit = SHOWN if form == Format.TABLE and sys.stdout.isatty() else None
    write_rows(rows, form.value, sys.stdout, limit)


def _save(rows: Rows, form: Format, out: Path) -> None:
    from simulation.cli.rows import write_rows
    from simulation.errors import OutputError
    from simulation.results.parquet import whole_file

    try:
        with whole_file(out) as beside, beside.open("w", encoding="utf-8", newline="") as file:
            write_rows(rows, form.value, file, None)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}.") from error
