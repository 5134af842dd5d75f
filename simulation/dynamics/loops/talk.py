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
def talk_all(  # type: ignore[no-untyped-def]
    key, brand, population, market, calm, programmes, ties, weights, tally, p
):  # fmt: skip
    """Every consumer talks as the rule says, from yesterday's state.

    First by itself (``q`` = -1), then for each programme that incites it: more of what it thinks,
    under the programme's slot. ``calm`` is (cases + 1,) float64: what replies have left of the
    anger of each case; entry 0 is 1.
    """
    when = when_of(brand.day, brand.slot)
    counts = tally.counts
    stages = market.stage
    for i in range(len(stages)):
        stage = int(stages[i])
        if stage == UNAWARE:
            continue
        units = int(market.units[i])
        satisfaction = float(market.satisfaction[i])
        age = float(brand.day - market.experienced_day[i])
        participation = float(population.participation[i])
        for q in range(-1, len(programmes.least)):
            if q < 0:
                slot, stream, factor = 0, ORGANIC, 1.0
                good, bad, good_post, bad_post = talk(
                    stage, units, satisfaction, age, float(market.anger[i]),
                    calm[abs(market.case[i])], participation, p,
                )  # fmt: skip
            else:
                if units == 0 or satisfaction < programmes.least[q]:
                    continue
                slot, stream = int(programmes.slot[q]), int(programmes.stream[q])
                factor = weights.rewarded
                good, bad, good_post, bad_post = talk(
                    stage, units, satisfaction, age, 0.0, 1.0, participation, p
                )
                good, bad = good * programmes.contacts[q], bad * programmes.contacts[q]
                good_post = good_post * programmes.posts[q]
                bad_post = bad_post * programmes.posts[q]
            if good + bad + good_post + bad_post <= 0.0:
                continue
            words = draw(key, i, when, why_of(WHY_TALK, stream), 0)
            public = int(weights.public[population.role[i]] * factor + 0.5)
            for is_good in range(2):
                rate = good if is_good else bad
                post = good_post if is_good else bad_post
                contact_word = words[0] if is_good else words[1]
                post_word = words[2] if is_good else words[3]
                made = 0
                if rate > 0.0:
                    why = why_of(WHY_GOOD_CONTACT if is_good else WHY_BAD_CONTACT, stream)
                    made = push_contacts(
                        key, i, first_gap(contact_word, rate), rate, when, why, is_good, slot,
                        factor, p.strong_share, brand.day, ties, weights, market, tally,
                    )  # fmt: skip
                if post > 0.0 and first_gap(post_word, post) < post:
                    made += 1
                    if q >= 0:
                        programmes.made[q] += 1
                    why = why_of(WHY_GOOD_POST if is_good else WHY_BAD_POST, stream)
                    push_post(
                        key, i, p.post_rate, 0, when, why, is_good, slot, public, brand.day, ties,
                        market, tally,
                    )  # fmt: skip
                counts[GOOD_MESSAGES if is_good else BAD_MESSAGES] += made
