"""What a sweep would take: points, runs, hours and bytes, from a few runs that are really lived."""

from __future__ import annotations

import pickle
import time
from typing import TYPE_CHECKING, NamedTuple

from simulation.experiments.first_market import checked_market, seconds_to_compile
from simulation.experiments.sweeps.batch import Batch, Kept, PointJob, live_batch
from simulation.experiments.sweeps.markets import check_markets
from simulation.experiments.sweeps.points import check_points

if TYPE_CHECKING:
    from simulation.experiments.sweeps.plan import Sweep

MOST_SECONDS = 20.0
"""After how long no further point is tried."""

KEY_BYTES = 16.0
"""Bytes of a row beside its numbers: point, strategy, replicate, status."""

NUMBER_BYTES = 8.0


class DryRun(NamedTuple):
    """What a sweep would take.

    ``seconds`` are of ``workers`` at once, ``bytes`` the most that its tables take; ``tried`` runs
    were lived at a few points to know it, of which ``failed`` could not be.
    """

    points: int
    runs: int
    workers: int
    seconds: float
    bytes: float
    tried: int
    failed: int
    error: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The same in words."""
        workers = f"{self.workers} worker{'s' if self.workers > 1 else ''}"
        said = [
            f"points: {self.points:,}",
            f"runs: {self.runs:,}",
            f"time: about {duration(self.seconds)} with {workers} ({self.tried} runs tried)",
            f"size: up to {_size(self.bytes)}, and twice that while tables are put together",
        ]
        if self.failed:
            said.append(f"failed: {self.failed} of {self.tried} runs tried: {self.error}")
        return said + [f"warning: {warning}" for warning in self.warnings]


def dry_run(sweep: Sweep, workers: int = 1) -> DryRun:
    """Say what a sweep would take, without keeping anything.

    Parameters
    ----------
    sweep
        What would be run.
    workers
        How many would work at once.

    Raises
    ------
    ScenarioError
        If a point cannot be, or a strategy cannot work there.
    """
    check_points(sweep)
    check_markets(sweep)
    first = sweep.at(0)
    seconds_to_compile(first, checked_market(first, 0, sweep.strategies))
    kept = pickle.dumps(Kept(sweep.scenario, sweep.strategies, sweep.outcomes, sweep.daily))
    begun = time.perf_counter()
    tried = failed = 0
    error, spent, last = "", 0.0, len(sweep.points) - 1
    for point in dict.fromkeys((0, last, last // 2)):
        job = PointJob(point, sweep.points.changes(point), (0,))
        lived = live_batch(Batch(0, kept, (job,)))
        tried += len(lived.runs["status"])
        failed += len(lived.failures["error"])
        spent += float(lived.work["seconds"])
        error = error or next(iter(lived.failures["error"]), "")
        if time.perf_counter() - begun > MOST_SECONDS:
            break
    return DryRun(
        len(sweep.points),
        sweep.runs,
        workers,
        spent / tried * sweep.runs / workers,
        _bytes(sweep),
        tried,
        failed,
        error,
        (*sweep.warnings, *sweep.scenario.warnings),
    )


def _bytes(sweep: Sweep) -> float:
    """Most that the tables take: numbers that are not compressed."""
    days = sweep.scenario.days if sweep.daily else 0
    row = KEY_BYTES + NUMBER_BYTES * len(sweep.outcomes)
    day = KEY_BYTES + NUMBER_BYTES * len(sweep.daily)
    return sweep.runs * (row + days * day) + len(sweep.points) * NUMBER_BYTES * (
        1 + len(sweep.points.factors)
    )


def duration(seconds: float) -> str:
    """A time in the unit that fits: ``40 s``, ``12 min``, ``3.5 h``.

    Examples
    --------
    >>> duration(0.24), duration(700), duration(90000)
    ('0.2 s', '12 min', '25 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds >= 36000 else f"{seconds / 3600:.1f} h"


def _size(n_bytes: float) -> str:
    """A number of bytes in the unit that fits.

    Examples
    --------
    >>> _size(5e4), _size(2.5e9)
    ('50 kB', '2.5 GB')
    """
    for unit, one in (("GB", 1e9), ("MB", 1e6)):
        if n_bytes >= one:
            return f"{n_bytes / one:.1f} {unit}"
    return f"{max(1.0, n_bytes / 1e3):.0f} kB"
