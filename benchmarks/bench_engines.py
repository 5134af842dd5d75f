"""The compiled loops against Mesa agents one by one, on the same market with the same result.

``python benchmarks/bench_engines.py``; the smallest of ``--sizes`` is used. Days alone are timed,
on the processor: making the run, and the agents, is not part of them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from benchmarks.markets import lived, market
from benchmarks.measuring import Options, Row, finish, options, timing
from simulation.market_run import MarketRun
from simulation.model import WordOfMouthModel
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario

CONSUMERS = 100_000
FEW_DAYS = 10


def engines(consumers: int, asked: Options) -> list[Row]:
    """A row an engine; the arrays of both must be equal."""
    days = min(FEW_DAYS, asked.days)
    scenario = market(consumers, days)
    built = build_market(scenario, 0)
    strategy = "three_tactics"
    run = lived(scenario, strategy, built)
    loops = timing([days_alone(scenario, strategy, built) for _ in range(asked.repeats)])
    model = WordOfMouthModel.of_run(MarketRun(scenario, strategy, built))
    _ = model.agents  # making the agents is not part of a day
    begun = time.process_time()
    model.run_for(days)
    agents = time.process_time() - begun
    fields = run.market._fields
    same = [np.array_equal(getattr(run.market, f), getattr(model.market, f)) for f in fields]
    if not all(same):
        raise AssertionError("the engines disagree; a benchmark of different answers says nothing")
    return [
        {
            "engine": name,
            "consumers": consumers,
            "days": days,
            "ms_a_day": seconds / days * 1e3,
            "us_a_consumer_day": seconds / days / consumers * 1e6,
            "times_the_kernel": seconds / loops.median,
        }
        for name, seconds in (("kernel", loops.median), ("agents", agents))
    ]


def days_alone(scenario: Scenario, strategy: str, built: BuiltMarket) -> float:
    """Seconds of all days of a run by the loops."""
    run = MarketRun(scenario, strategy, built)
    begun = time.process_time()
    while run.day < scenario.days:
        run.live()
    return time.process_time() - begun


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_engines", __doc__ or "", argv, (CONSUMERS,))
    finish("engines", engines(min(asked.sizes), asked), asked)


if __name__ == "__main__":
    main()
