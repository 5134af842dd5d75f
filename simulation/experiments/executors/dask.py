"""Tasks on a cluster of dask.distributed: one made for this machine, or one that is there already.

The scheduler gives the tasks of a worker that died to others. Workers may come and go: there are
always as many tasks on the way as the cluster has threads.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import importlib.util
import logging
import os
import pickle
import signal
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from simulation.errors import ArgumentError
from simulation.experiments.executors import TRIES, Lost, Result, Task
from simulation.experiments.executors.ctrl_c import hidden_from_children
from simulation.experiments.executors.worker import called
from simulation.network.shared import share_in, sharing

PATIENCE = 10.0
"""Seconds in which a cluster must answer."""

_PEEP = 1.0
"""Seconds after which we look whether workers came or went."""

_RESTART = 120.0
"""Seconds without any worker after which a local cluster is given up."""

_PACKAGE = "womsim"

_SMALL = 65_536
"""Bytes of a function that travel with each task; a larger one goes to each worker once."""


class _Manner(NamedTuple):
    """How a task is to be done."""

    version: str
    graphs: str = ""
    """Folder of shared graphs, on this machine only."""


class _Begun(NamedTuple):
    """A task on the way."""

    future: Any
    task: Any
    alone: bool


class Dask:
    """As many tasks at once as the cluster has threads."""

    def __init__(self, workers: int, address: str | None) -> None:
        if importlib.util.find_spec("distributed") is None:
            raise ArgumentError(
                'executor: dask needs an extra. Install it: pip install "womsim[cluster]".'
            )
        self._address = address if address is None else _checked(address)
        self._asked = workers
        self._client: Any = None
        self._local: Any = None
        self._manner = _Manner(_version())
        self._stack = ExitStack()
        self._counted = (0.0, workers)
        self._seen = time.monotonic()
        """When a worker of the local cluster was last alive."""

    @property
    def workers(self) -> int:
        """How many tasks run at once now, at least 1."""
        when, threads = self._counted
        if self._client is not None and time.monotonic() - when > _PEEP:
            try:
                threads = sum(self._client.nthreads().values())
            except OSError:
                raise self._went_away() from None
            self._counted = (time.monotonic(), threads)
        return max(1, threads)

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, as soon as it is there.

        The scheduler cannot tell the task that ended a worker from those that waited behind it.
        A task it gives up is done once more when nothing else is on the way, and is lost where
        workers end over it again.
        """
        client, coming = self._client, iter(tasks)
        carried: Any = pickle.dumps(function)
        if len(carried) > _SMALL:
            carried = client.submit(_itself, carried, pure=False)
        begun: dict[str, _Begun] = {}
        suspects: deque[Any] = deque()
        finished: SimpleQueue[Any] = SimpleQueue()

        def send(task: Any, alone: bool = False) -> None:
            future = client.submit(_call, self._manner, carried, pickle.dumps(task), pure=False)
            begun[future.key] = _Begun(future, task, alone)
            future.add_done_callback(finished.put)

        def begin() -> None:
            for task in islice(coming, max(0, self.workers - len(begun))):
                send(task)
            if suspects and not begun:
                send(suspects.popleft(), alone=True)

        try:
            begin()
            while begun:
                try:
                    future = finished.get(timeout=_PEEP)
                except Empty:
                    self._check_connection()
                    begin()
                    continue
                _, task, alone = begun.pop(future.key)
                result = self._result_of(future)
                is_suspect = isinstance(result, Lost) and not alone
                if is_suspect:
                    suspects.append(task)
                begin()
                if not is_suspect:
                    yield task, result
        finally:
            with suppress(OSError):
                client.cancel([one.future for one in begun.values()])

    def _result_of(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker as killed:
            return Lost(
                f"{killed.allowed_failures + 1} workers of the cluster ended in the middle of it "
                "(killed, or out of memory)"
            )
        except CancelledError:
            raise self._went_away() from None

    def _check_connection(self) -> None:
        if self._client.status != "running":
            raise self._went_away()
        if self._local is not None and self._local.scheduler.workers:
            self._seen = time.monotonic()
        elif self._local is not None and time.monotonic() - self._seen > _RESTART:
            raise ArgumentError(
                f"cluster: no worker of the local cluster lives for {_RESTART:.0f} seconds. "
                "Finished work is kept where there is a folder for it; the same command goes on."
            )

    def _went_away(self) -> ArgumentError:
        return ArgumentError(
            f"cluster: {self._address or 'the local cluster'} went away. "
            "Finished work is kept where there is a folder for it; the same command goes on."
        )

    def __enter__(self) -> Self:
        """Start or find the cluster."""
        with ExitStack() as stack:  # what was opened is closed where a later step fails
            graphs = stack.enter_context(sharing())
            if self._address is None:
                self._manner = _Manner(_version(), graphs)
            stack.enter_context(_quiet())
            self._client = self._connected(stack)
            self._check_versions()
            self._stack = stack.pop_all()
        return self

    def _connected(self, stack: ExitStack) -> Any:
        from distributed import Client

        with warnings.catch_warnings(), hidden_from_children():
            warnings.simplefilter("ignore")  # versions are checked afterwards
            address = self._address
            if address is None:
                self._local = stack.enter_context(_local_cluster(self._asked))
                address = self._local.scheduler_address
            else:
                _check_scheduler(address)
            return stack.enter_context(Client(address, timeout=PATIENCE, set_as_default=False))

    def _check_versions(self) -> None:
        """Refuse workers that would live other runs than we do."""
        # A function of Python's own library: a worker without womsim can answer too.
        found = self._client.run(importlib.metadata.version, _PACKAGE, on_error="return")
        for worker, version in sorted(found.items()):
            if version != _version():
                raise ArgumentError(_other_version(str(worker), version, _version()))

    def __exit__(self, *error: object) -> None:
        """Leave the cluster; one made for us ends, at once where there was an error."""
        if error[0] is not None and self._local is not None:
            _kill(self._local)
        self._stack.close()


def _checked(address: str) -> str:
    """An address of a scheduler.

    Raises
    ------
    ArgumentError
        When it cannot be one.
    """
    try:
        parts = urlsplit(address)
        known = bool(parts.scheme and parts.hostname and parts.port)
    except ValueError:
        known = False
    if not known:
        raise ArgumentError(f'cluster: "{address}" is no address. Write tcp://HOST:PORT.')
    return address


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that dask logs is shown: what a user must know is said once, by an error."""
    import distributed

    handlers = logging.getLogger(distributed.__name__).handlers
    before = [handler.level for handler in handlers]
    for handler in handlers:
        handler.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for handler, level in zip(handlers, before, strict=False):
            handler.setLevel(level)


@contextmanager
def _local_cluster(workers: int) -> Iterator[Any]:
    """Processes of one thread each, that only this machine can reach."""
    import dask

    settings = {
        "distributed.scheduler.allowed-failures": TRIES - 1,
        # A while after each death dask gives up a worker that happens to be dead again just then,
        # and nobody starts it any more.
        "distributed.deploy.lost-worker-timeout": "365 days",
    }
    with dask.config.set(settings), _started(workers) as cluster:
        yield cluster


def _started(workers: int) -> Any:
    from distributed import LocalCluster

    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        )
    except RuntimeError:
        raise ArgumentError(
            "the local cluster did not start (out of memory, or a script without "
            '`if __name__ == "__main__":`). Use fewer workers, or executor="threads".'
        ) from None


def _kill(cluster: Any) -> None:
    """End the workers of a local cluster, also in the middle of a task."""
    for nanny in cluster.workers.values():
        nanny.close_gracefully()  # nobody starts its worker again
        if nanny.pid is not None:
            with suppress(OSError):
                os.kill(nanny.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _check_scheduler(address: str) -> None:
    """Ask a scheduler who it is.

    Raises
    ------
    ArgumentError
        When it does not answer in time, or something else does.
    """
    from distributed.core import rpc

    async def ask() -> Any:
        async with rpc(address) as scheduler:
            return await asyncio.wait_for(scheduler.identity(), PATIENCE)

    try:
        with ThreadPoolExecutor(1) as beside:  # a notebook runs a loop of its own here
            identity = beside.submit(asyncio.run, ask()).result()
        is_scheduler = str(identity["type"]).endswith("Scheduler")
    except TimeoutError:
        raise ArgumentError(
            f"cluster: {address} does not answer within {PATIENCE:.0f} seconds. "
            "Start its scheduler, or mend the address."
        ) from None
    except Exception:  # whatever a stranger's answer is taken for
        is_scheduler = False
    if not is_scheduler:
        raise ArgumentError(
            f"cluster: at {address} there is no scheduler of dask.distributed. Mend the address."
        )


def _version() -> str:
    return importlib.metadata.version(_PACKAGE)


def _other_version(worker: str, theirs: object, ours: str) -> str:
    has = f"{_PACKAGE} {theirs}" if isinstance(theirs, str) else f"no {_PACKAGE}"
    return f"cluster: worker {worker} has {has}, here is {ours}. Install the same on both."


def _itself(function: bytes) -> bytes:
    """A task whose result is a function, so that each worker fetches it once."""
    return function


def _call(manner: _Manner, function: bytes, task: bytes) -> Any:
    if manner.version != _version():
        raise ArgumentError(_other_version("that came later", _version(), manner.version))
    share_in(manner.graphs)
    return called(function, task)
