"""Talk, for all: who mentions the brand today; what they say is written down as it comes."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.arrive import has_room, most_points
from simulation.dynamics.loops.blocks import BLOCK, draw_across, new_words
from simulation.dynamics.loops.say import new_talkers, say_contacts, say_post
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_BAD_CONTACT,
    WHY_BAD_POST,
    WHY_GOOD_CONTACT,
    WHY_GOOD_POST,
    WHY_TALK,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import MOST_HOPS, kept
from simulation.dynamics.rules.talk import AWARE, OWNERS, UNAWARE, fade, incited, talk
from simulation.dynamics.tables import BAD_MESSAGES, BAD_POSTS, GOOD_MESSAGES, POSTS

_REFUSED = 8
_LONG_AGO = 128
"""Ages of experiences before day 0 that are looked up rather than worked out."""


class Rates(NamedTuple):
    """Scratch of one thread: rates a day of the talkers of a block; (BLOCK,) float64 each."""

    good: NDArray[np.float64]
    bad: NDArray[np.float64]
    good_post: NDArray[np.float64]
    bad_post: NDArray[np.float64]


@jit
def new_rates():  # type: ignore[no-untyped-def]
    """Room for a block of talkers."""
    return Rates(
        np.empty(BLOCK, np.float64), np.empty(BLOCK, np.float64), np.empty(BLOCK, np.float64),
        np.empty(BLOCK, np.float64),
    )  # fmt: skip


@jit
def talk_rows(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, p, cursor, stop,
    said, counts,
):  # fmt: skip
    """Consumers of a segment (-1: all) talk as the rule says, from yesterday's state.

    First by themselves, then for each programme that they take part in, under the programme's slot.
    People who have no unit tell what they were told, one hop further. ``calm`` is (128,) float64:
    what replies have left of the anger of each case; entry 0 is 1.

    ``cursor`` (2,) int64 tells where to go on: row and phase of its block. Returns whether
    everybody before row ``stop`` has talked; else ``said`` has to be handed over first, and may
    have to be larger.
    """
    fades = _fades(brand.day, p)
    calmly, rates = new_rates(), new_rates()
    rows, speakers = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32)
    ringing = np.empty(BLOCK, np.int32)
    words, drawn, talkers = new_words(), new_words(), new_talkers()
    n_programmes = len(programmes.least)
    when = when_of(brand.day, brand.slot)
    while cursor[0] < stop:
        first, last = cursor[0], min(cursor[0] + BLOCK, stop)
        n = _list_talkers(first, last, segment, n_programmes > 0, population, market, rows)
        for q in range(-1, n_programmes if n > 0 else -1):
            phase = 2 * (q + 1)
            if cursor[1] > phase + 1:
                continue
            slot, stream, factor = 0, ORGANIC, 1.0
            if q < 0:
                m = _own_rates(
                    rows, n, brand, population, market, calm, n_programmes > 0, fades, p, speakers,
                    rates, calmly,
                )  # fmt: skip
            else:
                slot, stream = programmes.slot[q], programmes.stream[q]
                factor = programmes.factor[q]
                m = _incited_rates(
                    q, rows, n, population, market, programmes, calmly, speakers, rates
                )
            if m == 0:
                continue
            draw_across(key, speakers, m, when, why_of(WHY_TALK, stream), 0, words)
            for is_good in range(2):
                if cursor[1] > phase + is_good:
                    continue
                posts = _say(
                    key, speakers, m, rates, is_good, when, stream, slot, factor, brand,
                    population, market, ties, weights, p, ringing, talkers, words, drawn, said,
                    counts,
                )  # fmt: skip
                if posts < 0:
                    cursor[1] = phase + is_good
                    return False
                if q >= 0:
                    programmes.made[q] += posts
        cursor[0] = last
        cursor[1] = 0
    return True


@jit
def _fades(day, p):  # type: ignore[no-untyped-def]
    """How much of the urge to talk is left, by the age of the experience in days."""
    fades = np.empty(day + _LONG_AGO, np.float64)
    for age in range(len(fades)):
        fades[age] = fade(float(age), p)
    return fades


@jit
def _list_talkers(first, last, segment, all_who_know, population, market, rows):  # type: ignore[no-untyped-def]
    """List who may say something: who is merely aware does so by a programme or in anger only."""
    stages, units, angers = (
        market.stage[first:last], market.units[first:last], market.anger[first:last]
    )  # fmt: skip
    n = 0
    for j in range(len(stages)):
        stage = stages[j]
        rows[n] = first + j
        moved = (stage != AWARE) | (units[j] > 0) | (angers[j] > 0.0)
        n += int((stage != UNAWARE) & (moved | all_who_know))
    if segment < 0:
        return n
    left = 0
    for j in range(n):
        row = rows[j]
        rows[left] = row
        left += int(population.segment[row] == segment)
    return left


@jit
def _own_rates(  # type: ignore[no-untyped-def]
    rows, n, brand, population, market, calm, is_asked, fades, p, speakers, rates, calmly
):  # fmt: skip
    """Rates of what people say by themselves; ``calmly`` has them without anger, for programmes."""
    stages, all_units, satisfactions = market.stage, market.units, market.satisfaction
    days, participations = market.experienced_day, population.participation
    angers, cases = market.anger, market.case
    m = 0
    for j in range(n):
        row = rows[j]
        stage, units, satisfaction = int(stages[row]), int(all_units[row]), float(satisfactions[row])
        anger, participation = float(angers[row]), float(participations[row])
        urge = 0.0
        if units > 0:
            age = brand.day - days[row]
            urge = fades[age] if 0 <= age < len(fades) else fade(float(age), p)
        good, bad, good_post, bad_post = talk(
            stage, units, satisfaction, urge, anger, calm[abs(cases[row])], participation,
            brand.eagerness, p,
        )  # fmt: skip
        if is_asked:
            asked = (good, bad, good_post, bad_post)
            if anger > 0.0:
                asked = talk(
                    stage, units, satisfaction, urge, 0.0, 1.0, participation, brand.eagerness, p
                )
            calmly.good[j], calmly.bad[j], calmly.good_post[j], calmly.bad_post[j] = asked
        bad_post = bad_post * brand.bad_posts_kept
        speakers[m] = row
        rates.good[m] = good
        rates.bad[m] = bad
        rates.good_post[m] = good_post
        rates.bad_post[m] = bad_post
        m += int(good + bad + good_post + bad_post > 0.0)
    return m


@jit
def _incited_rates(  # type: ignore[no-untyped-def]
    q, rows, n, population, market, programmes, calmly, speakers, rates
):  # fmt: skip
    """Rates of what a programme adds to the talk of those who take part in it."""
    to, group, least = programmes.to[q], programmes.group[q], programmes.least[q]
    voice, contacts, posts = programmes.voice[q], programmes.contacts[q], programmes.posts[q]
    contacts_gain, posts_gain = programmes.contacts_gain[q], programmes.posts_gain[q]
    stages, all_units, satisfactions = market.stage, market.units, market.satisfaction
    groups, evers, participations = market.groups, market.ever, population.participation
    m = 0
    for j in range(n):
        row = rows[j]
        units, satisfaction = int(all_units[row]), float(satisfactions[row])
        if units == 0 and to == OWNERS:
            continue
        if (group and not groups[row] & group) or (units > 0 and satisfaction < least):
            continue
        own = (calmly.good[j], calmly.bad[j], calmly.good_post[j], calmly.bad_post[j])
        good, bad, good_post, bad_post = incited(
            int(stages[row]), units, satisfaction, evers[row] & _REFUSED != 0, own,
            float(participations[row]), to, voice, contacts_gain, posts_gain, contacts, posts,
        )  # fmt: skip
        speakers[m] = row
        rates.good[m] = good
        rates.bad[m] = bad
        rates.good_post[m] = good_post
        rates.bad_post[m] = bad_post
        m += int(good + bad + good_post + bad_post > 0.0)
    return m


@jit
def _say(  # type: ignore[no-untyped-def]
    key, speakers, m, rates, is_good, when, stream, slot, factor, brand, population, market, ties,
    weights, p, ringing, talkers, words, drawn, said, counts,
):  # fmt: skip
    """Good or bad conversations and posts of a block; returns the posts, -1 where room is short."""
    if is_good:
        rate, post_rate, word, post_word = rates.good, rates.good_post, words.a, words.c
        why, why_post = why_of(WHY_GOOD_CONTACT, stream), why_of(WHY_GOOD_POST, stream)
    else:
        rate, post_rate, word, post_word = rates.bad, rates.bad_post, words.b, words.d
        why, why_post = why_of(WHY_BAD_CONTACT, stream), why_of(WHY_BAD_POST, stream)
    posts = _list_ringing(post_rate, post_word, m, ringing)
    need = 0
    for at in range(posts):
        need += followers_of(speakers[ringing[at]], ties)
    contacts = _list_contacts(rate, word, m, speakers, talkers)
    total = 0.0
    for at in range(contacts):
        total += talkers.rate[at]
    if not has_room(said, need + most_points(total)):
        return -1
    for at in range(posts):
        row = speakers[ringing[at]]
        hop, faithful = _retelling(row, is_good, brand, population, market, weights)
        role = population.role[row]
        weight = int(weights.public[role] * (faithful * factor) + 0.5)
        say_post(
            key, row, p.post_rate, 0, when, why_post, is_good, hop, slot, weight,
            weights.post_voice[role], brand.day, ties, drawn, said,
        )  # fmt: skip
    for at in range(contacts):
        hop, faithful = _retelling(
            talkers.row[at], is_good, brand, population, market, weights
        )
        talkers.hop[at] = hop
        talkers.factor[at] = faithful * factor
    made = say_contacts(
        key, talkers, contacts, when, why, is_good, slot, p.strong_share, brand.day, ties, weights,
        drawn, said,
    )  # fmt: skip
    counts[POSTS] += posts
    if is_good:
        counts[GOOD_MESSAGES] += made + posts
    else:
        counts[BAD_POSTS] += posts
        counts[BAD_MESSAGES] += made + posts
    return posts


@jit
def followers_of(row, ties):  # type: ignore[no-untyped-def]
    """Number of a consumer's followers."""
    return ties.follow_first[row + 1] - ties.follow_first[row]


