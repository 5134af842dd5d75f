"""A million consumers on their whole journey: memory, counts, and the same bytes on two threads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scaling_model import Costs, on_page

CONSUMERS, DAYS = 1_000_000, 180

MARGIN = 1.25
"""What a process may take, over what the page on scaling says."""

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"

RUN = """
import json, sys
import numpy as np
from benchmarks.bench_graph import SHAPES, peak
from benchmarks.bench_journey import STRATEGY
from benchmarks.markets import market
from simulation.dynamics.tables import STAGES
from simulation.market.state import NEVER, Stage
from simulation.market_run import MarketRun
from simulation.scenario.build import build_market

consumers, days = map(int, sys.argv[1:])
scenario = market(consumers, days).with_changes(SHAPES["ten ties"])
built = build_market(scenario, 0)

def lived(threads):
    run = MarketRun(scenario, STRATEGY, built, threads=threads)
    assert run._loops.threads == threads
    while run.day < days:
        run.live()
    return run

two = lived(2)
most = peak()
one = lived(1)
stages = two.daily[:, STAGES : STAGES + len(Stage)]
paid = two.market.purchases > 0
print(json.dumps({
    "ties": built.graph.n_ties,
    "peak": most,
    "exposures": int(two.by_slot.sum()),
    "same": [
        name for name, left in two.market._asdict().items()
        if left.tobytes() == getattr(one.market, name).tobytes()
    ],
    "fields": list(two.market._fields),
    "same_counts": two.daily.tobytes() == one.daily.tobytes(),
    "same_money": two.money.cost.tolist() == one.money.cost.tolist(),
    "in_one_stage": bool((stages.sum(axis=1) == consumers).all()),
    "none_below_zero": bool((stages >= 0).all()),
    "last_stages": stages[-1].tolist(),
    "stages_of_all": np.bincount(two.market.stage, minlength=len(Stage)).tolist(),
    "dated_payers": bool(((two.market.first_purchase_day != NEVER) == paid).all()),
    "payers": int(paid.sum()),
}))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What a process of its own says of its run on two threads and on one."""
    command = [sys.executable, "-c", RUN, str(CONSUMERS), str(DAYS)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told: dict[str, Any] = json.loads(said)
    return told


@pytest.mark.slow
class TestMillionConsumers:
    def test_take_the_memory_that_the_page_says(self, found: dict[str, Any]) -> None:
        costs = Costs(**on_page(PAGE.read_text("utf-8")))
        said = costs.memory(CONSUMERS, found["ties"])
        assert 9_900_000 < found["ties"] < 10_100_000
        assert said / MARGIN < found["peak"] < said * MARGIN

    def test_give_the_same_bytes_on_two_threads(self, found: dict[str, Any]) -> None:
        assert found["same"] == found["fields"]
        assert found["same_counts"]
        assert found["same_money"]

    def test_are_in_one_stage_each(self, found: dict[str, Any]) -> None:
        assert found["in_one_stage"]
        assert found["none_below_zero"]
        assert sum(found["last_stages"]) == CONSUMERS
        assert found["last_stages"] == found["stages_of_all"]

    def test_talk_and_pay(self, found: dict[str, Any]) -> None:
        assert found["dated_payers"]
        assert found["exposures"] > CONSUMERS
        assert 0.01 * CONSUMERS < found["payers"] < CONSUMERS
