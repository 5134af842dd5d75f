"""Whom to give a free product: hubs, bridges between circles, the core of the network.

Every measure gives one number for each consumer, larger for a better place, and the same numbers on
every call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.errors import GraphError
from simulation.network.codes import distinct, pack, unpack
from simulation.network.graph import SocialGraph

MOST_EXACT = 2_000
"""Up to so many consumers shortest paths are counted from everybody, beyond from a sample."""

MOST_STEPS = 40_000_000
"""Ties to walk over in a sample of shortest paths; a few seconds on one core."""

FEWEST_SOURCES, MOST_SOURCES = 16, 512
"""Bounds on the sample of consumers from whom shortest paths start."""

_NETWORKIT_SEED = 1


def degree(graph: SocialGraph) -> NDArray[np.int64]:
    """With how many others a consumer talks directly, on any layer.

    Returns
    -------
    ndarray
        (n,) int64, number of listeners.
    """
    return graph.ties.n_listeners


def reach(graph: SocialGraph) -> NDArray[np.float64]:
    """How many people follow a consumer: as the graph says, else the listeners of a public post.

    Returns
    -------
    ndarray
        (n,) float64: attribute ``followers`` where it is known, else `SocialGraph.followers`.

    Raises
    ------
    GraphError
        When the attribute holds text or a number below 0.
    """
    here = graph.followers.astype(np.float64)
    given = graph.attributes.get("followers")
    if given is None:
        return here
    bad = (given < 0) if given.dtype.kind == "f" else (given != "")
    if bad.any():
        value = given[int(np.flatnonzero(bad)[0])]
        raise GraphError(f'followers: "{value}" is not a number of people. Write plain numbers.')
    return np.where(np.isnan(given), here, given)


def bridges(graph: SocialGraph) -> NDArray[np.float64]:
    """How often a consumer is on the shortest way between two others (betweenness).

    The number of ordered pairs s, t of others, each with the share of its shortest ways that lead
    through the consumer. Counted exactly up to `MOST_EXACT` consumers, beyond estimated from
    evenly drawn sources, scaled to the same unit; strengths are not used.

    Returns
    -------
    ndarray
        (n,) float64, at least 0.

    Notes
    -----
    Freeman 1977, doi:10.2307/3033543; exact by Brandes 2001, doi:10.1080/0022250X.2001.9990249,
    sampled by Geisberger, Sanders & Schultes 2008, doi:10.1137/1.9781611972887.9.
    """
    from networkit.centrality import Betweenness, EstimateBetweenness

    ties = graph.ties
    with _same_on_every_call():
        network = _network(ties.talker, ties.listener, graph.n_consumers, directed=True)
        if graph.n_consumers <= MOST_EXACT:
            measure = Betweenness(network)
        else:
            sources = max(MOST_STEPS // max(1, ties.n_ties), FEWEST_SOURCES)
            measure = EstimateBetweenness(network, min(sources, MOST_SOURCES))
        return np.array(measure.run().scores(), dtype=np.float64)


def core(graph: SocialGraph) -> NDArray[np.int64]:
    """How deep in the thick of the network a consumer is (k-core number).

    The largest k such that the consumer belongs to a group in which everybody has at least k ties
    inside the group; the direction of ties is not used.

    Returns
    -------
    ndarray
        (n,) int64, 0 for a consumer without ties.

    Notes
    -----
    Seidman 1983, doi:10.1016/0378-8733(83)90028-X; as the place of good spreaders: Kitsak et al.
    2010, doi:10.1038/nphys1746.
    """
    from networkit.centrality import CoreDecomposition

    ties = graph.ties
    talker, listener = ties.talker, ties.listener
    pairs = distinct(pack(np.minimum(talker, listener), np.maximum(talker, listener)))
    with _same_on_every_call():
        network = _network(*unpack(pairs), graph.n_consumers, directed=False)
        return np.array(CoreDecomposition(network).run().scores()).astype(np.int64)


def lowest(value: NDArray[Any], priority: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Positions of the lowest values, rising; among equals the smaller priority comes first."""
    if not count:
        return np.empty(0, dtype=np.int64)
    highest = np.partition(value, count - 1)[count - 1]
    near = np.flatnonzero(value <= highest)
    return near[np.lexsort((priority[near], value[near]))[:count]]


def _network(
    talker: NDArray[np.integer], listener: NDArray[np.integer], n: int, *, directed: bool
) -> Any:
    from networkit import GraphFromCoo

    ends = (talker.astype(np.int64), listener.astype(np.int64))
    return GraphFromCoo(ends, n, directed=directed)


@contextmanager
def _same_on_every_call() -> Iterator[None]:
    """Run networkit on one thread and from one seed, so that sums and samples do not vary."""
    import networkit

    threads = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)
    networkit.setSeed(_NETWORKIT_SEED, False)
    try:
        yield
    finally:
        networkit.setNumberOfThreads(threads)
