"""How messages travel, one at a time: the slow, obvious form of the loops that push them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from simulation.dynamics.loops.say import POST_NUMBER_SHIFT
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.randomness import (
    WHY_BROADCAST,
    WHY_PAID_POST,
    WHY_TELL,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import NOBODY, credit_word, weigh
from simulation.dynamics.rules.talk import audience_point, contact_point
from simulation.dynamics.tables import HostTables

if TYPE_CHECKING:
    from simulation.brand_run import BrandRun

UNHEARD = -1
"""Listener of the entry that says that a post was made, whoever reads it."""


class Message(NamedTuple):
    """One message on its way to one listener.

    ``talker`` is a row, or ``NOBODY`` for the brand and the news; ``weight`` is in 1/65536
    exposure. ``is_new`` tells whether it counts as said: a conversation does, a post does once, by
    an entry of its own with listener :data:`UNHEARD`. ``voice`` is the kind of voice, 0 where
    nobody tells voices apart.
    """

    listener: int
    talker: int
    good: bool
    weight: int
    slot: int
    word: int
    is_new: bool
    voice: int = 0


class Clock(NamedTuple):
    """What the messages of one talker and one reason have in common today."""

    brand: BrandDay
    why: int
    stream: int
    good: bool
    slot: int
    hop: int = 0
    voice: int = 0

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
        word = int(credit_word(self.brand.day, priority, self.hop, self.slot, talker))
        voice = self.voice
        return Message(int(listener), talker, self.good, weight, self.slot, word, is_new, voice)


def contacts(
    run: BrandRun, row: int, clock: Clock, level: float, rate: float, factor: float, share: float
) -> Iterator[Message]:
    """Conversations of today: each point of the talker's clock below the rate is one exposure."""
    ties, weights = run.ties, run.weights
    strong, weak = int(ties.strong_first[row]), int(ties.weak_first[row])
    n_strong = int(ties.strong_first[row + 1]) - strong
    n_weak = int(ties.weak_first[row + 1]) - weak
    if n_strong + n_weak == 0:
        return
    clock = clock._replace(voice=run.weights.contact_voice)
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
    run: BrandRun, row: int, clock: Clock, rate: float, number: int, weight: int
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


def paid_posts(run: BrandRun, brand: BrandDay, tables: HostTables) -> Iterator[Message]:
    """Messages of the paid posts of today."""
    posts = tables.posts
    for i in range(len(posts.talker)):
        good, slot = bool(posts.good[i]), int(posts.slot[i])
        voice = int(posts.voice[i])
        clock = Clock(brand, WHY_PAID_POST, int(posts.stream[i]), good, slot, 0, voice)
        yield from post_of(
            run, int(posts.talker[i]), clock, float(posts.rate[i]), int(posts.number[i]),
            int(posts.weight[i]),
        )  # fmt: skip


def broadcasts(run: BrandRun, brand: BrandDay, tables: HostTables) -> Iterator[Message]:
    """Messages of today to everybody: advertising and news."""
    rows, n = tables.broadcasts, len(run.market.stage)
    for i in range(len(rows.total)):
        good, slot = bool(rows.good[i]), int(rows.slot[i])
        voice = int(rows.voice[i])
        clock = Clock(brand, WHY_BROADCAST, int(rows.stream[i]), good, slot, 0, voice)
        number = int(rows.number[i]) << int(POST_NUMBER_SHIFT)
        level, k = 0.0, 0
        while True:
            gap, listener, priority = audience_point(run.key, k, *clock.address(), number, n)
            level += gap
            if level >= float(rows.total[i]):
                break
            k += 1
            if len(run.ties.online) and not run.ties.online[listener]:
                continue
            weight = int(rows.weight[i])
            yield clock.message(listener, NOBODY, weight, priority, is_new=False)


def direct(run: BrandRun, brand: BrandDay, tables: HostTables) -> Iterator[Message]:
    """Direct messages of today: each listener hears it with its chance."""
    rows = tables.tells
    for i in range(len(rows.listener)):
        good, slot, listener = bool(rows.good[i]), int(rows.slot[i]), int(rows.listener[i])
        voice = int(rows.voice[i])
        clock = Clock(brand, WHY_TELL, int(rows.stream[i]), good, slot, 0, voice)
        words = draw(run.key, listener, *clock.address(), int(rows.number[i]))
        if unit(words[0]) < float(rows.share[i]):
            yield clock.message(listener, NOBODY, int(rows.weight[i]), words[1], is_new=False)
