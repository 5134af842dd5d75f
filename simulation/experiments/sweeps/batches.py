"""What is still to be lived, cut into batches by how long the last ones took."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.sweeps.batch import Batch, PointJob
from simulation.experiments.sweeps.points import Points

SHORTEST, LONGEST = 0.5, 20.0
"""Seconds that a batch should take: a little at first, more as the work goes on."""

SHARE = 0.02
"""Share of the time since the start that a batch may take: what a kill can cost."""

LARGEST = 5_000
"""Markets in a batch at most."""

DAILY_ROWS = 2_000_000
"""Rows of the table of days in a batch at most."""


class Batches:
    """Batches of the jobs that are missing, made when a worker asks for the next one.

    Parameters
    ----------
    points, replications
        A job is ``point * replications + replicate``.
    missing
        (n,) the jobs in their order.
    kept
        What every batch carries; see :class:`Batch`.
    workers
        How many work at once: near the end batches get smaller, so that none waits long.
    days_per_job
        Rows that a job adds to the table of days.
    """

    def __init__(
        self,
        points: Points,
        replications: int,
        missing: NDArray[np.int64],
        kept: bytes,
        workers: int,
        days_per_job: int = 0,
    ) -> None:
        self.points = points
        self.replications = replications
        self.missing = missing
        self.kept = kept
        self.workers = workers
        self.largest = max(1, min(LARGEST, DAILY_ROWS // max(1, days_per_job)))
        self.begun = time.monotonic()
        self.seconds_per_job = math.nan

    def learn(self, n_jobs: int, seconds: float) -> None:
        """Take in how long a batch took; recent ones count more."""
        if n_jobs and seconds > 0.0:
            found = seconds / n_jobs
            known = self.seconds_per_job
            self.seconds_per_job = found if math.isnan(known) else 0.5 * known + 0.5 * found

    def __iter__(self) -> Iterator[Batch]:
        """Give the batches, one at a time."""
        at = number = 0
        while at < len(self.missing):
            n_jobs = self._size(len(self.missing) - at)
            yield Batch(number, self.kept, self._jobs(self.missing[at : at + n_jobs]))
            at += n_jobs
            number += 1

    def _size(self, n_left: int) -> int:
        if math.isnan(self.seconds_per_job):
            return 1
        elapsed = time.monotonic() - self.begun
        wanted = min(LONGEST, max(SHORTEST, SHARE * elapsed)) / self.seconds_per_job
        fair = math.ceil(n_left / (2 * self.workers))
        return max(1, min(int(wanted), fair, self.largest))

    def _jobs(self, jobs: NDArray[np.int64]) -> tuple[PointJob, ...]:
        points = jobs // self.replications
        starts = np.flatnonzero(np.diff(points, prepend=-1))
        ends = np.append(starts[1:], len(jobs))
        return tuple(
            PointJob(
                int(points[start]),
                self.points.changes(int(points[start])),
                tuple(int(job) for job in jobs[start:end] % self.replications),
            )
            for start, end in zip(starts, ends, strict=True)
        )
