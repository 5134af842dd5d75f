"""How far a sweep is, read from its folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from simulation.errors import OutputError
from simulation.experiments.folder import read_json
from simulation.experiments.lock import in_use
from simulation.experiments.sweeps.dry_run import duration
from simulation.experiments.sweeps.store import ABOUT, MANIFEST, read_work
from simulation.results.numbers import number


class Status(NamedTuple):
    """How far a sweep is."""

    name: str
    points: int
    runs: int
    """Runs that are asked for."""
    done: int
    """Of these, finished, failed ones among them."""
    failed: int
    is_finished: bool
    """Whether the final tables are there."""
    is_running: bool
    """Whether a living command works in the folder."""
    seconds: float
    """Seconds of work so far, summed over workers."""

    @property
    def lines(self) -> list[str]:
        """The status in words."""
        state = "finished" if self.is_finished else "running" if self.is_running else "stopped"
        share = self.done / self.runs if self.runs else 1.0
        lines = [
            f"{self.name}: {state}",
            f"points: {self.points:,}",
            f"runs: {self.done:,} of {self.runs:,} ({share:.0%})"
            + (f", {self.failed:,} failed" if self.failed else ""),
        ]
        if self.done and self.seconds:
            each = self.seconds / self.done
            lines.append(f"seconds a run: {number(each)}")
            if not self.is_finished and self.done < self.runs:
                left = duration(each * (self.runs - self.done))
                lines.append(f"left: about {left} of one worker's time")
        if state == "stopped":
            lines.append("The same command goes on from there.")
        return lines


def status_of(folder: Path) -> Status:
    """How far the sweep in a folder is.

    Raises
    ------
    OutputError
        When there is no sweep.
    """
    from simulation.results.sweep_results import Results

    about = read_json(folder / ABOUT)
    if about is None or about.get("kind") != "sweep":
        raise OutputError(f"{folder} holds no sweep. Name the folder that was given as out.")
    progress = Results.open(folder).progress
    return Status(
        about["name"],
        about["points"],
        progress.all,
        progress.done + progress.failed,
        progress.failed,
        (folder / MANIFEST).exists(),
        in_use(folder),
        read_work(folder)["seconds"],
    )
