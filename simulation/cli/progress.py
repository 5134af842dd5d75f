"""How far long work is: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LINES = 10
"""Plain lines until the end."""

Progress = Callable[[int, int], None]
"""Takes finished and all runs."""


@contextmanager
def progress(quiet: bool, things: str = "runs") -> Iterator[Progress | None]:
    """Show progress on stderr, so that stdout holds the result only; nothing where quiet."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(things) as bar:
            yield bar
    else:
        yield plain_lines(things)


@contextmanager
def _bar(things: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn(things),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(things, total=None)

        def show(finished: int, total: int) -> None:
            bar.update(task, completed=finished, total=total)

        yield show


def plain_lines(things: str = "runs") -> Progress:
    """A line for each tenth of the work, with the seconds left."""
    begun = time.monotonic()
    said = [0]

    def show(finished: int, total: int) -> None:
        step = finished * LINES // total if total else 0
        if step <= said[0] or finished == total:
            return
        said[0] = step
        left = (time.monotonic() - begun) / finished * (total - finished)
        print(
            f"{finished} of {total} {things}, about {_span(left)} left", file=sys.stderr, flush=True
        )

    return show


def _span(seconds: float) -> str:
    """Seconds in the unit that people would use.

    >>> _span(75)
    '1 min'
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
