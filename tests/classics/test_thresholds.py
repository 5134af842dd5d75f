"""Threshold models against enumeration (science T3), plain Python and whole numbers.

Seeds are fixed; how seldom a right model fails is said in ``test_cascades``.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.classics import linear_threshold, watts_threshold
from simulation.classics.exact import worlds
from simulation.classics.rules import FULL_WEIGHT
from simulation.classics.thresholds import _fixed_weights
from simulation.network.graph import SocialGraph
from tests.classics.small_graphs import (
    Small,
    assert_agrees,
    members_of,
    seeds_in,
    small,
    small_graphs,
)
from tests.small_markets import needs_compiled

DIAMOND = small([(0, 1), (0, 2), (1, 3), (2, 3)], 4, directed=True)
DIAMOND_WEIGHTS = [0.5, 0.4, 0.3, 0.6]


def uniform_weights(case: Small) -> list[float]:
    talkers = np.bincount(case.graph.ties.listener, minlength=case.n)
    return [1.0 / talkers[v] for _, v in case.arcs]


@needs_compiled
class TestLinear:
    def test_the_diamond(self) -> None:
        exact = worlds.linear_threshold(4, DIAMOND.arcs, DIAMOND_WEIGHTS, [0])
        assert exact.mean == pytest.approx(2.29)
        spread = linear_threshold(
            DIAMOND.graph, weights=DIAMOND_WEIGHTS, seeds=[0], replications=200_000, seed=1
        )
        assert_agrees(spread, exact, z=4, p=1e-4)

    @given(small_graphs(), st.data())
    def test_equal_weights(self, case: Small, data: st.DataObject) -> None:
        seeds = data.draw(seeds_in(case.n))
        exact = worlds.linear_threshold(case.n, case.arcs, uniform_weights(case), seeds)
        spread = linear_threshold(case.graph, seeds=seeds, replications=20_000)
        assert_agrees(spread, exact, z=5.5, p=1e-7)

    @given(small_graphs(), st.data())
    def test_a_weight_for_each_tie(self, case: Small, data: st.DataObject) -> None:
        parts = data.draw(
            st.lists(st.floats(0, 1), min_size=len(case.arcs), max_size=len(case.arcs))
        )
        weights = [w * part for w, part in zip(uniform_weights(case), parts, strict=True)]
        seeds = data.draw(seeds_in(case.n))
        exact = worlds.linear_threshold(case.n, case.arcs, weights, seeds)
        spread = linear_threshold(case.graph, weights=weights, seeds=seeds, replications=20_000)
        assert_agrees(spread, exact, z=5.5, p=1e-7)

    def test_weights_by_strength(self) -> None:
        """Consumer 2 listens to 0 three times as much as to 1."""
        graph = SocialGraph.from_edges([[0, 2], [1, 2]], directed=True, strength=[3, 1])
        spread = linear_threshold(graph, weights="strength", seeds=[0], replications=20_000, seed=4)
        assert abs(spread.reached[2] - 0.75) < 4 * (0.75 * 0.25 / 20_000) ** 0.5


class TestFixedWeights:
    @pytest.mark.parametrize("n_talkers", [1, 3, 7, 49, 1000])
    def test_weights_that_add_up_to_one_do_so_exactly(self, n_talkers: int) -> None:
        """So nobody whose contacts have all joined can be left out by rounding."""
        edges = np.stack([np.arange(1, n_talkers + 1), np.zeros(n_talkers, int)], axis=1)
        graph = SocialGraph.from_edges(edges, directed=True)
        for weights in ("uniform", np.full(n_talkers, 1 / n_talkers)):
            assert _fixed_weights(graph, weights).sum() == FULL_WEIGHT
        spread = linear_threshold(graph, seeds=range(1, n_talkers + 1), replications=200)
        assert (spread.size == n_talkers + 1).all()

    def test_a_weight_of_zero_moves_nobody(self) -> None:
        spread = linear_threshold(DIAMOND.graph, weights=[0.0] * 4, seeds=[0], replications=50)
        assert (spread.size == 1).all()


def joined(case: Small, threshold: list[Fraction], seeds: list[int]) -> set[int]:
    """Watts' model in plain Python, with fractions."""
    into: dict[int, list[int]] = {v: [] for v in range(case.n)}
    for u, v in case.arcs:
        into[v].append(u)
    members = set(seeds)
    while True:
        new = {
            v
            for v in set(range(case.n)) - members
            if (count := len(members.intersection(into[v]))) >= 1
            and count >= threshold[v] * len(into[v])
        }
        if not new:
            return members
        members |= new


