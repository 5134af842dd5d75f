"""Talk, for all: who mentions the brand today; what they say is pushed at once to who hears it."""

from __future__ import annotations

from simulation.dynamics.jit import jit
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
from simulation.dynamics.rules.talk import UNAWARE, first_gap, talk
from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES


@jit
def talk_all(key, brand, population, market, calm, ties, weights, tally, p):  # type: ignore[no-untyped-def]
    """Every consumer talks as the rule says, from yesterday's state.

    ``calm`` is (cases + 1,) float64: what replies have left of the anger of each case; entry 0 is
    1.
    """
    when = when_of(brand.day, brand.slot)
    counts = tally.counts
    stages = market.stage
    units = market.units
    satisfactions = market.satisfaction
    angers = market.anger
    for i in range(len(stages)):
        stage = int(stages[i])
        if stage == UNAWARE:
            continue
        satisfaction = float(satisfactions[i])
        anger = float(angers[i])
        age = float(brand.day - market.experienced_day[i])
        good, bad, good_post, bad_post = talk(
            stage, int(units[i]), satisfaction, age, anger, calm[abs(market.case[i])],
            float(population.participation[i]), p,
        )  # fmt: skip
        if good + bad <= 0.0:
            continue
        words = draw(key, i, when, why_of(WHY_TALK, ORGANIC), 0)
        public = weights.public[population.role[i]]
        for is_good in range(2):
            rate = good if is_good else bad
            post = good_post if is_good else bad_post
            if rate <= 0.0:
                continue
            contact_word = words[0] if is_good else words[1]
            post_word = words[2] if is_good else words[3]
            why = WHY_GOOD_CONTACT if is_good else WHY_BAD_CONTACT
            made = push_contacts(
                key, i, first_gap(contact_word, rate), rate, when, why_of(why, ORGANIC),
                is_good, 0, 1.0, p.strong_share, brand.day, ties, weights, market, tally,
            )  # fmt: skip
            if first_gap(post_word, post) < post:
                made += 1
                why = WHY_GOOD_POST if is_good else WHY_BAD_POST
                push_post(
                    key, i, p.post_rate, 0, when, why_of(why, ORGANIC), is_good, 0, public,
                    brand.day, ties, market, tally,
                )  # fmt: skip
            counts[GOOD_MESSAGES if is_good else BAD_MESSAGES] += made


@jit
def talk_incited(key, brand, population, market, programmes, ties, weights, tally, p):  # type: ignore[no-untyped-def]
    """Owners whom a programme incites say more of what they think, under the programme's slot."""
    when = when_of(brand.day, brand.slot)
    counts = tally.counts
    for q in range(len(programmes.least)):
        slot = programmes.slot[q]
        stream = programmes.stream[q]
        for i in range(len(market.stage)):
            if market.units[i] == 0 or float(market.satisfaction[i]) < programmes.least[q]:
                continue
            age = float(brand.day - market.experienced_day[i])
            good, bad, good_post, bad_post = talk(
                int(market.stage[i]), int(market.units[i]), float(market.satisfaction[i]), age,
                0.0, 1.0, float(population.participation[i]), p,
            )  # fmt: skip
            is_good = 1 if good > 0.0 else 0
            contacts = (good + bad) * programmes.contacts[q]
            posts = (good_post + bad_post) * programmes.posts[q]
            if contacts + posts <= 0.0:
                continue
            words = draw(key, i, when, why_of(WHY_TALK, stream), 0)
            kind = GOOD_MESSAGES if is_good else BAD_MESSAGES
            if contacts > 0.0:
                counts[kind] += push_contacts(
                    key, i, first_gap(words[0], contacts), contacts, when,
                    why_of(WHY_GOOD_CONTACT, stream), is_good, slot, weights.rewarded,
                    p.strong_share, brand.day, ties, weights, market, tally,
                )  # fmt: skip
            if posts > 0.0 and first_gap(words[1], posts) < posts:
                counts[kind] += 1
                programmes.made[q] += 1
                weight = int(weights.public[population.role[i]] * weights.rewarded + 0.5)
                push_post(
                    key, i, p.post_rate, 0, when, why_of(WHY_GOOD_POST, stream), is_good, slot,
                    weight, brand.day, ties, market, tally,
                )  # fmt: skip
