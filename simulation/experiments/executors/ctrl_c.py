"""Processes that never see Ctrl-C: what it means is decided by the one that started them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def hidden_from_children() -> Iterator[None]:
    """Processes and threads that start meanwhile are born with Ctrl-C blocked.

    So a process does not see it even while Python starts in it. Where there are no signal masks
    (Windows) the worker itself ignores it, a little later.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would unblock the signal otherwise
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
