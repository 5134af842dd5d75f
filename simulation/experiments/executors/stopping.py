"""How a task in a thread learns that nobody waits for it any more.

A process can be ended from outside, a thread cannot: it must ask. A task that does several runs
calls `check` between two of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_here = threading.local()


class StoppedError(BaseException):
    """The work that this task belongs to was stopped; no run's own fault, so no ``Exception``."""


def check() -> None:
    """End this task here if the work it belongs to was stopped; otherwise do nothing.

    Raises
    ------
    StoppedError
        Where this is a thread of an executor that was left by an error or by Ctrl-C.
    """
    stop: threading.Event | None = getattr(_here, "stop", None)
    if stop is not None and stop.is_set():
        raise StoppedError


@contextmanager
def listening_to(stop: threading.Event) -> Iterator[None]:
    """Let `check` in this thread look at ``stop``."""
    _here.stop = stop
    try:
        yield
    finally:
        _here.stop = None
