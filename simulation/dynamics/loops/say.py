"""Say: whom conversations and posts go to. Written down here, handed over by ``loops.arrive``."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.arrive import fixed_weight
from simulation.dynamics.loops.blocks import BLOCK, draw_across, draw_along
from simulation.dynamics.randomness import below
from simulation.dynamics.rules.hear import credit_word, weigh
from simulation.dynamics.rules.talk import contact_tie, gap

POST_NUMBER_SHIFT = np.uint64(24)
_A_FEW = 8
"""Points of a post that are drawn beyond the expected number, so that most need one round."""


class Talkers(NamedTuple):
    """Scratch of one thread: who in a block has a conversation today; (BLOCK,) each.

    ``level`` is that of the next point of the talker's clock and ``rate`` where the clock stops;
    ``hop`` and ``factor`` are retellings of what is said and the factor on its weight.
    """

    row: NDArray[np.int32]
    level: NDArray[np.float64]
    rate: NDArray[np.float64]
    hop: NDArray[np.int32]
    factor: NDArray[np.float64]


@inner
def new_talkers():  # type: ignore[no-untyped-def]
    """Room for a block of talkers."""
    return Talkers(
        np.empty(BLOCK, np.int32), np.empty(BLOCK, np.float64), np.empty(BLOCK, np.float64),
        np.empty(BLOCK, np.int32), np.empty(BLOCK, np.float64),
    )  # fmt: skip


@inner
def say_contacts(  # type: ignore[no-untyped-def]
    key, talkers, n, when, why, good, slot, share, day, ties, weights, words, said
):  # fmt: skip
    """The conversations of ``n`` talkers: each point of a clock below its rate is one exposure.

    First points of all are taken together, then second points of those who go on, and so on.
    ``said`` must have room. Returns the number of conversations.
    """
    rows, levels, rates, hops, factors = talkers
    strong_first, weak_first = ties.strong_first, ties.weak_first
    strong_listener, weak_listener = ties.strong_listener, ties.weak_listener
    strong_strength, weak_strength = ties.strong_strength, ties.weak_strength
    strong_weight, weak_weight, voice = weights.strong, weights.weak, weights.contact_voice
    listeners, felt, goods, voices, credits, state = said
    gaps, layers, places, priorities = words
    used = state[0]
    begun = used
    k = 0
    while n > 0:
        draw_across(key, rows, n, when, why, k, words)
        left = 0
        for j in range(n):
            row = rows[j]
            strong, weak = strong_first[row], weak_first[row]
            n_strong, n_weak = strong_first[row + 1] - strong, weak_first[row + 1] - weak
            if n_strong + n_weak == 0 or used == len(listeners):
                continue
            is_weak, place = contact_tie(layers[j], places[j], n_strong, n_weak, share)
            if is_weak:
                tie = weak + place
                listeners[used] = weak_listener[tie]
                weight = int(weak_weight * factors[j] + 0.5)
                if len(weak_strength) > 0:
                    weight = weigh(weight, weak_strength[tie])
            else:
                tie = strong + place
                listeners[used] = strong_listener[tie]
                weight = int(strong_weight * factors[j] + 0.5)
                if len(strong_strength) > 0:
                    weight = weigh(weight, strong_strength[tie])
            felt[used] = fixed_weight(weight)
            goods[used] = good
            voices[used] = voice
            credits[used] = credit_word(day, priorities[j], hops[j], slot, row)
            used += 1
            level = levels[j] + gap(gaps[j])
            rows[left] = row
            levels[left] = level
            rates[left] = rates[j]
            hops[left] = hops[j]
            factors[left] = factors[j]
            left += int(level < rates[j])
        n = left
        k += 1
    state[0] = used
    return used - begun


class Posters(NamedTuple):
    """Scratch of one thread: who in a block posts today; (BLOCK,) each.

    ``hop`` are retellings of what the post says, ``weight`` is that of the post, ``voice`` its kind
    of voice.
    """

    row: NDArray[np.int32]
    hop: NDArray[np.int32]
    weight: NDArray[np.int32]
    voice: NDArray[np.uint8]


@jit
def new_posters():  # type: ignore[no-untyped-def]
    """Room for a block of consumers who post."""
    return Posters(
        np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.uint8),
    )  # fmt: skip


@inner
def followers_of(row, ties):  # type: ignore[no-untyped-def]
    """Number of a consumer's followers."""
    return ties.follow_first[row + 1] - ties.follow_first[row]


@inner
def say_posts(  # type: ignore[no-untyped-def]
    key, posters, n_posts, rate, number, when, why, good, slot, day, ties, words, said
):  # fmt: skip
    """The posts of ``n_posts`` consumers to their followers: each hears a post at most once.

    A follower's clock has rate ``rate = -ln(1 - reach)``; later points on the same tie are dropped.
    An infinite rate reaches every follower. ``said`` must have room for all followers.
    """
    rows, hops, weights, kinds = posters
    follow_first, follower, strength = ties.follow_first, ties.follow_listener, ties.follow_strength
    stamp, follower_words, gap_words, priorities = ties.stamp, words.b, words.a, words.c
    listeners, felt, goods, voices, credits, state = said
    everyone, all_equal = math.isinf(rate), len(strength) == 0
    address = np.uint64(number) << POST_NUMBER_SHIFT
    used = state[0]
    for at in range(n_posts):
        talker = rows[at]
        start = follow_first[talker]
        n_followers = follow_first[talker + 1] - start
        if n_followers == 0 or used + n_followers > len(listeners):
            continue
        total = rate * n_followers
        stamp[-1] += 1
        post = stamp[-1]
        level = 0.0
        k = 0
        goes_on = True
        while goes_on:
            if everyone:
                n = min(BLOCK, n_followers - k)
                goes_on = k + n < n_followers
            else:
                n = min(BLOCK, _A_FEW + int(total - level))
            draw_along(key, talker, when, why, address + np.uint64(k), n, words)
            for j in range(n):
                place = k + j
                if not everyone:
                    level += gap(gap_words[j])
                    if level >= total:
                        goes_on = False
                        break
                    place = below(follower_words[j], n_followers)
                if stamp[place] == post:
                    continue
                stamp[place] = post
                tie = start + place
                heard = int(weights[at])
                if not all_equal:
                    heard = weigh(heard, strength[tie])
                listeners[used] = follower[tie]
                felt[used] = fixed_weight(heard)
                goods[used] = good
                voices[used] = kinds[at]
                credits[used] = credit_word(day, priorities[j], hops[at], slot, talker)
                used += 1
            k += n
    state[0] = used
