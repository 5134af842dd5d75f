"""The whole journey in large markets: days on one thread and on two, nanoseconds of an exposure.

``python benchmarks/bench_journey.py``: one brand, ten ties a consumer, 180 days, good and bad talk,
three tactics and a crisis. Each size is measured in a process of its own, warmed up by a small
market; one thread and two live the same days, to the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.bench_graph import LARGE, SHAPES, apart, peak
from benchmarks.markets import market
from benchmarks.measuring import Row, finish, options
from simulation.market_run import WORTH_THREADS, MarketRun
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario

SIZES = (100_000, 1_000_000, 10_000_000)
DAYS = 180
WARM = 30_000
"""Consumers of the market that compiles everything: enough for threads."""

STRATEGY = "three_tactics"
THREADS = 2


def journey(consumers: int, days: int) -> dict[str, Row]:
    """Build and live the market in this process; ``apart`` is the memory of two threads alone."""
    warm = market(WARM, 3).with_changes(SHAPES["ten ties"])
    for threads in (1, THREADS):
        _lived(warm, build_market(warm, 0), threads)
    scenario = market(consumers, days).with_changes(SHAPES["ten ties"])
    begun = time.perf_counter()
    built = build_market(scenario, 0)
    s_market = time.perf_counter() - begun
    s_two, two = _lived(scenario, built, THREADS)
    gib = peak() / 2**30
    exposures, digest, aware = int(two.by_slot.sum()), _digest(two), two.daily[:, 8].mean()
    del two
    s_one, one = _lived(scenario, built, 1)
    if _digest(one) != digest:
        raise SystemExit("one thread and two gave different bytes.")
    n_ties = built.graph.n_ties
    return {
        "journey": {
            "consumers": consumers,
            "ties": n_ties,
            "days": days,
            "threads": THREADS if consumers >= WORTH_THREADS else 1,
            "s_market": s_market,
            "s_days": s_two,
            "gib_peak": gib,
            "exposures": exposures,
            "share_aware": 1.0 - float(aware) / consumers,
            "ns_a_consumer_day": s_two / consumers / days * 1e9,
            "ns_an_exposure": s_two / exposures * 1e9,
        },
        "threads": {
            "consumers": consumers,
            "s_one_thread": s_one,
            "s_two_threads": s_two,
            "times_one_thread": s_one / s_two,
        },
    }


def _lived(scenario: Scenario, built: BuiltMarket, threads: int) -> tuple[float, MarketRun]:
    run = MarketRun(scenario, STRATEGY, built, threads=threads)
    begun = time.perf_counter()
    while run.day < scenario.days:
        run.live()
    return time.perf_counter() - begun, run


def _digest(run: MarketRun) -> str:
    """What two runs must share: every array of the market and every count."""
    digest = hashlib.sha256(run.daily.tobytes())
    for array in run.market:
        digest.update(array.tobytes())
    return digest.hexdigest()


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["child"]:
        print(json.dumps(journey(int(arguments[1]), int(arguments[2]))))
        return
    asked = options("bench_journey", __doc__ or "", argv, SIZES)
    days = asked.days if asked.quick or "--days" in arguments else DAYS
    found: list[Any] = [apart(__file__, consumers, days) for consumers in asked.sizes]
    rows: list[Row] = [one["journey"] for one in found]
    for row in rows:
        row["ns_an_exposure_to_smallest"] = float(row["ns_an_exposure"]) / float(
            rows[0]["ns_an_exposure"]
        )
    finish("journey", rows, asked)
    large: list[Row] = [one["threads"] for one in found]
    finish("threads", [row for row in large if int(row["consumers"]) >= LARGE] or large, asked)


if __name__ == "__main__":
    main()
