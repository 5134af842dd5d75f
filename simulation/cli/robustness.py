"""``womsim robustness``: does the best strategy stay the best when assumptions are other ones?"""

from __future__ import annotations

import sys
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
from simulation.cli.study import KEPT, Strategies
from simulation.cli.sweep import Where, Workers
from simulation.cli.waiting import while_building

if TYPE_CHECKING:
    from simulation.experiments.assumptions import Chosen
    from simulation.experiments.robustness import Robustness

Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        metavar="KEY[=LOW..HIGH]",
        help="Vary this too, or all below this address.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="KEY", help="Do not vary this, or all below this address."),
]
Only = Annotated[bool, typer.Option("--only", help="Vary nothing but what --parameter names.")]
Seed = Annotated[int, typer.Option(metavar="S", help="Of the choice of points.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("robustness")(robustness_command)


def robustness_command(
    scenario: ScenarioFile,
    points: Annotated[int, typer.Option(metavar="N", help="Points that are sampled.")] = 200,
    replications: Annotated[
        int, typer.Option(metavar="N", help="Runs of each strategy at each point.")
    ] = 2,
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
            metavar="DIR", help="Folder; out/NAME-robustness if left out.", show_default=False
        ),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Sample what is assumed within its ranges: who stays best, what flips it, what is regretted.

    Every setting labelled assumption or practitioner's claim is varied over its range. The same
    command goes on where it stopped.
    """
    from simulation.experiments.asked import COMMAND
    from simulation.experiments.robustness import carry_out
    from simulation.experiments.robustness_plan import plan_of
    from simulation.experiments.study import Workplace

    read = read_scenario(scenario, changes)
    plan = plan_of(
        read,
        points=points,
        replications=replications,
        strategies=strategy or None,
        parameters=parameter or (),
        without=without or (),
        only=only,
        seed=seed,
        spelling=COMMAND,
    )
    if dry_run:
        print("\n".join([*plan_lines(plan.chosen), f"runs: {plan.runs:,}"]))
        return
    folder = Path("out") / f"{read.name}-robustness" if out is None else out
    where = Workplace(workers, executor.value, cluster)
    where.check()
    if not quiet:
        print(f"{len(plan.chosen.varied)} assumptions, {plan.runs:,} runs", file=sys.stderr)
        compile_first()
    with (
        stopped_cleanly(KEPT.format(folder=folder)),
        progress(quiet) as bar,
        while_building(bar, read) as show,
    ):
        found = carry_out(plan, folder, where, force=force, progress=show, command=command_line())
    if not quiet:
        print("\n".join(_lines(found, folder)))


def plan_lines(chosen: Chosen) -> list[str]:
    """What is varied over which range, and what is not."""
    from simulation.cli.columns import aligned

    rows = [["varied", "from", "to", "as written", "evidence"]]
    rows += [
        [
            one.label,
            f"{one.low:.6g}",
            f"{one.high:.6g}",
            f"{one.value:.6g}",
            one.evidence.replace("_", " ") + (", log scale" if one.is_log else ""),
        ]
        for one in chosen.varied
    ]
    others = [["not varied", "why"], *([key, why] for key, why in chosen.left_out)]
    return [*aligned(rows), "", *(aligned(others) if chosen.left_out else [])]


def _lines(found: Robustness, folder: Path) -> list[str]:
    """Everything that is printed about a finished study."""
    from simulation.cli.columns import aligned
    from simulation.results.robustness import wording
    from simulation.results.robustness.tables import head_of, size, standings_rows

    judged = found.judged
    head = [cell.lower() for cell in head_of(judged)]
    lines = [f"{judged.facts.name}   {size(judged)}", *wording.answer(judged), ""]
    lines += aligned([head, *standings_rows(judged)])
    lines += ["", f"regret in {judged.unit}; shares are of sampled points"]
    lines += [wording.rule(judged, box) for box in judged.rules.boxes]
    if found.left_out:
        lines.append(f"{len(found.left_out)} settings not varied: named in the page")
    return [*lines, "", f"page: {folder / 'robustness.html'}", f"tables: {folder}"]
