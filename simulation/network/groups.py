"""Group chats: neighbours of a circle or of nearby circles who all read one another."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import Codes, distinct, no_codes, pack
from simulation.network.sampling import chosen

_ROUNDS_PER_GROUP = 2
"""Rounds in which groups are made, for each group that a consumer is in on average."""


def group_pairs(rng: np.random.Generator, n: int, groups: float, size: int) -> Codes:
    """Sorted codes of the pairs who share at least one group chat.

    Groups are made in rounds. In each round every consumer takes part with the same chance; those
    who do stand in the order in which they live, give or take ``size`` places, and are cut into
    groups of ``size``. So most members come from the same circle or from the next ones, and the
    number of groups of a consumer is binomial.

    Parameters
    ----------
    n
        Number of consumers; those with numbers close together live close together.
    groups
        Mean number of groups that a consumer is in.
    size
        Members of a group, as nearly as the number of consumers allows.
    """
    rounds = math.ceil(_ROUNDS_PER_GROUP * groups)
    parts = [no_codes()]
    for _ in range(rounds):
        members = chosen(rng, n, groups / rounds)
        home = members + size * rng.standard_normal(len(members))
        parts.append(_all_pairs(members[np.argsort(home, kind="stable")], size))
    return distinct(np.concatenate(parts))


def _all_pairs(members: NDArray[np.int64], size: int) -> Codes:
    """Codes of all pairs within runs of members, as equal in size as can be."""
    if len(members) < 2:
        return no_codes()
    n_groups = max(1, round(len(members) / size))
    small, n_larger = divmod(len(members), n_groups)
    split = n_larger * (small + 1)
    larger = members[:split].reshape(n_larger, small + 1)
    rest = members[split:].reshape(n_groups - n_larger, small)
    return np.concatenate([_pairs_of_rows(larger), _pairs_of_rows(rest)])


def _pairs_of_rows(groups: NDArray[np.int64]) -> Codes:
    one, other = np.triu_indices(groups.shape[1], 1)
    a, b = groups[:, one].ravel(), groups[:, other].ravel()
    return pack(np.minimum(a, b), np.maximum(a, b))
