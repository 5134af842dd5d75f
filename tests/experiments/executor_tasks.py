"""What the tests let executors do, in a module that other processes can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.errors import Problem, ScenarioError

if TYPE_CHECKING:  # worker processes import this module for every test, and should not be long
    from simulation.scenario.model import Scenario


class Errand(NamedTuple):
    """A number, and a file that remembers whether a worker died over it."""

    number: int
    marker: str = ""


def square(number: int) -> int:
    """A number times itself."""
    return number * number


def slow_square(number: int) -> int:
    """The same, and others have time to begin."""
    time.sleep(0.02)
    return number * number


def refuse_three(number: int) -> int:
    """Squares of all but 3."""
    if number == 3:
        raise ScenarioError([Problem("three is too many", "network.consumers", "x.yaml", 3, 1)])
    return number * number


class StubbornError(Exception):
    """Its pickle cannot be loaded."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(one + two)


def stubborn(number: int) -> int:
    """An error that cannot travel."""
    raise StubbornError(number, 1)


def die_once(errand: Errand) -> int:
    """Kills its worker the first time that its marker is missing."""
    if errand.marker and not Path(errand.marker).exists():
        Path(errand.marker).touch()
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGKILL)
    return errand.number**2


def die_at_three(number: int) -> int:
    """Kills its worker over number 3, every time."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number**2


def pid(number: int) -> int:
    """Which process does this."""
    time.sleep(0.02)
    return os.getpid()


def sleep_long(folder: str) -> None:
    """Says who it is and sleeps in one long call."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(120)


def sleep_where_there_is_a_folder(folder: str) -> None:
    """Sleeps only where it can say who it is."""
    if folder:
        sleep_long(folder)


def is_alive(process: int) -> bool:
    """Whether a process still runs."""
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.joinpath("self").exists():
        return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def gone(processes: list[int], seconds: float = 60.0) -> bool:
    """Whether all of them ended within some seconds."""
    deadline = time.monotonic() + seconds
    while any(map(is_alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(is_alive, processes))


def plus_length(ballast: bytes, number: int) -> int:
    """A number and how many bytes came with the function."""
    return len(ballast) + number


class Recorder:
    """Tasks 0, 1, 2 ..., and how many were taken."""

    def __init__(self, n: int) -> None:
        self.left = iter(range(n))
        self.taken = 0

    def __iter__(self) -> Recorder:
        return self

    def __next__(self) -> int:
        number = next(self.left)
        self.taken += 1
        return number


def sorted_results(pairs: Any) -> list[Any]:
    """Results in the order of their tasks."""
    return [result for _, result in sorted(pairs, key=lambda pair: pair[0])]


def mapped_graph(task: tuple[int, Scenario]) -> tuple[int, str, str]:
    """This process, and the file and folder whose pages the graph of a market is."""
    from simulation.scenario.build import build_market

    graph = build_market(task[1], task[0]).graph
    place = graph.ties.listener.ctypes.data
    time.sleep(0.05)
    for line in Path("/proc/self/maps").read_text().splitlines():
        area, *_, inode, file = [*line.split(maxsplit=5), ""][:6]
        low, high = (int(end, 16) for end in area.split("-"))
        if low <= place < high and "womsim-graphs-" in file:
            return os.getpid(), inode, str(Path(file).parent)
    return os.getpid(), "", ""
