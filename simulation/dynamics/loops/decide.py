"""Decide, for all: each consumer decides on what it has heard."""

from __future__ import annotations

import numpy as np

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.blocks import BLOCK, draw_across, new_words, of_segment
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
    words = new_words()
    for first in range(0, n, BLOCK):
        decide_rows(
            first, min(first + BLOCK, n), key, brand, population, market, segment, offer, rivalry,
            tally, p, words,
        )  # fmt: skip


@inner
def decide_rows(  # type: ignore[no-untyped-def]
    first, last, key, brand, population, market, segment, offer, rivalry, tally, p, words
):  # fmt: skip
    """A block of consumers decides; what was heard today is cleared.

    Hardly anybody moves on a given day. Who is merely aware stays so unless a uniform is below the
    most that any chance can be; only then the evidence is looked at.
    """
    when, today = when_of(brand.day, brand.slot), brand.day
    shared = when_of(today, 0)
    why = why_of(WHY_DECIDE, ORGANIC)
    stages, groups, credit, taste = market.stage, market.groups, market.credit, population.taste
    evidence_for, evidence_against = market.evidence_for, market.evidence_against
    gates, presses, reviews = offer.gate, offer.press, offer.reviews
    slot_price, group_price = offer.log_price, offer.group_log_price
    all_others, all_before = rivalry.others, rivalry.before
    us, vs, ws, seen = words
    rows = np.empty(BLOCK, np.int32)
    n = _list_undecided(first, last, segment, population, market, rows)
    _notice(first, last, segment, population, market)
    draw_across(key, rows, n, when, why, 0, words)
    n = _list_movable(rows, n, stages, words, _most_interest(offer, p), p.rejection)
    alone = len(all_others) == 1
    for j in range(n):
        i = rows[j]
        stage = int(stages[i])
        u, v, w = unit(us[j]), unit(vs[j]), unit(ws[j])
        good, bad = float(evidence_for[i]), float(evidence_against[i])
        own, gate, others, before = 0.0, 1, 0.0, 0.0
        group = groups[i]
        if stage == INTERESTED:
            gate = int(gates[group])
            log_price = slot_price[slot_of(credit[i])] + group_price[group]
            press = presses[group, _PURCHASE] + reviews[seen[j] >> 24]
            own = attraction(balance(good, bad, p), float(taste[i]), log_price, press, p)
            if brand.slot:
                w = unit(draw(key, i, shared, why, 0)[2])
            if not alone:
                others = all_others[i]
                before = all_before[i]
        new = decide(
            stage, 0.0, good, bad, own, presses[group, _INTEREST], gate, others, before, u, v, w, p
        )
        if new == stage:
            if stage == INTERESTED and not gate and w < purchase_chance(own, others):
                turn_away(i, offer.frustration, market, tally)
            continue
        stages[i] = new
        if new == INTERESTED:
            market.ever[i] |= _SEEN_INTERESTED
            tally.counts[VISITS] += 1
        elif new == CUSTOMER:
            market.units[i] += 1
            market.experienced_day[i] = today
            buy(i, today, market, tally)


@inner
def _list_movable(rows, n, stages, words, interest, rejection):  # type: ignore[no-untyped-def]
    """Keep, of the undecided and their words, those who may move at all today."""
    a, b, c, d = words
    left = 0
    for j in range(n):
        row = rows[j]
        moves = (stages[row] == INTERESTED) | (unit(a[j]) < interest) | (unit(b[j]) < rejection)
        rows[left] = row
        a[left], b[left], c[left], d[left] = a[j], b[j], c[j], d[j]
        left += int(moves)
    return left


@inner
def _most_interest(offer, p):  # type: ignore[no-untyped-def]
    """A number that no chance of becoming interested exceeds today: evidence is -1 to 1."""
    press = -np.inf
    for group in range(len(offer.press)):
        press = max(press, offer.press[group, _INTEREST])
    return logistic(p.interest_base + abs(p.interest_evidence) + press) + _A_HAIR


@inner
def _list_undecided(first, last, segment, population, market, rows):  # type: ignore[no-untyped-def]
    """List who of a block is aware or interested this morning."""
    stages = market.stage[first:last]
    n = 0
    for j in range(len(stages)):
        rows[n] = first + j
        n += int((stages[j] == AWARE) | (stages[j] == INTERESTED))
    return of_segment(rows, n, segment, population.segment)


@inner
def _notice(first, last, segment, population, market):  # type: ignore[no-untyped-def]
    """Who was unaware and heard something is aware; the day's sums are cleared."""
    heard_good, heard_bad = market.heard_good[first:last], market.heard_bad[first:last]
    stages, evers = market.stage[first:last], market.ever[first:last]
    hops, credit = market.hop[first:last], market.credit[first:last]
    rows = np.empty(BLOCK, np.int32)
    n = list_heard(population.segment[first:last], segment, heard_good, heard_bad, rows)
    for at in range(n):
        j = rows[at]
        if heard_good[j] > 0:
            hops[j] = hop_of(credit[j])
        if stages[j] == UNAWARE:
            stages[j] = AWARE
            evers[j] |= _SEEN_AWARE
        heard_good[j] = 0
        heard_bad[j] = 0


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
