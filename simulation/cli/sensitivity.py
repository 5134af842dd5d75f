"""``womsim sensitivity``: which assumptions move an outcome or a difference, and how much."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.compare import (
    Changes,
    Cluster,
    ExecutorWord,
    Force,
    Quiet,
    ScenarioFile,
    command_line,
    compile_first,
    read_scenario,
)
from simulation.cli.interrupt import stopped_cleanly
from simulation.cli.progress import progress
from simulation.cli.robustness import Only, Parameters, Seed, Without, plan_lines
from simulation.cli.study import KEPT, Strategies
from simulation.cli.sweep import Where, Workers
from simulation.cli.waiting import while_building

if TYPE_CHECKING:
    from simulation.experiments.sensitivity import Sensitivity
    from simulation.experiments.sensitivity_plan import Plan

ROWS = 8
"""Assumptions that are printed of each output."""


class MethodWord(StrEnum):
    """How points are chosen."""

    MORRIS = "morris"
    SOBOL = "sobol"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sensitivity")(sensitivity_command)


def sensitivity_command(
    scenario: ScenarioFile,
    method: Annotated[
        MethodWord, typer.Option(help="morris: what matters at all; sobol: shares of variance.")
    ] = MethodWord.MORRIS,
    points: Annotated[
        int | None,
        typer.Option(metavar="N", help="Paths (morris: 10) or base samples (sobol: 64)."),
    ] = None,
    replications: Annotated[
        int, typer.Option(metavar="N", help="Runs of each strategy at each point.")
    ] = 2,
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Look at this outcome; the deciding one if left out."),
    ] = None,
    difference: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STRATEGY", help="Look at this strategy's difference to the baseline only."
        ),
    ] = None,
    strategy: Strategies = None,
    parameter: Parameters = None,
    without: Without = None,
    only: Only = False,
    seed: Seed = 1,
    workers: Workers = 1,
    executor: Where = ExecutorWord.PROCESSES,
    cluster: Cluster = None,
    changes: Changes = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what is varied and how many runs, then stop.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder; out/NAME-sensitivity if left out.", show_default=False
        ),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Say which assumptions move an outcome or a difference most, and how much of that is luck.

    The same command goes on where it stopped.
    """
    from simulation.experiments.asked import COMMAND
    from simulation.experiments.sensitivity import carry_out
    from simulation.experiments.sensitivity_plan import check_size, plan_of
    from simulation.experiments.study import Workplace

    read = read_scenario(scenario, changes)
    plan = plan_of(
        read,
        method=method.value,
        points=points,
        replications=replications,
        strategies=strategy or None,
        outcomes=outcome or None,
        differences=difference or None,
        parameters=parameter or (),
        without=without or (),
        only=only,
        seed=seed,
        spelling=COMMAND,
    )
    if dry_run:
        print("\n".join([*plan_lines(plan.chosen), _size(plan)]))
        return
    check_size(plan, is_asked=points is not None, spelling=COMMAND)
    folder = Path("out") / f"{read.name}-sensitivity" if out is None else out
    where = Workplace(workers, executor.value, cluster)
    where.check()
    if not quiet:
        print(_size(plan), file=sys.stderr)
        compile_first()
    with (
        stopped_cleanly(KEPT.format(folder=folder)),
        progress(quiet) as bar,
        while_building(bar, read) as show,
    ):
        found = carry_out(plan, folder, where, force=force, progress=show, command=command_line())
    if not quiet:
        print("\n".join(_lines(found, folder)))


def _size(plan: Plan) -> str:
    varied = len(plan.chosen.varied)
    return f"{plan.method}, {varied} assumptions, {plan.n_points:,} points: {plan.runs:,} runs"


def _lines(found: Sensitivity, folder: Path) -> list[str]:
    """Everything that is printed about a finished study."""
    from simulation.cli.columns import aligned
    from simulation.results.numbers import number, span
    from simulation.results.sensitivity import wording

    judged = found.judged
    words = {"morris": ("mu*", "sigma"), "sobol": ("total", "by itself")}[judged.method]
    lines = []
    for each in judged.found:
        lines += wording.about(judged, each)
        rows = [["assumption", words[0], "95 % interval", words[1], "luck alone"]]
        rows += [
            [
                row.assumption.label,
                number(row.size),
                span(row.low, row.high, joint=" to "),
                number(row.other),
                number(row.luck),
            ]
            for row in each.effects[:ROWS]
        ]
        lines += [*aligned(rows), ""]
    return [*lines, *wording.at_last(judged), f"tables: {folder}"]
