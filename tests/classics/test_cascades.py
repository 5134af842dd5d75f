"""Independent cascades against every way a small cascade can go (science T1, T2).

Seeds are fixed. In listed cases a right model fails a check |z| < 4 with chance 6e-5 and a
chi-square (p > 1e-4) with 1e-4: there are about 40. Generated cases, which differ from run to run,
allow |z| < 5.5 (4e-8) and p > 1e-7.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.classics import Spread, independent_cascade, negative_cascade
from simulation.classics.exact import worlds
from simulation.network.graph import SocialGraph
from tests.classics.small_graphs import (
    Small,
    arcs_of,
    assert_agrees,
    chances,
    seeds_in,
    small,
    small_graphs,
)
from tests.small_markets import needs_compiled

RUNS = 200_000
FEWER = 20_000
LISTED = {
    "path": small([(0, 1), (1, 2), (2, 3)], 4, directed=True),
    "diamond": small([(0, 1), (0, 2), (1, 3), (2, 3)], 4, directed=True),
    "triangle": small([(0, 1), (1, 2), (2, 0)], 3, directed=False),
    "cycle": small([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)], 5, directed=False),
}
MEAN = {"path": 15 / 8, "diamond": 39 / 16, "triangle": 9 / 4, "cycle": 11 / 4}
GOOD = {"path": 1.2992, "diamond": 1.664, "triangle": 1.568, "cycle": 1.79328}


def assert_mean_good(spread: Spread, expected: float, z: float) -> None:
    assert spread.size_good is not None
    found = spread.size_good
    assert abs(found.mean() - expected) <= z * found.std() / math.sqrt(len(found)) + 1e-9


@needs_compiled
@pytest.mark.parametrize("name", LISTED)
class TestListed:
    def test_every_consumer_and_every_size(self, name: str) -> None:
        graph, arcs = LISTED[name]
        exact = worlds.independent_cascade(graph.n_consumers, arcs, [0.5] * len(arcs), [0])
        spread = independent_cascade(graph, probability=0.5, seeds=[0], replications=RUNS, seed=1)
        assert exact.mean == pytest.approx(MEAN[name])
        assert_agrees(spread, exact, z=4, p=1e-4)

    def test_good_word(self, name: str) -> None:
        spread = negative_cascade(
            LISTED[name].graph, probability=0.5, quality=0.8, seeds=[0], replications=RUNS, seed=1
        )
        assert_mean_good(spread, GOOD[name], 4)

    def test_a_product_without_fault_is_the_plain_cascade(self, name: str) -> None:
        graph = LISTED[name].graph
        plain = independent_cascade(graph, probability=0.5, seeds=[0], replications=500)
        signed = negative_cascade(graph, probability=0.5, quality=1.0, seeds=[0], replications=500)
        assert signed.size_good is not None
        assert signed.size_bad is not None
        assert plain.size.tobytes() == signed.size.tobytes() == signed.size_good.tobytes()
        assert not signed.size_bad.any()


@needs_compiled
def test_where_good_and_bad_meet_one_of_the_messages_came_first() -> None:
    """Three seeds tell one consumer. Two good and one bad are believed two times in three."""
    graph, arcs = small([(0, 3), (1, 3), (2, 3)], 4, directed=True)
    exact = worlds.independent_cascade(4, arcs, [1.0] * 3, [0, 1, 2])
    spread = negative_cascade(
        graph, probability=1.0, quality=0.8, seeds=[0, 1, 2], replications=RUNS, seed=1
    )
    assert exact.good(0.8) == pytest.approx(3 * 0.8 + 0.64)
    assert_mean_good(spread, exact.good(0.8), 4)


@needs_compiled
class TestGenerated:
    @given(small_graphs(), st.data())
    def test_one_probability(self, case: Small, data: st.DataObject) -> None:
        p, seeds = data.draw(chances), data.draw(seeds_in(case.n))
        exact = worlds.independent_cascade(case.n, case.arcs, [p] * len(case.arcs), seeds)
        spread = independent_cascade(case.graph, probability=p, seeds=seeds, replications=FEWER)
        assert_agrees(spread, exact, z=5.5, p=1e-7)

    @given(small_graphs(), st.data())
    def test_a_probability_for_each_tie(self, case: Small, data: st.DataObject) -> None:
        each = data.draw(st.lists(chances, min_size=len(case.arcs), max_size=len(case.arcs)))
        seeds = data.draw(seeds_in(case.n))
        exact = worlds.independent_cascade(case.n, case.arcs, each, seeds)
        spread = independent_cascade(case.graph, probability=each, seeds=seeds, replications=FEWER)
        assert_agrees(spread, exact, z=5.5, p=1e-7)

    @given(small_graphs(), st.data())
    def test_weighted_cascade(self, case: Small, data: st.DataObject) -> None:
        seeds = data.draw(seeds_in(case.n))
        talkers = np.bincount(case.graph.ties.listener, minlength=case.n)
        each = [1.0 / talkers[v] for _, v in case.arcs]
        exact = worlds.independent_cascade(case.n, case.arcs, each, seeds)
        spread = independent_cascade(
            case.graph, probability="weighted_cascade", seeds=seeds, replications=FEWER
        )
        assert_agrees(spread, exact, z=5.5, p=1e-7)

    @given(small_graphs(), st.data())
    def test_good_and_bad_word(self, case: Small, data: st.DataObject) -> None:
        each = data.draw(st.lists(chances, min_size=len(case.arcs), max_size=len(case.arcs)))
        quality, seeds = data.draw(chances), data.draw(seeds_in(case.n))
        exact = worlds.independent_cascade(case.n, case.arcs, each, seeds)
        spread = negative_cascade(
            case.graph, probability=each, quality=quality, seeds=seeds, replications=FEWER
        )
        assert_agrees(spread, exact, z=5.5, p=1e-7)
        assert_mean_good(spread, exact.good(quality), 5.5)


@needs_compiled
class TestLargeAudiences:
    """Talkers with so many points that they go on alone, and many more ties than fit at once."""

    @pytest.mark.parametrize("p", [0.001, 0.02, 0.5, 0.99])
    def test_a_star_is_binomial(self, p: float) -> None:
        n, runs = 5000, 400
        edges = np.stack([np.zeros(n, int), np.arange(1, n + 1)], axis=1)
        graph = SocialGraph.from_edges(edges, directed=True)
        each = np.full(n, p)
        for probability in (p, each):
            spread = independent_cascade(
                graph, probability=probability, seeds=[0], replications=runs, seed=3
            )
            told = spread.size - 1
            sd = math.sqrt(n * p * (1 - p))
            assert abs(told.mean() - n * p) < 4 * sd / math.sqrt(runs)
            assert abs(told.var() / sd**2 - 1) < 4 * math.sqrt(2 / runs)
            by_consumer = spread.reached[1:] * runs
            chi = ((by_consumer - runs * p) ** 2).sum() / (runs * p * (1 - p))
            assert abs(chi - n) < 4 * math.sqrt(2 * n)

    def test_ties_of_very_different_rates_keep_their_own(self) -> None:
        """One talker; a fifth of the ties each at 0, .01, .5, .99 and 1, in turn."""
        n, runs = 3000, 400
        edges = np.stack([np.zeros(n, int), np.arange(1, n + 1)], axis=1)
        each = np.array([0.0, 0.01, 0.5, 0.99, 1.0])[np.arange(n) % 5]
        spread = independent_cascade(
            SocialGraph.from_edges(edges, directed=True), probability=each, seeds=[0],
            replications=runs,
        )  # fmt: skip
        reached = spread.reached[1:]
        assert not reached[0::5].any()
        assert (reached[4::5] == 1.0).all()
        for place in (1, 2, 3):
            p = float(each[place])
            error = math.sqrt(p * (1 - p) / (runs * n / 5))
            assert abs(reached[place::5].mean() - p) < 4 * error


class TestLimits:
    def test_certain_ties_reach_all_that_can_be_reached(self) -> None:
        graph = small([(0, 1), (1, 2), (3, 0)], 5, directed=True).graph
        for probability in (1.0, [1.0, 1.0, 1.0]):
            spread = independent_cascade(graph, probability=probability, seeds=[0], replications=3)
            assert spread.reached.tolist() == [1, 1, 1, 0, 0]

    def test_impossible_ties_reach_nobody(self) -> None:
        graph = LISTED["cycle"].graph
        for probability in (0.0, np.zeros(10)):
            spread = independent_cascade(
                graph, probability=probability, seeds=[1, 3], replications=3
            )
            assert spread.size.tolist() == [2, 2, 2]

    def test_a_product_that_always_fails_makes_bad_word_only(self) -> None:
        spread = negative_cascade(
            LISTED["cycle"].graph, probability=1.0, quality=0.0, seeds=[0], replications=3
        )
        assert spread.size_good is not None
        assert spread.size_bad is not None
        assert (spread.size_good.tolist(), spread.size_bad.tolist()) == ([0] * 3, [5] * 3)

    def test_a_graph_without_ties(self) -> None:
        graph = SocialGraph.from_edges([], n_consumers=3)
        probabilities: list[Any] = [0.3, "weighted_cascade", []]
        for probability in probabilities:
            spread = independent_cascade(graph, probability=probability, seeds=2, replications=9)
            assert (spread.size == 2).all()

    def test_a_probability_for_each_tie_may_be_one_for_all(self) -> None:
        graph = LISTED["cycle"].graph
        one = independent_cascade(graph, probability=0.3, seeds=1, replications=200)
        each = independent_cascade(
            graph, probability=np.full(graph.n_ties, 0.3), seeds=1, replications=200
        )
        assert one.size.tobytes() == each.size.tobytes()
        assert one.reached.tobytes() == each.reached.tobytes()


class TestTrees:
    @given(small_graphs(most=7, most_edges=16), st.data())
    def test_tell_who_told_whom(self, case: Small, data: st.DataObject) -> None:
        quality = data.draw(chances)
        seeds = data.draw(seeds_in(case.n))
        spread = negative_cascade(
            case.graph, probability=data.draw(chances), quality=quality, seeds=seeds,
            replications=8,
        )  # fmt: skip
        assert spread.size_good is not None
        arcs = set(arcs_of(case.graph))
        for r in range(8):
            tree = spread.tree(r)
            row_of = {v: row for row, v in enumerate(tree.consumer.tolist())}
            assert len(row_of) == spread.size[r]
            assert tree.good.sum() == spread.size_good[r]
            assert sorted(tree.consumer[tree.step == 0].tolist()) == sorted(seeds)
            for row, (u, v) in enumerate(zip(tree.talker, tree.consumer, strict=True)):
                if tree.step[row] == 0:
                    assert u == -1
                    continue
                assert (int(u), int(v)) in arcs
                assert tree.step[row_of[int(u)]] == tree.step[row] - 1
                assert tree.good[row] <= tree.good[row_of[int(u)]]

    @needs_compiled
    def test_one_of_several_told_by_lot(self) -> None:
        """Consumer 3 is told by 1 or by 2; each is as likely, also when 2 is surer to tell."""
        graph = LISTED["diamond"].graph
        runs = 3000
        for probability in (1.0, [1.0, 1.0, 1.0, 0.9999]):
            spread = independent_cascade(
                graph, probability=probability, seeds=[0], replications=runs, seed=2
            )
            by_first = sum(spread.tree(r).talker[-1] == 1 for r in range(runs))
            assert abs(by_first - runs / 2) < 4 * math.sqrt(runs / 4)
