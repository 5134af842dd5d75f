"""How messages travel, one at a time: the slow, obvious form of the loops that push them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from simulation.dynamics.loops.hear import POST_NUMBER_SHIFT
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.randomness import WHY_BROADCAST, WHY_PAID_POST, when_of, why_of
from simulation.dynamics.rules.hear import NOBODY, credit_word, weigh
from simulation.dynamics.rules.talk import audience_point, contact_point
from simulation.dynamics.tables import HostTables

if TYPE_CHECKING:
    from simulation.market_run import MarketRun

UNHEARD = -1
"""Listener of the entry that says that a post was made, whoever reads it."""


class Message(NamedTuple):
    """One message on its way to one listener.

    ``talker`` is a row, or ``NOBODY`` for the brand and the news; ``weight`` is in 1/65536
    exposure. ``is_new`` tells whether it counts as said: a conversation does, a post does once, by
    an entry of its own with listener :data:`UNHEARD`.
    """

    listener: int
    talker: int
    good: bool
    weight: int
    slot: int
    word: int
    is_new: bool


class Clock(NamedTuple):
    """What the messages of one talker and one reason have in common today."""

    brand: BrandDay
    why: int
    stream: int
    good: bool
    slot: int

    def said(self, talker: int) -> Message:
        """The entry that counts a post."""
        return Message(UNHEARD, talker, self.good, 0, self.slot, 0, True)

    def address(self) -> tuple[int, int]:
        """When and why, as the draws take them."""
        when = when_of(self.brand.day, self.brand.slot)
        return int(when), int(why_of(self.why, self.stream))

    def message(
        self, listener: int, talker: int, weight: int, priority: int, *, is_new: bool
    ) -> Message:
        """One exposure."""
        word = int(credit_word(self.brand.day, priority, self.slot, talker))
        return Message(int(listener), talker, self.good, weight, self.slot, word, is_new)


def contacts(
    run: MarketRun, row: int, clock: Clock, level: float, rate: float, factor: float
) -> Iterator[Message]:
    """Conversations of today: each point of the talker's clock below the rate is one exposure."""
    ties, weights = run.ties, run.weights
    strong, weak = int(ties.strong_first[row]), int(ties.weak_first[row])
    n_strong = int(ties.strong_first[row + 1]) - strong
    n_weak = int(ties.weak_first[row + 1]) - weak
    if n_strong + n_weak == 0:
        return
    share = run.parameters.talk.strong_share
    k = 0
    while level < rate:
        gap, is_weak, place, priority = contact_point(
            run.key, row, *clock.address(), k, n_strong, n_weak, share
        )
        if is_weak:
            tie, weight = weak + place, int(weights.weak * factor + 0.5)
            listeners, strengths = ties.weak_listener, ties.weak_strength
        else:
            tie, weight = strong + place, int(weights.strong * factor + 0.5)
            listeners, strengths = ties.strong_listener, ties.strong_strength
        if len(strengths):
            weight = weigh(weight, float(strengths[tie]))
        yield clock.message(listeners[tie], row, weight, priority, is_new=True)
        k += 1
        level += gap


def post_of(
    run: MarketRun, row: int, clock: Clock, rate: float, number: int, weight: int
) -> Iterator[Message]:
    """One public post: each follower hears it at most once, all of them at an infinite rate."""
    ties = run.ties
    start = int(ties.follow_first[row])
    n_followers = int(ties.follow_first[row + 1]) - start
    reached: set[int] = set()
    level, k = 0.0, 0
    while n_followers:
        address = k | (number << int(POST_NUMBER_SHIFT))
        gap, place, priority = audience_point(run.key, row, *clock.address(), address, n_followers)
        if math.isinf(rate):
            if k >= n_followers:
                return
            place = k
        else:
            level += gap
            if level >= rate * n_followers:
                return
        k += 1
        if place in reached:
            continue
        reached.add(place)
        felt = weight
        if len(ties.follow_strength):
            felt = weigh(weight, float(ties.follow_strength[start + place]))
        listener = ties.follow_listener[start + place]
        yield clock.message(listener, row, felt, priority, is_new=False)


def paid_posts(run: MarketRun, brand: BrandDay, tables: HostTables) -> Iterator[Message]:
    """Messages of the paid posts of today."""
    posts = tables.posts
    for i in range(len(posts.talker)):
        good, slot = bool(posts.good[i]), int(posts.slot[i])
        clock = Clock(brand, WHY_PAID_POST, int(posts.stream[i]), good, slot)
        yield from post_of(
            run, int(posts.talker[i]), clock, float(posts.rate[i]), int(posts.number[i]),
            int(posts.weight[i]),
        )  # fmt: skip


def broadcasts(run: MarketRun, brand: BrandDay, tables: HostTables) -> Iterator[Message]:
    """Messages of today to everybody: advertising and news."""
    rows, n = tables.broadcasts, len(run.market.stage)
    for i in range(len(rows.total)):
        good, slot = bool(rows.good[i]), int(rows.slot[i])
        clock = Clock(brand, WHY_BROADCAST, int(rows.stream[i]), good, slot)
        number = int(rows.number[i]) << int(POST_NUMBER_SHIFT)
        level, k = 0.0, 0
        while True:
            gap, listener, priority = audience_point(run.key, k, *clock.address(), number, n)
            level += gap
            if level >= float(rows.total[i]):
                break
            weight = int(rows.weight[i])
            yield clock.message(listener, NOBODY, weight, priority, is_new=False)
            k += 1
