"""Time of a simulated day, of an exposure, and of the Python around the loops.

``python benchmarks/bench_day.py``; with ``--quick`` in a few seconds. A day costs most for those
who know the brand, so their share stands beside it. An exposure is measured alone: days on which
all consumers are owners who talk, or hear an advertisement each, less days on which all are silent.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.markets import PLANS, all_owners, lived, market
from benchmarks.measuring import Options, Row, Timing, finish, options, time_of, timing
from simulation.dynamics.tables import STAGES
from simulation.engines import Loops, Today, Verbs
from simulation.market_run import MarketRun
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario

TINY = 100
"""Consumers of a market so small that only the fixed cost of a day is left."""

FEW_DAYS = 10
"""Days of the runs that measure exposures alone."""


def days_at(consumers: int, asked: Options) -> list[Row]:
    """A row a plan: nothing happens, or three tactics and a crisis; then exposures alone."""
    built = build_market(market(consumers, asked.days), 0)
    rows = []
    for strategy, crisis in PLANS.items():
        scenario = market(consumers, asked.days, crisis=crisis)
        rows.append(_row(scenario, strategy, built, asked))
    return [*rows, exposures_alone(consumers, min(FEW_DAYS, asked.days), asked)]


def _row(scenario: Scenario, strategy: str, built: BuiltMarket, asked: Options) -> Row:
    run = lived(scenario, strategy, built)  # also warms up
    taken = time_of(lambda: lived(scenario, strategy, built), asked.repeats, warm_up=False)
    unaware = float(run.daily[:, STAGES].mean())
    return {
        "consumers": built.n_consumers,
        "plan": strategy + (" and crisis" if scenario.events else ""),
        "days": asked.days,
        "ms_a_day": taken.median / asked.days * 1e3,
        "fastest": taken.fastest / asked.days * 1e3,
        "slowest": taken.slowest / asked.days * 1e3,
        "ns_a_consumer_day": taken.median / asked.days / built.n_consumers * 1e9,
        "exposures_a_day": int(run.by_slot.sum()) / asked.days,
        "share_aware": 1.0 - unaware / built.n_consumers,
    }


def exposures_alone(consumers: int, days: int, asked: Options) -> Row:
    """Nanoseconds of an exposure by the fastest of several runs; talk pays for the silent too."""
    built = build_market(all_owners(consumers, days), 0)
    seconds: dict[str, Timing] = {}
    exposures: dict[str, int] = {}
    for what in ("silent", "talking", "advertised"):
        scenario = all_owners(consumers, days, talking=what == "talking")
        strategy = "advertising" if what == "advertised" else "nothing"
        exposures[what] = int(lived(scenario, strategy, built).by_slot.sum())
        seconds[what] = time_of(
            lambda s=scenario, name=strategy: lived(s, name, built),  # type: ignore[misc]
            asked.repeats,
            warm_up=False,
        )
    row: Row = {"consumers": consumers}
    for what in ("talking", "advertised"):
        extra = seconds[what].fastest - seconds["silent"].fastest
        row[f"exposures_a_day_{what}"] = exposures[what] / days
        row[f"ns_an_exposure_{what}"] = extra / exposures[what] * 1e9
    return row


class Idle(Loops):
    """Verbs that do nothing."""

    def talk(self, today: Today) -> None:
        """Say nothing."""

    remember = decide = experience = count = talk

    def receive(self, today: Today, first: int) -> None:
        """Hand nothing over."""


def python_around(consumers: int, asked: Options) -> Row:
    """Microseconds a day in Python: days without the loops, and days with hardly anybody."""
    return {
        "consumers": consumers,
        "us_a_day_without_the_loops": _us_a_day(consumers, asked, Idle()),
        f"us_a_day_of_{TINY}_consumers": _us_a_day(TINY, asked, None),
    }


def _us_a_day(consumers: int, asked: Options, verbs: Verbs | None) -> float:
    """Microseconds of a day after day 0, with the loops or something in their place."""
    scenario = market(consumers, asked.days, crisis=False)
    built = build_market(scenario, 0)
    seconds = []
    for _ in range(max(20, asked.repeats)):
        run = MarketRun(scenario, "nothing", built)
        run.live(verbs)
        begun = time.perf_counter()
        while run.day < scenario.days:
            run.live(verbs)
        seconds.append(time.perf_counter() - begun)
    return timing(seconds).median / (scenario.days - 1) * 1e6


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_day", __doc__ or "", argv)
    rows = [row for consumers in asked.sizes for row in days_at(consumers, asked)]
    rows.append(python_around(min(asked.sizes), asked))
    finish("day", rows, asked)


if __name__ == "__main__":
    main()
