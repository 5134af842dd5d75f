"""Tasks in threads: they share memory, and the loops of a run let go of Python's lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from itertools import islice
from typing import Self

from simulation.experiments.executors import Lost, Result, Task
from simulation.experiments.executors.stopping import listening_to
from simulation.network.shared import sharing


class Threads:
    """Several tasks at once in one process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._stop = threading.Event()
        self._graphs = ExitStack()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="womsim")

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, as soon as it is there."""
        begun: dict[Future[Result], Task] = {}
        coming = iter(tasks)

        def call(task: Task) -> Result:
            with listening_to(self._stop):
                return function(task)

        def begin() -> None:
            for task in islice(coming, self.workers - len(begun)):
                begun[self._pool.submit(call, task)] = task

        try:
            begin()
            while begun:
                for future in wait(begun, return_when=FIRST_COMPLETED).done:
                    task = begun.pop(future)
                    result = future.result()
                    begin()
                    yield task, result
        finally:
            for future in begun:
                future.cancel()

    def __enter__(self) -> Self:
        """Share graphs; threads start with the first tasks."""
        self._graphs.enter_context(sharing())
        return self

    def __exit__(self, *error: object) -> None:
        """Wait for the threads, or after an error only tell them to stop."""
        failed = error[0] is not None
        if failed:
            self._stop.set()
        self._pool.shutdown(wait=not failed, cancel_futures=True)
        self._graphs.close()
