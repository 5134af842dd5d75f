"""Where to draw people: a sample around the hubs, placed so that friends are near one another."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.network.graph import SocialGraph

MOST = 400
"""Consumers in a picture; of a larger graph, the biggest hubs and people around them."""

HUBS = 12
"""Accounts around which a sample is taken."""

SEED = 1


class Picture(NamedTuple):
    """A drawing of a social graph, or of a sample of it."""

    rows: NDArray[np.int64]
    """(k,) the consumers drawn."""
    place: NDArray[np.float64]
    """(k, 2) where each stands, -1 to 1."""
    ties: NDArray[np.int64]
    """(m, 2) pairs of positions in ``rows``, each pair once."""


def picture(graph: SocialGraph, most: int = MOST) -> Picture:
    """Place people by a spring layout (Fruchterman and Reingold 1991), the same on every call."""
    rows = sample(graph, most)
    ties = _ties_among(graph, rows)
    import networkx as nx

    drawn: nx.Graph = nx.Graph()
    drawn.add_nodes_from(range(len(rows)))
    drawn.add_edges_from(ties.tolist())
    placed = nx.spring_layout(drawn, seed=SEED)
    place = np.array([placed[i] for i in range(len(rows))], dtype=np.float64).reshape(-1, 2)
    return Picture(rows, place, ties)


def tree_places(talker: NDArray[np.int64], listener: NDArray[np.int64]) -> dict[int, Any]:
    """Where to draw the people of a tree of messages, the same on every call."""
    import networkx as nx

    tree: nx.Graph = nx.Graph()
    tree.add_edges_from(zip(talker.tolist(), listener.tolist(), strict=True))
    return dict(nx.forceatlas2_layout(tree, seed=SEED))


def sample(graph: SocialGraph, most: int = MOST) -> NDArray[np.int64]:
    """All consumers of a small graph; else the biggest hubs, and people around them in turn."""
    if graph.n_consumers <= most:
        return np.arange(graph.n_consumers, dtype=np.int64)
    by_followers = np.argsort(-graph.followers, kind="stable")
    chosen = dict.fromkeys(int(hub) for hub in by_followers[: min(HUBS, most)])
    waiting = list(chosen)
    for consumer in waiting:  # grows while we walk
        if len(waiting) >= most:
            break
        around = [int(who) for who in _neighbours(graph, consumer)[: most // HUBS]]
        waiting += [who for who in dict.fromkeys(around) if who not in chosen]
        chosen.update(dict.fromkeys(around))
    chosen.update(dict.fromkeys(int(who) for who in by_followers[: 2 * most]))
    return np.array(sorted(list(chosen)[:most]), dtype=np.int64)


def _neighbours(graph: SocialGraph, consumer: int) -> NDArray[np.int32]:
    found = [
        ties.listener[ties.first[consumer] : ties.first[consumer + 1]]
        for ties in graph.layers.values()
    ]
    return np.concatenate(found)


def _ties_among(graph: SocialGraph, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    at = {int(row): i for i, row in enumerate(rows)}
    pairs = {
        (min(i, at[int(other)]), max(i, at[int(other)]))
        for row, i in at.items()
        for other in _neighbours(graph, row)
        if int(other) in at
    }
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
