"""Circles of friends, acquaintances across, and famous accounts that many follow: the default."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from pydantic import Field, ModelWrapValidatorHandler, model_validator

from simulation.errors import GraphError
from simulation.fields import Section, Share, belief, fact
from simulation.network.codes import Codes, blocks, inserted, joined, no_codes, pack, unpack
from simulation.network.following import clustered_followers, interests_of, returned_follows
from simulation.network.graph import Layer, SocialGraph
from simulation.network.groups import group_pairs
from simulation.network.kinds.base import GeneratedNetwork
from simulation.network.platforms import PLATFORMS, PlatformName, below_own
from simulation.network.sampling import chosen, follower_counts, random_pairs
from simulation.network.strangers import random_followers
from simulation.network.tie_kinds import TieKinds
from simulation.network.ties import Ties, ties_both_ways, ties_from_codes, ties_from_pairs

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
    reciprocity: Share = fact(
        0.0, "share of follows that are returned, between friends first", "share"
    )
    clustered_share: Share = fact(
        0.0, "share of followers who have the account's own interest; others are anybody", "share"
    )
    interests: int = fact(
        20, "interests among whom follows may cluster, equally large, by lot", "interests",
        ge=1, le=100_000,
    )  # fmt: skip
    strangers: bool = fact(
        True, "whether strangers may follow; false = public posts go to friends and nobody else"
    )


class CommunityNetwork(GeneratedNetwork):
    """Friends in circles, acquaintances anywhere, and public accounts with followers.

    Layer ``strong``: friends, mutual. Consumers are cut into circles of about ``circle``; within a
    circle every pair is as likely to be friends, and ``long_ties_share`` of friendships lead to
    anybody. Layer ``weak``: acquaintances, mutual pairs drawn evenly, and members of the same group
    chats. Layer ``follow``: u -> v where v follows u; numbers of followers fall as a power law (at
    most a tenth of all consumers), and who follows is drawn evenly from everybody, or mostly from
    those of the same interest. A ``platform`` gives these settings the shape that its users know.

    Assumes that being followed, having many friends and knowing the same people go independently.
    The strong and weak layers are those of Goldenberg, Libai and Muller 2001,
    doi:10.1023/A:1011122126881, with circles that are not cliques.
    """

    kind: Literal["community"] = "community"
    platform: PlatformName | None = fact(
        None, "platform whose shape fills in what is not written here; none = no platform's"
    )
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
    groups: float = fact(
        0.0, "mean number of group chats of a consumer; members hear one another, as acquaintances",
        "groups", ge=0, le=50,
    )  # fmt: skip
    group_size: int = fact(20, "members of a group chat", "consumers", ge=2, le=500)
    tie_kinds: TieKinds | None = Field(
        None, description="shares of kin, friends, neighbours, colleagues; none = all ties alike"
    )
    follow: Follow = Field(Follow(), description="who follows whom")

    @model_validator(mode="wrap")
    @classmethod
    def _take_platform(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Lay the platform's settings below those that are written, as defaults."""
        named = data.get("platform") if isinstance(data, Mapping) else None
        if not isinstance(named, str) or named not in PLATFORMS:
            return handler(data)
        preset = PLATFORMS[named].settings
        made = handler(below_own(preset, data))
        made.model_fields_set.intersection_update(data)
        if isinstance(written := data.get("follow", {}), Mapping):
            made.follow.model_fields_set.intersection_update(written)
        return made

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Draw the layers; groups and kinds of ties have streams of their own."""
        n = self.consumers
        extra = self.groups > 0 or self.tie_kinds is not None
        of_groups, of_kinds = rng.spawn(2) if extra else (rng, rng)
        friends = self._friends(rng)
        count = round(n * self.at_most_others("acquaintances") / 2)
        weak = random_pairs(rng, n, count, no_codes())
        if self.groups > 0:
            weak = joined(weak, group_pairs(of_groups, n, self.groups, self.group_size), friends)
        layers: dict[Layer, Ties] = {
            "strong": self._strong(of_kinds, friends),
            "weak": ties_both_ways(weak, n),
        }
        if self.follow.strangers:
            layers["follow"] = self._follows(rng, friends)
        return SocialGraph(layers, directed=self.follow.strangers)

    def _strong(self, rng: np.random.Generator, friends: Codes) -> Ties:
        """The layer of friends, each pair as strong as its kind."""
        if self.tie_kinds is None:
            return ties_both_ways(friends, self.consumers)
        strength = self.tie_kinds.strengths(rng, len(friends))
        return ties_from_pairs(*unpack(friends), self.consumers, strength, mutual=True)[0]

    def _follows(self, rng: np.random.Generator, friends: Codes) -> Ties:
        """The layer of accounts and their followers."""
        n, follow = self.consumers, self.follow
        followers = self._followers(rng)
        if not follow.reciprocity and not follow.clustered_share:
            return random_followers(rng, followers)
        count = round(n * min(follow.mean, self.others) * follow.reciprocity / 2)
        returned = returned_follows(rng, n, friends, count)
        interest = interests_of(rng, n, follow.interests)
        share = follow.clustered_share
        others = clustered_followers(rng, followers, interest, share, returned)
        return ties_from_codes(inserted(returned, others), n)

    def _friends(self, rng: np.random.Generator) -> Codes:
        """Sorted codes of pairs of friends."""
        n, friends = self.consumers, self.at_most_others("friends")
        inside = friends * (1 - self.long_ties_share)
        size = min(max(self.circle, _SIZE_OVER_FRIENDS * inside + 1), n)
        near = _circles(rng, n, max(1, round(n / size)), inside)
        long = round(n * friends * self.long_ties_share / 2)
        return joined(near, random_pairs(rng, n, long, near), no_codes())

    def _followers(self, rng: np.random.Generator) -> np.ndarray:
        """Number of followers of every account whom it does not follow back."""
        mean = self.follow.mean
        if mean > self.others:
            if "mean" in self.follow.model_fields_set:
                raise GraphError(
                    f"network.follow.mean: {mean:g} asked, but there are {self.others:,} others. "
                    "Lower it or raise network.consumers."
                )
            mean = self.others
        mean *= 1 - self.follow.reciprocity
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
    for part in blocks(len(position)):
        which, pair = np.divmod(position[part], len(low))
        which *= size
        which += start
        position[part] = pack(which + low[pair], which + high[pair])
    return position
