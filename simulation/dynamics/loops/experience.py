"""Experience, for all: new units are judged, owners live on, the others forget."""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.decide import buy
from simulation.dynamics.randomness import (
    ORGANIC,
    WHY_JOURNEY,
    WHY_UNIT,
    draw,
    unit,
    when_of,
    why_of,
)
from simulation.dynamics.rules.experience import (
    calm_down,
    fail,
    forget,
    noise,
    own,
    review_chance,
    satisfy,
    stars,
)
from simulation.dynamics.rules.hear import balance, kept
from simulation.dynamics.rules.talk import CUSTOMER, UNAWARE
from simulation.dynamics.tables import BUYERS, FAILURES, REVIEWS_BAD, REVIEWS_GOOD, STARS

_COMPLAINT = 127
_FAILED = 126
_BONDED = 4
_REPEAT = 2
_LOYALTY = 3
_ADVOCACY = 4
_LAPSE = 5


@jit
def judge(key, i, occasion, why, brand, population, market, p):  # type: ignore[no-untyped-def]
    """Satisfaction of consumer ``i`` with a unit, whether it was defective, and a lot.

    The draws of a unit are addressed by its number, not by the day: whoever buys a week earlier
    meets the same unit.
    """
    a, b, c, d = draw(key, i, occasion, why, 0)
    e, lot, _, _ = draw(key, i, occasion, why, 1)
    x = balance(float(market.evidence_for[i]), float(market.evidence_against[i]), p)
    if market.units[i] > 1:
        x = x * (1.0 - p.own_experience)
    clearness = brand.clarity * kept(int(market.hop[i]), brand.retold)
    defect = unit(e) < brand.defect_share
    y = satisfy(
        brand.quality, brand.quality_spread, brand.expectation, brand.service, clearness, x,
        float(population.taste[i]), noise(a, b, c, d), defect, p,
    )  # fmt: skip
    return y, defect, unit(lot)


@jit
def receive(key, i, brand, population, market, tally, p):  # type: ignore[no-untyped-def]
    """Consumer ``i`` judges the unit just obtained, complains if it is faulty, may review it."""
    occasion = when_of(market.units[i], brand.slot)
    y, defect, lot = judge(
        key, i, occasion, why_of(WHY_UNIT, ORGANIC), brand, population, market, p
    )
    market.satisfaction[i] = y
    if defect:
        if market.case[i] <= 0:
            market.case[i] = _COMPLAINT
        tally.counts[FAILURES] += 1
    elif market.case[i] >= _FAILED:
        market.case[i] = 0
    y = float(market.satisfaction[i])
    if lot < review_chance(y, brand.review_gain, p):
        written = y + brand.review_pull
        tally.counts[REVIEWS_GOOD if written > 0.0 else REVIEWS_BAD] += 1
        tally.counts[STARS] += stars(written)


@jit
def experience_all(key, brand, population, market, segment, offer, rivalry, tally, p):  # type: ignore[no-untyped-def]
    """The day of every consumer of a segment (-1: all) after deciding.

    Owners pay the price without a coupon. Who buys again is listed; :func:`receive_all` hands over
    the units.
    """
    when = when_of(brand.day, brand.slot)
    why = why_of(WHY_JOURNEY, ORGANIC)
    stages = market.stage
    units = market.units
    alone = len(rivalry.others) == 1
    for i in range(len(stages)):
        stage = int(stages[i])
        if stage == UNAWARE or (segment >= 0 and population.segment[i] != segment):
            continue
        if market.anger[i] > 0.0:
            market.anger[i] = calm_down(float(market.anger[i]), int(market.case[i]), p)
        if units[i] == 0:
            if stage < CUSTOMER:
                _, v, _, _ = draw(key, i, when, why, 0)
                x = balance(float(market.evidence_for[i]), float(market.evidence_against[i]), p)
                stages[i] = forget(stage, x, unit(v), p)
                if stages[i] == UNAWARE:
                    market.anger[i] = 0.0
            continue
        if market.experienced_day[i] == brand.day:
            receive(key, i, brand, population, market, tally, p)
            continue
        u, v, w, _ = draw(key, i, when, why, 0)
        if unit(w) < brand.failure_chance:
            market.satisfaction[i] = fail(float(market.satisfaction[i]), brand.repaired, p)
            market.experienced_day[i] = brand.day
            if market.case[i] <= 0:
                market.case[i] = _FAILED
            tally.counts[FAILURES] += 1
            continue
        group = market.groups[i]
        press = offer.press[group]
        new, bought = own(
            stage, float(market.satisfaction[i]), offer.repeat[group], offer.gate[group],
            offer.log_price[0] + offer.group_log_price[group],
            0.0 if alone else rivalry.others[i], press[_REPEAT],
            (press[_LOYALTY], press[_ADVOCACY], press[_LAPSE]), market.ever[i] & _BONDED != 0,
            unit(u), unit(v), p,
        )  # fmt: skip
        stages[i] = new
        if bought:
            buy(i, brand.day, market, tally)


@jit
def receive_all(key, brand, population, market, segment, first, tally, p):  # type: ignore[no-untyped-def]
    """Who bought again today gets the unit: the buyers listed from place ``first`` on."""
    for place in range(first, tally.counts[BUYERS]):
        i = tally.buyers[place]
        if segment >= 0 and population.segment[i] != segment:
            continue
        market.units[i] += 1
        market.experienced_day[i] = brand.day
        receive(key, i, brand, population, market, tally, p)
