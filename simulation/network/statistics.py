"""The shape of a network in a few numbers, so that it can be held against what is published."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import distinct, is_among, pack, turned, unpack
from simulation.network.graph import SocialGraph
from simulation.network.ties import Ties, no_ties

TAIL_SHARE = 0.2
"""Share of accounts, those with the most followers, from whom the exponent is estimated."""

STATISTICS = {
    "friends": "friends of a consumer, mean",
    "friends_clustering": "clustering of friends",
    "weak": "acquaintances and fellow members of groups, mean",
    "audience": "accounts whose public posts a consumer sees, mean",
    "exponent": "exponent of the number of followers (Hill, top fifth)",
    "reciprocity": "share of follows that are returned",
    "clustering": "clustering of follows",
    "assortativity": "degree assortativity of follows",
    "upward": "share of follows of accounts with more followers than one's own",
}
"""Every statistic by name, in words."""


def shape_of(graph: SocialGraph) -> dict[str, float]:
    """Every statistic of `STATISTICS` of a graph; its posts' audience stands for follows.

    Parameters
    ----------
    graph
        Any graph; where it has no layer ``follow``, everybody follows their friends.
    """
    n, posts = graph.n_consumers, graph.audience
    strong = graph.layers["strong"]
    return {
        "friends": strong.n_ties / n,
        "friends_clustering": clustering(strong),
        "weak": graph.layers.get("weak", no_ties(n)).n_ties / n,
        "audience": posts.n_ties / n,
        "exponent": hill_exponent(posts.n_listeners),
        "reciprocity": reciprocity(posts),
        "clustering": clustering(posts),
        "assortativity": assortativity(posts),
        "upward": upward_share(posts),
    }


def hill_exponent(
    counts: NDArray[np.integer | np.floating], tail_share: float = TAIL_SHARE
) -> float:
    """How fast large counts get rarer: exponent of the density, after Hill 1975.

    Parameters
    ----------
    counts
        (n,) numbers of followers.
    tail_share
        Share of accounts, the largest ones, that are taken as the tail.

    Notes
    -----
    doi:10.1214/aos/1176343247. A law that is cut off at a largest count looks a little steeper.

    Examples
    --------
    >>> round(hill_exponent(1000 / np.arange(1, 1001)), 1)
    2.0
    """
    falling = np.sort(np.asarray(counts, dtype=np.float64))[::-1]
    n_tail = max(1, round(tail_share * len(falling)))
    if n_tail >= len(falling) or falling[n_tail] <= 0:
        return float("nan")
    mean = float(np.log(falling[:n_tail] / falling[n_tail]).mean())
    return 1 + 1 / mean if mean > 0 else float("inf")


def reciprocity(ties: Ties) -> float:
    """Share of ties whose listener also talks to the talker; 0 without ties."""
    codes = pack(ties.talker, ties.listener)
    return float(is_among(turned(codes), codes).mean()) if len(codes) else 0.0


def clustering(ties: Ties) -> float:
    """How many of the pairs among one's contacts are contacts, mean of all consumers.

    Contacts are tied in any direction. Who has fewer than two counts as 0 (Watts & Strogatz 1998).
    """
    from networkit import GraphFromCoo
    from networkit.centrality import LocalClusteringCoefficient

    if not ties.n_ties:
        return 0.0
    network = GraphFromCoo(_contacts(ties), ties.n_consumers, directed=False)
    return float(np.mean(LocalClusteringCoefficient(network).run().scores()))


def assortativity(ties: Ties) -> float:
    """Whether those with many contacts are tied to others with many (above 0) or few (below 0).

    Correlation of the numbers of contacts at both ends of a tie (Newman 2002,
    doi:10.1103/PhysRevLett.89.208701), direction not used; 0 where all have equally many.
    """
    one, other = _contacts(ties)
    degree = np.bincount(np.concatenate([one, other]), minlength=ties.n_consumers)
    a = degree[np.concatenate([one, other])].astype(np.float64)
    b = degree[np.concatenate([other, one])].astype(np.float64)
    if not len(a) or a.min() == a.max():
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def upward_share(ties: Ties) -> float:
    """Share of ties whose talker has more listeners than the listener has; 0 without ties."""
    followers = ties.n_listeners
    up = followers[ties.talker] > followers[ties.listener]
    return float(up.mean()) if len(up) else 0.0


def _contacts(ties: Ties) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both ends of every pair that is tied in any direction, each pair once."""
    low, high = np.minimum(ties.talker, ties.listener), np.maximum(ties.talker, ties.listener)
    return unpack(distinct(pack(low, high)))
