"""What the commands of studies share: which strategies, and what is said when they are stopped."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.cli.completion import strategy_names

KEPT = "stopped; finished runs are kept in {folder}. The same command goes on from there."

Strategies = Annotated[
    list[str] | None,
    typer.Option(
        "--strategy",
        metavar="NAME",
        help="Compare this strategy (repeat for more).",
        autocompletion=strategy_names,
    ),
]
