"""Small random graphs for the published models, and what statistics may differ from the exact."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from simulation.classics import Spread
from simulation.classics.exact.worlds import Arc, Exact
from simulation.network.graph import SocialGraph

FEW_EXPECTED = 5.0
SURE = 1e-12
"""Chances this close to 0 or 1 are 0 or 1 but for rounding."""


class Small(NamedTuple):
    """A graph and its arcs in the order of its ties."""

    graph: SocialGraph
    arcs: list[Arc]

    @property
    def n(self) -> int:
        """Consumers."""
        return self.graph.n_consumers


def small(edges: list[Arc], n: int, *, directed: bool) -> Small:
    """A graph with its arcs listed."""
    graph = SocialGraph.from_edges(edges, directed=directed, n_consumers=n)
    return Small(graph, arcs_of(graph))


def arcs_of(graph: SocialGraph) -> list[Arc]:
    """Talker and listener of every tie, in the order of the ties."""
    return list(zip(graph.ties.talker.tolist(), graph.ties.listener.tolist(), strict=True))


@st.composite
def small_graphs(draw: st.DrawFn, most: int = 5, most_edges: int = 7) -> Small:
    """Up to ``most`` consumers; undirected ones have half as many edges (twice as many arcs)."""
    n = draw(st.integers(2, most))
    directed = draw(st.booleans())
    pairs = [(u, v) for u in range(n) for v in range(n) if u != v and (directed or u < v)]
    limit = most_edges if directed else (most_edges + 1) // 2
    edges = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=limit, unique=True))
    return small(edges, n, directed=directed)


@st.composite
def seeds_in(draw: st.DrawFn, n: int, most: int = 3) -> list[int]:
    """Up to ``most`` different consumers."""
    return draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=min(most, n), unique=True))


chances = st.floats(0.01, 0.99) | st.sampled_from([0.0, 0.5, 1.0])


def assert_agrees(spread: Spread, exact: Exact, z: float, p: float) -> None:
    """Every consumer as often as by its chance; sizes by chi-square above p.

    How rare a count is comes from the binomial law itself, for one hit too many of a chance of one
    in a million is no rare thing; z says how rare is too rare, as if it were normal.
    """
    runs = spread.n_replications
    rarest = 2 * stats.norm.sf(z)
    for row, chance in enumerate(exact.reached.tolist()):
        hits = round(float(spread.reached[row]) * runs)
        assert p_of_count(hits, runs, chance) > rarest, (row, hits / runs, chance)
    assert p_of_sizes(spread.size, exact.sizes) > p


def p_of_count(hits: int, runs: int, chance: float) -> float:
    """Chance of a count as far out as this one (binomial, both ends); 0 for impossible ones."""
    if min(chance, 1 - chance) < SURE:
        return float(hits == runs * round(chance))
    law = stats.binom(runs, chance)
    return float(2 * min(law.cdf(hits), law.sf(hits - 1)))


def p_of_sizes(size: NDArray[np.int64], chances: NDArray[np.float64]) -> float:
    """Chi-square of final sizes; sizes of which few are expected share a cell."""
    found = np.bincount(size, minlength=len(chances)).astype(float)
    expected = chances * len(size)
    assert not found[expected < 1e-6].any(), "a size that cannot be"
    rare = expected < FEW_EXPECTED
    cells = np.append(found[~rare], found[rare].sum())
    wanted = np.append(expected[~rare], expected[rare].sum())
    if wanted[-1] < FEW_EXPECTED:
        cells, wanted = cells[:-1], wanted[:-1]
    if len(wanted) < 2:
        return 1.0
    return float(stats.chisquare(cells, wanted * cells.sum() / wanted.sum()).pvalue)


def members_of(spread: Spread, replication: int) -> set[int]:
    """Who was reached in one replication."""
    return set(spread.tree(replication).consumer.tolist())
