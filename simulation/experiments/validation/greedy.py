"""More seeds, more likely ties: never fewer reached, and each seed adds less (science T7).

On the same luck a cascade is the union of what each seed reaches over ties that work, whoever else
is a seed. So these properties must hold exactly, number by number, and not only on average.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np

from simulation.classics import independent_cascade
from simulation.experiments.validation.check import (
    SEED,
    Check,
    Effort,
    Family,
    at_least,
    equal,
)
from simulation.network.graph import SocialGraph

CONSUMERS = 6
TIES = 12
REPLICATIONS = 100
BOUND = 1.0 - 1.0 / math.e
SOURCE = "T7, Kempe, Kleinberg & Tardos 2003 (C)"

Reached = dict[frozenset[int], int]
"""Consumers reached in all replications together, by set of seeds."""


def checks(effort: Effort) -> Iterator[Check]:
    """Every pair of seed sets on several graphs."""
    rng = np.random.default_rng(SEED)
    falls = excess = 0
    ratio = math.inf
    for _ in range(effort.of(8, 2)):
        reached = _reached(_graph(rng), rng)
        falls += _falls(reached)
        excess += _excess(reached)
        ratio = min(ratio, *(_greedy_ratio(reached, k) for k in (2, 3)))
    yield equal("one seed more, fewer reached: cases", SOURCE, 0, falls)
    yield equal("one seed adds more where there are more: cases", SOURCE, 0, excess)
    yield at_least("greedy seeds / best seeds, worst case", SOURCE, BOUND, ratio)
    yield equal(
        "raising the chance, fewer reached: replications", SOURCE, 0, _lost(effort.of(2_000, 500))
    )


def _graph(rng: np.random.Generator) -> SocialGraph:
    everyone = np.array([(u, v) for u in range(CONSUMERS) for v in range(CONSUMERS) if u != v])
    picked = rng.choice(len(everyone), size=TIES, replace=False)
    return SocialGraph.from_edges(everyone[picked], directed=True, n_consumers=CONSUMERS)


def _reached(graph: SocialGraph, rng: np.random.Generator) -> Reached:
    chances = rng.random(TIES)
    reached = {frozenset[int](): 0}
    for k in range(1, CONSUMERS + 1):
        for seeds in combinations(range(CONSUMERS), k):
            spread = independent_cascade(
                graph, probability=chances, seeds=list(seeds), replications=REPLICATIONS,
                seed=SEED, threads=1,
            )  # fmt: skip
            reached[frozenset(seeds)] = int(spread.size.sum())
    return reached


def _falls(reached: Reached) -> int:
    return sum(
        reached[chosen | {one}] < value
        for chosen, value in reached.items()
        for one in range(CONSUMERS)
    )


def _excess(reached: Reached) -> int:
    return sum(
        reached[chosen | {one}] + reached[chosen | {other}] < reached[chosen | {one, other}] + value
        for chosen, value in reached.items()
        for one, other in combinations(sorted(set(range(CONSUMERS)) - chosen), 2)
    )


def _greedy_ratio(reached: Reached, k: int) -> float:
    chosen: frozenset[int] = frozenset()
    for _ in range(k):
        chosen |= {max(set(range(CONSUMERS)) - chosen, key=lambda one: reached[chosen | {one}])}
    best = max(value for seeds, value in reached.items() if len(seeds) == k)
    return reached[chosen] / best


def _lost(replications: int) -> int:
    """In how many replications a higher chance reaches fewer."""
    rng = np.random.default_rng(SEED)
    pairs = rng.integers(0, 200, (1_000, 2))
    graph = SocialGraph.from_edges(pairs[pairs[:, 0] != pairs[:, 1]], directed=True)
    sizes = [
        independent_cascade(
            graph, probability=chance, seeds=[0, 1], replications=replications, seed=SEED
        ).size
        for chance in (0.1, 0.2, 0.21, 0.6)
    ]
    return int(sum((more < less).sum() for less, more in pairwise(sizes)))


FAMILY = Family(
    "Seeds on the same luck",
    "A seed more or a likelier tie never loses anybody, and seeds have diminishing returns.",
    checks,
)
