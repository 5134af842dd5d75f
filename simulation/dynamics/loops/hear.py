"""Hear, for all: push each message along the talker's ties to its listeners.

Hearing only adds whole numbers and keeps the largest credit word, so neither the order of talkers
nor of messages can change the result.
"""

from __future__ import annotations

import math

import numpy as np

from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.randomness import (
    WHY_BROADCAST,
    WHY_PAID_POST,
    WHY_TELL,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import NOBODY, add_heard, credit_word, weigh
from simulation.dynamics.rules.talk import audience_point, contact_point
from simulation.dynamics.tables import EXPOSURES, TRACED

POST_NUMBER_SHIFT = np.uint64(24)


@inlined
def arrive(  # type: ignore[no-untyped-def]
    listener, weight, good, word, slot, talker, voice, heard_good, heard_bad, credit, voices, tally
):  # fmt: skip
    """One message reaches one listener. ``voice`` is 0 where nobody tells voices apart."""
    if voice:
        voices[listener] |= voice
    if good:
        heard_good[listener] = add_heard(heard_good[listener], weight)
        if word > credit[listener]:
            credit[listener] = word
    else:
        heard_bad[listener] = add_heard(heard_bad[listener], weight)
    tally.counts[EXPOSURES] += 1
    tally.by_slot[slot] += 1
    place = tally.counts[TRACED]
    if place < len(tally.trace.talker):
        tally.trace.talker[place] = talker
        tally.trace.listener[place] = listener
        tally.trace.slot[place] = slot
        tally.trace.good[place] = good
        tally.trace.weight[place] = weight
        tally.trace.word[place] = word
    tally.counts[TRACED] += 1


@inlined
def push_contacts(  # type: ignore[no-untyped-def]
    key, talker, level, rate, when, why, good, hop, slot, factor, share, day, ties, weights,
    market, tally,
):  # fmt: skip
    """A talker's conversations of today: each point of the clock below ``rate`` is one exposure.

    Returns the number of conversations.
    """
    strong_start = ties.strong_first[talker]
    weak_start = ties.weak_first[talker]
    n_strong = ties.strong_first[talker + 1] - strong_start
    n_weak = ties.weak_first[talker + 1] - weak_start
    made = 0
    if n_strong + n_weak > 0:
        while level < rate:
            gap, is_weak, place, priority = contact_point(
                key, talker, when, why, made, n_strong, n_weak, share
            )
            if is_weak:
                tie = weak_start + place
                listener = ties.weak_listener[tie]
                weight = int(weights.weak * factor + 0.5)
                if len(ties.weak_strength) > 0:
                    weight = weigh(weight, ties.weak_strength[tie])
            else:
                tie = strong_start + place
                listener = ties.strong_listener[tie]
                weight = int(weights.strong * factor + 0.5)
                if len(ties.strong_strength) > 0:
                    weight = weigh(weight, ties.strong_strength[tie])
            word = credit_word(day, priority, hop, slot, talker)
            arrive(
                listener, weight, good, word, slot, talker, weights.contact_voice,
                market.heard_good, market.heard_bad, market.credit, market.voices, tally,
            )  # fmt: skip
            made += 1
            level += gap
    return made


@inlined
def push_post(  # type: ignore[no-untyped-def]
    key, talker, rate, number, when, why, good, hop, slot, weight, voice, day, ties, market, tally
):  # fmt: skip
    """One post to a talker's followers: each of them hears it at most once.

    A follower's clock has rate ``rate = -ln(1 - reach)``; later points on the same tie are dropped.
    An infinite rate reaches every follower.
    """
    start = ties.follow_first[talker]
    n_followers = ties.follow_first[talker + 1] - start
    if n_followers > 0:
        everyone = math.isinf(rate)
        total = rate * n_followers
        ties.stamp[-1] += 1
        post = ties.stamp[-1]
        level = 0.0
        k = 0
        while True:
            address = np.uint64(k) | (np.uint64(number) << POST_NUMBER_SHIFT)
            gap, place, priority = audience_point(key, talker, when, why, address, n_followers)
            if everyone:
                if k >= n_followers:
                    break
                place = k
            else:
                level += gap
                if level >= total:
                    break
            k += 1
            if ties.stamp[place] == post:
                continue
            ties.stamp[place] = post
            tie = start + place
            felt = weight
            if len(ties.follow_strength) > 0:
                felt = weigh(weight, ties.follow_strength[tie])
            word = credit_word(day, priority, hop, slot, talker)
            arrive(
                ties.follow_listener[tie], felt, good, word, slot, talker, voice,
                market.heard_good, market.heard_bad, market.credit, market.voices, tally,
            )  # fmt: skip


@jit
def hear_posts(key, brand, posts, ties, market, tally):  # type: ignore[no-untyped-def]
    """Push the paid posts of today."""
    when = when_of(brand.day, brand.slot)
    for i in range(len(posts.talker)):
        why = why_of(WHY_PAID_POST, posts.stream[i])
        push_post(
            key, posts.talker[i], posts.rate[i], posts.number[i], when, why, posts.good[i], 0,
            posts.slot[i], posts.weight[i], posts.voice[i], brand.day, ties, market, tally,
        )  # fmt: skip


@jit
def hear_broadcasts(key, brand, broadcasts, ties, market, tally):  # type: ignore[no-untyped-def]
    """Push today's messages to everybody: one clock over all consumers, one exposure a point.

    What falls on somebody who is not online is lost.
    """
    some_offline = len(ties.online) > 0
    when = when_of(brand.day, brand.slot)
    n = len(market.stage)
    for i in range(len(broadcasts.total)):
        why = why_of(WHY_BROADCAST, broadcasts.stream[i])
        number = np.uint64(broadcasts.number[i]) << POST_NUMBER_SHIFT
        slot = broadcasts.slot[i]
        level = 0.0
        k = 0
        while True:
            gap, listener, priority = audience_point(key, k, when, why, number, n)
            level += gap
            if level >= broadcasts.total[i]:
                break
            k += 1
            if some_offline and not ties.online[listener]:
                continue
            word = credit_word(brand.day, priority, 0, slot, NOBODY)
            arrive(
                listener, broadcasts.weight[i], broadcasts.good[i], word, slot, NOBODY,
                broadcasts.voice[i], market.heard_good, market.heard_bad, market.credit,
                market.voices, tally,
            )  # fmt: skip


@jit
def hear_tells(key, brand, tells, market, tally):  # type: ignore[no-untyped-def]
    """Hand over today's direct messages: each listener hears it with its chance."""
    when = when_of(brand.day, brand.slot)
    for i in range(len(tells.listener)):
        listener = tells.listener[i]
        why = why_of(WHY_TELL, tells.stream[i])
        chance, priority, _, _ = draw(key, listener, when, why, tells.number[i])
        if unit(chance) < tells.share[i]:
            word = credit_word(brand.day, priority, 0, tells.slot[i], NOBODY)
            arrive(
                listener, tells.weight[i], tells.good[i], word, tells.slot[i], NOBODY,
                tells.voice[i], market.heard_good, market.heard_bad, market.credit,
                market.voices, tally,
            )  # fmt: skip
