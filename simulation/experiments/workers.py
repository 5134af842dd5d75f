"""Several jobs at once: in threads, which share memory, in processes or on a cluster.

A job is a replicate, and what it gives does not depend on which worker does it or when. Threads are
the default: the loops let go of Python's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from simulation.errors import ArgumentError
from simulation.experiments.executors import Kind, Lost, make_executor, stopping
from simulation.experiments.jobs import Engine, Job, live
from simulation.experiments.parts import Part

if TYPE_CHECKING:
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario

__all__ = ["Kind", "finish_jobs"]


def finish_jobs(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    workers: int,
    kind: Kind,
    first: BuiltMarket | None,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    """Give each job's result as soon as it is there, in any order.

    Parameters
    ----------
    jobs, worlds, engine
        What to live, and the scenario of each world by its name.
    workers, kind
        How many at once, and in what; one worker of this machine works here.
    first
        The market of the first job where it is built already; processes build their own.
    after_run
        Called with a number of runs after they finished, from any thread.

    Raises
    ------
    ArgumentError
        At the end, when workers died over a job every time.
    """
    if kind == "dask" or (kind == "processes" and workers > 1):
        yield from _elsewhere(jobs, worlds, engine, workers, kind, after_run)
    else:
        threads = 1 if kind == "serial" else workers
        yield from _here(jobs, worlds, engine, threads, first, after_run)


def _here(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    workers: int,
    first: BuiltMarket | None,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    def count() -> None:
        after_run(1)
        stopping.check()

    def lived(job: Job) -> Part:
        built = first if job == jobs[0] else None
        return live(job, worlds[job.world], engine, built, count)

    with make_executor("serial" if workers == 1 else "threads", workers) as executor:
        for job, part in executor.map(lived, jobs):
            yield _there(job, part)


def _elsewhere(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    workers: int,
    kind: Kind,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    lost = []
    with make_executor(kind, workers) as executor:
        for job, part in executor.map(partial(_lived, dict(worlds), engine), jobs):
            if isinstance(part, Lost):
                lost.append((job, part))
                continue
            after_run(len(part.runs))
            yield part
    for job, part in lost:
        _there(job, part)


def _lived(worlds: Mapping[str, Scenario], engine: Engine, job: Job) -> Part:
    return live(job, worlds[job.world], engine)


def _there(job: Job, part: Part | Lost) -> Part:
    if isinstance(part, Lost):
        raise ArgumentError(
            f'replicate {job.replicate}: {part.reason}. Use fewer workers, or executor="threads".'
        )
    return part
