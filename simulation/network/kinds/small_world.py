"""Everybody knows the neighbours, and a few know somebody far away."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import field_validator

from simulation.fields import belief, wrong
from simulation.network.codes import Codes, inserted, is_among, pack
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import GeneratedNetwork, mutual_graph
from simulation.network.sampling import random_pairs

_ROUNDS = 50


class SmallWorldNetwork(GeneratedNetwork):
    """Neighbours on a ring, with some ties rewired to anybody; circles but no hubs.

    Watts and Strogatz 1998, doi:10.1038/30918: everybody is tied to the nearest ``ties`` others on
    a ring, then the far end of each tie moves, with chance ``rewired_share``, to a consumer drawn
    evenly from those to whom the near end has no tie.
    """

    kind: Literal["small_world"] = "small_world"
    ties: int = belief(
        10, "number of others with whom a consumer talks; even", "ties", low=4, high=30, ge=2
    )
    rewired_share: float = belief(
        0.1, "share of ties that lead anywhere instead of to a neighbour", "share",
        low=0.01, high=0.3, ge=0, le=1,
    )  # fmt: skip

    @field_validator("ties")
    @classmethod
    def _even(cls, ties: int) -> int:
        if ties % 2:
            raise wrong(f"{ties} is odd, half of them are on either side. Write {ties + 1}.")
        return ties

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Lay the ring and rewire it."""
        n = self.consumers
        near, far = _ring(n, int(self.at_most_others("ties")))
        moved = rng.random(len(near)) < self.rewired_share
        kept = np.sort(_pairs(near[~moved], far[~moved]))
        return mutual_graph(_rewired(rng, n, near[moved], kept), n)


def _ring(n: int, ties: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the ties on a ring: everybody with the next half of ``ties``."""
    if n == 2:  # once around would name the pair twice
        return np.array([0]), np.array([1])
    steps = max(1, ties // 2)
    near = np.repeat(np.arange(n), steps)
    far = (near + np.tile(np.arange(1, steps + 1), n)) % n
    return near, far


def _pairs(one: np.ndarray, other: np.ndarray) -> Codes:
    return pack(np.minimum(one, other), np.maximum(one, other))


def _rewired(rng: np.random.Generator, n: int, near: np.ndarray, found: Codes) -> Codes:
    """Add a tie from every near end to somebody new; where all are tied, tie whoever is not."""
    total = len(found) + len(near)
    for _ in range(_ROUNDS):
        if not len(near):
            return found
        far = rng.integers(0, n - 1, len(near))
        far += far >= near
        codes = _pairs(near, far)
        order = np.argsort(codes, kind="stable")
        codes = codes[order]
        new = ~is_among(codes, found)
        new[1:] &= codes[1:] != codes[:-1]
        found = inserted(found, codes[new])
        near = near[np.sort(order[~new])]
    return inserted(found, random_pairs(rng, n, total - len(found), found))
