"""The command ``womsim``: one module a command, heavy libraries only inside the commands.

A command is a module of this package with ``register(app)``, named in :data:`COMMANDS`. Modules
import nothing but typer and the standard library at their first level, so that ``--help`` is quick.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

COMMANDS = (
    "compare",
    "report",
    "run",
    "sweep",
    "robustness",
    "sensitivity",
    "margins",
    "query",
    "new",
    "check",
    "listing",
    "schema",
    "parameters",
    "validate",
    "app",
)
"""Modules of commands, in the order in which help lists them."""

HEADING = "Value error, "
"""What pydantic puts before a message about one of an option's words."""

WRONG_INPUT = 2
OUR_FAULT = 1
TRACEBACK = "WOMSIM_TRACEBACK"
"""Environment variable that shows where a fault of ours happened."""


class Commands(TyperGroup):
    """The commands; a word that is none of an option's is told without pydantic's heading."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run a command."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix(HEADING)
            raise


def build_app() -> typer.Typer:
    """The command line with all its commands."""
    app = typer.Typer(
        cls=Commands,
        name="womsim",
        help="Compare word-of-mouth marketing strategies on a simulated market.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for name in COMMANDS:
        importlib.import_module(f"{__name__}.{name}").register(app)
    return app


def main() -> None:
    """Run the command line: exit code 0 done, 2 wrong input, 1 a fault of ours."""
    from simulation.cli.called import as_typed
    from simulation.errors import SimulationError

    try:
        build_app()(prog_name="womsim")
    except SimulationError as error:
        print(as_typed(str(error)), file=sys.stderr)
        sys.exit(WRONG_INPUT)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            traceback.print_exc()
        said = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"womsim: a fault of ours: {said}", file=sys.stderr)
        hint = f"Set {TRACEBACK}=1 and run it again to see where; please report that."
        print(hint, file=sys.stderr)
        sys.exit(OUR_FAULT)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"womsim {version('womsim')}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Options of womsim itself."""
