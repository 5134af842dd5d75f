"""Ctrl-C ends the page within seconds, whatever a thread of it is still at."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

SECONDS = 5.0
"""How long the page may take to end in order."""

LOOK = 0.1
"""Seconds between two looks at whether it is to end."""

SAID = "page: ended while something was still under way"


def end_anyway(is_asked: Callable[[], bool], tidy: Callable[[], object]) -> None:
    """Watch beside the page, and end the process where it was asked to end and does not.

    Parameters
    ----------
    is_asked
        Whether Ctrl-C was pressed.
    tidy
        What is done last, such as removing temporary folders.
    """

    def watch() -> None:
        while not is_asked():
            time.sleep(LOOK)
        time.sleep(SECONDS)
        print(SAID, file=sys.stderr, flush=True)
        try:
            tidy()
        finally:
            sys.stdout.flush()
            os._exit(0)

    threading.Thread(target=watch, name="womsim-ending", daemon=True).start()
