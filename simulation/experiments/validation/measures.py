"""Measures of graphs and trees: against closed forms (science T13)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation.classics import (
    independent_cascade,
    percolation_threshold,
    reproduction_number,
    structural_virality,
)
from simulation.experiments.validation.check import SEED, Check, Effort, Family, equal
from simulation.experiments.validation.percolation import TIES, random_graph
from simulation.network.graph import SocialGraph

MEMBERS = 100
GOEL = "T13, Goel et al. 2016: mean distance in the tree (C)"
RING = "T4, 1 / (mean further ties) (C)"


def checks(effort: Effort) -> Iterator[Check]:
    """Stars, chains, rings and random graphs."""
    others = np.arange(1, MEMBERS)
    star = np.stack([np.zeros(MEMBERS - 1, dtype=np.int64), others], axis=1)
    chain = np.stack([others - 1, others], axis=1)
    for name, pairs, expected in (
        ("star", star, 2.0 - 2.0 / MEMBERS),
        ("chain", chain, (MEMBERS + 1) / 3.0),
    ):
        graph = SocialGraph.from_edges(pairs)
        spread = independent_cascade(graph, probability=1.0, seeds=[0], replications=1, seed=SEED)
        got = structural_virality(spread.tree(0))
        yield equal(f"structural virality of a {name} of {MEMBERS}", GOEL, expected, got)
    here = np.arange(1_000)
    ring = np.concatenate([np.stack([here, (here + step) % 1_000], axis=1) for step in (1, 2)])
    graph = SocialGraph.from_edges(ring)
    yield equal("percolation threshold, 4 ties each", RING, 1 / 3, percolation_threshold(graph))
    got = reproduction_number(graph, probability=0.5)
    yield equal("reproduction number, 4 ties each, T = 1/2", RING, 1.5, got)
    got = reproduction_number(random_graph(effort.of(100_000, 20_000)), probability=0.2)
    source = "T4, Erdos-Renyi: R = mean ties x T (C)"
    yield equal("reproduction number, random graph, T = 0.2", source, TIES * 0.2, got, 0.02)


FAMILY = Family("Measures", "How a tree branched and how far a graph carries.", checks)
