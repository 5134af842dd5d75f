"""Outbreaks on large random graphs: against generating functions (science T4)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from simulation.classics import independent_cascade, watts_threshold
from simulation.classics.exact.percolation import (
    final_share,
    mean_size_below,
    outbreak_share,
    poisson_shares,
    threshold_cascades,
)
from simulation.experiments.validation.check import (
    SEED,
    Check,
    Effort,
    Family,
    drawn,
    equal,
)
from simulation.network.graph import SocialGraph
from simulation.network.kinds.configuration import ConfigurationNetwork
from simulation.network.kinds.random import RandomNetwork

TIES = 10.0
"""Mean number of ties; the reproduction number is this times the chance that a tie works."""

OUTBREAK = 0.01
"""Share of consumers from which a cascade counts as an outbreak."""

SIZE_WITHIN = 0.01
CHANCE_WITHIN = 0.07
BELOW_WITHIN = 0.05

SOURCE = "T4, Newman 2002, generating functions (C)"
LATTICE_NOTE = "T4, golden ratio: 1 - ((sqrt 5 - 1) / 2)^4 (C)"
WATTS_TIES = {3.0: 0.2, 10.0: 0.2}


def random_graph(consumers: int, ties: float = TIES) -> SocialGraph:
    """An Erdos-Renyi graph."""
    rng = np.random.default_rng(SEED)
    return RandomNetwork(consumers=consumers, ties=ties).build(rng, Path())


def regular_graph(consumers: int, ties: int) -> SocialGraph:
    """A random graph on which everybody has the same number of ties, but for a few dropped ones."""
    rng = np.random.default_rng(SEED)
    kind = ConfigurationNetwork(consumers=consumers, least=ties, most=ties)
    return kind.build(rng, Path())


def checks(effort: Effort) -> Iterator[Check]:
    """Above and below the threshold, on two kinds of graphs."""
    n = effort.of(100_000, 20_000)
    replications = effort.of(400, 200)
    graph = random_graph(n)
    for reproduction in (1.2, 1.5, 2.0, 3.0):
        name = f"random graph, R = {reproduction:g}"
        expected = final_share(reproduction)
        yield from _outbreaks(name, SOURCE, graph, reproduction / TIES, expected, replications)
    yield from _outbreaks(
        "4 ties each, T = 1/2", LATTICE_NOTE, regular_graph(n, 4), 0.5,
        outbreak_share([0, 0, 0, 0, 1], 0.5), replications,
    )  # fmt: skip
    for reproduction in (0.5, 0.8):
        spread = independent_cascade(
            graph, probability=reproduction / TIES, seeds=1, replications=20_000, seed=SEED
        )
        expected = mean_size_below(reproduction)
        yield drawn(
            f"random graph, R = {reproduction:g}: mean size", SOURCE, expected, spread.size,
            allowed=BELOW_WITHIN * expected,
        )  # fmt: skip
    yield from _thresholds(effort.of(20_000, 5_000))


def _outbreaks(
    name: str, source: str, graph: SocialGraph, works: float, expected: float, replications: int
) -> Iterator[Check]:
    spread = independent_cascade(
        graph, probability=works, seeds=1, replications=replications, seed=SEED
    )
    shares = spread.size / graph.n_consumers
    large = shares > OUTBREAK
    error = math.sqrt(expected * (1.0 - expected) / replications)
    yield Check(
        f"{name}: chance of an outbreak", source, expected, float(large.mean()), error,
        CHANCE_WITHIN,
    )  # fmt: skip
    yield drawn(f"{name}: its size", source, expected, shares[large], allowed=SIZE_WITHIN)


def _thresholds(n: int) -> Iterator[Check]:
    """Whether single adopters ever move a market of thresholds."""
    for ties, threshold in WATTS_TIES.items():
        graph = random_graph(n, ties)
        spread = watts_threshold(graph, threshold=threshold, seeds=1, replications=200, seed=SEED)
        global_ones = bool((spread.size > OUTBREAK * n).any())
        expected = threshold_cascades(poisson_shares(ties), threshold)
        name = f"Watts, {ties:g} ties, threshold {threshold:g}: global cascades (1 yes, 0 no)"
        yield equal(name, "science 2.8, Watts 2002, cascade condition", expected, global_ones)


FAMILY = Family(
    "Percolation",
    "One first talker on a large random graph: either few hear, or an outbreak of known size.",
    checks,
)
