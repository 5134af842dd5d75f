"""Where tasks run: here, in threads, in processes, or on a cluster; what they give is the same.

An executor takes tasks from an iterator only when a worker is free, so that whoever makes them may
size the next one by what the last ones took. Results come as soon as they are there, in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, Protocol, Self, TypeVar, get_args

from simulation.errors import ArgumentError
from simulation.experiments.arguments import MOST_WORKERS, one_of, thing, whole_number

Kind = Literal["serial", "threads", "processes", "dask"]

Task = TypeVar("Task")
Result = TypeVar("Result")

TRIES = 3
"""How often a task is begun before it counts as lost, when the workers that do it die."""


class Lost(NamedTuple):
    """What a task gives whose workers died every time."""

    reason: str


class Executor(Protocol):
    """A place where tasks run; used in a ``with`` block, which waits for nothing when it fails."""

    @property
    def workers(self) -> int:
        """How many tasks run at once now."""
        ...

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, as soon as it is there, in any order.

        Parameters
        ----------
        function
            Called with a task, maybe in another process: both can be pickled. What it raises is
            raised here.
        tasks
            Taken one by one when a worker is free.
        """
        ...

    def __enter__(self) -> Self:
        """Start the workers."""
        ...

    def __exit__(self, *error: object) -> None:
        """End them; at once, also in the middle of a task, where there was an error."""
        ...


def make_executor(kind: Kind, workers: int = 1, cluster: str | None = None) -> Executor:
    """An executor.

    Parameters
    ----------
    kind
        ``serial`` (here, one after the other), ``threads``, ``processes`` (started afresh) or
        ``dask`` (a local cluster, or the one at ``cluster``).
    workers
        How many tasks at once; a cluster that is there already has its own number.
    cluster
        Address of a scheduler of dask.distributed, ``tcp://HOST:PORT``; tasks then run there,
        whatever the kind.

    Raises
    ------
    ArgumentError
        When an argument is wrong, the extra ``cluster`` is missing or the cluster does not answer.
    """
    check_executor(kind, workers, cluster)
    return _make(kind if cluster is None else "dask", workers, cluster)


def check_executor(kind: Kind, workers: int, cluster: str | None) -> None:
    """Refuse arguments that no executor can have, before anything is started.

    Raises
    ------
    ArgumentError
        When one is wrong; whether a cluster answers is seen later.
    """
    one_of("executor", kind, get_args(Kind))
    whole_number("workers", workers, 1, MOST_WORKERS)
    if cluster is not None and not isinstance(cluster, str):
        raise ArgumentError(f"cluster: {thing(cluster)}. Write tcp://HOST:PORT.")


def executor_for(kind: Kind, workers: int = 1, cluster: str | None = None) -> Executor:
    """Like :func:`make_executor`, but one worker of this machine works in this very process."""
    is_here = workers == 1 and cluster is None and kind in ("threads", "processes")
    return make_executor("serial" if is_here else kind, workers, cluster)


def _make(kind: Kind, workers: int, cluster: str | None) -> Executor:
    if kind == "serial":
        from simulation.experiments.executors.serial import Serial

        return Serial()
    if kind == "threads":
        from simulation.experiments.executors.threads import Threads

        return Threads(workers)
    if kind == "processes":
        from simulation.experiments.executors.processes import Processes

        return Processes(workers)
    from simulation.experiments.executors.dask import Dask

    return Dask(workers, cluster)