@jit
def _list_ringing(rate, word, m, ringing):  # type: ignore[no-untyped-def]
    """List whose clock rings: whose first point, at ``-ln u``, lies below the rate.

    Since ``-ln u >= 1 - u``, most silent clocks need no logarithm.
    """
    n = 0
    for j in range(m):
        ringing[n] = j
        n += int(1.0 - unit(word[j]) < rate[j])
    left = 0
    for at in range(n):
        j = ringing[at]
        ringing[left] = j
        left += int(-math.log(unit(word[j])) < rate[j])
    return left


@jit
def _list_contacts(rate, word, m, speakers, talkers):  # type: ignore[no-untyped-def]
    """List who has a conversation today, with the level of its clock's first point."""
    rows, levels, rates = talkers.row, talkers.level, talkers.rate
    n = 0
    for j in range(m):
        u = unit(word[j])
        rows[n] = speakers[j]
        levels[n] = u
        rates[n] = rate[j]
        n += int(1.0 - u < rate[j])
    left = 0
    for at in range(n):
        level = -math.log(levels[at])
        rows[left] = rows[at]
        levels[left] = level
        rates[left] = rates[at]
        left += int(level < rates[left])
    return left


@jit
def _retelling(row, is_good, brand, population, market, weights):  # type: ignore[no-untyped-def]
    """Retellings of what a consumer says, and the factor on its weight."""
    hop, factor = 0, 1.0
    if market.units[row] == 0:
        hop = min(MOST_HOPS, int(market.hop[row]) + 1)
        factor = kept(hop, brand.retold)
    if not is_good:
        factor = weights.bad[population.role[row]]
    return hop, factor
