"""What a worker process does: take a task, do it, give the answer, until nobody asks any more."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection, parent_process
from typing import Any

from simulation.network.shared import share_in

READY = b"ready"
"""The first thing that a worker says."""


def work(pipe: connection.Connection[Any, Any], graphs: str) -> None:
    """Answer every question of the parent, whose folder of graphs is shared.

    A question is a pair of pickles, a new function (or nothing, where it stays the same) and a
    task; an answer is the pickle of ``(True, result)`` or ``(False, error)``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    threading.Thread(target=_end_with_parent, daemon=True).start()
    share_in(graphs)
    function, is_new = b"", True
    with suppress(EOFError, OSError):  # the parent closed its end
        pipe.send_bytes(READY)
        while True:
            new, task = pipe.recv()
            function = new or function
            pipe.send_bytes(_answer(function, task))
            if is_new:
                gc.freeze()  # what is loaded by now stays: it is never looked through again
                is_new = False


def _end_with_parent() -> None:
    """End at once when the parent is gone, also in the middle of a task."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


_loaded: tuple[bytes, Callable[[Any], Any]] = (b"", str)


def _answer(function: bytes, task: bytes) -> bytes:
    try:
        return pickle.dumps((True, called(function, task)))
    except Exception as error:
        return _pickled_error(error)


def called(function: bytes, task: bytes) -> Any:
    """What a pickled function gives for a pickled task; the function is loaded once."""
    global _loaded
    if _loaded[0] != function:
        _loaded = (function, pickle.loads(function))
    return _loaded[1](pickle.loads(task))


def _pickled_error(error: Exception) -> bytes:
    """The error and where it happened; errors that cannot travel are told in words."""
    where = "".join(traceback.format_exception(error))
    try:
        error.add_note(f"In a worker process:\n{where}")
        travelling = pickle.dumps((False, error))
        pickle.loads(travelling)
    except Exception:
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note(f"In a worker process:\n{where}")
        return pickle.dumps((False, told))
    return travelling
