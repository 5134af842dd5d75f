"""Tasks here, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Self

from simulation.experiments.executors import Lost, Result, Task


class Serial:
    """One task after the other, in the order in which they come."""

    workers = 1

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result."""
        for task in tasks:
            yield task, function(task)

    def __enter__(self) -> Self:
        """Nothing to start."""
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to end."""
