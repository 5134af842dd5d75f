"""Decide, for all: each consumer decides on what it has heard."""

from __future__ import annotations

import numpy as np

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.blocks import (
    BLOCK,
    draw_across,
    list_marked,
    new_scratch,
    of_segment,
)
from simulation.dynamics.loops.remember import list_heard
from simulation.dynamics.randomness import ORGANIC, WHY_DECIDE, draw, unit, when_of, why_of
from simulation.dynamics.rules.decide import (
    attachment,
    attraction,
    decide,
    logistic,
    purchase_chance,
)
from simulation.dynamics.rules.hear import NOBODY, balance, hop_of, slot_of, talker_of
from simulation.dynamics.rules.talk import (
    ADVOCATE,
    AWARE,
    CUSTOMER,
    INTERESTED,
    UNAWARE,
)
from simulation.dynamics.tables import BUYERS, REFUSED_COUNT, VISITS

_SEEN_AWARE = 1
_SEEN_INTERESTED = 2
_BONDED = 4
_REFUSED = 8
_INTEREST = 0
_PURCHASE = 1
_A_HAIR = 1e-9
"""More than what rounding can do to a chance."""


@jit
def attract_all(  # type: ignore[no-untyped-def]
    key, brand, population, market, segment, offer, attracts, keeps, p
):  # fmt: skip
    """What each consumer sees in this brand today, for the decisions about the other brands.

    ``attracts`` (n,) is the attraction of buying a unit, ``keeps`` (n,) that of the unit owned.
    """
    why = why_of(WHY_DECIDE, ORGANIC)
    when = when_of(brand.day, brand.slot)
    for i in range(len(market.stage)):
        if segment >= 0 and population.segment[i] != segment:
            continue
        stage = int(market.stage[i])
        attracts[i] = 0.0
        keeps[i] = 0.0
        if stage >= CUSTOMER and stage <= ADVOCATE:
            keeps[i] = attachment(float(market.satisfaction[i]), p)
        elif stage == INTERESTED and offer.gate[market.groups[i]]:
            seen = draw(key, i, when, why, 0)[3]
            attracts[i] = attraction_of(i, int(seen), population, market, offer, p)


@inner
def attraction_of(i, seen, population, market, offer, p):  # type: ignore[no-untyped-def]
    """Attraction of a unit for consumer ``i``, who reads the sample ``seen`` of the reviews."""
    group = market.groups[i]
    x = balance(float(market.evidence_for[i]), float(market.evidence_against[i]), p)
    log_price = offer.log_price[slot_of(market.credit[i])] + offer.group_log_price[group]
    press = offer.press[group, _PURCHASE] + offer.reviews[seen >> 24]
    return attraction(x, float(population.taste[i]), log_price, press, p)


@jit
def decide_all(key, brand, population, market, segment, offer, rivalry, tally, p):  # type: ignore[no-untyped-def]
    """Every consumer of a segment (-1: all) decides on its own row; buyers are listed."""
    n = len(market.stage)
    scratch = new_scratch()
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        heard = list_heard(first, last, segment, population, market, scratch.heard)
        decide_rows(
            first, last, heard, key, brand, population, market, segment, offer, rivalry, tally, p,
            scratch,
        )  # fmt: skip


@inner
def decide_rows(  # type: ignore[no-untyped-def]
    first, last, heard, key, brand, population, market, segment, offer, rivalry, tally, p, scratch
):  # fmt: skip
    """A block of consumers decides; what was heard today is cleared.

    The first ``heard`` of ``scratch.heard`` are those who heard something. Who becomes interested
    today may buy from tomorrow on.
    """
    words, rows, interested = scratch.words, scratch.rows, scratch.owners
    n, n_interested = _list_undecided(
        first, last, segment, population, market, scratch.marks, rows, interested
    )
    _notice(scratch.heard, heard, market)
    when, why = when_of(brand.day, brand.slot), why_of(WHY_DECIDE, ORGANIC)
    draw_across(key, rows, n, when, why, 0, words)
    n = _list_movable(rows, n, words, _most_interest(offer, p), p.rejection, scratch.marks)
    _wonder(rows, n, words, market, offer, tally, p)
    draw_across(key, interested, n_interested, when, why, 0, words)
    _shop(interested, n_interested, key, brand, population, market, offer, rivalry, tally, p, words)


@inner
def _wonder(rows, n, words, market, offer, tally, p):  # type: ignore[no-untyped-def]
    """Who is merely aware and may move today becomes interested, turns away or stays."""
    stages, groups, presses = market.stage, market.groups, offer.press
    evidence_for, evidence_against = market.evidence_for, market.evidence_against
    us, vs, _, _ = words
    for j in range(n):
        i = rows[j]
        new = decide(
            AWARE, 0.0, float(evidence_for[i]), float(evidence_against[i]), 0.0,
            presses[groups[i], _INTEREST], 1, 0.0, 0.0, unit(us[j]), unit(vs[j]), 1.0, p,
        )  # fmt: skip
        stages[i] = new
        if new == INTERESTED:
            market.ever[i] |= _SEEN_INTERESTED
            tally.counts[VISITS] += 1


