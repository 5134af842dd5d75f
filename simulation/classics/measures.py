"""Measures of cascades and of the graphs they run on."""

from __future__ import annotations

import math

import numpy as np

from simulation.classics.arguments import AnyGraph, must_be, social_graph
from simulation.classics.arguments import probability as chance_of
from simulation.classics.spread import SEED, Tree
from simulation.errors import ArgumentError
from simulation.network.codes import pack, turned
from simulation.network.ties import Ties


def structural_virality(tree: Tree) -> float:
    """Whether word went round in one broadcast or from mouth to mouth: mean distance in the tree.

    The mean number of tellings between two consumers who were reached, over all pairs::

        nu = 2 W / (n (n - 1)),   W = sum over tellings of s (n - s)

    with the Wiener index W and s the number of consumers that come after a telling. About 2 for
    one broadcast (2 (n - 1) / n for a star), (n + 1) / 3 for a chain. With several seeds, over the
    pairs that lie in the same tree; 0 where nobody was told.

    Raises
    ------
    ArgumentError
        When it is given something else than a tree.

    Notes
    -----
    Goel, Anderson, Hofman & Watts 2016 (abstract; science 2.15). Subtrees are added up from the
    leaves, in time proportional to the size.

    Examples
    --------
    >>> import networkx as nx
    >>> from simulation.classics import independent_cascade
    >>> star = nx.star_graph(99)
    >>> spread = independent_cascade(star, probability=1.0, seeds=[0], replications=1)
    >>> structural_virality(spread.tree(0))
    1.98
    """
    must_be("tree", tree, Tree, "Give spread.tree(replication).")
    parents, order = _parents(tree)
    below = [1] * len(parents)
    for row in reversed(order):
        if parents[row] != SEED:
            below[parents[row]] += below[row]
    whole = list(below)  # size of the tree that a row lies in
    distances = pairs = 0
    for row in order:
        if parents[row] == SEED:
            pairs += below[row] * (below[row] - 1) // 2
        else:
            whole[row] = whole[parents[row]]
            distances += below[row] * (whole[row] - below[row])
    return distances / pairs if pairs else 0.0


def _parents(tree: Tree) -> tuple[list[int], list[int]]:
    """Row of the teller of each row (or ``SEED``), and rows with tellers before listeners."""
    by_consumer = np.argsort(tree.consumer, kind="stable")
    told = tree.talker != SEED
    place = np.searchsorted(tree.consumer[by_consumer], tree.talker[told])
    parents = np.full(len(tree.consumer), SEED, np.int64)
    parents[told] = by_consumer[place]
    return parents.tolist(), np.argsort(tree.step, kind="stable").tolist()


def percolation_threshold(graph: AnyGraph) -> float:
    """The chance of telling a contact above which one consumer can set off a large outbreak.

    On a random graph with the same numbers of ties::

        T_c = 1 / (mean number of further listeners of somebody who was just told)

    which is <k> / (<k^2> - <k>) in an undirected graph. Infinite where nobody has further
    listeners. On a graph with groups of friends the true threshold is higher.

    Notes
    -----
    Newman 2002, doi:10.1103/PhysRevE.66.016128 (recalled; science T4). With ties in one direction
    only, a consumer with j talkers and k listeners has k of them after it was told.

    Examples
    --------
    >>> import networkx as nx
    >>> percolation_threshold(nx.random_regular_graph(4, 100, seed=1))
    0.3333333333333333
    """
    further = _further_listeners(social_graph(graph).ties)
    return 1.0 / further if further > 0 else math.inf


def reproduction_number(graph: AnyGraph, *, probability: float) -> float:
    """How many further consumers somebody who was just told tells, in the mean.

    ``R = probability * (mean number of further listeners)``: above 1 word of mouth can carry
    itself. See :func:`percolation_threshold`, of which it is the multiple.

    Raises
    ------
    ArgumentError
        When the probability is not within 0 to 1.

    Examples
    --------
    >>> import networkx as nx
    >>> reproduction_number(nx.random_regular_graph(4, 100, seed=1), probability=0.5)
    1.5
    """
    return chance_of("probability", probability) * _further_listeners(social_graph(graph).ties)


def _further_listeners(ties: Ties) -> float:
    """Mean over ties of the listener's own listeners, without the way back."""
    if ties.n_ties == 0:
        raise ArgumentError("graph: it has no ties.")
    further = int(ties.n_listeners[ties.listener].sum())
    codes = pack(ties.talker, ties.listener)
    back = int(np.isin(turned(codes), codes, assume_unique=True).sum())
    return (further - back) / ties.n_ties
