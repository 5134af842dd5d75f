"""What the models in time share: the same bytes on any threads, trees that hold, clear refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from simulation.classics import (
    SeedingValue,
    Spread,
    bad_news,
    bass,
    independent_cascade,
    maki_thompson,
    net_present_value,
    seeding_value,
    sir,
    talk_of_the_network,
)
from simulation.errors import ArgumentError
from tests.baseline import Baseline
from tests.small_markets import needs_compiled

GRAPH = nx.gnp_random_graph(60, 0.08, seed=1, directed=True)
NEIGHBOURS = {(u, v) for u, v in GRAPH.edges}

Model = Callable[..., Spread]
MODELS: dict[str, Model] = {
    "sir": lambda **run: sir(GRAPH, seeds=3, probability=0.2, recovery=0.4, **run),
    "sir continuous": lambda **run: sir(
        GRAPH, seeds=3, rate=0.2, recovery=0.5, mode="continuous", **run
    ),
    "sir mixed": lambda **run: sir(consumers=60, seeds=2, probability=0.03, recovery=0.5, **run),
    "rumour events": lambda **run: maki_thompson(60, stale_contacts=2, **run),
    "rumour days": lambda **run: maki_thompson(60, mode="daily", contacts_per_day=1.5, **run),
    "bass": lambda **run: bass(60, 0.03, 0.4, 10, 0.5, **run),
    "bass on a graph": lambda **run: bass(graph=GRAPH, p=0.03, q=0.8, days=10, dt=0.5, **run),
    "talk": lambda **run: talk_of_the_network(62, 5, 4, 0.2, 0.05, 0.01, 15, **run),
    "bad news": lambda **run: bad_news(62, 5, 4, 0.2, 0.05, 0.02, days=15, **run),
    "bad news at once": lambda **run: bad_news(
        62, 5, 4, 0.2, 0.05, 0.02, days=15, update="synchronous", **run
    ),
}
ON_GRAPH = {"sir", "sir continuous", "bass on a graph"}
ADVERTISED = {"bass", "bass on a graph", "talk", "bad news", "bad news at once"}


def bytes_of(spread: Spread) -> list[bytes]:
    arrays = (spread.size, spread.reached, spread.size_good, spread.size_bad, spread.daily)
    return [array.tobytes() for array in arrays if array is not None]


@pytest.mark.parametrize("name", MODELS)
class TestAll:
    def test_the_same_bytes_on_one_thread_and_on_two(self, name: str) -> None:
        one = MODELS[name](replications=40, seed=5, threads=1)
        two = MODELS[name](replications=40, seed=5, threads=2)
        assert bytes_of(one) == bytes_of(two)
        for mine, other in zip(one.tree(33), two.tree(33), strict=True):
            assert np.array_equal(mine, other)

    def test_more_replications_keep_the_first_and_another_seed_moves(self, name: str) -> None:
        few = MODELS[name](replications=10, seed=5)
        many = MODELS[name](replications=20, seed=5)
        assert many.size[:10].tolist() == few.size.tolist()
        assert MODELS[name](replications=20, seed=6).size.tolist() != many.size.tolist()

    def test_trees_say_who_told_whom(self, name: str) -> None:
        spread = MODELS[name](replications=12, seed=7)
        for replication in range(12):
            tree = spread.tree(replication)
            step = dict(zip(tree.consumer.tolist(), tree.step.tolist(), strict=True))
            told = len(step) - spread.size[replication]
            assert told >= 0 if spread.size_good is not None else told == 0
            for talker, consumer in zip(tree.talker.tolist(), tree.consumer.tolist(), strict=True):
                if talker < 0:
                    assert step[consumer] == 0 or name in ADVERTISED
                    continue
                same_day = name == "bad news"
                assert step[talker] < step[consumer] or (
                    same_day and step[talker] == step[consumer]
                )
                assert name not in ON_GRAPH or (talker, consumer) in NEIGHBOURS

    def test_days_add_up(self, name: str) -> None:
        spread = MODELS[name](replications=12, seed=8)
        assert spread.reached.sum() == pytest.approx(spread.mean)
        if spread.daily is None:
            return
        assert (np.diff(spread.daily, axis=1) >= 0).all()
        assert (spread.daily[:, -1] == spread.size).all()


@needs_compiled
def test_talkers_are_drawn_among_all_who_told_that_day() -> None:
    """0 and 1 both reach 2 for sure: each is the talker in half of the replications (|z| < 4)."""
    graph = nx.DiGraph([(0, 2), (1, 2)])
    spread = sir(graph, seeds=[0, 1], probability=1.0, infectious_days=1, replications=2_000)
    told = [int(spread.tree(r).talker[2]) for r in range(2_000)]
    assert abs(told.count(0) - 1_000) < 4 * np.sqrt(500)


def test_seeding_gives_the_same_bytes_on_one_thread_and_on_two() -> None:
    one, two = (
        seeding_value(GRAPH, seeds=3, replications=30, threads=threads) for threads in (1, 2)
    )
    for name in SeedingValue.__dataclass_fields__:
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


SIR = {"seeds": 1, "consumers": 9, "probability": 0.1, "recovery": 0.5}
REFUSED: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    (sir, SIR | {"probability": 1.4}, "probability"),
    (sir, SIR | {"probability": float("nan")}, "probability"),
    (sir, SIR | {"probability": None}, "probability"),
    (sir, SIR | {"rate": 0.1}, "probability"),
    (sir, SIR | {"recovery": 0.0}, "recovery"),
    (sir, SIR | {"recovery": None}, "recovery"),
    (sir, SIR | {"infectious_days": 2}, "recovery"),
    (sir, SIR | {"recovery": None, "infectious_days": 1.5}, "infectious_days"),
    (sir, SIR | {"seeds": [9]}, "seeds"),
    (sir, SIR | {"seeds": [1, 1]}, "seeds"),
    (sir, SIR | {"seeds": 10}, "seeds"),
    (sir, SIR | {"consumers": 1}, "consumers"),
    (sir, SIR | {"consumers": None}, "consumers"),
    (sir, SIR | {"graph": GRAPH}, "consumers"),
    (sir, SIR | {"mode": "hourly"}, "mode"),
    (sir, SIR | {"mode": "continuous"}, "rate"),
    (sir, SIR | {"days": 0}, "days"),
    (sir, SIR | {"mode": "continuous", "probability": None, "rate": 1, "days": 3}, "days"),
    (sir, SIR | {"replications": 0}, "replications"),
    (sir, SIR | {"seed": -1}, "seed"),
    (sir, SIR | {"threads": 0}, "threads"),
    (maki_thompson, {"consumers": 1}, "consumers"),
    (maki_thompson, {"consumers": 2**24 + 1}, "consumers"),
    (maki_thompson, {"consumers": 9, "stale_contacts": 0}, "stale_contacts"),
    (maki_thompson, {"consumers": 9, "mode": "weekly"}, "mode"),
    (maki_thompson, {"consumers": 9, "contacts_per_day": 0}, "contacts_per_day"),
    (maki_thompson, {"consumers": 9, "days": 3}, "days"),
    (bass, {"consumers": 9, "p": -0.1}, "p"),
    (bass, {"consumers": 9, "q": float("inf")}, "q"),
    (bass, {"consumers": 9, "dt": 0}, "dt"),
    (bass, {"consumers": 9, "days": 3, "dt": 4}, "dt"),
    (bass, {"consumers": 9, "form": "sum"}, "form"),
    (bass, {"consumers": 9, "seeds": [9]}, "seeds"),
    (bass, {"consumers": 9, "seeds": 10}, "seeds"),
    (bass, {"consumers": 9, "p": 1.0, "form": "product"}, "p"),
    (bass, {}, "consumers"),
    (bass, {"graph": "friends"}, "graph"),
    (talk_of_the_network, {"consumers": 10, "strong_ties": 10}, "strong_ties"),
    (talk_of_the_network, {"consumers": 10, "strong_ties": 4, "weak_ties": 6}, "weak_ties"),
    (talk_of_the_network, {"p_weak": 2}, "p_weak"),
    (talk_of_the_network, {"days": 2.5}, "days"),
    (bad_news, {"dissatisfied": -0.1}, "dissatisfied"),
    (bad_news, {"p_strong": 0.6}, "negative_multiplier"),
    (bad_news, {"update": "random"}, "update"),
    (seeding_value, {"graph": GRAPH, "seeds": []}, "seeds"),
    (seeding_value, {"graph": GRAPH, "seeds": 1, "imitation": 1.1}, "imitation"),
    (seeding_value, {"graph": GRAPH, "seeds": 1, "external": 0, "days": None}, "external"),
    (seeding_value, {"graph": GRAPH, "seeds": 1, "discount": -0.1}, "discount"),
    (seeding_value, {"graph": GRAPH, "seeds": 1, "rival": "yes"}, "rival"),
    (net_present_value, {"spread": None, "margin": 1.0, "discount": 0.1}, "spread"),
]


@pytest.mark.parametrize(("model", "arguments", "named"), REFUSED)
def test_what_cannot_be_is_refused_by_name(
    model: Callable[..., Any], arguments: dict[str, Any], named: str
) -> None:
    with pytest.raises(ArgumentError, match=rf"^{named}\b.*[.]$"):
        model(**arguments)


def test_a_model_without_days_has_no_worth_today() -> None:
    spread = independent_cascade(GRAPH, probability=0.1, seeds=[0], replications=2)
    with pytest.raises(ArgumentError, match=r"^spread"):
        net_present_value(spread, 1.0, 0.1)


def test_exact_numbers(baseline: Baseline) -> None:
    """Compiled or not, these are the numbers."""
    found: dict[str, object] = {}
    for name, model in MODELS.items():
        spread = model(replications=4, seed=9)
        found[f"{name}: sizes"] = spread.size
        found[f"{name}: first tree"] = spread.tree(0).talker
    worth = seeding_value(GRAPH, seeds=3, replications=4, seed=9)
    found["seeding: customers"] = np.stack([worth.customers_with, worth.rival_with])
    baseline("models_in_time", found)
