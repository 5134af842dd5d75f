"""Contagion with recovery against exact chains, enumerations and generating functions (T4).

Seeds are fixed. A right model fails |z| < 4 with chance 6e-5 and a chi-square (p > 1e-4) with 1e-4;
generated cases allow z < 5.5 and p > 1e-7.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.classics import independent_cascade, sir
from simulation.classics.exact import percolation, worlds
from simulation.classics.exact.money import progeny
from simulation.network.graph import SocialGraph
from tests.classics import chains
from tests.classics.small_graphs import (
    Small,
    assert_agrees,
    members_of,
    p_of_sizes,
    seeds_in,
    small_graphs,
)
from tests.small_markets import needs_compiled

RUNS = 20_000
STAR = SocialGraph.from_edges([[0, 1], [0, 2], [0, 3]], directed=True)


@needs_compiled
class TestWellMixed:
    @pytest.mark.parametrize(
        ("p", "recovery", "fixed"), [(0.3, 0.0, 1), (0.2, 0.0, 2), (0.3, 0.4, 0), (0.6, 1.0, 0)]
    )
    def test_the_daily_chain(self, p: float, recovery: float, fixed: int) -> None:
        n, days = 5, 6
        chain = chains.well_mixed_sir(n, p, recovery, fixed, 60)
        spread = sir(
            consumers=n,
            seeds=1,
            probability=p,
            recovery=None if fixed else recovery,
            infectious_days=fixed or None,
            replications=RUNS,
            seed=3,
        )
        sizes = np.zeros(n + 1)
        for state, chance in chain[-1].items():
            sizes[n - state[0]] += chance
        assert p_of_sizes(spread.size, sizes) > 1e-4
        assert spread.daily is not None
        padded = np.pad(spread.daily, ((0, 0), (0, days)), mode="edge")
        for day in range(days):
            expected = chains.mean_of(chain[day], lambda state: n - state[0])
            error = padded[:, day].std() / math.sqrt(RUNS)
            assert abs(padded[:, day].mean() - expected) <= 4 * error + 1e-12

    def test_continuous_sizes_are_those_of_the_jump_chain(self) -> None:
        spread = sir(
            consumers=5, seeds=1, rate=0.5, recovery=1.2, mode="continuous", replications=RUNS
        )
        assert p_of_sizes(spread.size, np.array(chains.markov_sir_sizes(5, 0.5, 1.2))) > 1e-4
        assert spread.daily is None

    def test_a_fixed_time_is_reed_and_frost(self) -> None:
        works = 1 - math.exp(-0.2 * 1.5)
        chain = chains.well_mixed_sir(5, works, 0.0, 1, 6)[-1]
        sizes = np.zeros(6)
        for state, chance in chain.items():
            sizes[5 - state[0]] += chance
        spread = sir(
            consumers=5, seeds=1, rate=0.2, infectious_days=1.5, mode="continuous",
            replications=RUNS,
        )  # fmt: skip
        assert p_of_sizes(spread.size, sizes) > 1e-4

    @pytest.mark.parametrize("reproduction", [1.5, 2.0])
    def test_large_outbreaks(self, reproduction: float) -> None:
        n, runs = 20_000, 60
        spread = sir(
            consumers=n,
            seeds=1,
            probability=reproduction / n,
            infectious_days=1,
            replications=runs,
            seed=4,
        )
        share = percolation.final_share(reproduction)
        large = spread.size > n / 100
        error = spread.size[large].std() / math.sqrt(large.sum())
        assert abs(spread.size[large].mean() - share * n) < 4 * error + 5
        assert abs(large.mean() - share) < 4 * math.sqrt(share * (1 - share) / runs)

    def test_below_the_threshold_it_is_a_branching_process(self) -> None:
        """Science T17: mean 1 / (1 - K) and variance K / (1 - K)^3 of all whom one recruits.

        The variance of 4,000 such sizes has a standard error of about 7 %.
        """
        n = 20_000
        spread = sir(
            consumers=n, seeds=1, probability=0.5 / n, infectious_days=1, replications=4_000, seed=9
        )
        mean, variance = progeny(0.5)
        assert abs(spread.mean - mean) < 4 * spread.standard_error
        assert spread.size.var() == pytest.approx(variance, rel=0.28)

    def test_a_sure_tie_reaches_everybody(self) -> None:
        spread = sir(consumers=40, seeds=1, probability=1.0, infectious_days=1, replications=3)
        assert spread.size.tolist() == [40, 40, 40]
        assert spread.daily is not None
        assert spread.daily[:, :2].tolist() == [[1, 40]] * 3


@needs_compiled
class TestOnAGraph:
    def test_one_day_is_the_independent_cascade_on_the_same_luck(self) -> None:
        graph = nx.gnp_random_graph(300, 0.02, seed=5)
        cascade = independent_cascade(graph, probability=0.3, seeds=2, replications=50, seed=6)
        epidemic = sir(graph, probability=0.3, infectious_days=1, seeds=2, replications=50, seed=6)
        assert cascade.size.tobytes() == epidemic.size.tobytes()
        assert cascade.reached.tobytes() == epidemic.reached.tobytes()
        ours, theirs = epidemic.tree(7), cascade.tree(7)
        assert np.array_equal(ours.consumer, theirs.consumer)
        assert np.array_equal(ours.talker, theirs.talker)

    @settings(max_examples=10)
    @given(small_graphs(), st.floats(0.05, 0.95), st.integers(1, 3), st.data())
    def test_fixed_days_against_all_worlds(
        self, case: Small, p: float, days: int, data: st.DataObject
    ) -> None:
        seeds = data.draw(seeds_in(case.n))
        works = 1 - (1 - p) ** days
        exact = worlds.independent_cascade(case.n, case.arcs, [works] * len(case.arcs), seeds)
        spread = sir(
            case.graph, probability=p, infectious_days=days, seeds=seeds, replications=4_000
        )
        assert_agrees(spread, exact, z=5.5, p=1e-7)

    @pytest.mark.parametrize("mode", ["daily", "continuous"])
    def test_ties_of_a_talker_share_its_luck(self, mode: str) -> None:
        """Chance that k given ties of a star stay silent: E[(1-p)^(kD)] or g / (g + k b)."""

        def silent(k: int) -> float:
            if mode == "continuous":
                return 0.7 / (0.7 + 0.4 * k)
            still = (1 - 0.3) ** k
            return 0.4 * still / (1 - 0.6 * still)

        sizes = np.zeros(5)
        for told in range(4):
            sizes[1 + told] = math.comb(3, told) * sum(
                (-1) ** j * math.comb(told, j) * silent(3 - told + j) for j in range(told + 1)
            )
        if mode == "continuous":
            spread = sir(
                STAR, seeds=[0], rate=0.4, recovery=0.7, mode="continuous", replications=RUNS
            )
        else:
            spread = sir(STAR, seeds=[0], probability=0.3, recovery=0.4, replications=RUNS)
        assert p_of_sizes(spread.size, sizes) > 1e-4

    def test_four_ties_each_meet_the_golden_ratio(self) -> None:
        graph = SocialGraph.from_networkx(nx.random_regular_graph(4, 10_000, seed=7))
        p = 1 - math.sqrt(0.5)
        spread = sir(graph, seeds=1, probability=p, infectious_days=2, replications=60, seed=8)
        large = spread.size > 100
        error = spread.size[large].std() / math.sqrt(large.sum())
        assert abs(spread.size[large].mean() / 10_000 - 0.854102) < 4 * error / 10_000 + 2e-3
        assert abs(large.mean() - 0.854102) < 4 * math.sqrt(0.854 * 0.146 / 60)

    @settings(max_examples=15)
    @given(small_graphs(), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.data())
    def test_a_larger_chance_never_loses_anybody(
        self, case: Small, one: float, other: float, data: st.DataObject
    ) -> None:
        low, high = sorted((one, other))
        seeds = data.draw(seeds_in(case.n))
        few, many = (
            sir(case.graph, probability=p, infectious_days=2, seeds=seeds, replications=5)
            for p in (low, high)
        )
        for replication in range(5):
            assert members_of(few, replication) <= members_of(many, replication)

    def test_days_end_it(self) -> None:
        path = nx.path_graph(10)
        spread = sir(path, seeds=[0], probability=1.0, infectious_days=1, days=3, replications=1)
        assert spread.daily is not None
        assert spread.daily.tolist() == [[1, 2, 3, 4]]
        forever = sir(path, seeds=[0], probability=1.0, recovery=0.0, days=20, replications=1)
        assert forever.size.tolist() == [10]
