"""Who brought whom, as trees: how deep and wide they are, and on whose word most people hang."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

NOBODY = -1
"""Recruiter of those whom no person brought."""

MOST_HUBS: Final = 10
"""People of a run who are kept by name."""


class Forest(NamedTuple):
    """Trees of recruits: nodes are the customers, then recruiters who had not bought by then."""

    parent: NDArray[np.int64]
    """Node of each customer's recruiter, or -1, (k,)."""
    person: NDArray[np.int64]
    """Who each node is, (nodes,); a root that bought later is a node as a customer too."""
    generations: list[NDArray[np.int64]]
    """Customers one step from a root, then those two steps from it, and so on."""
    below: NDArray[np.int64]
    """How many hang on each node, itself among them, (nodes,)."""
    root: NDArray[np.int64]
    """Root of the tree of each node, (nodes,)."""


def forest_of(customer: NDArray[Any], recruiter: NDArray[Any], day: NDArray[Any]) -> Forest:
    """The trees that customers and their recruiters make; see :func:`recruit_trees`.

    Parameters
    ----------
    customer
        Everybody who bought, (k,).
    recruiter
        Whose word brought each of them, or -1, (k,).
    day
        Day on which each of them first bought, (k,).
    """
    parent, others = _parents(customer, recruiter, day)
    person = np.concatenate([customer, others]).astype(np.int64)
    roots = np.concatenate([parent == NOBODY, np.ones(len(others), bool)])
    generations = _generations(parent, roots)
    below = np.ones(len(person), np.int64)
    for rows in reversed(generations):
        np.add.at(below, parent[rows], below[rows])
    root = np.arange(len(person))
    for rows in generations:
        root[rows] = root[parent[rows]]
    return Forest(parent, person, generations, below, root)


def recruit_trees(forest: Forest) -> dict[str, list[float]]:
    """Sizes of the trees of recruits, and how far two people of the same tree are apart.

    Whoever recruited before buying, or never bought, stands at the root of a tree; such a
    recruiter who buys later is counted in the tree of whoever recruited *him* as another person,
    so that the trees stay trees. With the size ``s`` of what hangs on a step and ``n`` of its
    tree, a step lies between ``s (n - s)`` pairs (science 2.15). All counts are of consumers.

    Examples
    --------
    A star of one recruiter and three recruits: three steps of 1 and three pairs 2 apart.

    >>> star = forest_of(np.array([1, 2, 3]), np.array([0, 0, 0]), np.array([5, 6, 6]))
    >>> found = recruit_trees(star)
    >>> found["recruit_pairs"], found["recruit_distance"]
    ([6.0], [9.0])
    >>> found["trees"], found["tree_depth"], found["tree_width"], found["most_recruits"]
    ([1.0], [1.0], [3.0], [3.0])
    """
    below, root = forest.below, forest.root
    distance = sum(
        int((below[rows] * (below[root[rows]] - below[rows])).sum()) for rows in forest.generations
    )
    size = below[root == np.arange(len(root))]
    widths = [_most_alike(root[rows]) for rows in forest.generations]
    recruiters = _recruiters(forest)
    found = {
        "recruit_pairs": int((size * (size - 1) // 2).sum()),
        "recruit_distance": distance,
        "recruited": len(recruiters),
        "trees": int((size > 1).sum()),
        "tree_depth": len(forest.generations),
        "tree_width": max(widths, default=0),
        "largest_tree": int(size[size > 1].max(initial=0)),
        "most_recruits": _most_alike(recruiters),
    }
    return {name: [float(value)] for name, value in found.items()}


class Hubs(NamedTuple):
    """Those who brought most people, in falling order, (hubs,) each."""

    consumer: NDArray[np.int64]
    recruits: NDArray[np.int64]
    """Customers whom their word brought."""
    descendants: NDArray[np.int64]
    """These, whom these brought, and so on."""


def hubs_of(forest: Forest, most: int = MOST_HUBS) -> Hubs:
    """Those on whose word most customers hang, at most so many; equals by number of recruits.

    Who stands in the forest twice, as a root and later as a customer, is one person here: all who
    hang on either are counted, each once and without the person.

    Examples
    --------
    Consumer 0 brings 1 and 2, and 2 brings 3.

    >>> hubs_of(forest_of(np.array([1, 2, 3]), np.array([0, 0, 2]), np.array([5, 6, 8])))
    Hubs(consumer=array([0, 2]), recruits=array([2, 1]), descendants=array([3, 1]))
    """
    consumer, recruits = np.unique(_recruiters(forest), return_counts=True)
    n_customers = len(forest.parent)
    as_customer = _nodes_of(consumer, forest.person[:n_customers])
    as_root = _nodes_of(consumer, forest.person[n_customers:])
    as_root[as_root != NOBODY] += n_customers
    descendants = np.zeros(len(consumer), np.int64)
    for nodes in (as_customer, as_root):
        there = nodes != NOBODY
        descendants[there] += forest.below[nodes[there]] - 1
    both = np.flatnonzero((as_customer != NOBODY) & (as_root != NOBODY))
    inside = both[forest.root[as_customer[both]] == as_root[both]]
    descendants[inside] = forest.below[as_root[inside]] - 2
    order = np.lexsort((consumer, -recruits, -descendants))[:most]
    return Hubs(consumer[order], recruits[order], descendants[order])


def _recruiters(forest: Forest) -> NDArray[np.int64]:
    """Who recruited, once for each customer brought."""
    told = forest.parent[forest.parent != NOBODY]
    return np.asarray(forest.person[told])


def _most_alike(values: NDArray[np.int64]) -> int:
    """How often the value is there that is there most often."""
    ordered = np.sort(values)
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return int(np.diff(starts, append=len(values)).max(initial=0))


def _nodes_of(people: NDArray[np.int64], nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Place of each of some people among nodes, or -1."""
    found = np.full(len(people), NOBODY, np.int64)
    if len(nodes):
        by_name = np.argsort(nodes, kind="stable")
        place = np.minimum(np.searchsorted(nodes[by_name], people), len(nodes) - 1)
        node = by_name[place]
        there = nodes[node] == people
        found[there] = node[there]
    return found


def _generations(parent: NDArray[np.int64], roots: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Customers one step from a root, then those two steps from it, and so on."""
    generations = []
    placed, rest = roots.copy(), np.flatnonzero(parent != NOBODY)
    while len(rest):
        is_next = placed[parent[rest]]
        generations.append(rest[is_next])
        placed[rest[is_next]] = True
        rest = rest[~is_next]
    return generations


def _parents(
    customer: NDArray[Any], recruiter: NDArray[Any], day: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Node of each customer's recruiter, and who the nodes behind the customers are."""
    parent = np.full(len(customer), NOBODY, np.int64)
    by_name = np.argsort(customer, kind="stable")
    told = np.flatnonzero(recruiter != NOBODY)
    if not len(told):
        return parent, np.zeros(0, np.int64)
    place = np.minimum(np.searchsorted(customer[by_name], recruiter[told]), len(customer) - 1)
    node = by_name[place]
    earlier = (customer[node] == recruiter[told]) & (day[node] < day[told])
    parent[told[earlier]] = node[earlier]
    others, index = np.unique(recruiter[told[~earlier]], return_inverse=True)
    parent[told[~earlier]] = len(customer) + index
    return parent, others
