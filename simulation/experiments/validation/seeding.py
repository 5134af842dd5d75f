"""What a seeding programme is worth: expansion and acceleration (science T11)."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from simulation.classics import seeding_value
from simulation.experiments.validation.check import (
    SEED,
    STANDARD_ERRORS,
    Check,
    Effort,
    Family,
    at_least,
    drawn,
    equal,
)
from simulation.experiments.validation.percolation import random_graph
from simulation.network.graph import SocialGraph

CONSUMERS = 2_000
SEEDS = 20
ALONE = 10_000
EXTERNAL = 0.3
MONOPOLY = "T11, Libai, Muller & Peres 2013: one brand, everybody buys (C)"
RULE = "science 2.4, P(A) = p (1 - p) + p^2 / 2 (C)"
FAIR = "labels of equal brands do not matter (C)"
COMPETITION = "T11, competition gives expansion (abstract), direction only"


def checks(effort: Effort) -> Iterator[Check]:
    """A monopoly, equal rivals, and consumers without ties."""
    graph, replications = random_graph(CONSUMERS), effort.of(200, 50)
    alone = seeding_value(
        graph, seeds=SEEDS, rival=False, days=None, replications=replications, seed=SEED
    )
    most = float(np.abs(alone.expansion).max())
    yield equal("monopoly until all bought: largest expansion", MONOPOLY, 0.0, most)
    least = float(alone.acceleration.min())
    yield at_least("monopoly until all bought: least acceleration", MONOPOLY, 0.0, least)
    rivals = seeding_value(graph, seeds=SEEDS, days=30, replications=replications, seed=SEED)
    lead = (rivals.customers_without - rivals.rival_without) / CONSUMERS
    yield drawn("equal brands, nobody seeded: lead of ours", FAIR, 0.0, lead)
    error = float(rivals.expansion.std(ddof=1)) / math.sqrt(replications)
    above = float(rivals.expansion.mean()) / error
    yield at_least(
        "with a rival: expansion above none, in s.e.", COMPETITION, STANDARD_ERRORS, above
    )
    single = SocialGraph.from_edges([[0, 1]], n_consumers=ALONE)
    once = seeding_value(
        single, seeds=[0], external=EXTERNAL, imitation=0.0, days=1, replications=20, seed=SEED
    )
    won = EXTERNAL * (1.0 - EXTERNAL) + EXTERNAL**2 / 2.0
    shares = once.customers_without / ALONE
    yield drawn("no contacts: chance to be won in a period", RULE, won, shares)


FAMILY = Family(
    "Seeding", "Of a programme's worth, what is new customers and what is earlier ones.", checks
)
