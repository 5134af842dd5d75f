"""Independent cascades by the kernel and by C++ on the same arrays, with the same members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.reference.build import array, called, library, packed
from simulation.classics.arguments import Seeds, seeds_of
from simulation.classics.cascades import tie_rates
from simulation.classics.keys import Keys, keys_of
from simulation.classics.loops_cascade import no_ears, run_cascades
from simulation.classics.loops_people import new_people
from simulation.dynamics.loops.clocks import Clocks, clocks_of
from simulation.dynamics.loops.points import new_block
from simulation.network.graph import SocialGraph

CPP = {"C++, one point after the other": "cascades_in_turn", "C++, in blocks": "cascades_in_blocks"}
SOURCE = "cascades.cpp"

Ran = Callable[[], None]


class Cascades(NamedTuple):
    """So many cascades on a graph: what every side is given."""

    clocks: Clocks
    seeds: Seeds
    keys: Keys

    @classmethod
    def on(
        cls, graph: SocialGraph, probability: float, seeds: NDArray[np.int64], replications: int
    ) -> Cascades:
        """One chance for all ties, below 1."""
        rate = tie_rates(graph.ties, probability)
        return cls(clocks_of(graph.ties, rate), seeds_of(graph, seeds), keys_of(0, replications))


class Found(NamedTuple):
    """Members of each cascade, and cascades that reached each consumer."""

    size: NDArray[np.int64]
    reached: NDArray[np.int64]


def kernel(job: Cascades) -> tuple[Ran, Found]:
    """The job by the kernel on one thread; what it writes into."""
    n = len(job.clocks.first) - 1
    people, block, ears = new_people(n), new_block(), no_ears()
    size, good = np.zeros(len(job.keys), np.int64), np.zeros(0, np.int64)

    def run() -> None:
        run_cascades(job.keys, job.seeds, 1.0, job.clocks, block, people, ears, size, good)

    return run, Found(size, people.reached)


def cpp(job: Cascades, function: str) -> tuple[Ran, Found]:
    """The same in C++."""
    n = len(job.clocks.first) - 1
    people = new_people(n)
    size = np.zeros(len(job.keys), np.int64)
    given: list[Any] = [
        array(job.keys, np.uint64), array(job.seeds.rows, np.int32),
        packed(SOURCE, "Graph", job.clocks), packed(SOURCE, "People", people),
        array(size, np.int64),
    ]  # fmt: skip
    run = called(library("cascades"), function, given, (job, people, size))
    return run, Found(size, people.reached)


class Sides(NamedTuple):
    """Everybody who does the job, kernel first, and what they found."""

    jobs: Mapping[str, Ran]
    found: Found


def sides(job: Cascades) -> Sides:
    """Kernel and C++, each run once and found to say the same.

    Raises
    ------
    AssertionError
        When two sides find different members.
    """
    run, found = kernel(job)
    run()
    once = Found(found.size.copy(), found.reached.copy())
    every = {"kernel": run}
    for name, function in CPP.items():
        other, theirs = cpp(job, function)
        other()
        if once.size.tobytes() != theirs.size.tobytes():
            raise AssertionError(f"{name}: sizes of cascades differ from the kernel's")
        if once.reached.tobytes() != theirs.reached.tobytes():
            raise AssertionError(f"{name}: who was reached differs from the kernel's")
        every[name] = other
    return Sides(every, once)
