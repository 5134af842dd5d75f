"""Cascades on large random graphs against generating functions (science T4).

From one seed by lot an outbreak (more than 1 % of consumers) happens with chance S and reaches the
share S. Seeds are fixed. The tolerances are those of science, about 3 standard errors of 400 runs
or more: the chance of a false alarm, had other seeds been taken, is about 1 % in all.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.classics import independent_cascade
from simulation.classics.exact import percolation
from simulation.network.graph import SocialGraph
from tests.small_markets import needs_compiled

N = 100_000
RUNS = 400
MEAN_TIES = 4.0
pytestmark = needs_compiled


@pytest.fixture(scope="module")
def poisson() -> SocialGraph:
    """Ties between random pairs: numbers of ties are Poisson."""
    pairs = np.random.default_rng(1).integers(0, N, (int(N * MEAN_TIES / 2), 2))
    return SocialGraph.from_edges(pairs, n_consumers=N)


@pytest.fixture(scope="module")
def four_each() -> SocialGraph:
    """Four ties each, matched at random (a handful are lost to loops and doubles)."""
    ends = np.random.default_rng(2).permutation(np.repeat(np.arange(N), 4))
    return SocialGraph.from_edges(ends.reshape(-1, 2), n_consumers=N)


def assert_outbreaks(graph: SocialGraph, works: float, share: float) -> None:
    spread = independent_cascade(graph, probability=works, seeds=1, replications=RUNS, seed=5)
    outbreaks = spread.size > 0.01 * N
    assert abs(outbreaks.mean() - share) < 0.07
    assert abs(spread.size[outbreaks].mean() / N - share) < 0.01


@pytest.mark.parametrize("reproduction", [1.2, 1.5, 2.0, 3.0])
def test_above_the_threshold(poisson: SocialGraph, reproduction: float) -> None:
    share = percolation.final_share(reproduction)
    assert_outbreaks(poisson, reproduction / MEAN_TIES, share)


@pytest.mark.parametrize(("reproduction", "size"), [(0.8, 5.0), (0.5, 2.0)])
def test_below_the_threshold(poisson: SocialGraph, reproduction: float, size: float) -> None:
    works = reproduction / MEAN_TIES
    spread = independent_cascade(poisson, probability=works, seeds=1, replications=40_000, seed=5)
    assert size == pytest.approx(percolation.mean_size_below(reproduction))
    assert abs(spread.mean / size - 1) < 0.05


def test_four_ties_each(four_each: SocialGraph) -> None:
    share = 1 - ((math.sqrt(5) - 1) / 2) ** 4
    assert share == pytest.approx(0.854102, abs=1e-6)
    assert_outbreaks(four_each, 0.5, share)
    below = independent_cascade(four_each, probability=0.3, seeds=1, replications=500, seed=5)
    assert below.size.max() < 0.01 * N


def test_any_numbers_of_ties() -> None:
    """Half of the consumers with one tie, the others with five."""
    degrees = np.where(np.arange(N) % 2 == 0, 1, 5)
    ends = np.random.default_rng(3).permutation(np.repeat(np.arange(N), degrees))
    graph = SocialGraph.from_edges(ends.reshape(-1, 2), n_consumers=N)
    share = percolation.outbreak_share([0, 0.5, 0, 0, 0, 0.5], 0.6)
    assert_outbreaks(graph, 0.6, share)
