"""One run of 10,000 consumers over 180 days, and the comparison that the README begins with.

``python benchmarks/bench_run.py``. A run is that of the benchmarks' market with three tactics and a
crisis; what is not spent behind the doors of the compiled loops is Python. The comparison is
``phone_launch``: five strategies, 50 replicates, two workers, at 10,000 consumers; builds, days and
outcomes, without figures and files.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.markets import lived, market
from benchmarks.measuring import FOLDER, Options, Row, finish, options, timing
from simulation import compare, load_scenario, whole_day
from simulation.scenario.build import BuiltMarket, build_market
from simulation.scenario.model import Scenario

CONSUMERS, DAYS = 10_000, 180
REPLICATIONS, WORKERS = 50, 2
LAUNCH = FOLDER.parent / "scenarios" / "phone_launch.yaml"


DOORS = ("talk_stretch", "hear_stretch", "arrive_stretch", "live_stretch", "bond_stretch")


class Doors:
    """The doors of the compiled loops, and the seconds behind them; all else is Python."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> Doors:
        self._kept = {name: getattr(whole_day, name) for name in DOORS}
        for name, door in self._kept.items():
            setattr(whole_day, name, self._timed(door))
        return self

    def __exit__(self, *error: object) -> None:
        for name, door in self._kept.items():
            setattr(whole_day, name, door)

    def _timed(self, door: Callable[..., Any]) -> Callable[..., Any]:
        def through(*arguments: Any) -> Any:
            begun = time.perf_counter()
            result = door(*arguments)
            self.seconds += time.perf_counter() - begun
            return result

        return through


def one_run(strategy: str, asked: Options) -> Row:
    """Milliseconds of a run, and of the Python in it: the medians of several."""
    scenario = market(CONSUMERS, asked.days, crisis=strategy != "nothing")
    built = build_market(scenario, 0)
    whole, python = [], []
    for _ in range(asked.repeats + 1):
        with Doors() as doors:
            took = _seconds(scenario, strategy, built)
        python.append(took - doors.seconds)
        whole.append(_seconds(scenario, strategy, built))
    return {
        "consumers": CONSUMERS,
        "days": asked.days,
        "plan": strategy,
        "ms_a_run": timing(whole[1:]).median * 1e3,
        "fastest": timing(whole[1:]).fastest * 1e3,
        "ms_of_python": timing(python[1:]).median * 1e3,
    }


def _seconds(scenario: Scenario, strategy: str, built: BuiltMarket) -> float:
    begun = time.perf_counter()
    lived(scenario, strategy, built)
    return time.perf_counter() - begun


def launch(replications: int) -> Row:
    """Seconds of the comparison, in processes."""
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
