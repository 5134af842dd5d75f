"""Tasks in processes of this machine, started afresh; one that dies costs only its own task.

Every worker has a pipe of its own, so it is known which task a worker held when it was killed. The
processes are started with a context of our own (``spawn``): nobody's global start method changes.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from typing import Any, NamedTuple, Self

from simulation.errors import ArgumentError
from simulation.experiments.executors import TRIES, Lost, Result, Task
from simulation.experiments.executors.ctrl_c import hidden_from_children
from simulation.experiments.executors.worker import READY, work
from simulation.network.shared import sharing

PATIENCE = 5.0
"""Seconds that an idle worker may take to end."""


class _Given(NamedTuple):
    """A task, and how often it was begun."""

    task: Any
    begun: int = 1


@dataclass
class _Worker:
    """A process and our end of its pipe."""

    process: SpawnProcess
    pipe: connection.Connection[Any, Any]
    given: _Given | None = None
    is_ready: bool = False
    knows: int = 0

    def ask(self, number: int, function: bytes) -> None:
        """Send the task, and the function where the worker does not know it yet."""
        assert self.given is not None
        task = pickle.dumps(self.given.task)
        try:
            self.pipe.send((b"" if self.knows == number else function, task))
        except OSError:
            return  # it is dead; its pipe says so when we listen
        self.knows = number

    def end(self, patience: float = 0.0) -> int | None:
        """End it, at once or after a while; gives its exit code."""
        self.pipe.close()
        if patience:
            self.process.join(patience)
        self.process.kill()
        self.process.join()
        return self.process.exitcode


class Processes:
    """Several tasks at once, each in a process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: list[_Worker] = []
        self._ends = ExitStack()
        self._graphs = ""
        self._maps = 0
        self._failed_starts = 0
        self._ever_ready = False

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, as soon as it is there."""
        self._maps += 1
        pickled = pickle.dumps(function)
        again: deque[_Given] = deque()
        fresh = (_Given(task) for task in tasks)
        try:
            while self._hand_out(pickled, again, fresh):
                for worker in self._heard():
                    given = worker.given
                    assert given is not None
                    try:
                        answer = worker.pipe.recv_bytes()
                    except (EOFError, OSError):
                        lost = self._bury(worker, given, again)
                        if lost is not None:
                            yield given.task, lost
                        continue
                    if answer == READY:
                        self._greet(worker, pickled)
                        continue
                    worker.given = None
                    result = _result_of(answer)
                    self._hand_out(pickled, again, fresh)
                    yield given.task, result
        finally:
            for worker in self._busy():
                self._pool.remove(worker)
                worker.end()

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._pool if worker.given is not None]

    def _heard(self) -> list[_Worker]:
        """Busy workers that said something or died."""
        busy = self._busy()
        heard = connection.wait([worker.pipe for worker in busy])
        return [worker for worker in busy if worker.pipe in heard]

    def _hand_out(self, function: bytes, again: deque[_Given], fresh: Iterator[_Given]) -> bool:
        """Give every free worker a task; says whether any is at work."""
        while True:
            free = [worker for worker in self._pool if worker.given is None]
            if not free and len(self._pool) >= self.workers:
                return True
            given = again.popleft() if again else next(fresh, None)
            if given is None:
                return len(free) < len(self._pool)
            if not free:
                free = [self._start() for _ in range(len(self._pool), self.workers)]
            worker = free[0]
            worker.given = given
            if worker.is_ready:
                worker.ask(self._maps, function)

    def _start(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=work, args=(theirs, self._graphs), daemon=True
        )
        with theirs, hidden_from_children():
            process.start()
        worker = _Worker(process, ours)
        self._pool.append(worker)
        return worker

    def _greet(self, worker: _Worker, function: bytes) -> None:
        worker.is_ready = self._ever_ready = True
        self._failed_starts = 0
        worker.ask(self._maps, function)

    def _bury(self, worker: _Worker, given: _Given, again: deque[_Given]) -> Lost | None:
        """Take a dead worker out; its task is begun again, or lost if it kills workers."""
        self._pool.remove(worker)
        code = worker.end()
        if not worker.is_ready:
            self._failed_starts += 1
            if not self._ever_ready or self._failed_starts == TRIES:
                raise ArgumentError(
                    "a worker process ended before its work began (out of memory, or a script "
                    'without `if __name__ == "__main__":`). Use fewer workers, or '
                    'executor="threads".'
                )
            again.append(given)
            return None
        if given.begun < TRIES:
            again.append(_Given(given.task, given.begun + 1))
            return None
        return Lost(
            f"{TRIES} worker processes ended in the middle of it, the last with code {code} "
            "(killed, or out of memory)"
        )

    def __enter__(self) -> Self:
        """Share graphs; processes start with the first task, all of them side by side."""
        self._graphs = self._ends.enter_context(sharing())
        return self

    def __exit__(self, *error: object) -> None:
        """End the processes; at once, also in the middle of a task, where there was an error."""
        patience = PATIENCE if error[0] is None else 0.0
        for worker in self._pool:
            worker.pipe.close()
        while self._pool:
            self._pool.pop().end(patience)
        self._ends.close()


def _result_of(answer: bytes) -> Any:
    is_result, value = pickle.loads(answer)
    if is_result:
        return value
    raise value
