"""Contagion with recovery: final sizes against closed forms (science T4)."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from simulation.classics import independent_cascade, sir
from simulation.classics.exact.percolation import final_share
from simulation.experiments.validation.check import (
    SEED,
    Check,
    Effort,
    Family,
    drawn,
    equal,
)
from simulation.experiments.validation.percolation import (
    CHANCE_WITHIN,
    OUTBREAK,
    SIZE_WITHIN,
    TIES,
    random_graph,
)

REED_FROST = "T4, S = 1 - exp(-R S) (C)"
PAIR = "a tie works with chance b / (b + g) (C)"


def checks(effort: Effort) -> Iterator[Check]:
    """Well mixed, on a graph, and a single tie."""
    n, replications = effort.of(20_000, 5_000), effort.of(400, 200)
    for reproduction in (1.5, 2.0):
        spread = sir(
            consumers=n, seeds=1, probability=reproduction / n, infectious_days=1,
            replications=replications, seed=SEED,
        )  # fmt: skip
        name, expected = f"Reed-Frost, R = {reproduction:g}", final_share(reproduction)
        yield from _outbreaks(name, expected, spread.size / n, replications)
    yield from _pair(effort.of(40_000, 10_000))
    graph = random_graph(n)
    chance = 2.0 / TIES
    one_day = sir(graph, seeds=1, probability=chance, infectious_days=1, replications=50, seed=SEED)
    cascade = independent_cascade(graph, probability=chance, seeds=1, replications=50, seed=SEED)
    differ = int((one_day.size != cascade.size).sum())
    yield equal("SIR of one day = IC: replications that differ", "same model (C)", 0, differ)


def _outbreaks(name: str, expected: float, shares: object, runs: int) -> Iterator[Check]:
    reached = np.asarray(shares)
    large = reached > OUTBREAK
    error = math.sqrt(expected * (1.0 - expected) / runs)
    yield Check(
        f"{name}: chance of an outbreak", REED_FROST, expected, float(large.mean()), error,
        CHANCE_WITHIN,
    )  # fmt: skip
    yield drawn(f"{name}: its size", REED_FROST, expected, reached[large], allowed=SIZE_WITHIN)


def _pair(replications: int) -> Iterator[Check]:
    """Two consumers and one tie: the chance that it works."""
    for name, expected, spread in (
        (
            "continuous, rates 0.6 and 0.4", 0.6,
            sir(consumers=2, seeds=1, rate=0.6, recovery=0.4, mode="continuous",
                replications=replications, seed=SEED),
        ),
        (
            "daily, chances 0.2 and 0.3", 1.0 - 0.3 * 0.8 / (1.0 - 0.7 * 0.8),
            sir(consumers=2, seeds=1, probability=0.2, recovery=0.3,
                replications=replications, seed=SEED),
        ),
    ):  # fmt: skip
        yield drawn(f"one tie, {name}: share told", PAIR, expected, spread.size - 1)


FAMILY = Family(
    "Contagion with recovery", "SIR: who is infected talks for a while, then never again.", checks
)
