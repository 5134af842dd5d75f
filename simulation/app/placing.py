"""Where people stand in the picture of a run: a core by a spring layout, the others by their ties.

A spring layout takes time with the square of the people, so only the biggest hubs and people around
them are placed by it. Everybody else stands near the middle of those whom they know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.network.layout import Picture, picture, sample

if TYPE_CHECKING:
    from simulation.network.graph import SocialGraph

CORE = 450
"""People of the spring layout: about a second."""

ROUNDS = 12
"""How often the others move to the middle of whom they know."""

APART = 0.005
"""How far, in the units of the picture, people who know the same stand from one another."""

SEED = 1


def placed(graph: SocialGraph, most: int) -> Picture:
    """People of a graph with places and ties, the same on every call.

    Parameters
    ----------
    graph
        Who hears whom.
    most
        People in the picture; of a larger graph, the biggest hubs and people around them.
    """
    core = picture(graph, min(most, CORE))
    if len(core.rows) in (most, graph.n_consumers):
        return core
    others = np.setdiff1d(sample(graph, most), core.rows)[: most - len(core.rows)]
    rows = np.concatenate([core.rows, others])
    ties = ties_among(graph, rows)
    place = np.vstack([_square(core.place), np.zeros((len(others), 2))])
    return Picture(rows, _settled(place, ties, len(core.rows)), ties)


def ties_among(graph: SocialGraph, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of positions in ``rows`` that a tie joins, (m, 2), each pair once."""
    at = np.full(graph.n_consumers, -1, np.int64)
    at[rows] = np.arange(len(rows))
    pairs = [np.zeros((0, 2), np.int64)]
    for ties in graph.layers.values():
        for position, row in enumerate(rows):
            heard = at[ties.listener[ties.first[row] : ties.first[row + 1]]]
            there = heard[(heard >= 0) & (heard != position)]
            pairs.append(np.column_stack([np.full(len(there), position), there]))
    both = np.sort(np.concatenate(pairs), axis=1)
    return np.unique(both, axis=0).astype(np.int64)


def _settled(
    place: NDArray[np.float64], ties: NDArray[np.int64], n_core: int
) -> NDArray[np.float64]:
    """Everybody beyond the core near the middle of whom they know; who knows nobody, anywhere."""
    rng = np.random.default_rng(SEED)
    n = len(place)
    here = np.concatenate([ties[:, 0], ties[:, 1]])
    there = np.concatenate([ties[:, 1], ties[:, 0]])
    known = np.bincount(here, minlength=n)
    place[n_core:] = rng.uniform(-1.0, 1.0, (n - n_core, 2))
    moves = np.arange(n) >= n_core
    moves &= known > 0
    own = rng.normal(0.0, APART, (n, 2))
    for _ in range(ROUNDS):
        sums = [np.bincount(here, place[there, axis], n) for axis in (0, 1)]
        middle = np.column_stack(sums) / np.maximum(known, 1)[:, None]
        place[moves] = middle[moves] + own[moves]
    return _over_a_disc(place)


def _over_a_disc(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each in the same direction from the middle, as far out as leaves all the same room."""
    away = place - np.median(place, axis=0)
    far = np.hypot(away[:, 0], away[:, 1])
    rank = np.empty(len(far))
    rank[np.argsort(far, kind="stable")] = np.arange(1, len(far) + 1)
    stretched: NDArray[np.float64] = (
        away * (np.sqrt(rank / len(far)) / np.maximum(far, 1e-9))[:, None]
    )
    return stretched


def _square(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places stretched to the square from -1 to 1."""
    low, high = place.min(axis=0), place.max(axis=0)
    stretched: NDArray[np.float64] = (
        2.0 * (place - low) / np.where(high > low, high - low, 1.0) - 1.0
    )
    return stretched
