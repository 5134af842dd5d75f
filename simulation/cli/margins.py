"""``womsim margins``: what does the next unit of money bring, tactic by tactic?"""

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
    from simulation.experiments.margins import Margins
    from simulation.results.margins import Curve

LAST = (
    "The last {money} {currency} on {t} returned {x} {currency} of gross profit ({ends}); "
    "{verdict}."
)
"""Said where no more than the plan can be bought."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("margins")(margins_command)


def margins_command(
    scenario: ScenarioFile,
    strategy: Strategies = None,
    replications: Annotated[
        int, typer.Option(metavar="N", help="Runs of each level, on the luck of the plan.")
    ] = 20,
    levels: Annotated[
        str, typer.Option(metavar="A,B,...", help="Shares of what is written that are tried.")
    ] = "0.5,0.75,1.25,1.5",
    workers: Workers = 1,
    executor: Where = ExecutorWord.THREADS,
    cluster: Cluster = None,
    changes: Changes = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder; out/NAME-margins if left out.", show_default=False
        ),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Live each tactic with less and more money on the same luck: what does the next step return?

    The budget of a tactic is turned, or the number that it buys. The same command goes on where it
    stopped.
    """
    from simulation.experiments.margins import carry_out
    from simulation.experiments.margins_plan import plan_of
    from simulation.experiments.study import Workplace

    read = read_scenario(scenario, changes)
    plan = plan_of(
        read, strategies=strategy or None, replications=replications, levels=_numbers(levels)
    )
    folder = Path("out") / f"{read.name}-margins" if out is None else out
    where = Workplace(workers, executor.value, cluster)
    where.check()
    if not quiet:
        print(f"{len(plan.levers)} levers, {plan.runs:,} runs", file=sys.stderr)
        compile_first()
    with (
        stopped_cleanly(KEPT.format(folder=folder)),
        progress(quiet) as bar,
        while_building(bar, read) as show,
    ):
        found = carry_out(plan, folder, where, force=force, progress=show, command=command_line())
    if not quiet:
        print("\n".join(_lines(found, folder)))


def _numbers(text: str) -> list[float]:
    """Levels as they are typed."""
    from simulation.errors import ArgumentError

    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ArgumentError(f'levels: "{text}" is no list of numbers. Write 0.5,1.5.') from None


def _lines(found: Margins, folder: Path) -> list[str]:
    """Everything that is printed about a finished study."""
    from simulation.cli.columns import aligned

    currency = found.plan.scenario.currency
    lines = [f"{found.plan.scenario.name}   {found.plan.replications} replicates of each level"]
    lines += _sentences(found)
    head = ["strategy", "tactic", "lever", "level", "spent", "customers", "more", "gross profit"]
    rows = [[*head, "more"], *(row for curve in found.curves for row in _rows(curve))]
    lines += ["", *aligned(rows), ""]
    lines.append(f"money in {currency}; more: than the plan (*), paired 95 % intervals")
    dropped = sum(len(curve.dropped) for curve in found.curves)
    if dropped:
        lines.append(f"levels left out: {dropped}; margins.csv says why")
    for name, tactics in found.found()["without_lever"].items():
        if tactics:
            lines.append(f"{name}: {', '.join(tactics)} without a budget or number to turn")
    return [*lines, "", f"tables: {folder}"]


def _sentences(found: Margins) -> list[str]:
    """What the next step of each tactic returns, as the report says it."""
    import json

    from simulation.results.cards.margins import returns, sentence
    from simulation.results.facts import facts_of
    from simulation.results.robustness.tables import json_text

    facts = facts_of(found.plan.scenario, found.plan.strategies, with_beliefs=False)
    lines = []
    for lever in json.loads(json_text(found.found()))["levers"]:
        said = [sentence(facts, lever)]
        if lever["next"]["why_not"]:
            if not lever["last"]["why_not"] and lever["last"]["n"] > 1:
                said.append(returns(LAST, facts, lever, lever["last"]))
        elif lever["shares_purse_with"]:
            said.append(f"What it leaves is spent by {', '.join(lever['shares_purse_with'])}.")
        lines.append(" ".join(said))
    return lines


def _rows(curve: Curve) -> list[list[str]]:
    from simulation.results.numbers import number, span, whole

    rows = []
    for level in curve.levels:
        cells = [curve.strategy, curve.tactic, curve.lever]
        cells += [whole(level.level) + ("*" if level.is_plan else ""), whole(level.cost.mean())]
        for measure in ("customers", "gross_profit"):
            gap = curve.difference(level, measure).estimate
            sure = span(gap.low, gap.high, signed=True, joint=" to ")
            more = number(gap.value, gap.high - gap.low, signed=True)
            cells.append(whole(float(getattr(level, measure).mean())))
            cells.append("" if level.is_plan else f"{more} ({sure})" if sure else more)
        rows.append(cells)
    return rows
