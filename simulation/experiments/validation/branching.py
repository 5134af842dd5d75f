"""Referrals that bring referrals, and what a customer is worth (science T17)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation.classics import independent_cascade
from simulation.classics.exact.money import lifetime_value, progeny
from simulation.experiments.validation.check import SEED, Check, Effort, Family, drawn, equal
from simulation.experiments.validation.percolation import TIES, random_graph

OFFSPRING = 0.5
SOURCE = "T17, Borel distribution (C)"
WORTH = "T17, geometric series (C)"


def checks(effort: Effort) -> Iterator[Check]:
    """Families of recruits on a graph that looks like a tree from each consumer."""
    graph = random_graph(effort.of(100_000, 50_000))
    spread = independent_cascade(
        graph, probability=OFFSPRING / TIES, seeds=1, replications=effort.of(50_000, 20_000),
        seed=SEED,
    )  # fmt: skip
    mean, variance = progeny(OFFSPRING)
    yield drawn("recruits of one, K = 0.5: mean", SOURCE, mean, spread.size, allowed=0.05)
    squares = (spread.size - mean) ** 2
    yield drawn("recruits of one, K = 0.5: variance", SOURCE, variance, squares, allowed=0.2)
    summed = float((10.0 * (0.9 / 1.01) ** np.arange(5_000)).sum())
    yield equal("lifetime value, 10 a period, 0.9 stay, 1 %", WORTH, 91.82, summed, 0.005)
    yield equal("the same, closed form", WORTH, summed, lifetime_value(10.0, 0.9, 0.01))


FAMILY = Family(
    "Branching", "Referral chains below one recruit each die out at a known size.", checks
)
