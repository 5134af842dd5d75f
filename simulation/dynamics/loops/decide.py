"""Decide, for all: what was heard today is remembered, then each consumer decides."""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.randomness import ORGANIC, WHY_DECIDE, draw, unit, when_of, why_of
from simulation.dynamics.rules.decide import attachment, attraction, decide, purchase_chance
from simulation.dynamics.rules.hear import (
    NOBODY,
    balance,
    confirmed,
    hop_of,
    remember,
    slot_of,
    talker_of,
)
from simulation.dynamics.rules.talk import (
    ADVOCATE,
    AWARE,
    CUSTOMER,
    INTERESTED,
    UNAWARE,
)
from simulation.dynamics.tables import BUYERS, HEARD_WEIGHT, LOST_WEIGHT, REFUSED_COUNT, VISITS

_PER_EXPOSURE = 1.0 / 65536.0
_SEEN_AWARE = 1
_SEEN_INTERESTED = 2
_BONDED = 4
_REFUSED = 8
_INTEREST = 0
_PURCHASE = 1


@jit
def remember_all(population, market, segment, counts, p):  # type: ignore[no-untyped-def]
    """Turn what each consumer heard today into evidence and fatigue.

    ``heard_*`` keep the day's sums until :func:`decide_all` has used and cleared them.
    """
    stages = market.stage
    heard_good = market.heard_good
    heard_bad = market.heard_bad
    evidence_for = market.evidence_for
    evidence_against = market.evidence_against
    fatigues = market.fatigue
    for i in range(len(stages)):
        if (
            stages[i] == UNAWARE
            and heard_good[i] == 0
            and heard_bad[i] == 0
            and evidence_for[i] == 0.0
            and evidence_against[i] == 0.0
            and fatigues[i] == 0.0
        ):
            continue
        if segment >= 0 and population.segment[i] != segment:
            continue
        factor = 1.0
        if p.confirmation > 0.0:
            factor = confirmed(int(market.voices[i]), p.confirmation)
        good, bad, fatigue, lost = remember(
            float(heard_good[i]) * _PER_EXPOSURE, float(heard_bad[i]) * _PER_EXPOSURE,
            float(evidence_for[i]), float(evidence_against[i]), float(fatigues[i]), factor, p,
        )  # fmt: skip
        evidence_for[i] = good
        evidence_against[i] = bad
        fatigues[i] = fatigue
        counts[HEARD_WEIGHT] += int(heard_good[i]) + int(heard_bad[i])
        counts[LOST_WEIGHT] += int(lost * 65536.0 + 0.5)


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


@jit
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
    when = when_of(brand.day, brand.slot)
    shared = when_of(brand.day, 0)
    why = why_of(WHY_DECIDE, ORGANIC)
    stages = market.stage
    heard_good = market.heard_good
    heard_bad = market.heard_bad
    alone = len(rivalry.others) == 1
    for i in range(len(stages)):
        stage = int(stages[i])
        heard = float(heard_good[i]) + float(heard_bad[i])
        if segment >= 0 and population.segment[i] != segment:
            continue
        if heard_good[i] > 0:
            market.hop[i] = hop_of(market.credit[i])
        heard_good[i] = 0
        heard_bad[i] = 0
        if stage > INTERESTED or (stage == UNAWARE and heard == 0.0):
            continue
        u, v, w, seen = draw(key, i, when, why, 0)
        own, gate, others, before = 0.0, 1, 0.0, 0.0
        group = market.groups[i]
        if stage == INTERESTED:
            gate = int(offer.gate[group])
            own = attraction_of(i, int(seen), population, market, offer, p)
            if brand.slot:
                w = draw(key, i, shared, why, 0)[2]
            if not alone:
                others = rivalry.others[i]
                before = rivalry.before[i]
        new = decide(
            stage, heard, float(market.evidence_for[i]), float(market.evidence_against[i]), own,
            offer.press[group, _INTEREST], gate, others, before, unit(u), unit(v), unit(w), p,
        )  # fmt: skip
        if new == stage:
            if stage == INTERESTED and not gate and unit(w) < purchase_chance(own, others):
                turn_away(i, offer.frustration, market, tally)
            continue
        stages[i] = new
        if new == AWARE:
            market.ever[i] |= _SEEN_AWARE
        elif new == INTERESTED:
            market.ever[i] |= _SEEN_INTERESTED
            tally.counts[VISITS] += 1
        elif new == CUSTOMER:
            market.units[i] += 1
            market.experienced_day[i] = brand.day
            buy(i, brand.day, market, tally)


@jit
def turn_away(i, frustration, market, tally):  # type: ignore[no-untyped-def]
    """Somebody wanted a unit and could not get one."""
    market.ever[i] |= _REFUSED
    market.evidence_against[i] = float(market.evidence_against[i]) + frustration
    tally.counts[REFUSED_COUNT] += 1


@jit
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
    for i in range(len(market.stage)):
        word = market.recruited[i]
        if word == 0:
            continue
        talker = talker_of(word)
        bonded = False
        if talker != NOBODY:
            stage = int(market.stage[talker])
            bonded = stage >= CUSTOMER and stage <= ADVOCATE
        if bonded:
            market.ever[i] |= _BONDED
        else:
            market.ever[i] &= 255 - _BONDED
