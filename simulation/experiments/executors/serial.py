"""Tasks here, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Self

from simulation.experiments.executors import Lost, Result, Task
from simulation.network.shared import sharing


class Serial:
    """One task after the other, in the order in which they come."""

    workers = 1

    def __init__(self) -> None:
        self._graphs = ExitStack()

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result."""
        for task in tasks:
            yield task, function(task)

    def __enter__(self) -> Self:
        """Share graphs that are met again."""
        self._graphs.enter_context(sharing())
        return self

    def __exit__(self, *error: object) -> None:
        """Let the graphs go."""
        self._graphs.close()
