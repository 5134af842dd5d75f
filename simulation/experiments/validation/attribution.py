"""Who gets the credit for a spread with several seeds (science T8)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation.classics import independent_cascade
from simulation.classics.exact.money import Coalition, removal, shapley
from simulation.classics.exact.worlds import seed_set_values
from simulation.experiments.validation.check import (
    SEED,
    Check,
    Effort,
    Family,
    at_most,
    equal,
)
from simulation.network.graph import SocialGraph

ARCS = [(0, 3), (1, 3), (1, 4), (2, 4), (3, 5), (4, 5), (4, 6), (5, 6)]
CHANCES = [0.5, 0.4, 0.7, 0.3, 0.6, 0.5, 0.2, 0.8]
CONSUMERS = 7
PLAYERS = (0, 1, 2)
"""Three seeds that compete for the same listeners."""

WITHIN = 0.01
SOURCE = "T8, enumeration of coalition values (C)"


def checks(effort: Effort) -> Iterator[Check]:
    """Simulated credit against enumerated credit."""
    exact = seed_set_values(CONSUMERS, ARCS, CHANCES, PLAYERS)
    got = _simulated(effort.of(400_000, 60_000))
    everybody = frozenset(range(len(PLAYERS)))
    worth = shapley(got, len(PLAYERS))
    for player, (right, estimate) in enumerate(
        zip(shapley(exact, len(PLAYERS)), worth, strict=True)
    ):
        yield equal(f"Shapley value of seed {player}", SOURCE, right, estimate, WITHIN * right)
    yield equal("sum of Shapley values = all together", SOURCE, got[everybody], sum(worth))
    losses = removal(got, len(PLAYERS))
    for player, (right, loss) in enumerate(zip(removal(exact, len(PLAYERS)), losses, strict=True)):
        yield equal(f"removal effect of seed {player}", SOURCE, right, loss, WITHIN * right)
    yield at_most("sum of removal effects < all together", SOURCE, got[everybody], sum(losses))


def _simulated(replications: int) -> dict[Coalition, float]:
    graph = SocialGraph.from_edges(ARCS, directed=True, n_consumers=CONSUMERS)
    values: dict[Coalition, float] = {frozenset(): 0.0}
    for code in range(1, 1 << len(PLAYERS)):
        chosen = frozenset(place for place in range(len(PLAYERS)) if code >> place & 1)
        spread = independent_cascade(
            graph, probability=np.array(CHANCES), seeds=[PLAYERS[place] for place in chosen],
            replications=replications, seed=SEED,
        )  # fmt: skip
        values[chosen] = spread.mean
    return values


FAMILY = Family(
    "Attribution",
    "Seeds share the credit; where they compete, taking one away shows less than it adds.",
    checks,
)
