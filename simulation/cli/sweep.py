"""``womsim sweep``: run every point of a sweep; stopped or killed, the same command goes on."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.compare import (
    Cluster,
    ExecutorWord,
    Force,
    Quiet,
    command_line,
    compile_first,
)
from simulation.cli.completion import result_folders, scenario_files
from simulation.cli.interrupt import stopped_cleanly
from simulation.cli.progress import Show, progress, summary
from simulation.cli.waiting import while_building

if TYPE_CHECKING:
    from simulation.experiments.sweeps.dry_run import DryRun
    from simulation.experiments.sweeps.plan import Sweep
    from simulation.experiments.sweeps.status import Status
    from simulation.results.sweep_results import Results
    from simulation.scenario.model import Scenario

STATUS = "status"

CONSUMERS = "network.consumers"
"""Key that says how large a market is."""


Workers = Annotated[int, typer.Option(metavar="N", help="How many work at once.")]
Where = Annotated[ExecutorWord, typer.Option(help="What workers are.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sweep")(sweep_command)


def sweep_command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="SWEEP",
            help="Sweep file (YAML), or the word status.",
            autocompletion=scenario_files,
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            help="After status: the folder.",
            show_default=False,
            autocompletion=result_folders,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for results; out/NAME if left out."),
    ] = None,
    workers: Workers = 1,
    executor: Where = ExecutorWord.PROCESSES,
    cluster: Cluster = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs, how long, how large.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(metavar="RUNS", help="Stop after so many runs.", show_default=False),
    ] = None,
    shard: Annotated[
        str, typer.Option(metavar="I/K", help="Run the I-th of K parts; all into one folder.")
    ] = "1/1",
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Run again what failed.")
    ] = False,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="After status or with --dry-run: print JSON.")
    ] = False,
) -> None:
    """Run every point of a sweep; the same command goes on where it stopped.

    "womsim sweep status DIR" says how far a sweep is.
    """
    if str(file) == STATUS and folder is not None:
        _say_status(folder, as_json)
        return
    if folder is not None:
        raise typer.BadParameter(f"{folder} is one too many. Name the folder with --out.")
    if as_json and not dry_run:
        raise typer.BadParameter("--json: it is for status and --dry-run. Leave it out.")
    from simulation.experiments.sweeps.carry_out import carry_out
    from simulation.experiments.sweeps.language import load_sweep

    read = load_sweep(file)
    if dry_run:
        _say_dry_run(read, workers, as_json)
        return
    place = Path("out") / read.name if out is None else out
    part = _shard(shard)
    if not quiet:
        for warning in (*read.warnings, *read.scenario.warnings):
            print(f"warning: {warning}", file=sys.stderr)
    lived = _Lived(place)
    if not quiet:
        lived.compile()
    said = f"stopped; finished runs are kept in {place}. The same command goes on from there."
    with (
        stopped_cleanly(said),
        progress(quiet) as bar,
        while_building(bar, _largest(read)) as show,
    ):
        result = carry_out(
            read,
            place,
            workers=workers,
            executor=executor.value if cluster is None else "dask",
            cluster=cluster,
            shard=part,
            limit=limit,
            force=force,
            retry_failed=retry_failed,
            progress=lived.shown_by(show),
            command=command_line(),
        )
    if not quiet:
        for line in _lines(result, place, lived.summary(workers)):
            print(line)


class _Lived:
    """What this command did, other than those before it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.compiled = self._compiling()
        self.begun = time.monotonic()
        self.runs = self.failed = 0
        self.before = 0.0

    def compile(self) -> None:
        """Say that loops are compiled, where they are; what it takes is no time of runs."""
        from simulation.dynamics.jit import is_cold

        if is_cold():
            begun = time.monotonic()
            compile_first()
            self.before = time.monotonic() - begun
        self.begun = time.monotonic()

    def _compiling(self) -> float:
        from simulation.experiments.sweeps.store import read_work

        return read_work(self.place)["compile"]

    def shown_by(self, show: Show | None) -> Show:
        """Progress that also counts."""

        def step(finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
            self.runs, self.failed = finished, failed
            if show is not None:
                show(finished, total, failed)

        return step

    def summary(self, workers: int) -> str:
        """Runs, cores, seconds a run, compiling apart, failures."""
        compiling = max(0.0, self._compiling() - self.compiled)
        seconds = max(0.0, time.monotonic() - self.begun - compiling)
        return summary(self.runs, workers, seconds, self.before + compiling, self.failed)


def _largest(read: Sweep) -> Scenario:
    """The market of a sweep with as many consumers as any point has."""
    from simulation.errors import SimulationError

    sizes = read.points.columns.get(CONSUMERS, [])
    with suppress(SimulationError):  # said better where points are looked at
        if not isinstance(sizes, list):
            return read.scenario.with_changes({CONSUMERS: int(max(sizes))})
    return read.scenario


def _shard(text: str) -> tuple[int, int]:
    from simulation.errors import ArgumentError

    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal()):
        raise ArgumentError(f'shard: "{text}" is not like 1/4. Use I/K, the I-th of K parts.')
    return int(part), int(parts)


def _say_status(folder: Path, as_json: bool) -> None:
    from simulation.experiments.sweeps.status import status_of

    _say(status_of(folder), as_json)


def _say_dry_run(read: Sweep, workers: int, as_json: bool) -> None:
    from simulation.experiments.sweeps.dry_run import dry_run

    _say(dry_run(read, workers), as_json)


def _say(found: Status | DryRun, as_json: bool) -> None:
    """Print in words, or as JSON."""
    if as_json:
        print(json.dumps(found._asdict(), indent=1, ensure_ascii=False))
        return
    for line in found.lines:
        print(line)


def _lines(result: Results, place: Path, summary: str) -> list[str]:
    """What is printed about a sweep: how much of it is done, and where the tables are."""
    from simulation.cli.called import as_typed
    from simulation.experiments.sweeps.status import status_of

    lines = [*status_of(place).lines, f"this command: {summary}"]
    if result.progress.failed:
        lines.append(as_typed(f'failures: womsim query {place} "select * from failures"'))
    return [*lines, f"tables: {place}"]
