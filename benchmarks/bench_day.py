"""Time of a simulated day, of an exposure, and of the Python around the loops.

``python benchmarks/bench_day.py``; with ``--quick`` in a few seconds.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.markets import PLANS, lived, market
from benchmarks.measuring import Options, Row, finish, options, time_of, timing
from simulation.dynamics.loops.day import live_day
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.tables import HostTables, Tally
from simulation.market_run import MarketRun
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario

TINY = 100
"""Consumers of a market so small that only the fixed cost of a day is left."""


def days_at(consumers: int, asked: Options) -> list[Row]:
    """A row a plan: nothing happens, or three tactics and a crisis."""
    rows: list[Row] = []
    built: BuiltMarket | None = None
    for strategy, crisis in PLANS.items():
        scenario = market(consumers, asked.days, crisis=crisis)
        built = built or build_market(scenario, 0)
        rows.append(_row(scenario, strategy, built, asked))
    quiet, busy = rows
    more = float(busy["exposures_a_day"]) - float(quiet["exposures_a_day"])
    extra = (float(busy["ms_a_day"]) - float(quiet["ms_a_day"])) / more * 1e6
    return [*rows, {"consumers": consumers, "ns_a_further_exposure": extra}]


def _row(scenario: Scenario, strategy: str, built: BuiltMarket, asked: Options) -> Row:
    lived_run = lived(scenario, strategy, built)  # also warms up
    taken = time_of(lambda: lived(scenario, strategy, built), asked.repeats, warm_up=False)
    exposures = int(lived_run.by_slot.sum()) / asked.days
    ms = taken.median / asked.days * 1e3
    return {
        "consumers": built.n_consumers,
        "plan": strategy + (" and crisis" if scenario.events else ""),
        "days": asked.days,
        "ms_a_day": ms,
        "fastest": taken.fastest / asked.days * 1e3,
        "slowest": taken.slowest / asked.days * 1e3,
        "ns_a_consumer_day": ms * 1e6 / built.n_consumers,
        "exposures_a_day": exposures,
        "us_an_exposure": ms * 1e3 / exposures if exposures else 0.0,
    }


class Stopwatch:
    """Verbs that call the compiled day and add up the time inside it."""

    def __init__(self) -> None:
        self.inside = 0.0

    def __call__(self, run: MarketRun, brand: BrandDay, tables: HostTables, tally: Tally) -> None:
        """Live the day."""
        begun = time.perf_counter()
        live_day(
            run.key, brand, run.population, run.market, run.ties, run.weights, tables, tally,
            run.parameters,
        )  # fmt: skip
        self.inside += time.perf_counter() - begun


def python_around(consumers: int, asked: Options) -> Row:
    """Microseconds a day in Python: outside the loops, and all of a day with hardly anybody."""
    scenario = market(consumers, asked.days, crisis=False)
    built = build_market(scenario, 0)
    lived(scenario, "nothing", built)
    outside = []
    for _ in range(asked.repeats):
        watch = Stopwatch()
        run = MarketRun(scenario, "nothing", built)
        begun = time.perf_counter()
        while run.day < scenario.days:
            run.live(watch)
        outside.append((time.perf_counter() - begun - watch.inside) / scenario.days)
    small = market(TINY, asked.days, crisis=False)
    tiny = build_market(small, 0)
    whole = time_of(lambda: lived(small, "nothing", tiny), max(20, asked.repeats))
    return {
        "consumers": consumers,
        "us_a_day_outside_the_loops": timing(outside).median * 1e6,
        f"us_a_day_of_{TINY}_consumers": whole.median / asked.days * 1e6,
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_day", __doc__ or "", argv)
    rows = [row for consumers in asked.sizes for row in days_at(consumers, asked)]
    rows.append(python_around(min(asked.sizes), asked))
    finish("day", rows, asked)


if __name__ == "__main__":
    main()
