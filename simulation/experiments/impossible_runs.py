"""Runs of strategies that cannot work at a sampled point, told from runs that failed.

A sweep refuses a point at which a strategy cannot work, because a user chose that point. A study
drew it: there the strategy is no choice, which is an answer and no fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from simulation.experiments.sweeps.batch import DONE, Finished
from simulation.experiments.sweeps.carry_out import Progress
from simulation.results.robustness.surface import CANNOT

if TYPE_CHECKING:
    import pandas as pd

    from simulation.results.sweep_results import Results

Key = tuple[int, str, int]
"""Point, strategy and replicate of a run."""


class StudyProgress(Protocol):
    """Called with finished runs, all, those that failed, and those that cannot work."""

    def __call__(self, finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
        """Show how far the work is."""
        ...


def without_impossible(progress: Progress | None) -> StudyProgress | None:
    """A user's progress, which is told finished, all and failed runs and nothing else."""
    if progress is None:
        return None

    def show(finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
        progress(finished, total, failed)

    return show


class ToldApart:
    """Counts the runs of batches that cannot work, so that they are not shown as failed."""

    def __init__(self, progress: StudyProgress | None) -> None:
        self.progress = progress
        self.cannot = 0

    def count(self, batch: Finished) -> None:
        """Look at a finished batch; it holds all strategies of each of its markets."""
        self.cannot += len(
            impossible(_rows(batch.runs, "status"), _rows(batch.failures, "traceback"))
        )

    def show(self, finished: int, total: int, failed: int = 0, /) -> None:
        """Pass on what a sweep tells."""
        if self.progress is not None:
            self.progress(finished, total, failed - self.cannot, self.cannot)


class InTwoSteps:
    """Progress of two sweeps as one; what the first finished counts in the second too."""

    def __init__(self, progress: StudyProgress, runs_of_second: int) -> None:
        self.progress = progress
        self.runs_of_second = runs_of_second
        self.before = (0, 0, 0)

    def __call__(self, finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
        """Take in how far the first is."""
        self.before = (finished, failed, cannot)
        self.progress(finished, total + self.runs_of_second, failed, cannot)

    def second(self, finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
        """Take in how far the second is."""
        n, wrong, idle = self.before
        self.progress(n + finished, n + total, wrong + failed, idle + cannot)


def _rows(columns: Any, last: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(columns[name] for name in ("point", "strategy", "replicate", last)), strict=True)


def impossible(status: Iterable[tuple[Any, ...]], failures: Iterable[tuple[Any, ...]]) -> set[Key]:
    """Runs that cannot work, from rows that end in the status and in the traceback.

    They fail by a sentence instead of a traceback, at a point and in a replicate in which others do
    work.
    """
    working = {(point, replicate) for point, _, replicate, said in status if said == DONE}
    return {
        (int(point), str(strategy), int(replicate))
        for point, strategy, replicate, trace in failures
        if not trace and (point, replicate) in working
    }


def runs_of(results: Results) -> pd.DataFrame:
    """The table of runs, in which those that cannot work have a status of their own."""
    runs, failures = results.runs, results.failures
    if not len(failures):
        return runs
    runs = runs.copy()
    cannot = impossible(_rows(runs, "status"), _rows(failures, "traceback"))
    keys = zip(runs["point"], runs["strategy"], runs["replicate"], strict=True)
    runs.loc[[key in cannot for key in keys], "status"] = CANNOT
    return runs


def failed_and_impossible(results: Results) -> dict[str, int]:
    """How many runs failed, and how many cannot work, for a manifest."""
    cannot = int((runs_of(results)["status"] == CANNOT).sum())
    return {"failed": results.progress.failed - cannot, "cannot_work": cannot}


def why_not_working(results: Results) -> dict[str, str]:
    """Why strategies cannot work, in the words of the first point at which each cannot."""
    failures = results.failures
    said = failures[failures["traceback"] == ""] if len(failures) else failures
    reasons: dict[str, str] = {}
    for row in said.itertuples():
        text = str(row.error).splitlines()[0].split(". ")[0]
        reasons.setdefault(str(row.strategy), text.partition(": ")[2] or text)
    return reasons
