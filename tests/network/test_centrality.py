from __future__ import annotations

from pathlib import Path

import networkit
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import GraphError
from simulation.network import SocialGraph, centrality
from simulation.network.centrality import bridges, core, degree, lowest, reach
from simulation.network.kinds.random import RandomNetwork
from simulation.network.ties import ties_from_pairs
from tests.network.same import Pair, lists_of_pairs


def graph_of(pairs: list[Pair], n: int, *, directed: bool) -> SocialGraph:
    return SocialGraph.from_edges(
        np.array(pairs, dtype=np.int64).reshape(-1, 2), n_consumers=n, directed=directed
    )


class TestBridges:
    def test_whoever_joins_two_circles_stands_out(self) -> None:
        graph = SocialGraph.from_networkx(nx.barbell_graph(5, 1))
        score = bridges(graph)
        assert graph.labels is not None
        assert graph.labels[score.argmax()] == 5
        assert score.max() == 2 * 5 * 5  # every pair across, in both directions

    @given(lists_of_pairs(9))
    def test_directed_ties_as_networkx_counts_them(self, pairs: list[Pair]) -> None:
        graph = graph_of(pairs, 9, directed=True)
        expected = nx.betweenness_centrality(graph.to_networkx(), normalized=False)
        np.testing.assert_allclose(bridges(graph), list(expected.values()), atol=1e-9)

    @given(lists_of_pairs(9))
    def test_undirected_pairs_count_in_both_directions(self, pairs: list[Pair]) -> None:
        graph = graph_of(pairs, 9, directed=False)
        expected = nx.betweenness_centrality(graph.to_networkx(), normalized=False)
        np.testing.assert_allclose(bridges(graph), 2 * np.array(list(expected.values())), atol=1e-9)

    def test_a_sample_is_near_the_exact_and_in_the_same_unit(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        graph = RandomNetwork(consumers=600, ties=6.0).build(np.random.default_rng(1), Path())
        exact = bridges(graph)
        monkeypatch.setattr(centrality, "MOST_EXACT", 100)
        sampled = bridges(graph)
        assert (sampled != exact).any()
        assert sampled.sum() == pytest.approx(exact.sum(), rel=0.05)
        assert np.corrcoef(sampled, exact)[0, 1] > 0.9

    def test_every_call_gives_the_same_and_leaves_the_threads_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        graph = RandomNetwork(consumers=300, ties=6.0).build(np.random.default_rng(1), Path())
        threads = networkit.getMaxNumberOfThreads()
        monkeypatch.setattr(centrality, "MOST_SOURCES", 100)
        for most_exact in (10_000, 10):
            monkeypatch.setattr(centrality, "MOST_EXACT", most_exact)
            first = bridges(graph)
            networkit.setSeed(most_exact, False)
            np.testing.assert_array_equal(bridges(graph), first)
        assert networkit.getMaxNumberOfThreads() == threads


class TestCore:
    @given(lists_of_pairs(9))
    def test_as_networkx_counts_it(self, pairs: list[Pair]) -> None:
        graph = graph_of(pairs, 9, directed=False)
        expected = nx.core_number(graph.to_networkx())
        assert core(graph).tolist() == list(expected.values())

    @given(lists_of_pairs(9))
    def test_direction_does_not_matter(self, pairs: list[Pair]) -> None:
        one_way, both_ways = (graph_of(pairs, 9, directed=way) for way in (True, False))
        np.testing.assert_array_equal(core(one_way), core(both_ways))


class TestDegreeAndReach:
    def layered(self) -> SocialGraph:
        strong, _ = ties_from_pairs(np.array([0, 0]), np.array([1, 2]), 3, mutual=True)
        follow, _ = ties_from_pairs(np.array([2, 2]), np.array([0, 1]), 3)
        attributes = {"followers": np.array([np.nan, 500.0, np.nan])}
        return SocialGraph(
            {"strong": strong, "follow": follow}, attributes=attributes, directed=True
        )

    def test_degree_counts_listeners_on_any_layer_once(self) -> None:
        assert degree(self.layered()).tolist() == [2, 1, 2]

    def test_reach_is_what_is_known_else_the_followers(self) -> None:
        assert reach(self.layered()).tolist() == [0, 500, 2]
        assert reach(SocialGraph.from_edges([[0, 1]])).tolist() == [1, 1]

    @pytest.mark.parametrize("column", [np.array(["12k", ""]), np.array([5.0, -1.0])])
    def test_numbers_of_followers_that_are_none_are_refused(self, column: np.ndarray) -> None:
        ties = SocialGraph.from_edges([[0, 1]]).layers
        with pytest.raises(GraphError, match=r'followers: "(12k|-1\.0)" is not a number of people'):
            reach(SocialGraph(ties, attributes={"followers": column}))

    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=20), st.data())
    def test_the_lowest_come_in_order_and_equals_by_priority(
        self, rows: list[tuple[int, int]], data: st.DataObject
    ) -> None:
        count = data.draw(st.integers(0, len(rows)))
        value, priority = (np.array([row[i] for row in rows], dtype=np.float64) for i in (0, 1))
        slow = sorted(range(len(rows)), key=lambda place: (*rows[place], place))
        assert lowest(value, priority, count).tolist() == slow[:count]
