"""Ctrl-C: once stops cleanly, a second time at once, and neither shows where it struck."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""Exit code of what was stopped by Ctrl-C."""

SHOW_CURSOR = "\x1b[?25h"
"""What a terminal needs to be told when a bar was torn down."""


@contextmanager
def stopped_cleanly(said: str) -> Iterator[None]:
    """Let Ctrl-C end the block with one line and exit code 130.

    The first raises `KeyboardInterrupt`, so that everything is put down where it belongs, and ends
    the process then, without waiting for threads. Where a library swallows that, as compiling does,
    the error that follows ends the process in the same way. Another one does not wait for that
    either: it ends the worker processes and this one. Finished runs are on the disk by then; a file
    is there whole or not at all.

    Parameters
    ----------
    said
        What to print, with how to go on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    is_said: list[bool] = []
    is_struck: list[bool] = []

    def say() -> None:
        if not is_said:
            is_said.append(True)
            print(said, file=sys.stderr, flush=True)

    def once(number: int, frame: FrameType | None) -> None:
        is_struck.append(True)
        signal.signal(signal.SIGINT, again)
        sys.unraisablehook = _ignored  # what it breaks inside a library's callback is no news
        raise KeyboardInterrupt

    def again(number: int, frame: FrameType | None) -> None:
        if sys.stderr.isatty():
            os.write(2, SHOW_CURSOR.encode())
        if not is_said:
            is_said.append(True)
            os.write(2, f"{said}\n".encode())
        _end_processes()
        os._exit(INTERRUPTED)

    before = signal.signal(signal.SIGINT, once)
    try:
        yield
    except BaseException as fault:
        if not (is_struck or isinstance(fault, KeyboardInterrupt)):
            signal.signal(signal.SIGINT, before)
            raise
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end is near; nothing is left to hurry
        say()
        sys.stdout.flush()
        _end_processes()
        os._exit(INTERRUPTED)
    signal.signal(signal.SIGINT, before)


def _ignored(fault: object) -> None:
    """Say nothing of an error that nobody can catch."""


def _end_processes() -> None:
    """End the worker processes that are still there."""
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for child in multiprocessing.active_children():
            child.kill()
