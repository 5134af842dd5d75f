"""What the strategies of a market share is the same for each of them, whoever came first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.dynamics.lots import first_by_lot
from simulation.dynamics.rules.hear import NOBODY
from simulation.market_run import MarketRun
from simulation.scenario import Scenario
from simulation.scenario.build import BuiltMarket, build_market
from tests.generated import World, worlds
from tests.small_markets import assert_same_bytes, live, scenario

SHAPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "segments": {"consumers": {"segments": {
        "young": {"share": 0.4, "experience": {"taste_weight": 0.9}},
        "old": {"share": 0.6, "online_share": 0.5},
    }}},
    "two brands": {"rivals": [{"name": "rival", "aware_at_start": 0.5, "owners_at_start": 0.3}]},
    "limited": {"brand__stock": 15},
    "many people each": {"network": {
        "kind": "community", "consumers": 200, "people_per_consumer": 5,
    }},
}  # fmt: skip
LIVELY: dict[str, Any] = {
    "days": 60,
    "size": 200,
    "brand": {"owners_at_start": 0.2, "aware_at_start": 0.4, "price": 100.0, "unit_cost": 40.0},
    "consumers__decide": {"interest_base": -3.0, "purchase_base": -2.0},
    "events": [{"kind": "product_defect", "day": 20, "share_of_owners": 0.5}],
}
TACTICS: list[dict[str, Any]] = [
    {"kind": "improve_product", "day": 10, "lag_days": 20, "cost": 10.0},
    {"kind": "advertise", "channel": "video", "budget": 300.0, "day": 10, "until": 40},
    {"kind": "discount", "share": 0.2, "day": 50},
    {"kind": "hire_kocs", "budget": 500.0, "posts": 3},
    {"kind": "referral_reward", "day": 5, "budget": 40.0},
]


def lively(shape: str, **changes: Any) -> Scenario:
    return scenario(TACTICS, **LIVELY, **SHAPES[shape], **changes)


def lived(world: Scenario, strategy: str, built: BuiltMarket) -> MarketRun:
    return live(MarketRun(world, strategy, built))


class TestStrategies:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_a_strategy_is_the_same_alone_and_after_others(self, shape: str) -> None:
        """With levers that start, end and run out of money in the middle of the run."""
        world = lively(shape)
        shared = build_market(world, 0)
        for strategy in ("nothing", "tested", "nothing", "tested"):
            alone = lived(world, strategy, build_market(world, 0))
            assert_same_bytes(lived(world, strategy, shared), alone)

    @settings(max_examples=25, deadline=None)
    @given(worlds())
    def test_in_generated_worlds(self, world: World) -> None:
        first, second = (MarketRun(world.scenario, "tested", world.built) for _ in range(2))
        assert_same_bytes(first, second)
        assert_same_bytes(live(first), live(second))

    @pytest.mark.parametrize(
        "changes",
        [{"brand__quality": 0.9}, {"brand__price": 80.0}, {"brand__owners_at_start": 0.4},
         {"consumers__experience": {"defect_loss": 0.1}}, {"reviews": {"share": 0.9}},
         {"media__in_market_share": 0.5}],
    )  # fmt: skip
    def test_another_scenario_on_the_same_people_is_that_scenario(
        self, changes: dict[str, Any]
    ) -> None:
        """Nothing that was worked out for one is used for the other."""
        plain = lively("plain")
        changed = lively("plain", **changes)
        shared = build_market(plain, 0)
        lived(plain, "tested", shared)
        alone = lived(changed, "tested", build_market(changed, 0))
        assert_same_bytes(lived(changed, "tested", shared), alone)
        assert_same_bytes(
            lived(plain, "tested", shared), lived(plain, "tested", build_market(plain, 0))
        )


def test_runs_share_ties_but_not_the_room_to_work_in() -> None:
    """Two runs of one market may be lived at once."""
    world = lively("segments")
    built = build_market(world, 0)
    one, other = (MarketRun(world, "tested", built).ours for _ in range(2))
    assert one.ties.follow_listener is other.ties.follow_listener
    assert not np.shares_memory(one.ties.stamp, other.ties.stamp)
    for ours, theirs in zip(one.market, other.market, strict=True):
        assert not np.shares_memory(ours, theirs)


class TestLots:
    words = st.lists(st.integers(0, 4), max_size=30)

    @given(words, st.integers(-1, 35))
    def test_the_smallest_come_first_and_then_those_listed_first(
        self, words: list[int], count: int
    ) -> None:
        """The places that a stable sort puts first."""
        drawn = np.array(words, np.uint32)
        expected = np.sort(np.argsort(drawn, kind="stable")[: max(0, count)])
        assert first_by_lot(drawn, count).tolist() == expected.tolist()

    @given(
        st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30), st.integers(0, 35)
    )
    def test_equal_ones_are_told_apart_by_a_second_lot(
        self, pairs: list[tuple[int, int]], count: int
    ) -> None:
        drawn = np.array(pairs, np.uint32).reshape(-1, 2)
        words, ties = drawn[:, 0], drawn[:, 1]
        expected = np.sort(np.lexsort((ties, words))[:count])
        assert first_by_lot(words, count, ties).tolist() == expected.tolist()


@pytest.mark.parametrize("shape", ["plain", "two brands", "limited"])
def test_new_customers_are_brought_on_the_day_they_buy(shape: str) -> None:
    run = MarketRun(lively(shape), "tested", build_market(lively(shape), 0))
    expected = []
    while run.day < run.scenario.days:
        run.live()
        new = run.market.first_purchase_day == run.day - 1
        words = run.market.recruited[new]
        expected.append(int(((words > 0) & ((words & np.uint64(NOBODY)) != NOBODY)).sum()))
    assert run.ours.brought.tolist() == expected
    assert sum(expected) > 0
