"""Talk, for all: who mentions the brand today; what they say is pushed at once to who hears it."""

from __future__ import annotations

from simulation.dynamics.jit import inlined, jit
from simulation.dynamics.loops.hear import push_contacts, push_post
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_BAD_CONTACT,
    WHY_BAD_POST,
    WHY_GOOD_CONTACT,
    WHY_GOOD_POST,
    WHY_TALK,
    draw,
    when_of,
    why_of,
)
from simulation.dynamics.rules.hear import MOST_HOPS, kept
from simulation.dynamics.rules.talk import OWNERS, UNAWARE, first_gap, incited, talk
from simulation.dynamics.tables import BAD_MESSAGES, BAD_POSTS, GOOD_MESSAGES, POSTS

_REFUSED = 8


@inlined
def say(  # type: ignore[no-untyped-def]
    key, i, rates, when, stream, slot, hop, good_factor, bad_factor, brand, role, market, ties,
    weights, tally, p,
):  # fmt: skip
    """Conversations and posts of one consumer at these rates; returns the number of posts."""
    words = draw(key, i, when, why_of(WHY_TALK, stream), 0)
    counts = tally.counts
    posts = 0
    for is_good in range(2):
        rate = rates[0] if is_good else rates[1]
        post = rates[2] if is_good else rates[3]
        contact_word = words[0] if is_good else words[1]
        post_word = words[2] if is_good else words[3]
        factor = good_factor if is_good else bad_factor
        made = 0
        if rate > 0.0:
            why = why_of(WHY_GOOD_CONTACT if is_good else WHY_BAD_CONTACT, stream)
            made = push_contacts(
                key, i, first_gap(contact_word, rate), rate, when, why, is_good, hop, slot,
                factor, p.strong_share, brand.day, ties, weights, market, tally,
            )  # fmt: skip
        if post > 0.0 and first_gap(post_word, post) < post:
            made += 1
            posts += 1
            if not is_good:
                counts[BAD_POSTS] += 1
            why = why_of(WHY_GOOD_POST if is_good else WHY_BAD_POST, stream)
            weight = int(weights.public[role] * factor + 0.5)
            push_post(
                key, i, p.post_rate, 0, when, why, is_good, hop, slot, weight,
                weights.post_voice[role], brand.day, ties, market, tally,
            )  # fmt: skip
        counts[GOOD_MESSAGES if is_good else BAD_MESSAGES] += made
    counts[POSTS] += posts
    return posts


@jit
def talk_all(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, tally, p
):  # fmt: skip
    """Every consumer of a segment (-1: all) talks as the rule says, from yesterday's state.

    First by itself, then for each programme that it takes part in, under the programme's slot.
    People who have no unit tell what they were told, one hop further. ``calm`` is (128,) float64:
    what replies have left of the anger of each case; entry 0 is 1.
    """
    when = when_of(brand.day, brand.slot)
    stages = market.stage
    n_programmes = len(programmes.least)
    for i in range(len(stages)):
        stage = int(stages[i])
        if stage == UNAWARE or (segment >= 0 and population.segment[i] != segment):
            continue
        units = int(market.units[i])
        satisfaction = float(market.satisfaction[i])
        age = float(brand.day - market.experienced_day[i])
        participation = float(population.participation[i])
        anger = float(market.anger[i])
        good, bad, good_post, bad_post = talk(
            stage, units, satisfaction, age, anger, calm[abs(market.case[i])], participation,
            brand.eagerness, p,
        )  # fmt: skip
        calmly = (good, bad, good_post, bad_post)
        bad_post = bad_post * brand.bad_posts_kept
        silent = good + bad + good_post + bad_post <= 0.0
        if silent and n_programmes == 0:
            continue
        role = int(population.role[i])
        hop, good_factor, bad_factor = 0, 1.0, weights.bad[role]
        if units == 0:
            hop = min(MOST_HOPS, int(market.hop[i]) + 1)
            good_factor = kept(hop, brand.retold)
        if not silent:
            say(
                key, i, (good, bad, good_post, bad_post), when, ORGANIC, 0, hop, good_factor,
                bad_factor, brand, role, market, ties, weights, tally, p,
            )  # fmt: skip
        if n_programmes > 0 and anger > 0.0:
            calmly = talk(
                stage, units, satisfaction, age, 0.0, 1.0, participation, brand.eagerness, p
            )
        for q in range(n_programmes):
            if units == 0 and programmes.to[q] == OWNERS:
                continue
            group = programmes.group[q]
            if group and not market.groups[i] & group:
                continue
            if units > 0 and satisfaction < programmes.least[q]:
                continue
            rates = incited(
                stage, units, satisfaction, market.ever[i] & _REFUSED != 0, calmly, participation,
                programmes.to[q], programmes.voice[q], programmes.contacts_gain[q],
                programmes.posts_gain[q], programmes.contacts[q], programmes.posts[q],
            )  # fmt: skip
            if rates[0] + rates[1] + rates[2] + rates[3] <= 0.0:
                continue
            factor = programmes.factor[q]
            programmes.made[q] += say(
                key, i, rates, when, programmes.stream[q], programmes.slot[q], hop,
                good_factor * factor, bad_factor * factor, brand, role, market, ties, weights,
                tally, p,
            )  # fmt: skip
