"""Whom to seed: the direction of a field result (science T14).

Hinz et al. 2011 found that hubs bring more because they take part and reach more, not because they
persuade more. Here everybody persuades alike; the chance that one takes part rises with the number
of ties, or is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulation.classics import independent_cascade
from simulation.experiments.validation.check import SEED, Check, Effort, Family, at_least
from simulation.network.centrality import bridges, degree
from simulation.network.graph import SocialGraph
from simulation.network.kinds.community import CommunityNetwork

CONSUMERS = 2_000
SEEDS = 20
Seeds = NDArray[np.int64] | int
"""Rows, or how many by lot."""
PERSUADES = 0.005
SOURCE = "T14, Hinz et al. 2011, direction only (abstract)"


def checks(effort: Effort) -> Iterator[Check]:
    """Hubs, bridges, consumers by lot and fringe as seeds."""
    graph = CommunityNetwork(consumers=CONSUMERS).build(np.random.default_rng(SEED), Path())
    replications = effort.of(4_000, 500)
    ties = degree(graph)
    by_ties, by_bridges = np.argsort(ties), np.argsort(bridges(graph))
    strategies: dict[str, Seeds] = {
        "hubs": by_ties[-SEEDS:],
        "bridges": by_bridges[-SEEDS:],
        "fringe": by_ties[:SEEDS],
        "lot": SEEDS,
    }
    rising, flat = (
        {name: _reach(graph, chances, seeds, replications) for name, seeds in strategies.items()}
        for chances in (
            np.minimum(1.0, PERSUADES * ties[graph.ties.talker] / ties.mean()),
            np.full(graph.ties.n_ties, PERSUADES),
        )
    )
    yield at_least("hubs / by lot", SOURCE, 1.0, rising["hubs"] / rising["lot"])
    yield at_least("bridges / by lot", SOURCE, 1.0, rising["bridges"] / rising["lot"])
    yield at_least("by lot / fringe", SOURCE, 1.0, rising["lot"] / rising["fringe"])
    yield at_least("bridges / hubs: alike", SOURCE, 0.8, rising["bridges"] / rising["hubs"])
    flatter = (rising["hubs"] / rising["lot"]) / (flat["hubs"] / flat["lot"])
    yield at_least("the hubs' lead, participation rising / flat", SOURCE, 1.0, flatter)


def _reach(
    graph: SocialGraph, chances: NDArray[np.float64], seeds: Seeds, replications: int
) -> float:
    """Mean number reached besides the seeds."""
    spread = independent_cascade(
        graph, probability=chances, seeds=seeds, replications=replications, seed=SEED
    )
    return spread.mean - SEEDS


FAMILY = Family(
    "Hubs",
    "Hubs lead because they take part and reach more, not because they persuade more.",
    checks,
)
