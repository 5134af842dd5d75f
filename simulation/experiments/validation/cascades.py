"""Independent cascades, with bad word too, and thresholds: against enumeration."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation.classics import (
    independent_cascade,
    linear_threshold,
    negative_cascade,
    watts_threshold,
)
from simulation.classics.exact import worlds
from simulation.experiments.validation.check import (
    SEED,
    STANDARD_ERRORS,
    Check,
    Effort,
    Family,
    at_least,
    at_most,
    chi_square,
    drawn,
    equal,
    farthest,
)
from simulation.network.graph import SocialGraph

HALF = 0.5
QUALITY = 0.8
LEAST_CHANCE = 1e-4
DIAMOND = [(0, 1), (0, 2), (1, 3), (2, 3)]

EXAMPLES: dict[str, tuple[int, list[worlds.Arc]]] = {
    "path of 4": (4, [(0, 1), (1, 2), (2, 3)]),
    "diamond": (4, DIAMOND),
    "triangle": (3, [(i, j) for i in range(3) for j in range(3) if i != j]),
    "cycle of 5": (5, [arc for i in range(5) for arc in ((i, (i + 1) % 5), ((i + 1) % 5, i))]),
}
"""The graphs of science T1: consumers and ties."""

ENUMERATED = "enumeration of live-edge worlds"


def checks(effort: Effort) -> Iterator[Check]:
    """T1, T2, T3, and random graphs."""
    replications = effort.of(200_000, 40_000)
    for name, (n, arcs) in EXAMPLES.items():
        yield from _cascade(name, n, arcs, replications)
    yield from _random_graphs(replications, effort.of(6, 2))
    yield from _thresholds(replications)


def _cascade(name: str, n: int, arcs: list[worlds.Arc], replications: int) -> Iterator[Check]:
    graph = SocialGraph.from_edges(arcs, directed=True, n_consumers=n)
    exact = worlds.independent_cascade(n, arcs, [HALF] * len(arcs), [0])
    spread = independent_cascade(
        graph, probability=HALF, seeds=[0], replications=replications, seed=SEED
    )
    source = f"T1, {ENUMERATED} (C)"
    yield drawn(f"IC, {name}: mean size", source, exact.mean, spread.size)
    z = farthest(exact.reached, spread.reached, replications)
    yield at_most(f"IC, {name}: farthest consumer, in s.e.", source, STANDARD_ERRORS, z)
    sizes = np.bincount(spread.size, minlength=n + 1)
    chance = chi_square(exact.sizes, sizes)
    yield at_least(f"IC, {name}: sizes, chi-square p", source, LEAST_CHANCE, chance)
    signed = negative_cascade(
        graph, probability=HALF, quality=QUALITY, seeds=[0], replications=replications, seed=SEED
    )
    assert signed.size_good is not None
    source = f"T2, Chen et al. 2011, {ENUMERATED} (C)"
    yield drawn(f"IC-N, {name}: mean good", source, exact.good(QUALITY), signed.size_good)


def _random_graphs(replications: int, graphs: int) -> Iterator[Check]:
    rng = np.random.default_rng(SEED)
    for number in range(1, graphs + 1):
        n = 6
        everyone = np.array([(u, v) for u in range(n) for v in range(n) if u != v])
        picked = np.sort(rng.choice(len(everyone), size=11, replace=False))
        arcs = [(int(u), int(v)) for u, v in everyone[picked]]
        chances = rng.random(len(arcs)).round(2)
        graph = SocialGraph.from_edges(arcs, directed=True, n_consumers=n)
        exact = worlds.independent_cascade(n, arcs, chances.tolist(), [0, 1])
        spread = independent_cascade(
            graph, probability=chances, seeds=[0, 1], replications=replications, seed=SEED
        )
        z = farthest(exact.reached, spread.reached, replications)
        name = f"IC, random graph {number}, chance by tie: farthest consumer, in s.e."
        yield at_most(name, f"T1, {ENUMERATED} (C)", STANDARD_ERRORS, z)


def _thresholds(replications: int) -> Iterator[Check]:
    weights = [0.5, 0.4, 0.3, 0.6]
    graph = SocialGraph.from_edges(DIAMOND, directed=True, n_consumers=4)
    exact = worlds.linear_threshold(4, DIAMOND, weights, [0])
    spread = linear_threshold(
        graph, weights=np.array(weights), seeds=[0], replications=replications, seed=SEED
    )
    source = "T3, one working tie into each consumer (C)"
    yield drawn("LT, diamond: mean size", source, exact.mean, spread.size)
    z = farthest(exact.reached, spread.reached, replications)
    yield at_most("LT, diamond: farthest consumer, in s.e.", source, STANDARD_ERRORS, z)
    for threshold, size in ((0.5, 2.0), (0.51, 1.0)):
        watts = watts_threshold(graph, threshold=threshold, seeds=[1], replications=2, seed=SEED)
        name = f"Watts, diamond from its left side, threshold {threshold:g}: size"
        yield equal(name, "science 2.8, by hand", size, watts.mean)


FAMILY = Family(
    "Cascades",
    "Small graphs on which every possible course can be listed with its chance.",
    checks,
)
