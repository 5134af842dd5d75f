"""``womsim run``: one strategy on one replicate, day by day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.cli.compare import (
    Changes,
    Engine,
    EngineWord,
    Force,
    Out,
    Quiet,
    ScenarioFile,
    command_line,
    compile_first,
    read_scenario,
    say_warnings,
)
from simulation.cli.completion import strategy_names
from simulation.cli.waiting import graph_said


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run_command)


def run_command(
    scenario: ScenarioFile,
    strategy: Annotated[
        str,
        typer.Option(metavar="NAME", help="The strategy to run.", autocompletion=strategy_names),
    ],
    replicate: Annotated[int, typer.Option(metavar="R", help="Whose luck.")] = 0,
    what_if: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="In this world of what_if.", show_default=False),
    ] = None,
    changes: Changes = None,
    trace: Annotated[bool, typer.Option("--trace", help="Keep every message.")] = False,
    engine: Engine = EngineWord.KERNEL,
    threads: Annotated[
        int, typer.Option(metavar="T", help="Threads that live a day of a large market together.")
    ] = 1,
    out: Out = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Run one strategy once; its days, people, money and messages go to out/NAME-STRATEGY-R."""
    from simulation.experiments.run import in_world, run
    from simulation.experiments.run_files import check_folder

    read = in_world(read_scenario(scenario, changes), what_if)
    name = "-".join([read.name, *([what_if] if what_if else []), strategy, str(replicate)])
    folder = Path("out") / name if out is None else out
    if strategy in read.strategies:
        check_folder(folder, read.run_hash(strategy), strategy, replicate, force)
        if engine == EngineWord.KERNEL and not quiet:
            compile_first()
    with graph_said(read, quiet=quiet, then=f"then living {read.days} days"):
        result = run(read, strategy, replicate, engine.value, trace, threads)
    result.save(folder, command=command_line(), force=force)
    if not quiet:
        say_warnings(read)
        for line in lines(result.outcomes, str(result)[1:-1], folder):
            print(line)


def lines(outcomes: dict[str, float], title: str, folder: Path) -> list[str]:
    """What is printed about a finished run: its outcomes, then where the tables are."""
    from simulation.results.numbers import number
    from simulation.results.outcomes import OUTCOMES
    from simulation.results.screen import aligned

    rows = [
        [OUTCOMES[name].label["en"], number(value), OUTCOMES[name].unit]
        for name, value in outcomes.items()
    ]
    return [title, *aligned(rows), f"tables: {folder}"]
