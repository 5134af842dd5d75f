"""Cascades through the market's own hear loop, day by day: the same consumers by the same talkers.

The classics take points side by side (``dynamics.loops.points``); the market one post after the
other (``dynamics.loops.say``). Both read the same draws at the same addresses.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.classics import independent_cascade, watts_threshold
from simulation.classics.spread import Tree
from simulation.dynamics.randomness import key_of
from simulation.dynamics.rules.hear import talker_of
from simulation.network.graph import SocialGraph
from tests.classics.small_graphs import chances, seeds_in, small_graphs
from tests.dynamics.one_day import Day
from tests.small_markets import needs_compiled

ONE = 1
SURE_POST = 1
"""Number of the post by which ties that ring for sure are ranked."""

Joined = dict[int, tuple[int, int]]
"""Talker and step of each member."""


def by_posts(
    graph: SocialGraph, rate: float, need: list[int], seeds: list[int], seed: int, replication: int
) -> Joined:
    """Whoever joined posts once to all; who has heard from enough of them joins next."""
    number = SURE_POST if math.isinf(rate) else 0
    joined = dict.fromkeys(seeds, (-1, 0))
    heard = np.zeros(graph.n_consumers, np.int64)
    front, step = list(seeds), 0
    while front:
        step += 1
        day = Day(graph, key=key_of(seed, replication))
        day.posted(*((u, rate, ONE, 1, 0, 0, number) for u in front))
        heard += day.market.heard_good
        front = [
            int(v)
            for v in np.unique(day.column("listener"))
            if v not in joined and heard[v] >= need[v]
        ]
        joined |= {v: (int(talker_of(day.market.credit[v])), step) for v in front}
    return joined


def of_tree(tree: Tree) -> Joined:
    talker, consumer, step, _ = (column.tolist() for column in tree)
    return {v: (u, s) for u, v, s in zip(talker, consumer, step, strict=True)}


class TestSmall:
    @given(small_graphs(most=9, most_edges=40), chances, st.integers(0, 99), st.data())
    def test_independent_cascade(
        self, case: tuple[SocialGraph, object], p: float, seed: int, data: st.DataObject
    ) -> None:
        graph = case[0]
        seeds = data.draw(seeds_in(graph.n_consumers))
        spread = independent_cascade(graph, probability=p, seeds=seeds, replications=3, seed=seed)
        rate = math.inf if p == 1.0 else -math.log1p(-p)
        for r in range(3):
            found = by_posts(graph, rate, [1] * graph.n_consumers, seeds, seed, r)
            assert of_tree(spread.tree(r)) == found
            assert spread.size[r] == len(found)

    @given(small_graphs(most=9, most_edges=40), st.sampled_from([0.0, 0.25, 0.5]), st.data())
    def test_thresholds(
        self, case: tuple[SocialGraph, object], share: float, data: st.DataObject
    ) -> None:
        graph = case[0]
        seeds = data.draw(seeds_in(graph.n_consumers))
        spread = watts_threshold(graph, threshold=share, seeds=seeds, replications=2, seed=5)
        n_talkers = np.bincount(graph.ties.listener, minlength=graph.n_consumers)
        need = np.maximum(np.ceil(share * n_talkers), 1).astype(int).tolist()
        for r in range(2):
            assert of_tree(spread.tree(r)) == by_posts(graph, math.inf, need, seeds, 5, r)


@needs_compiled
class TestLarge:
    """Audiences of several thousand: talkers with one point, with a few, with more than 16."""

    @pytest.mark.parametrize("p", [0.0005, 0.01, 0.3, 0.95, 1.0])
    def test_the_same_trees(self, p: float) -> None:
        rng = np.random.default_rng(4)
        n = 4000
        edges = rng.integers(0, n, (12_000, 2))
        hubs = np.stack([np.repeat([0, 1], 3000), rng.integers(2, n, 6000)], axis=1)
        graph = SocialGraph.from_edges(np.concatenate([edges, hubs]), n_consumers=n)
        spread = independent_cascade(graph, probability=p, seeds=[0, 7], replications=2, seed=3)
        rate = math.inf if p == 1.0 else -math.log1p(-p)
        for r in range(2):
            found = by_posts(graph, rate, [1] * n, [0, 7], 3, r)
            assert of_tree(spread.tree(r)) == found
            assert spread.size[r] == len(found)
