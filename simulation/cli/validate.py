"""``womsim validate``: the published models against what is known of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.progress import progress

if TYPE_CHECKING:
    from simulation.experiments.validation.page import Evidence

FAILED = 1
DOCS = Path("docs")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("validate")(validate_command)


def validate_command(
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer replications and no grids: under a minute.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the page; out/validation if left out."),
    ] = None,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Write docs/validation.md anew, in a checkout.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but failures.")] = False,
) -> None:
    """Check every published model against its closed form, enumeration or published value."""
    from simulation.experiments.validation import validate
    from simulation.experiments.validation.check import Effort
    from simulation.experiments.validation.page import Evidence, write_page

    folder = _folder(out, write_docs, quick)
    with progress(quiet, "families of checks") as show:
        evidence = Evidence(validate(quick=quick, progress=show), Effort(quick))
    page = write_page(evidence, folder)
    if not quiet:
        print("\n".join(_lines(evidence)))
        print(f"\n{evidence.summary}\npage: {page}")
    for check in evidence.failed:
        typer.echo(f"fails: {check.name}", err=True)
    if evidence.failed:
        raise typer.Exit(FAILED)


def _folder(out: Path | None, write_docs: bool, quick: bool) -> Path:
    """Where the page goes."""
    from simulation.errors import ArgumentError

    if not write_docs:
        return Path("out") / "validation" if out is None else out
    if out is not None or quick:
        raise ArgumentError("--write-docs: leave out --out and --quick; the page is of a full run.")
    if not DOCS.is_dir():
        raise ArgumentError("--write-docs: there is no docs folder here. Go to the checkout.")
    return DOCS


def _lines(evidence: Evidence) -> list[str]:
    from simulation.cli.columns import aligned
    from simulation.experiments.validation.page import screen_rows

    return aligned(screen_rows(evidence))
