"""Several jobs at once: in threads, which share memory, in processes or on a cluster.

A job is a replicate, and what it gives does not depend on which worker does it or when. Threads are
the default: the loops let go of Python's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from simulation.errors import ArgumentError
from simulation.experiments.executors import Executor, Lost, stopping
from simulation.experiments.executors.serial import Serial
from simulation.experiments.executors.threads import Threads
from simulation.experiments.jobs import Engine, Job, live
from simulation.experiments.parts import Part

if TYPE_CHECKING:
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario


def finish_jobs(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    executor: Executor,
    first: BuiltMarket | None,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    """Give each job's result as soon as it is there, in any order.

    Parameters
    ----------
    jobs, worlds, engine
        What to live, and the scenario of each world by its name.
    executor
        Where.
    first
        The market of the first job where it is built already; other processes build their own.
    after_run
        Called with a number of runs after they finished, from any thread.

    Raises
    ------
    ArgumentError
        At the end, when workers died over a job every time.
    """
    if isinstance(executor, Serial | Threads):
        yield from _here(jobs, worlds, engine, executor, first, after_run)
    else:
        yield from _elsewhere(jobs, worlds, engine, executor, after_run)


def _here(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    executor: Serial | Threads,
    first: BuiltMarket | None,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    def count() -> None:
        after_run(1)
        stopping.check()

    def lived(job: Job) -> Part:
        built = first if job == jobs[0] else None
        return live(job, worlds[job.world], engine, built, count)

    for job, part in executor.map(lived, jobs):
        yield _there(job, part)


def _elsewhere(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    executor: Executor,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    lost = []
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
