"""Several jobs at once: in threads, which share memory, or in processes.

A job is a replicate, and what it gives does not depend on which worker does it or when. Threads are
the default: the loops let go of Python's lock. Processes are started afresh (``spawn``), with a
context of our own, so that nobody's global start method changes.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from simulation.errors import ArgumentError
from simulation.experiments.jobs import Engine, Job, live
from simulation.experiments.parts import Part

if TYPE_CHECKING:
    from simulation.scenario.build import BuiltMarket
    from simulation.scenario.model import Scenario

Kind = Literal["threads", "processes"]


class _StopError(Exception):
    """Somebody pressed Ctrl-C: threads stop before their next strategy."""


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
        How many at once, and in what.
    first
        The market of the first job where it is built already; processes build their own.
    after_run
        Called with a number of runs after they finished, from any thread.
    """
    if workers == 1:
        for i, job in enumerate(jobs):
            world = worlds[job.world]
            yield live(job, world, engine, None if i else first, lambda: after_run(1))
    elif kind == "threads":
        yield from _in_threads(jobs, worlds, engine, workers, first, after_run)
    else:
        for part in _in_processes(jobs, worlds, engine, workers):
            after_run(len(part.runs))
            yield part


def _in_threads(
    jobs: Sequence[Job],
    worlds: Mapping[str, Scenario],
    engine: Engine,
    workers: int,
    first: BuiltMarket | None,
    after_run: Callable[[int], None],
) -> Iterator[Part]:
    stop = threading.Event()

    def count() -> None:
        after_run(1)
        if stop.is_set():
            raise _StopError

    with ThreadPoolExecutor(workers, thread_name_prefix="womsim") as pool:
        futures = [
            pool.submit(live, job, worlds[job.world], engine, None if i else first, count)
            for i, job in enumerate(jobs)
        ]
        try:
            yield from _as_done(futures)
        except BaseException:
            stop.set()
            _give_up(pool)
            raise


def _in_processes(
    jobs: Sequence[Job], worlds: Mapping[str, Scenario], engine: Engine, workers: int
) -> Iterator[Part]:
    with _processes(workers) as pool:
        try:
            yield from _as_done([pool.submit(live, job, worlds[job.world], engine) for job in jobs])
        except BrokenExecutor as broken:
            raise ArgumentError(
                "a worker process ended before its work was done (out of memory, or a script "
                'without `if __name__ == "__main__":`). Use fewer workers, or executor="threads".'
            ) from broken


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    """Processes that end at once when we are stopped, also in the middle of a job."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    except BaseException:
        _give_up(pool)
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown()


def _as_done(futures: Sequence[Future[Part]]) -> Iterator[Part]:
    for future in as_completed(futures):
        yield future.result()


def _give_up(pool: Executor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
