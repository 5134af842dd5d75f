"""Everything that a caller can get wrong is one error that says what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from simulation.classics import (
    Spread,
    independent_cascade,
    linear_threshold,
    negative_cascade,
    percolation_threshold,
    reproduction_number,
    structural_virality,
    watts_threshold,
)
from simulation.errors import ArgumentError, GraphError
from simulation.network.graph import SocialGraph

PATH = SocialGraph.from_edges([[0, 1], [1, 2]], directed=True)
NAMED = SocialGraph.from_edges([[0, 1], [1, 2]], labels=["Ann", "Bob", "Cy"])
NUMBERED = nx.Graph([(10, 20), (20, 30)])

MODELS: dict[str, Callable[..., Spread]] = {
    "independent_cascade": lambda *graph, **rest: independent_cascade(
        *graph, probability=0.5, **rest
    ),
    "negative_cascade": lambda *graph, **rest: negative_cascade(
        *graph, probability=0.5, quality=0.5, **rest
    ),
    "linear_threshold": linear_threshold,
    "watts_threshold": lambda *graph, **rest: watts_threshold(*graph, threshold=0.5, **rest),
}
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


@each_model
class TestShared:
    @pytest.mark.parametrize(
        ("seeds", "told"),
        [
            ([], "seeds: none. Give at least one"),
            ([0, 2, 0], "seeds: 0 is given twice"),
            ([3], "seeds: 3 is not in the graph"),
            ([-1], "seeds: -1 is not in the graph"),
            ([1.0], "seeds: 1.0 is not in the graph"),
            ([True], "seeds: True is not in the graph"),
            ([[0]], r"seeds: \[0\] is not in the graph"),
            (["Ann"], "seeds: 'Ann' is not in the graph"),
            ("Ann", "seeds: 'Ann' is neither a list"),
            (None, "seeds: None is neither a list"),
            (0, "seeds: 0 is not possible"),
            (-2, "seeds: -2 is not possible"),
            (4, "seeds: 4 of 3 consumers"),
            (True, "seeds: True is neither a list"),
        ],
    )
    def test_seeds(self, model: Callable[..., Spread], seeds: object, told: str) -> None:
        with pytest.raises(ArgumentError, match=told):
            model(PATH, seeds=seeds)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("replications", 0), ("replications", -3), ("replications", 2.5),
            ("replications", True), ("replications", "10"), ("seed", -1), ("seed", 0.5),
            ("threads", 0), ("threads", 1.0),
        ],
    )  # fmt: skip
    def test_numbers(self, model: Callable[..., Spread], name: str, value: object) -> None:
        with pytest.raises(ArgumentError, match=f"^{name}: .* is not possible. Give a whole"):
            model(PATH, seeds=[0], **{name: value})

    def test_graphs(self, model: Callable[..., Spread]) -> None:
        with pytest.raises(ArgumentError, match=r"graph: 'edges[.]csv' is no graph"):
            model("edges.csv", seeds=[0])
        with pytest.raises(GraphError):
            model(nx.Graph(), seeds=[0])

    def test_seeds_by_label(self, model: Callable[..., Spread]) -> None:
        by_label = model(NAMED, seeds=["Bob"], replications=30)
        by_row = model(NAMED, seeds=[np.int64(1)], replications=30)
        assert by_label.reached.tobytes() == by_row.reached.tobytes()
        assert by_label.labels is NAMED.labels
        assert model(NUMBERED, seeds=[30], replications=30).reached[2] == 1.0
        with pytest.raises(ArgumentError, match="seeds: 1 is not in the graph"):
            model(NUMBERED, seeds=[1])

    def test_seeds_may_come_in_any_container(self, model: Callable[..., Spread]) -> None:
        expected = model(PATH, seeds=[0, 2], replications=20).reached.tobytes()
        containers: list[Any] = [(2, 0), {0, 2}, np.array([2, 0]), range(0, 3, 2), iter([0, 2])]
        for seeds in containers:
            assert model(PATH, seeds=seeds, replications=20).reached.tobytes() == expected

    def test_there_is_a_tree_for_each_replication_only(self, model: Callable[..., Spread]) -> None:
        spread = model(PATH, seeds=[0], replications=2)
        assert spread.tree(1).consumer[0] == 0
        for wrong in (2, -1, 1.0, "1"):
            with pytest.raises(ArgumentError, match=f"replication: {wrong!r} is not one of 0 to 1"):
                spread.tree(wrong)  # type: ignore[arg-type]


class TestChances:
    @pytest.mark.parametrize(
        ("probability", "told"),
        [
            (1.4, "probability: 1.4 is not possible. Give a number from 0 to 1"),
            (-0.1, "probability: -0.1 is not possible"),
            (float("nan"), "probability: nan is not possible"),
            (True, "probability: True is not possible"),
            (None, "probability: None is not possible"),
            ("weighted", "probability: 'weighted' is not possible. Give a number, one for each"),
            ([0.5], r"probability: shape \(1,\). Give one number for each of the 2 ties"),
            ([[0.5, 0.5]], r"probability: shape \(1, 2\)"),
            ([0.5, 1.5], r"probability\[1\]: 1.5 is not possible. Give numbers from 0 to 1"),
            ([0.5, float("nan")], r"probability\[1\]: not a number"),
            (["a", "b"], "probability: .* are not numbers"),
        ],
    )
    def test_probability(self, probability: Any, told: str) -> None:
        for model in (independent_cascade, lambda *a, **k: negative_cascade(*a, quality=1, **k)):
            with pytest.raises(ArgumentError, match=told):
                model(PATH, probability=probability, seeds=[0])

    @pytest.mark.parametrize("quality", [1.01, -1, float("nan"), "good", None])
    def test_quality(self, quality: Any) -> None:
        with pytest.raises(ArgumentError, match=r"quality: .* is not possible"):
            negative_cascade(PATH, probability=0.5, quality=quality, seeds=[0])

    @pytest.mark.parametrize("threshold", [1.2, -0.1, float("nan"), [0.1, 0.2], [0.1, 0.2, 3]])
    def test_threshold(self, threshold: Any) -> None:
        with pytest.raises(ArgumentError, match=r"^threshold"):
            watts_threshold(PATH, threshold=threshold, seeds=[0])


class TestWeights:
    def test_sums_over_one_name_the_listener(self) -> None:
        graph = SocialGraph.from_edges([[0, 2], [1, 2]], directed=True, labels=["Ann", "Bob", "Cy"])
        with pytest.raises(ArgumentError, match=r"weights: those of consumer 'Cy' add up to 1\.2"):
            linear_threshold(graph, weights=[0.6, 0.6], seeds=["Ann"])

    def test_a_sum_of_one_but_for_rounding_is_one(self) -> None:
        edges = np.stack([np.arange(1, 11), np.zeros(10, int)], axis=1)
        graph = SocialGraph.from_edges(edges, directed=True)
        linear_threshold(graph, weights=np.nextafter(np.full(10, 0.1), 1), seeds=[1])

    @pytest.mark.parametrize(
        ("weights", "told"),
        [
            ("equal", "weights: 'equal' is not possible"),
            ([0.5], "weights: shape"),
            ([0.5, -0.1], r"weights\[1\]: -0.1 is not possible"),
            ([0.5, float("inf")], r"weights\[1\]: inf is not possible"),
        ],
    )
    def test_others(self, weights: Any, told: str) -> None:
        with pytest.raises(ArgumentError, match=told):
            linear_threshold(PATH, weights=weights, seeds=[0])


def test_measures_refuse_what_has_no_ties() -> None:
    alone = SocialGraph.from_edges([], n_consumers=3)
    with pytest.raises(ArgumentError, match="no ties"):
        percolation_threshold(alone)
    with pytest.raises(ArgumentError, match="probability: 2 is not possible"):
        reproduction_number(PATH, probability=2)


@pytest.mark.parametrize("thing", [None, [1, 2], "tree"])
def test_virality_is_that_of_a_tree(thing: Any) -> None:
    with pytest.raises(ArgumentError, match=r"^tree: .* is not possible. Give spread.tree"):
        structural_virality(thing)
