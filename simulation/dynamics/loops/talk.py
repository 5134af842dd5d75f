"""Talk, for all: who mentions the brand today; what they say is written down as it comes."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.arrive import fixed_weight, has_room, most_points
from simulation.dynamics.loops.blocks import (
    BLOCK,
    Words,
    draw_across,
    list_marked,
    new_words,
    of_segment,
)
from simulation.dynamics.loops.say import (
    Posters,
    Talkers,
    followers_of,
    new_posters,
    new_talkers,
    say_contacts,
    say_posts,
)
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
from simulation.dynamics.rules.talk import ANYBODY, AWARE, OWNERS, UNAWARE, fade, incited, talk
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


class TalkRoom(NamedTuple):
    """Scratch of one thread for the talk of a block; (BLOCK,) each."""

    marks: NDArray[np.uint8]
    rows: NDArray[np.int32]
    speakers: NDArray[np.int32]
    ringing: NDArray[np.int32]
    words: Words
    drawn: Words
    rates: Rates
    calmly: Rates
    talkers: Talkers
    posters: Posters


@inner
def new_talk_room():  # type: ignore[no-untyped-def]
    """Room for a block of talkers."""
    return TalkRoom(
        np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.int32), new_words(), new_words(), _new_rates(), _new_rates(),
        new_talkers(), new_posters(),
    )  # fmt: skip


@inner
def _new_rates():  # type: ignore[no-untyped-def]
    return Rates(
        np.empty(BLOCK, np.float64), np.empty(BLOCK, np.float64), np.empty(BLOCK, np.float64),
        np.empty(BLOCK, np.float64),
    )  # fmt: skip


@inner
def talk_rows(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, calm, programmes, ties, weights, fades, p, cursor,
    stop, said, counts, room,
):  # fmt: skip
    """Consumers of a segment (-1: all) talk as the rule says, from yesterday's state.

    First by themselves, then for each programme that they take part in, under the programme's slot.
    People who have no unit tell what they were told, one hop further. ``calm`` is (128,) float64:
    what replies have left of the anger of each case; entry 0 is 1.

    ``cursor`` (2,) int64 tells where to go on: row and phase of its block. Returns whether
    everybody before row ``stop`` has talked; else ``said`` has to be handed over first, and may
    have to be larger.
    """
    marks, rows, speakers, ringing, words, drawn, rates, calmly, talkers, posters = room
    n_programmes, anybody = len(programmes.least), brand.day < 0
    for q in range(n_programmes):
        anybody |= programmes.to[q] == ANYBODY
    when = when_of(brand.day, brand.slot)
    while cursor[0] < stop:
        first, last = cursor[0], min(cursor[0] + BLOCK, stop)
        n = _list_talkers(first, last, segment, anybody, population, market, marks, rows)
        for q in range(-1, n_programmes if n > 0 else -1):
            phase = 2 * (q + 1)
            is_said = cursor[1] > phase + 1
            if is_said and q >= 0:
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
            if m == 0 or is_said:
                continue
            draw_across(key, speakers, m, when, why_of(WHY_TALK, stream), 0, words)
            for is_good in range(2):
                if cursor[1] > phase + is_good:
                    continue
                posts = _say(
                    key, speakers, m, rates, is_good, when, stream, slot, factor, brand,
                    population, market, ties, weights, p, ringing, talkers, posters, words, drawn,
                    said, counts,
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
def fades_of(day, p):  # type: ignore[no-untyped-def]
    """How much of the urge to talk is left, by the age of the experience in days, up to a day."""
    fades = np.empty(day + _LONG_AGO, np.float64)
    for age in range(len(fades)):
        fades[age] = fade(float(age), p)
    return fades


@inner
def _list_talkers(first, last, segment, all_who_know, population, market, marks, rows):  # type: ignore[no-untyped-def]
    """List who may say something: who is merely aware does so by a programme or in anger only."""
    stages, units, angers = (
        market.stage[first:last], market.units[first:last], market.anger[first:last]
    )  # fmt: skip
    for j in range(len(stages)):
        stage = stages[j]
        moved = (stage != AWARE) | (units[j] > 0) | (angers[j] > 0.0)
        marks[j] = np.uint8((stage != UNAWARE) & (moved | all_who_know))
    n = list_marked(marks, len(stages), first, rows)
    return of_segment(rows, n, segment, population.segment)


@inner
def _own_rates(  # type: ignore[no-untyped-def]
    rows, n, brand, population, market, calm, is_asked, fades, p, speakers, rates, calmly
):  # fmt: skip
    """Rates of what people say by themselves; ``calmly`` has them without anger, for programmes."""
    stages, all_units, satisfactions = market.stage, market.units, market.satisfaction
    days, participations = market.experienced_day, population.participation
    angers, cases = market.anger, market.case
    goods, bads, good_posts, bad_posts = rates
    calm_good, calm_bad, calm_good_post, calm_bad_post = calmly
    eagerness, bad_posts_kept, today = brand.eagerness, brand.bad_posts_kept, brand.day
    m = 0
    for j in range(n):
        row = rows[j]
        stage, units = int(stages[row]), int(all_units[row])
        satisfaction = float(satisfactions[row])
        anger, participation = float(angers[row]), float(participations[row])
        urge = 0.0
        if units > 0:
            age = today - days[row]
            urge = fades[age] if 0 <= age < len(fades) else fade(float(age), p)
        good, bad, good_post, bad_post = talk(
            stage, units, satisfaction, urge, anger, calm[abs(cases[row])], participation,
            eagerness, p,
        )  # fmt: skip
        if is_asked:
            asked = (good, bad, good_post, bad_post)
            if anger > 0.0:
                asked = talk(
                    stage, units, satisfaction, urge, 0.0, 1.0, participation, eagerness, p
                )
            calm_good[j], calm_bad[j], calm_good_post[j], calm_bad_post[j] = asked
        bad_post = bad_post * bad_posts_kept
        speakers[m] = row
        goods[m], bads[m], good_posts[m], bad_posts[m] = good, bad, good_post, bad_post
        m += int(good + bad + good_post + bad_post > 0.0)
    return m


@inner
def _incited_rates(  # type: ignore[no-untyped-def]
    q, rows, n, population, market, programmes, calmly, speakers, rates
):  # fmt: skip
    """Rates of what a programme adds to the talk of those who take part in it."""
    to, group, least = programmes.to[q], programmes.group[q], programmes.least[q]
    voice, contacts, posts = programmes.voice[q], programmes.contacts[q], programmes.posts[q]
    contacts_gain, posts_gain = programmes.contacts_gain[q], programmes.posts_gain[q]
    stages, all_units, satisfactions = market.stage, market.units, market.satisfaction
    groups, evers, participations = market.groups, market.ever, population.participation
    goods, bads, good_posts, bad_posts = rates
    calm_good, calm_bad, calm_good_post, calm_bad_post = calmly
    m = 0
    for j in range(n):
        row = rows[j]
        units, satisfaction = int(all_units[row]), float(satisfactions[row])
        if units == 0 and to == OWNERS:
            continue
        if (group and not groups[row] & group) or (units > 0 and satisfaction < least):
            continue
        own = (calm_good[j], calm_bad[j], calm_good_post[j], calm_bad_post[j])
        good, bad, good_post, bad_post = incited(
            int(stages[row]), units, satisfaction, evers[row] & _REFUSED != 0, own,
            float(participations[row]), to, voice, contacts_gain, posts_gain, contacts, posts,
        )  # fmt: skip
        speakers[m] = row
        goods[m], bads[m], good_posts[m], bad_posts[m] = good, bad, good_post, bad_post
        m += int(good + bad + good_post + bad_post > 0.0)
    return m


@inner
def _say(  # type: ignore[no-untyped-def]
    key, speakers, m, rates, is_good, when, stream, slot, factor, brand, population, market, ties,
    weights, p, ringing, talkers, posters, words, drawn, said, counts,
):  # fmt: skip
    """Good or bad conversations and posts of a block; returns the posts, -1 where room is short."""
    if is_good:
        rate, post_rate, word, post_word = rates.good, rates.good_post, words.a, words.c
        why, why_post = why_of(WHY_GOOD_CONTACT, stream), why_of(WHY_GOOD_POST, stream)
    else:
        rate, post_rate, word, post_word = rates.bad, rates.bad_post, words.b, words.d
        why, why_post = why_of(WHY_BAD_CONTACT, stream), why_of(WHY_BAD_POST, stream)
    n_posts = _list_ringing(post_rate, post_word, m, ringing)
    n = _list_contacts(rate, word, m, speakers, talkers)
    need = most_points(_total(talkers.rate, n))
    for at in range(n_posts):
        row = speakers[ringing[at]]
        posters.row[at] = row
        need += followers_of(row, ties)
    if not has_room(said, need):
        return -1
    _retell_posts(posters, n_posts, is_good, factor, brand.retold, population, market, weights)
    say_posts(
        key, posters, n_posts, p.post_rate, 0, when, why_post, is_good, slot, brand.day, ties,
        drawn, said,
    )  # fmt: skip
    _retell(talkers, n, is_good, factor, brand.retold, population, market, weights)
    made = say_contacts(
        key, talkers, n, when, why, is_good, slot, p.strong_share, brand.day, ties, weights, drawn,
        said,
    )  # fmt: skip
    counts[POSTS] += n_posts
    if is_good:
        counts[GOOD_MESSAGES] += made + n_posts
    else:
        counts[BAD_POSTS] += n_posts
        counts[BAD_MESSAGES] += made + n_posts
    return n_posts


@inner
def _total(rates, n):  # type: ignore[no-untyped-def]
    total = 0.0
    for at in range(n):
        total += rates[at]
    return total


@inner
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


@inner
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


@inner
def _retell(talkers, n, is_good, factor, retold, population, market, weights):  # type: ignore[no-untyped-def]
    """Retellings of what each talker says, and the factor on its weight."""
    rows, hops, factors = talkers.row, talkers.hop, talkers.factor
    units, heard_hop, roles, bad = market.units, market.hop, population.role, weights.bad
    for at in range(n):
        row = rows[at]
        hop, faithful = _retelling(units[row], heard_hop[row], retold)
        hops[at] = hop
        factors[at] = (faithful if is_good else bad[roles[row]]) * factor


@inner
def _retell_posts(  # type: ignore[no-untyped-def]
    posters, n, is_good, factor, retold, population, market, weights
):  # fmt: skip
    """Retellings of what each post says, its weight and its kind of voice."""
    rows, hops, felt, voices = posters
    units, heard_hop, roles, bad = market.units, market.hop, population.role, weights.bad
    public, post_voice = weights.public, weights.post_voice
    for at in range(n):
        row = rows[at]
        role = roles[row]
        hop, faithful = _retelling(units[row], heard_hop[row], retold)
        hops[at] = hop
        kept_of_it = (faithful if is_good else bad[role]) * factor
        felt[at] = fixed_weight(int(public[role] * kept_of_it + 0.5))
        voices[at] = post_voice[role]


@inner
def _retelling(units, heard_hop, retold):  # type: ignore[no-untyped-def]
    """How often what a consumer says was retold, and what is left of it; 0 and 1 with a unit."""
    if units > 0:
        return 0, 1.0
    hop = min(MOST_HOPS, int(heard_hop) + 1)
    return hop, kept(hop, retold)