class TestWatts:
    @given(small_graphs(most=9, most_edges=30), st.data())
    def test_is_the_plain_model(self, case: Small, data: st.DataObject) -> None:
        shares = st.tuples(st.integers(0, 12), st.integers(12, 12)) | st.tuples(
            st.integers(0, 100), st.integers(100, 100)
        )
        each = data.draw(st.lists(shares, min_size=case.n, max_size=case.n))
        seeds = data.draw(seeds_in(case.n))
        spread = watts_threshold(
            case.graph, threshold=[a / b for a, b in each], seeds=seeds, replications=2
        )
        expected = joined(case, [Fraction(a, b) for a, b in each], seeds)
        assert spread.size.tolist() == [len(expected)] * 2
        assert set(np.flatnonzero(spread.reached).tolist()) == expected == members_of(spread, 1)

    def test_a_share_on_the_border_counts(self) -> None:
        """j of k contacts meet the threshold j/k and no larger one, as the user may write it."""
        for k in range(1, 41):
            edges = np.stack([np.arange(1, k + 1), np.zeros(k, int)], axis=1)
            graph = SocialGraph.from_edges(edges, directed=True)
            for j in range(1, k + 1):
                for threshold in (j / k, sum([1 / k] * j)):
                    share = min(threshold, 1.0)
                    at = watts_threshold(
                        graph, threshold=share, seeds=range(1, j + 1), replications=1, threads=1
                    )
                    assert at.reached[0] == 1.0, (j, k, threshold)
                if j < k:
                    under = watts_threshold(
                        graph, threshold=(j + 0.001) / k, seeds=range(1, j + 1), replications=1,
                        threads=1,
                    )  # fmt: skip
                    assert under.reached[0] == 0.0, (j, k)

    def test_nobody_joins_without_a_contact_who_has(self) -> None:
        spread = watts_threshold(DIAMOND.graph, threshold=0.0, seeds=[1], replications=1)
        assert spread.reached.tolist() == [0, 1, 0, 1]

    @needs_compiled
    @pytest.mark.parametrize(("mean_ties", "moved"), [(3.0, True), (10.0, False)])
    def test_the_window_of_global_cascades(self, mean_ties: float, moved: bool) -> None:
        """From .1 % of first adopters on a random graph of 20,000 with threshold .2."""
        spread = watts_threshold(
            random_graph(20_000, mean_ties), threshold=0.2, seeds=20, replications=20, seed=1
        )
        assert (spread.mean > 0.5 * 20_000) == moved
        assert moved or spread.mean < 0.01 * 20_000


def random_graph(n: int, mean_ties: float) -> SocialGraph:
    pairs: NDArray[np.int64] = np.random.default_rng(5).integers(0, n, (int(n * mean_ties / 2), 2))
    return SocialGraph.from_edges(pairs, n_consumers=n)


class TestTrees:
    @given(small_graphs(most=8, most_edges=20), st.data())
    def test_tell_whose_talk_made_it_join(self, case: Small, data: st.DataObject) -> None:
        spread = linear_threshold(case.graph, seeds=data.draw(seeds_in(case.n)), replications=6)
        for r in range(6):
            tree = spread.tree(r)
            assert len(tree.consumer) == spread.size[r]
            step_of = dict(zip(tree.consumer.tolist(), tree.step.tolist(), strict=True))
            for u, v, step in zip(*(c.tolist() for c in tree[:3]), strict=True):
                if step > 0:
                    assert (u, v) in case.arcs
                    assert step_of[u] == step - 1

    def test_a_very_long_chain(self) -> None:
        """More steps than a credit word has days."""
        n = 6000
        edges = np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)
        graph = SocialGraph.from_edges(edges, directed=True)
        tree = linear_threshold(graph, seeds=[0], replications=1).tree(0)
        assert tree.talker.tolist() == list(range(-1, n - 1))
        assert tree.step.tolist() == list(range(n))
