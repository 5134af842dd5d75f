"""Where the time of a second thread goes: waiting, more work, or the machine itself.

``python benchmarks/bench_second_thread.py``: the market of ``bench_journey`` on one thread and on
two. A plain loop of arithmetic and one that copies memory say what two threads gain at most here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from benchmarks.bench_graph import SHAPES
from benchmarks.bench_journey import STRATEGY, THREADS
from benchmarks.markets import lived, market
from benchmarks.measuring import Row, finish, options, time_of
from simulation.dynamics.jit import jit
from simulation.market_run import MarketRun
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario
from simulation.whole_day import Stretch, WholeDay

ROUNDS = 200_000_000
NUMBERS = 40_000_000


@jit
def _count(rounds):  # type: ignore[no-untyped-def]
    total = np.uint64(1)
    for _ in range(rounds):
        total = total * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return total


@jit
def _copy(source, target, first, last):  # type: ignore[no-untyped-def]
    for i in range(first, last):
        target[i] = source[i]


class Watched(WholeDay):
    """A whole day that adds up what its threads work and what the slowest of each part takes."""

    def __init__(self, consumers: int, threads: int = 1) -> None:
        super().__init__(consumers, threads)
        self.worked = 0.0
        self.slowest = 0.0

    def _each(self, work: Callable[[Stretch], Any]) -> list[Any]:
        def watched(stretch: Stretch) -> tuple[Any, float]:
            begun = time.thread_time()
            return work(stretch), time.thread_time() - begun

        results = super()._each(watched)
        self.worked += sum(seconds for _, seconds in results)
        self.slowest += max(seconds for _, seconds in results)
        return [result for result, _ in results]


def watched_days(scenario: Scenario, built: BuiltMarket, threads: int) -> tuple[float, Watched]:
    """Seconds of all days, and who watched them."""
    run = MarketRun(scenario, STRATEGY, built, threads=threads)
    watch = run._loops._whole_day = Watched(built.n_consumers, threads)
    run._loops.threads = threads
    begun = time.perf_counter()
    while run.day < scenario.days:
        run.live()
    return time.perf_counter() - begun, watch


def days(consumers: int, n_days: int) -> Row:
    """One thread and two; shares are of the seconds on two."""
    scenario = market(consumers, n_days).with_changes(SHAPES["ten ties"])
    built = build_market(scenario, 0)
    lived(scenario.with_changes({"days": 3, "events": []}), STRATEGY, built)
    s_one, one = watched_days(scenario, built, 1)
    s_two, two = watched_days(scenario, built, THREADS)
    return {
        "what": "days",
        "consumers": consumers,
        "s_one_thread": s_one,
        "s_two_threads": s_two,
        "times_one_thread": s_one / s_two,
        "work_of_two_to_one": two.worked / one.worked,
        "share_uneven": (two.slowest - two.worked / THREADS) / s_two,
        "share_outside_the_loops": (s_two - two.slowest) / s_two,
    }


def at_most(what: str, work: Callable[[int, int], object], repeats: int) -> Row:
    """A job on one thread, and cut in two."""
    with ThreadPoolExecutor(THREADS) as pool:
        one = time_of(lambda: work(0, THREADS), repeats)
        two = time_of(lambda: list(pool.map(lambda k: work(k, k + 1), range(THREADS))), repeats)
    return {
        "what": what,
        "s_one_thread": one.median,
        "s_two_threads": two.median,
        "times_one_thread": one.median / two.median,
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_second_thread", __doc__ or "", argv, (1_000_000,))
    rounds, numbers = (ROUNDS // 1000, NUMBERS // 1000) if asked.quick else (ROUNDS, NUMBERS)
    source, target = np.ones(numbers), np.zeros(numbers)
    rows: list[Row] = [
        at_most("arithmetic", lambda a, b: _count(rounds * (b - a) // THREADS), asked.repeats),
        at_most(
            "copying",
            lambda a, b: _copy(source, target, numbers * a // THREADS, numbers * b // THREADS),
            asked.repeats,
        ),
    ]
    rows += [days(consumers, asked.days) for consumers in asked.sizes]
    finish("second_thread", rows, asked)


if __name__ == "__main__":
    main()
