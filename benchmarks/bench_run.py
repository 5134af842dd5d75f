"""One run of 10,000 consumers over 180 days, and the comparison that the README begins with.

``python benchmarks/bench_run.py``. A run is that of the benchmarks' market with three tactics and a
crisis; what is not spent in the compiled loops is Python. The comparison is ``phone_launch``: five
strategies, 50 replicates, two workers, at 10,000 consumers; builds, days and outcomes, without
figures and files.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.markets import market
from benchmarks.measuring import FOLDER, Options, Row, finish, options, timing
from simulation import compare, load_scenario
from simulation.engines import Loops, Today
from simulation.market_run import MarketRun
from simulation.scenario.build import build_market

CONSUMERS, DAYS = 10_000, 180
REPLICATIONS, WORKERS = 50, 2
LAUNCH = FOLDER.parent / "scenarios" / "phone_launch.yaml"


class Timed(Loops):
    """The compiled loops, and the seconds that they take."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def whole_day(self, today: Today) -> None:
        """All verbs, with a look at the clock before and after."""
        begun = time.perf_counter()
        super().whole_day(today)
        self.seconds += time.perf_counter() - begun


def one_run(strategy: str, asked: Options) -> Row:
    """Milliseconds of a run, and of the Python in it: the medians of several."""
    scenario = market(CONSUMERS, asked.days, crisis=strategy != "nothing")
    built = build_market(scenario, 0)
    whole, python = [], []
    for _ in range(asked.repeats + 1):
        begun = time.perf_counter()
        run, loops = MarketRun(scenario, strategy, built), Timed()
        run._loops = loops
        while run.day < scenario.days:
            run.live()
        whole.append(time.perf_counter() - begun)
        python.append(whole[-1] - loops.seconds)
    return {
        "consumers": CONSUMERS,
        "days": asked.days,
        "plan": strategy,
        "ms_a_run": timing(whole[1:]).median * 1e3,
        "fastest": timing(whole[1:]).fastest * 1e3,
        "ms_of_python": timing(python[1:]).median * 1e3,
    }


def launch(replications: int) -> Row:
    """Seconds of the comparison, in processes and in threads."""
    scenario = load_scenario(LAUNCH).with_changes({"network.consumers": CONSUMERS})
    compare(scenario, replications=2, workers=WORKERS)
    begun = time.perf_counter()
    compare(scenario, replications=replications, workers=WORKERS, executor="processes")
    return {
        "strategies": len(scenario.strategies),
        "replications": replications,
        "consumers": CONSUMERS,
        "days": scenario.days,
        "workers": WORKERS,
        "s_builds_and_days": time.perf_counter() - begun,
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_run", __doc__ or "", argv)._replace(days=DAYS)
    finish("run", [one_run(name, asked) for name in ("nothing", "three_tactics")], asked)
    finish("launch", [launch(2 if asked.quick else REPLICATIONS)], asked)


if __name__ == "__main__":
    main()
