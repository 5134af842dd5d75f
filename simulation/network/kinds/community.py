"""Circles of friends, acquaintances across, and famous accounts that many follow: the default."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from simulation.errors import GraphError
from simulation.fields import Section, belief
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import GeneratedNetwork
from simulation.network.sampling import (
    chosen,
    follower_counts,
    joined,
    no_codes,
    random_followers,
    random_pairs,
)
from simulation.network.ties import Codes, both_ways, pack, ties_from_codes

LARGEST_AUDIENCE = 0.1
"""Nobody is followed by more than this share of all consumers, where the mean allows it."""

_MOST_OVER_MEAN = 10
"""In a small market the most followed account may still have so many times the mean."""

_SIZE_OVER_FRIENDS = 2
"""A circle has at least so many members for each friend that one has in it."""


class Follow(Section):
    """How many follow whom."""

    mean: float = belief(
        12.0, "accounts that a consumer follows, on average", "accounts", low=6, high=30, ge=0
    )
    exponent: float = belief(
        2.2, "how fast accounts with more followers get rarer", "exponent",
        low=2.1, high=2.3, gt=1, le=10,
        source="in-degree of follow graphs as reported for Weibo and Twitter",
    )  # fmt: skip


class CommunityNetwork(GeneratedNetwork):
    """Friends in circles, acquaintances anywhere, and public accounts with followers.

    Layer ``strong``: friends, mutual. Consumers are cut into circles of about ``circle``; within a
    circle every pair is as likely to be friends, and ``long_ties_share`` of friendships lead to
    anybody. Layer ``weak``: acquaintances, mutual pairs drawn evenly. Layer ``follow``: u -> v
    where v follows u; numbers of followers fall as a power law (at most a tenth of all consumers),
    and who follows is drawn evenly from everybody.

    Assumes that being followed, having many friends and knowing the same people go independently.
    The strong and weak layers are those of Goldenberg, Libai and Muller 2001,
    doi:10.1023/A:1011122126881, with circles that are not cliques.
    """

    kind: Literal["community"] = "community"
    friends: float = belief(
        8.0, "mean number of friends of a consumer", "friends",
        low=5, high=29, evidence="published", ge=0, le=1000,
        source="range of Goldenberg, Libai & Muller 2001; 8 in Goldenberg et al. 2007",
    )  # fmt: skip
    acquaintances: float = belief(
        8.0, "mean number of acquaintances of a consumer", "acquaintances",
        low=5, high=29, evidence="published", ge=0, le=1000,
        source="range of Goldenberg, Libai & Muller 2001; 8 in Goldenberg et al. 2007",
    )  # fmt: skip
    long_ties_share: float = belief(
        0.2, "share of friendships that lead out of the circle, to anybody", "share",
        low=0.05, high=0.5, ge=0, le=1,
    )  # fmt: skip
    circle: float = belief(
        20.0, "members of a circle of friends; more where they have too many friends in it",
        "consumers", low=9, high=50, ge=2, le=1000,
    )  # fmt: skip
    follow: Follow = Field(Follow(), description="who follows whom")

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Draw the three layers."""
        n = self.consumers
        friends = both_ways(self._friends(rng))
        count = round(n * self.at_most_others("acquaintances") / 2)
        acquaintances = both_ways(random_pairs(rng, n, count, no_codes()))
        followers = random_followers(rng, self._followers(rng))
        return SocialGraph(
            {
                "strong": ties_from_codes(friends, n),
                "weak": ties_from_codes(acquaintances, n),
                "follow": ties_from_codes(followers, n),
            },
            directed=True,
        )

    def _friends(self, rng: np.random.Generator) -> Codes:
        """Sorted codes of pairs of friends."""
        n, friends = self.consumers, self.at_most_others("friends")
        inside = friends * (1 - self.long_ties_share)
        size = min(max(self.circle, _SIZE_OVER_FRIENDS * inside + 1), n)
        near = _circles(rng, n, max(1, round(n / size)), inside)
        long = round(n * friends * self.long_ties_share / 2)
        return joined(near, random_pairs(rng, n, long, near), no_codes())

    def _followers(self, rng: np.random.Generator) -> np.ndarray:
        """Number of followers of every account."""
        mean = self.follow.mean
        if mean > self.others:
            if "mean" in self.follow.model_fields_set:
                raise GraphError(
                    f"network.follow.mean: {mean:g} asked, but there are {self.others:,} others. "
                    "Lower it or raise network.consumers."
                )
            mean = self.others
        most = max(LARGEST_AUDIENCE * self.consumers, _MOST_OVER_MEAN * mean)
        most = min(math.ceil(most), self.others)
        return follower_counts(rng, self.consumers, mean, self.follow.exponent, most)


def _circles(rng: np.random.Generator, n: int, n_circles: int, friends: float) -> Codes:
    """Sorted codes of pairs within circles, in which everybody has so many friends on average.

    Circles are runs of consumers next to one another, as equal in size as can be.
    """
    size, n_larger = divmod(n, n_circles)
    split = n_larger * (size + 1)
    return np.concatenate(
        [
            _pairs_within(rng, 0, n_larger, size + 1, friends),
            _pairs_within(rng, split, n_circles - n_larger, size, friends),
        ]
    )


def _pairs_within(
    rng: np.random.Generator, start: int, n_circles: int, size: int, friends: float
) -> Codes:
    """Sorted codes of pairs in circles of one size, the first of which begins at ``start``."""
    low, high = np.triu_indices(size, 1)
    if not len(low) or not n_circles:
        return no_codes()
    position = chosen(rng, n_circles * len(low), min(1.0, friends / (size - 1)))
    which, pair = np.divmod(position, len(low))
    first = start + which * size
    return pack(first + low[pair], first + high[pair])
