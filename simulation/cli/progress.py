"""How far long work is: a bar on a terminal, plain lines elsewhere, and a summary at the end."""

from __future__ import annotations

import math
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

LINES = 10
"""Plain lines until the end."""

MINUTE = 60.0
"""Seconds after which there is a plain line, however little was finished."""

RECENT = 60.0
"""Seconds back to which the pace looks."""

ENOUGH = 4
"""Reports after which there is a pace, or that minute after the first of them."""

Progress = Callable[[int, int], None]
"""Takes finished and all runs."""


class Show(Protocol):
    """Takes finished, all and failed runs, and those of strategies that cannot work."""

    def __call__(self, finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
        """Show how far the work is."""
        ...


class Pace:
    """How fast work goes, judged by what was finished lately.

    Before the first run is finished there is much else to do, such as compiling, so the pace counts
    from its end on. Several may end at once; a few more are waited for.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.before: int | None = None
        self.seen: deque[tuple[float, int]] = deque()

    def add(self, finished: int) -> None:
        """Note how many are finished by now; the first note says how many were there before."""
        at = self.now()
        if self.before is None:
            self.before = finished
        elif finished > (self.seen[-1][1] if self.seen else self.before):
            self.seen.append((at, finished))
        while len(self.seen) > ENOUGH and self.seen[1][0] <= at - RECENT:
            self.seen.popleft()

    @property
    def rate(self) -> float:
        """Finished a second; NaN while there is too little to go by."""
        if len(self.seen) < 2:
            return math.nan
        first, last = self.seen[0], self.seen[-1]
        seconds = last[0] - first[0]
        is_enough = len(self.seen) >= ENOUGH or seconds >= RECENT
        return (last[1] - first[1]) / max(seconds, 1e-6) if is_enough else math.nan

    def words(self, finished: int, total: int, failed: int = 0, cannot: int = 0) -> str:
        """Time left, pace and failures, after noting how many are finished."""
        self.add(finished)
        rate = self.rate
        said = []
        if not math.isnan(rate):
            left = f"about {_span((total - finished) / rate)} left"
            said += [left, f"{rate:.3g} a second" if rate >= 1.0 else f"{_span(1.0 / rate)} each"]
        said += [f"{failed:,} failed"] if failed else []
        said += [f"{cannot:,} cannot work"] if cannot else []
        return ", ".join(said)


@contextmanager
def progress(quiet: bool, things: str = "runs") -> Iterator[Show | None]:
    """Show progress on stderr, so that stdout holds the result only; nothing where quiet."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(things) as bar:
            yield bar
    else:
        yield plain_lines(things)


@contextmanager
def _bar(things: str) -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn(things),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(things, total=None, pace="")
        pace = Pace()

        def show(finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
            words = pace.words(finished, total, failed, cannot)
            bar.update(task, completed=finished, total=total, pace=words)

        yield show


def plain_lines(things: str = "runs", now: Callable[[], float] = time.monotonic) -> Show:
    """A line for each tenth of the work and at least one a minute, with the time left."""
    pace = Pace(now)
    said: list[tuple[float, int]] = []

    def show(finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
        words = pace.words(finished, total, failed, cannot)
        at = now()
        if not said:
            said.append((at, finished))
        last, before = said[-1]
        is_tenth = total > 0 and finished * LINES // total > before * LINES // total
        if finished in (0, total) or not (is_tenth or at - last >= MINUTE):
            return
        said[:] = [(at, finished)]
        parts = [f"{finished:,} of {total:,} {things}", *([words] if words else [])]
        print(", ".join(parts), file=sys.stderr, flush=True)

    return show


def summary(runs: int, cores: int, seconds: float, compiling: float = 0.0, failed: int = 0) -> str:
    """What a long command did, in a line.

    Parameters
    ----------
    runs
        Runs of this command, failed ones among them.
    cores
        How many were lived at once.
    seconds
        How long that took, without compiling.
    compiling
        Seconds of compiling before.
    failed
        Runs that failed.

    Examples
    --------
    >>> summary(1200, 2, 40.0, compiling=21.0, failed=3)
    '1,200 runs in 40 s on 2 cores, 0.067 s a run and core; compiling took 21 s; 3 failed'
    """
    on = f"{cores} core" if cores == 1 else f"{cores} cores"
    each = f", {seconds * cores / runs:.2g} s a run and core" if runs else ""
    parts = [f"{runs:,} {'run' if runs == 1 else 'runs'} in {_span(seconds)} on {on}{each}"]
    if compiling >= 0.5:
        parts.append(f"compiling took {_span(compiling)}")
    if failed:
        parts.append(f"{failed:,} failed")
    return "; ".join(parts)


def _span(seconds: float) -> str:
    """Seconds in the unit that people would use.

    >>> _span(75)
    '1 min'
    >>> _span(2.41)
    '2.4 s'
    """
    if seconds < 10:
        return f"{seconds:.1f}".rstrip("0").rstrip(".") + " s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
