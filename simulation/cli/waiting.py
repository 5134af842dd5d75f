"""What is waited for before the first run: a large graph is named where it takes its time."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.cli.progress import Show

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

SECONDS = 2.0
"""How long nobody has to be told what is waited for."""

CONSUMERS = 200_000
"""From so many on, a graph may be what is waited for."""

BYTES = 1_000_000
"""The same for the files of a graph."""

BEFORE = "before the first run"
"""What building is followed by, in most commands."""


@contextmanager
def graph_said(
    scenario: Scenario, *, quiet: bool = False, then: str = BEFORE
) -> Iterator[Callable[[], None]]:
    """Say on stderr that a large graph is built or read, where the block takes long.

    Parameters
    ----------
    scenario
        Whose graph.
    quiet
        Say nothing.
    then
        What comes afterwards.

    Yields
    ------
    Callable
        To be called where the graph is there before the block ends.
    """
    what = "" if quiet else what_is_made(scenario)
    if not what:
        yield lambda: None
        return
    late = threading.Timer(SECONDS, _say, [", ".join(filter(None, [what, then]))])
    late.daemon = True
    late.start()
    try:
        yield late.cancel
    finally:
        late.cancel()


@contextmanager
def while_building(show: Show | None, scenario: Scenario) -> Iterator[Show | None]:
    """Progress that says which large graph is waited for until it is told anything."""
    if show is None:
        yield None
        return
    told = show
    with graph_said(scenario) as built:

        def step(finished: int, total: int, failed: int = 0, cannot: int = 0, /) -> None:
            built()
            told(finished, total, failed, cannot)

        yield step


def what_is_made(scenario: Scenario) -> str:
    """Which large graph has to be built or read; empty where it is none."""
    network = scenario.network
    if network.kind == "file":
        named = [getattr(network, key, None) for key in ("path", "nodes")]
        size = sum(_bytes(scenario.folder / Path(name).expanduser()) for name in named if name)
        name = Path(str(named[0])).name
        return f"reading the graph {name} ({size / 1e6:,.0f} MB)" if size >= BYTES else ""
    consumers = int(getattr(network, "consumers", 0))
    return f"building the graph of {consumers:,} consumers" if consumers >= CONSUMERS else ""


def _bytes(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
