"""Hear: what is not said by consumers on their own account: paid posts, broadcasts, direct word."""

from __future__ import annotations

from simulation.dynamics.jit import inner
from simulation.dynamics.loops.arrive import fixed_weight, has_room
from simulation.dynamics.loops.blocks import BLOCK, draw_crowd, new_words
from simulation.dynamics.loops.say import POST_NUMBER_SHIFT, followers_of, new_posters, say_posts
from simulation.dynamics.randomness import (
    WHY_BROADCAST,
    WHY_PAID_POST,
    WHY_TELL,
    below,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import NOBODY, credit_word
from simulation.dynamics.rules.talk import gap

# What ``cursor`` counts: posts, broadcasts and direct messages dealt with, points of a broadcast.
_POSTS, _BROADCASTS, _TELLS, _POINTS = range(4)
N_CURSOR = 4


@inner
def hear_rows(key, brand, host, ties, n, step, cursor, level, said):  # type: ignore[no-untyped-def]
    """Write down today's paid posts, broadcasts and direct messages to ``n`` consumers.

    ``cursor`` (4,) int64 and ``level`` (1,) float64 tell where to go on; a thread begins with its
    number in the first three places and takes every ``step``-th message. Returns whether all is
    said; else ``said`` has to be handed over first, and may have to be larger.
    """
    return (
        _posts(key, brand, host.posts, ties, step, cursor, said)
        and _broadcasts(key, brand, host.broadcasts, ties, n, step, cursor, level, said)
        and _tells(key, brand, host.tells, step, cursor, said)
    )


@inner
def _posts(key, brand, posts, ties, step, cursor, said):  # type: ignore[no-untyped-def]
    when = when_of(brand.day, brand.slot)
    words, posters = new_words(), new_posters()
    while cursor[_POSTS] < len(posts.talker):
        i = cursor[_POSTS]
        talker = posts.talker[i]
        if not has_room(said, followers_of(talker, ties)):
            return False
        posters.row[0], posters.hop[0] = talker, 0
        posters.weight[0], posters.voice[0] = posts.weight[i], posts.voice[i]
        say_posts(
            key, posters, 1, posts.rate[i], posts.number[i], when,
            why_of(WHY_PAID_POST, posts.stream[i]), posts.good[i], posts.slot[i], brand.day, ties,
            words, said,
        )  # fmt: skip
        cursor[_POSTS] += step
    return True


@inner
def _broadcasts(key, brand, broadcasts, ties, n, step, cursor, level, said):  # type: ignore[no-untyped-def]
    """Messages to everybody: one clock over all consumers, one exposure a point.

    What falls on somebody who is not online is lost.
    """
    words = new_words()
    when = when_of(brand.day, brand.slot)
    listeners, weights, goods, voices, credits, state = said
    online = ties.online
    some_offline = len(online) > 0
    while cursor[_BROADCASTS] < len(broadcasts.total):
        i = cursor[_BROADCASTS]
        why = why_of(WHY_BROADCAST, broadcasts.stream[i])
        number, total = broadcasts.number[i], broadcasts.total[i]
        slot, weight = broadcasts.slot[i], fixed_weight(broadcasts.weight[i])
        good, voice = broadcasts.good[i], broadcasts.voice[i]
        now = level[0]
        while now < total:
            room = min(BLOCK, 8 + int(total - now))
            if not has_room(said, room):
                level[0] = now
                return False
            draw_crowd(key, cursor[_POINTS], when, why, POST_NUMBER_SHIFT, number, room, words)
            cursor[_POINTS] += room
            used = state[0]
            for j in range(room):
                now += gap(words.a[j])
                if now >= total:
                    break
                listener = below(words.b[j], n)
                if some_offline and not online[listener]:
                    continue
                listeners[used] = listener
                weights[used] = weight
                goods[used] = good
                voices[used] = voice
                credits[used] = credit_word(brand.day, words.c[j], 0, slot, NOBODY)
                used += 1
            state[0] = used
        cursor[_BROADCASTS] += step
        cursor[_POINTS] = 0
        level[0] = 0.0
    return True


@inner
def _tells(key, brand, tells, step, cursor, said):  # type: ignore[no-untyped-def]
    """Direct messages: each listener hears it with its chance."""
    when = when_of(brand.day, brand.slot)
    listeners, weights, goods, voices, credits, state = said
    while cursor[_TELLS] < len(tells.listener):
        if not has_room(said, 1):
            return False
        i = cursor[_TELLS]
        listener = tells.listener[i]
        why = why_of(WHY_TELL, tells.stream[i])
        chance, priority, _, _ = draw(key, listener, when, why, tells.number[i])
        if unit(chance) < tells.share[i]:
            used = state[0]
            listeners[used] = listener
            weights[used] = fixed_weight(tells.weight[i])
            goods[used] = tells.good[i]
            voices[used] = tells.voice[i]
            credits[used] = credit_word(brand.day, priority, 0, tells.slot[i], NOBODY)
            state[0] = used + 1
        cursor[_TELLS] += step
    return True
