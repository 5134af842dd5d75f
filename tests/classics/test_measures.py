"""Measures of cascades and graphs against closed forms (science T13) and networkx."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.classics import (
    Spread,
    independent_cascade,
    percolation_threshold,
    reproduction_number,
    structural_virality,
)
from simulation.classics.spread import SEED, Tree, tree_of
from simulation.network.graph import SocialGraph


def tree(talkers: list[int], names: list[int] | None = None) -> Tree:
    """A tree in which row i was told by row talkers[i] < i (or by nobody), under other names."""
    names = list(range(len(talkers))) if names is None else names
    step: list[int] = []
    for u in talkers:
        step.append(0 if u == SEED else step[u] + 1)
    told = [SEED if u == SEED else names[u] for u in talkers]
    return tree_of(np.array(told), np.array(names), np.array(step))


class TestStructuralVirality:
    @pytest.mark.parametrize("n", [2, 3, 100])
    def test_a_broadcast(self, n: int) -> None:
        assert structural_virality(tree([SEED] + [0] * (n - 1))) == pytest.approx(2 * (n - 1) / n)

    @pytest.mark.parametrize("n", [2, 3, 100])
    def test_a_chain(self, n: int) -> None:
        assert structural_virality(tree([SEED, *range(n - 1)])) == pytest.approx((n + 1) / 3)

    def test_the_values_of_science(self) -> None:
        star = independent_cascade(nx.star_graph(99), probability=1, seeds=[0], replications=1)
        chain = independent_cascade(nx.path_graph(100), probability=1, seeds=[0], replications=1)
        assert structural_virality(star.tree(0)) == pytest.approx(1.98)
        assert structural_virality(chain.tree(0)) == pytest.approx(33.667, abs=5e-4)

    def test_nobody_was_told(self) -> None:
        assert structural_virality(tree([SEED])) == structural_virality(tree([SEED, SEED])) == 0.0

    @given(st.integers(0, 10**6), st.integers(2, 40), st.integers(1, 3))
    def test_is_the_mean_distance_within_trees(self, seed: int, n: int, n_seeds: int) -> None:
        rng = np.random.default_rng(seed)
        talkers = [SEED if i < n_seeds else int(rng.integers(0, i)) for i in range(n)]
        names = rng.permutation(1000)[:n].tolist()
        graph = nx.Graph()
        graph.add_nodes_from(range(n))
        graph.add_edges_from((u, v) for v, u in enumerate(talkers) if u != SEED)
        pairs = [
            length
            for start, lengths in nx.all_pairs_shortest_path_length(graph)
            for end, length in lengths.items()
            if start < end
        ]
        expected = float(np.mean(pairs)) if pairs else 0.0
        assert structural_virality(tree(talkers, names)) == pytest.approx(expected)


class TestGraphs:
    @pytest.mark.parametrize("k", [3, 4, 7])
    def test_everybody_with_k_contacts(self, k: int) -> None:
        graph = nx.random_regular_graph(k, 60, seed=1)
        assert percolation_threshold(graph) == pytest.approx(1 / (k - 1))
        assert reproduction_number(graph, probability=0.5) == pytest.approx((k - 1) / 2)

    @given(st.integers(0, 10**6))
    def test_the_formula_of_newman(self, seed: int) -> None:
        graph = nx.gnm_random_graph(30, 40, seed=seed)
        k = np.array([degree for _, degree in graph.degree()])
        further = (k @ k - k.sum()) / k.sum()
        assert reproduction_number(graph, probability=1.0) == pytest.approx(further)

    def test_a_tie_has_a_way_back_only_where_it_goes_both_ways(self) -> None:
        ring = SocialGraph.from_edges([[0, 1], [1, 2], [2, 0]], directed=True)
        assert percolation_threshold(ring) == 1.0
        assert percolation_threshold(nx.path_graph(2)) == math.inf


class TestSpread:
    def test_helpers_and_text(self) -> None:
        spread = Spread(np.array([1, 2, 3, 6]), np.array([1.0, 0.5, 0.5]))
        assert spread.mean == 3.0
        assert spread.standard_error == pytest.approx(math.sqrt(14 / 3 / 4))
        assert repr(spread) == (
            "<Spread: 4 replications, 3.00 (s.e. 1.1) of 3 consumers reached on average>"
        )

    def test_one_replication_has_no_standard_error(self) -> None:
        spread = Spread(np.array([1]), np.array([1.0]))
        assert math.isnan(spread.standard_error)
        assert repr(spread) == "<Spread: 1 replication, 1.00 of 1 consumer reached on average>"
