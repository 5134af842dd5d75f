"""``womsim compare``: run every strategy on the same luck and say which does better."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.completion import scenario_files, strategy_names
from simulation.cli.interrupt import stopped_cleanly
from simulation.cli.progress import Progress, progress
from simulation.cli.report import print_document
from simulation.cli.waiting import graph_said

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison
    from simulation.scenario.model import Scenario

WIDTH = 100
"""Columns where there is no terminal to ask."""


class ExecutorWord(StrEnum):
    """What workers are."""

    THREADS = "threads"
    PROCESSES = "processes"
    SERIAL = "serial"
    DASK = "dask"


class EngineWord(StrEnum):
    """Who lives the days."""

    KERNEL = "kernel"
    AGENTS = "agents"


class Language(StrEnum):
    """Languages of the result."""

    EN = "en"
    ZH = "zh"


ScenarioFile = Annotated[
    Path,
    typer.Argument(metavar="SCENARIO", help="Scenario file (YAML).", autocompletion=scenario_files),
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; the value is YAML."),
]
Engine = Annotated[
    EngineWord, typer.Option(help="kernel is fast, agents are Mesa agents; same result.")
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="tcp://HOST:PORT",
        help="Run on this cluster of dask.distributed.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder for results.", show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help="Replace what is in the folder.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare")(compare_command)


def compare_command(
    scenario: ScenarioFile,
    replications: Annotated[
        int | None,
        typer.Option(metavar="N", help="Runs of each strategy, exactly; else the scenario's."),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE", help="Add replicates until intervals are this narrow; 0.02 for 2 %."
        ),
    ] = None,
    max_replications: Annotated[
        int | None, typer.Option(metavar="N", help="Settle, with at most so many; else 400.")
    ] = None,
    settle: Annotated[
        bool, typer.Option("--settle", help="Settle, though the scenario says a number.")
    ] = False,
    strategy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Compare this strategy (repeat for more).",
            autocompletion=strategy_names,
        ),
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", help="Replicates at once.")] = 1,
    executor: Annotated[
        ExecutorWord, typer.Option(help="What workers are.")
    ] = ExecutorWord.THREADS,
    cluster: Cluster = None,
    engine: Engine = EngineWord.KERNEL,
    changes: Changes = None,
    robustness: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Show this robustness study; that in OUT-robustness if left out.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    force: Force = False,
    lang: Annotated[Language, typer.Option(help="Language of the result.")] = Language.EN,
    quiet: Quiet = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as one JSON document.")
    ] = False,
) -> None:
    """Compare strategies on the same luck; tables, figures and a report go to out/NAME.

    Where the scenario says no number, replicates are added until what decides is settled.
    """
    from simulation.cli.called import as_typed
    from simulation.experiments.compare import Plan, carry_out, chosen
    from simulation.experiments.precision import rule_of
    from simulation.language import in_language

    read = read_scenario(scenario, changes)
    plan = Plan(
        read,
        chosen(read, strategy or None),
        rule_of(read, replications, precision, max_replications, settle),
        workers,
        executor.value,
        engine.value,
        cluster,
        robustness,
    )
    plan.check()
    folder = Path("out") / read.name if out is None else out
    said = f"stopped; finished runs are kept in {folder}. The same command goes on from there."
    with in_language(lang.value):
        with (
            stopped_cleanly(said),
            progress(quiet) as show,
            graph_said(read, quiet=quiet) as built,
        ):
            steps = None if show is None else _after_warnings(read, show, built)
            result = carry_out(plan, folder, force, steps, command_line())
        if as_json:
            print_document(result)
        elif not quiet:
            print(printable(as_typed(screen_text(result, folder, width()))))


def _after_warnings(scenario: Scenario, show: Progress, built: Callable[[], None]) -> Progress:
    """Progress that says the warnings first: once everything is checked, before the first run.

    Where replicates are added and there is no bar that grows, a line says so. ``built`` is called
    once the graph is there: with the warnings are notes of what was dropped of it.
    """
    totals: list[int] = []

    def step(finished: int, total: int) -> None:
        if not totals:
            say_warnings(scenario)
            built()
            compile_first()
        elif total > totals[-1] and not sys.stderr.isatty():
            print(f"not there yet: {total - finished} runs more", file=sys.stderr, flush=True)
        if not totals or total > totals[-1]:
            totals.append(total)
        show(finished, total)

    return step


def read_scenario(file: Path, changes: list[str] | None) -> Scenario:
    """A scenario file with the changes of ``--set``."""
    from simulation.scenario.load import load_scenario

    scenario = load_scenario(file)
    return scenario.with_assignments(changes) if changes else scenario


def say_warnings(scenario: Scenario) -> None:
    """Print what is allowed but probably not meant."""
    from simulation.cli.called import as_typed

    for warning in scenario.warnings:
        print(as_typed(f"warning: {warning}"), file=sys.stderr)
    if scenario.network.kind == "file":
        from simulation.scenario.build import build_graph

        for note in build_graph(scenario, 0).notes:
            print(f"note: {note}", file=sys.stderr)


def compile_first() -> None:
    """Compile a day where this version never did, and say why that takes its time."""
    from simulation.dynamics.jit import is_cold

    if not is_cold():
        return
    text = "compiling the market's loops: once for this version, up to a minute"
    print(text, file=sys.stderr, flush=True)
    from simulation.compiling import compile_day

    compile_day()


def command_line() -> str:
    """The command as it was typed, for the manifest."""
    import shlex

    return shlex.join(["womsim", *sys.argv[1:]])


def printable(text: str) -> str:
    """A text in letters that this output can show: ~ for ≈, question marks for all others."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.replace("≈", "~").encode(encoding, "replace").decode(encoding)
    return text


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((WIDTH, 24)).columns


def screen_text(result: Comparison, folder: Path, columns: int) -> str:
    """Everything that is printed about a finished comparison."""
    from simulation.language import say
    from simulation.results.screen import worlds_text, wrap

    lines = worlds_text(result.in_worlds, columns)
    tested = result.manifest.get("robustness", {}).get("answer")
    if tested:
        lines += ["", *wrap(say("Robustness: {answer}").format(answer=tested[0]), columns)]
    report = say("report: {path}").format(path=folder / "report.html")
    return "\n".join([*lines, "", report, say("tables: {path}").format(path=folder)])
