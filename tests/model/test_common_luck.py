"""Common luck: two strategies differ only where they differ, seed by seed.

Compared is the hearing of one day that begins in the same state: who told whom, by which slot, well
or badly, as a multiset. Every message of the smaller cause has to be among those of the larger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.market_run import MarketRun
from simulation.network.graph import SocialGraph
from tests.generated import some_ties, tactics, weighted_graphs
from tests.small_markets import Written, arrays_of, live, messages_of, on_graph, scenario

Heard = Counter[tuple[int, int, str, int]]
seeds = st.integers(0, 2**40)
LIVELY: dict[str, Any] = {
    "brand": {"owners_at_start": 0.5, "aware_at_start": 0.3, "quality": 0.5, "quality_spread": 0.6},
    "consumers__talk": {"contacts_per_day": 3.0, "posts_per_contact": 0.4, "post_reach": 0.3,
                        "participation_half_followers": 300.0, "rejecter_per_day": 0.5},
    "consumers__decide": {"interest_base": -1.0, "rejection_per_day": 0.5,
                          "rejection_below": -0.1},
    "consumers__experience": {"loyalty_per_day": 0.8, "advocacy_per_day": 0.8, "delight": 0.0},
    "events": [{"kind": "product_defect", "day": 0, "news_share": 0.0}],
    "budget": 1e6,
}  # fmt: skip


def start(
    seed: int, graph: SocialGraph, written: Sequence[Written] = (), **settings: Any
) -> MarketRun:
    small = scenario(written, seed=seed, size=50, **{**LIVELY, **settings})
    return MarketRun(small, "tested", on_graph(small, graph), trace=True)


def heard(run: MarketRun) -> Heard:
    """Live a day and tell who heard what from whom."""
    names = {address.slot: name for name, address in run.ours.addresses.items()} | {0: "organic"}
    day = run.day
    run.live()
    told = messages_of(run)
    today = told["day"] == day
    columns = (told[name][today].tolist() for name in ("talker", "listener", "slot", "sign"))
    return Counter((u, v, names[slot], sign) for u, v, slot, sign in zip(*columns, strict=True))


def in_same_state(run: MarketRun, as_in: MarketRun) -> MarketRun:
    """Bring a market to the state of another."""
    for name, array in run.market._asdict().items():
        array[:] = getattr(as_in.market, name)
    run.ours.day = as_in.day
    run.desk.cases.update(as_in.desk.cases)
    for name in ("good", "bad", "fake"):
        setattr(run.desk.board, name, getattr(as_in.desk.board, name))
    return run


graphs = weighted_graphs(50)
BUSY_GRAPH = SocialGraph({"strong": some_ties(np.random.default_rng(1), 50, 8.0, strengths=True)})
RATES = {
    "contacts_per_day": (2.0, 5.0),
    "satisfied_per_day": (0.2, 0.7),
    "dissatisfied_per_day": (0.2, 0.7),
    "anger_talk": (0.5, 2.0),
    "rejecter_per_day": (0.1, 0.9),
    "interested_per_day": (0.1, 0.9),
    "advocate_factor": (1.0, 3.0),
    "floor": (0.1, 0.8),
    "lasts_days": (5.0, 50.0),
    "posts_per_contact": (0.1, 0.9),
    "post_reach": (0.2, 0.6),
    "participation_half_followers": (3.0, 300.0),
}


class TestConsumersTalk:
    @pytest.mark.parametrize("name", sorted(RATES))
    @settings(max_examples=12)
    @given(seed=seeds, days=st.integers(0, 4), graph=graphs)
    def test_a_larger_rate_only_adds_messages(
        self, name: str, seed: int, days: int, graph: SocialGraph
    ) -> None:
        small, large = (
            start(seed, graph, consumers__talk=LIVELY["consumers__talk"] | {name: value})
            for value in RATES[name]
        )
        in_same_state(large, live(small, days))
        assert heard(small) <= heard(large)

    @settings(max_examples=12)
    @given(seed=seeds, graph=graphs)
    def test_full_reach_adds_to_any_other(self, seed: int, graph: SocialGraph) -> None:
        part, full = (
            start(seed, graph, consumers__talk=LIVELY["consumers__talk"] | {"post_reach": reach})
            for reach in (0.7, 1.0)
        )
        assert heard(part) <= heard(full)

    @pytest.mark.parametrize("name", sorted(RATES))
    def test_and_does_add_some(self, name: str) -> None:
        """Containment of nothing in nothing would prove nothing."""
        is_more = []
        for seed in range(8):
            small, large = (
                start(seed, BUSY_GRAPH, consumers__talk=LIVELY["consumers__talk"] | {name: value})
                for value in RATES[name]
            )
            in_same_state(large, live(small, 6))
            is_more.append(heard(small) < heard(large))
        assert any(is_more)

    def test_another_seed_is_other_luck(self) -> None:
        first, second = heard(start(1, BUSY_GRAPH)), heard(start(2, BUSY_GRAPH))
        assert first
        assert not first <= second


LEVERS: dict[str, tuple[Written, Written]] = {
    "reach": (
        {"kind": "hire_kocs", "reach_share": 0.2},
        {"kind": "hire_kocs", "reach_share": 0.5},
    ),
    "all followers": (
        {"kind": "hire_kocs", "reach_share": 0.5},
        {"kind": "hire_kocs", "reach_share": 1.0},
    ),
    "accounts": ({"kind": "hire_kocs", "number": 1}, {"kind": "hire_kocs", "number": 3}),
    "accounts by lot": (
        {"kind": "hire_kocs", "number": 1, "pick": "lot"},
        {"kind": "hire_kocs", "number": 3, "pick": "lot"},
    ),
    "exposures": (
        {"kind": "advertise", "spend_per_day": 20},
        {"kind": "advertise", "spend_per_day": 60},
    ),
    "reward": (
        {"kind": "referral_reward", "referrer": 5.0},
        {"kind": "referral_reward", "referrer": 50.0},
    ),
    "gate of the programme": (
        {"kind": "referral_reward", "min_satisfaction": 0.5},
        {"kind": "referral_reward", "min_satisfaction": -1.0},
    ),
    "reward for posts": (
        {"kind": "review_reward", "reward": 5.0},
        {"kind": "review_reward", "reward": 50.0},
    ),
}


class TestLevers:
    @pytest.mark.parametrize("lever", sorted(LEVERS))
    @settings(max_examples=10)
    @given(seed=seeds, graph=graphs)
    def test_more_of_it_only_adds_messages(self, lever: str, seed: int, graph: SocialGraph) -> None:
        small, large = (start(seed, graph, [written]) for written in LEVERS[lever])
        assert heard(small) <= heard(large)

    @pytest.mark.parametrize("kind", sorted(set(tactics) - {"seed_products"}))
    @settings(max_examples=10)
    @given(seed=seeds, graph=graphs, data=st.data())
    def test_a_further_tactic_only_adds_messages(
        self, kind: str, seed: int, graph: SocialGraph, data: st.DataObject
    ) -> None:
        """Nobody else's messages move: gifts aside (they change who talks that day), and further
        spending on the same channel (it saturates).
        """
        others: list[Written] = [
            {"kind": "hire_kocs", "name": "first", "number": 2},
            {"kind": "advertise", "name": "second", "channel": "social", "spend_per_day": 30},
        ]
        further = data.draw(tactics[kind]) | {"day": 0}
        further.pop("gift", None)
        if kind == "respond":  # it calms anger, as it should: that takes messages away
            further["response"] = "stay_silent"
        without, with_it = start(seed, graph, others), start(seed, graph, [*others, further])
        assert heard(without) <= heard(with_it)


class TestUntilThen:
    @pytest.mark.parametrize("kind", sorted(tactics))
    @settings(max_examples=6)
    @given(seed=seeds, day=st.integers(1, 5), graph=graphs, data=st.data())
    def test_nothing_moves_before_the_first_action(
        self, kind: str, seed: int, day: int, graph: SocialGraph, data: st.DataObject
    ) -> None:
        written = data.draw(tactics[kind]) | {"day": day}
        doing, nothing = start(seed, graph, [written]), start(seed, graph)
        for run in (doing, nothing):
            live(run, day)
        theirs = arrays_of(nothing)
        for name, array in arrays_of(doing).items():
            assert array.tobytes() == theirs[name].tobytes(), name
