"""The kernel against a straightforward C++ loop of the same algorithms, with the same bytes.

``python benchmarks/bench_reference.py``. The loops of ``benchmarks/reference/`` are compiled with
``-O3 -march=native`` where a C++ compiler is there (``CXX``, g++ or clang++); else this says so and
measures nothing. Both sides take turns; times are of the processor, ratios medians over the turns.
Independent cascades in C++ come twice: one point after the other, and in blocks as the kernel does.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from benchmarks.bench_classics import MIDDLE, N_SEEDS, scale_free
from benchmarks.markets import PLANS, market
from benchmarks.measuring import Options, Row, finish, options
from benchmarks.real_graphs import data_file
from benchmarks.reference.build import FLAGS, compiler, version_of
from benchmarks.reference.cascades import CPP, Cascades, sides
from benchmarks.reference.day import VERBS, WHOLE, Compiled, Kernel, live_all, same
from simulation import SocialGraph
from simulation.market_run import MarketRun
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario

SIZES = (100_000, 1_000_000)
MEMBERS = 2_000_000
"""A job runs as many cascades as have about so many members in all."""
FEWEST, MOST = 4, 4_000
FEW_DAYS = 20
SLOW = (WHOLE, "talk", "remember", "decide", "experience", "count")
"""Verbs that are shown; receiving a unit takes next to nothing."""

Seconds = Mapping[str, Sequence[float]]


def graphs(asked: Options) -> dict[str, tuple[SocialGraph, float]]:
    """Graphs with the chance of a tie."""
    largest = max(asked.sizes)
    found = {f"scale-free, {min(MIDDLE, largest):,}": (scale_free(min(MIDDLE, largest)), 0.08)}
    file = data_file()
    if file is not None and largest >= MIDDLE:
        found["ego_facebook"] = (SocialGraph.from_file(file), 0.02)
    if largest > MIDDLE:
        found[f"scale-free, {largest:,}"] = (scale_free(largest), 0.03)
    return found


def in_turn(jobs: Mapping[str, Callable[[], None]], repeats: int) -> Seconds:
    """Processor seconds of jobs that take turns."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(repeats):
        for name, job in jobs.items():
            begun = time.process_time()
            job()
            seconds[name].append(time.process_time() - begun)
    return seconds


def ratio(seconds: Seconds, one: str, other: str) -> float:
    """Median over the turns of one's time to the other's."""
    return statistics.median(a / b for a, b in zip(seconds[one], seconds[other], strict=True))


def cascades(name: str, graph: SocialGraph, chance: float, asked: Options) -> Row:
    """A row of independent cascades on one thread."""
    rng = np.random.default_rng(2)
    seeds = rng.choice(graph.n_consumers, min(N_SEEDS, graph.n_consumers), replace=False)
    members = float(sides(Cascades.on(graph, chance, seeds, FEWEST)).found.size.mean())
    n = int(min(MOST, max(FEWEST, MEMBERS / members)))
    if asked.quick:
        n = FEWEST
    seconds = in_turn(sides(Cascades.on(graph, chance, seeds, n)).jobs, 2 * asked.repeats + 1)
    plain, blocks = CPP
    return {
        "what": "independent cascades",
        "graph": name,
        "cascades": n,
        "members": members,
        "kernel_us_a_cascade": min(seconds["kernel"]) / n * 1e6,
        "plain_cpp_us": min(seconds[plain]) / n * 1e6,
        "blocks_cpp_us": min(seconds[blocks]) / n * 1e6,
        "kernel_to_plain_cpp": ratio(seconds, "kernel", plain),
        "kernel_to_blocks_cpp": ratio(seconds, "kernel", blocks),
    }


def days(consumers: int, plan: str, asked: Options) -> list[Row]:
    """A row of the whole day, then a row a verb."""
    n_days = min(FEW_DAYS, asked.days)
    scenario = market(consumers, n_days, crisis=PLANS[plan])
    built = build_market(scenario, 0)
    _turn(scenario, plan, built)  # compiles
    kernel, cpp = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for _ in range(max(2, asked.repeats)):
        for side, seconds in zip((kernel, cpp), _turn(scenario, plan, built), strict=True):
            for verb, taken in seconds.items():
                side[verb].append(taken)
    unit = 1e9 / n_days / consumers
    return [
        {
            "what": "the day",
            "consumers": consumers,
            "plan": plan,
            "verb": verb,
            "kernel_ns_a_consumer_day": min(kernel[verb]) * unit,
            "cpp_ns_a_consumer_day": min(cpp[verb]) * unit,
            "kernel_to_cpp": ratio({"kernel": kernel[verb], "C++": cpp[verb]}, "kernel", "C++"),
        }
        for verb in SLOW
    ]


def _turn(
    scenario: Scenario, plan: str, built: BuiltMarket
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Seconds by verb of a run by the kernel and one by C++, found to be equal."""
    verbs, whole, cpp = Kernel(), Kernel(), Compiled()
    runs = [MarketRun(scenario, plan, built) for _ in range(3)]
    live_all(runs[0], verbs)
    live_all(runs[1], whole, in_one_call=True)
    live_all(runs[2], cpp)
    same(runs[0], runs[2])
    same(runs[1], runs[2])
    in_cpp = {**cpp.seconds, WHOLE: sum(cpp.seconds[verb] for verb in VERBS)}
    return {**verbs.seconds, **whole.seconds}, in_cpp


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_reference", __doc__ or "", argv, SIZES)
    program = compiler()
    if program is None:
        print("No C++ compiler is there (CXX, g++, clang++): nothing to compare the kernel with.")
        return
    built: Row = {"compiler": version_of(program), "flags": " ".join(FLAGS)}
    rows = [cascades(name, *given, asked) for name, given in graphs(asked).items()]
    rows += [row for n in asked.sizes for plan in PLANS for row in days(n, plan, asked)]
    finish("reference", [built, *rows], asked)


if __name__ == "__main__":
    main()