@inner
def _shop(rows, n, key, brand, population, market, offer, rivalry, tally, p, words):  # type: ignore[no-untyped-def]
    """Who is interested buys, is turned away from the shop, turns away or stays."""
    today = brand.day
    shared, why = when_of(today, 0), why_of(WHY_DECIDE, ORGANIC)
    stages, groups, credit, taste = market.stage, market.groups, market.credit, population.taste
    evidence_for, evidence_against = market.evidence_for, market.evidence_against
    gates, presses, reviews = offer.gate, offer.press, offer.reviews
    slot_price, group_price = offer.log_price, offer.group_log_price
    all_others, all_before = rivalry.others, rivalry.before
    us, vs, ws, seen = words
    alone = len(all_others) == 1
    for j in range(n):
        i = rows[j]
        u, v, w = unit(us[j]), unit(vs[j]), unit(ws[j])
        good, bad = float(evidence_for[i]), float(evidence_against[i])
        group = groups[i]
        gate = int(gates[group])
        log_price = slot_price[slot_of(credit[i])] + group_price[group]
        press = presses[group, _PURCHASE] + reviews[seen[j] >> 24]
        own = attraction(balance(good, bad, p), float(taste[i]), log_price, press, p)
        if brand.slot:
            w = unit(draw(key, i, shared, why, 0)[2])
        others, before = 0.0, 0.0
        if not alone:
            others = all_others[i]
            before = all_before[i]
        new = decide(
            INTERESTED, 0.0, good, bad, own, presses[group, _INTEREST], gate, others, before, u, v,
            w, p,
        )  # fmt: skip
        if new == INTERESTED:
            if not gate and w < purchase_chance(own, others):
                turn_away(i, offer.frustration, market, tally)
            continue
        stages[i] = new
        if new == CUSTOMER:
            market.units[i] += 1
            market.experienced_day[i] = today
            buy(i, today, market, tally)


@inner
def _list_movable(rows, n, words, interest, rejection, marks):  # type: ignore[no-untyped-def]
    """Keep, of who is merely aware, with their words, those who may move at all today.

    Hardly anybody moves on a given day: nobody does unless a uniform is below the most that any
    chance can be; only then the evidence is looked at.
    """
    a, b, _, _ = words
    for j in range(n):
        marks[j] = np.uint8((unit(a[j]) < interest) | (unit(b[j]) < rejection))
    places = words.d.view(np.int32)
    left = list_marked(marks, n, 0, places)
    for at in range(left):
        j = places[at]
        rows[at] = rows[j]
        a[at], b[at] = a[j], b[j]
    return left


@inner
def _most_interest(offer, p):  # type: ignore[no-untyped-def]
    """A number that no chance of becoming interested exceeds today: evidence is -1 to 1."""
    press = -np.inf
    for group in range(len(offer.press)):
        press = max(press, offer.press[group, _INTEREST])
    return logistic(p.interest_base + abs(p.interest_evidence) + press) + _A_HAIR


@inner
def _list_undecided(first, last, segment, population, market, marks, rows, interested):  # type: ignore[no-untyped-def]
    """List who of a block is aware this morning, and who is interested."""
    stages = market.stage[first:last]
    n = 0
    for j in range(len(stages)):
        rows[n] = first + j
        n += int(stages[j] == AWARE)
        marks[j] = np.uint8(stages[j] == INTERESTED)
    m = list_marked(marks, len(stages), first, interested)
    segments = population.segment
    return of_segment(rows, n, segment, segments), of_segment(interested, m, segment, segments)


@inner
def _notice(rows, n, market):  # type: ignore[no-untyped-def]
    """Who was unaware and heard something is aware; the day's sums are cleared."""
    heard_good, heard_bad = market.heard_good, market.heard_bad
    stages, evers, hops, credit = market.stage, market.ever, market.hop, market.credit
    for at in range(n):
        i = rows[at]
        if heard_good[i] > 0:
            hops[i] = hop_of(credit[i])
        if stages[i] == UNAWARE:
            stages[i] = AWARE
            evers[i] |= _SEEN_AWARE
        heard_good[i] = 0
        heard_bad[i] = 0


@inner
def turn_away(i, frustration, market, tally):  # type: ignore[no-untyped-def]
    """Somebody wanted a unit and could not get one."""
    market.ever[i] |= _REFUSED
    market.evidence_against[i] = float(market.evidence_against[i]) + frustration
    tally.counts[REFUSED_COUNT] += 1


@inner
def buy(i, day, market, tally):  # type: ignore[no-untyped-def]
    """Book one paid unit: first purchases keep who is credited with them."""
    if market.purchases[i] == 0:
        market.first_purchase_day[i] = day
        market.recruited[i] = market.credit[i]
    market.purchases[i] += 1
    tally.buyers[tally.counts[BUYERS]] = i
    tally.counts[BUYERS] += 1


@jit
def bond_all(market):  # type: ignore[no-untyped-def]
    """Mark the customers whose recruiter is an owner who has not lapsed.

    Runs between deciding and experience, while no stage of an owner changes.
    """
    bond_rows(0, len(market.stage), market)


@inner
def bond_rows(first, last, market):  # type: ignore[no-untyped-def]
    """Mark those of consumers ``first`` to ``last - 1`` whose recruiter is still active."""
    stages, evers, recruited = market.stage, market.ever, market.recruited
    for i in range(first, last):
        word = recruited[i]
        if word == 0:
            continue
        talker = talker_of(word)
        bonded = False
        if talker != NOBODY:
            stage = int(stages[talker])
            bonded = stage >= CUSTOMER and stage <= ADVOCATE
        if bonded:
            evers[i] |= _BONDED
        else:
            evers[i] &= 255 - _BONDED
