"""Who brought whom, as trees: how far two customers of one tree are apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

NOBODY = -1
"""Recruiter of those whom no person brought."""


def recruit_trees(
    customer: NDArray[Any], recruiter: NDArray[Any], day: NDArray[Any]
) -> dict[str, list[float]]:
    """Pairs of people in the same tree of recruits, and the steps between them, summed.

    Whoever recruited before buying, or never bought, stands at the root of a tree; such a
    recruiter who buys later is counted in the tree of whoever recruited *him* as another person,
    so that the trees stay trees. With the size ``s`` of what hangs on a step and ``n`` of its
    tree, a step lies between ``s (n - s)`` pairs (science 2.15).

    Parameters
    ----------
    customer
        Everybody who bought, (k,).
    recruiter
        Whose word brought each of them, or -1, (k,).
    day
        Day on which each of them first bought, (k,).

    Examples
    --------
    A star of one recruiter and three recruits: three steps of 1 and three pairs 2 apart.

    >>> recruit_trees(np.array([1, 2, 3]), np.array([0, 0, 0]), np.array([5, 6, 6]))
    {'recruit_pairs': [6.0], 'recruit_distance': [9.0]}
    """
    parent, n_nodes = _parents(customer, recruiter, day)
    roots = np.concatenate([parent == NOBODY, np.ones(n_nodes - len(parent), bool)])
    generations = _generations(parent, roots)
    below = np.ones(n_nodes, np.int64)
    for rows in reversed(generations):
        np.add.at(below, parent[rows], below[rows])
    whole = below.copy()
    distance = 0
    for rows in generations:
        whole[rows] = whole[parent[rows]]
        distance += int((below[rows] * (whole[rows] - below[rows])).sum())
    pairs = int((below[roots] * (below[roots] - 1) // 2).sum())
    return {"recruit_pairs": [float(pairs)], "recruit_distance": [float(distance)]}


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
) -> tuple[NDArray[np.int64], int]:
    """Node of each customer's recruiter, and the number of nodes: customers, then other roots."""
    parent = np.full(len(customer), NOBODY, np.int64)
    by_name = np.argsort(customer, kind="stable")
    told = np.flatnonzero(recruiter != NOBODY)
    if not len(told):
        return parent, len(customer)
    place = np.minimum(np.searchsorted(customer[by_name], recruiter[told]), len(customer) - 1)
    node = by_name[place]
    earlier = (customer[node] == recruiter[told]) & (day[node] < day[told])
    parent[told[earlier]] = node[earlier]
    others, index = np.unique(recruiter[told[~earlier]], return_inverse=True)
    parent[told[~earlier]] = len(customer) + index
    return parent, len(customer) + len(others)
