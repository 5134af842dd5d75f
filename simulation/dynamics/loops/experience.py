"""Experience, for all: new units are judged, owners live on, the others forget."""

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


@inner
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


@inner
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

    Who buys again is listed; :func:`receive_listed` hands over the units.
    """
    n = len(market.stage)
    scratch = new_scratch()
    for first in range(0, n, BLOCK):
        experience_rows(
            first, min(first + BLOCK, n), key, brand, population, market, segment, offer, rivalry,
            tally, p, scratch,
        )  # fmt: skip


@inner
def experience_rows(  # type: ignore[no-untyped-def]
    first, last, key, brand, population, market, segment, offer, rivalry, tally, p, scratch
):  # fmt: skip
    """The day of a block: the angry calm down, the others forget, owners live on.

    Returns the number of owners, who are listed in ``scratch.owners``.
    """
    rows, owners, words = scratch.rows, scratch.owners, scratch.words
    n, n_owners = _list_living(
        first, last, segment, population, market, p, scratch.marks, rows, owners
    )
    when = when_of(brand.day, brand.slot)
    why = why_of(WHY_JOURNEY, ORGANIC)
    draw_across(key, rows, n, when, why, 0, words)
    _forget(rows, n, market, words, p, scratch.marks)
    draw_across(key, owners, n_owners, when, why, 0, words)
    _live_on(owners, n_owners, key, brand, population, market, offer, rivalry, tally, words, p)
    return n_owners


@inner
def _list_living(first, last, segment, population, market, p, marks, rows, owners):  # type: ignore[no-untyped-def]
    """List who of a block is aware or interested without a unit, and who has one; calm all."""
    stages, units = market.stage[first:last], market.units[first:last]
    angers, cases = market.anger[first:last], market.case[first:last]
    segments = population.segment[first:last]
    n_angry = 0
    for j in range(len(stages)):
        marks[j] = np.uint8((stages[j] != UNAWARE) & (units[j] > 0))
        n_angry += int((stages[j] != UNAWARE) & (angers[j] > 0.0))
    n_owners = list_marked(marks, len(stages), first, owners)
    n = 0
    for j in range(len(stages)):
        rows[n] = first + j
        n += int((stages[j] != UNAWARE) & (stages[j] < CUSTOMER) & (marks[j] == 0))
    if n_angry > 0:
        for j in range(len(stages)):
            here = stages[j] != UNAWARE and (segment < 0 or segments[j] == segment)
            if here and angers[j] > 0.0:
                angers[j] = calm_down(float(angers[j]), int(cases[j]), p)
    everyone = population.segment
    return of_segment(rows, n, segment, everyone), of_segment(owners, n_owners, segment, everyone)


@inner
def _forget(rows, n, market, words, p, marks):  # type: ignore[no-untyped-def]
    """Some forget; the chance is largest where the evidence is not for the brand."""
    stages, angers = market.stage, market.anger
    evidence_for, evidence_against = market.evidence_for, market.evidence_against
    word = words.b
    most = max(p.forgetting, p.cooling)
    for j in range(n):
        marks[j] = np.uint8(1.0 - unit(word[j]) < most)
    places = words.d.view(np.int32)
    left = list_marked(marks, n, 0, places)
    for at in range(left):
        j = places[at]
        i = rows[j]
        x = balance(float(evidence_for[i]), float(evidence_against[i]), p)
        new = forget(int(stages[i]), x, unit(word[j]), p)
        stages[i] = new
        if new == UNAWARE:
            angers[i] = 0.0


@inner
def _live_on(  # type: ignore[no-untyped-def]
    owners, n, key, brand, population, market, offer, rivalry, tally, words, p
):  # fmt: skip
    """The day of those who have a unit. They pay the price without a coupon."""
    today, failure_chance, log_price = brand.day, brand.failure_chance, offer.log_price[0]
    stages, satisfactions, days = market.stage, market.satisfaction, market.experienced_day
    groups, evers, others = market.groups, market.ever, rivalry.others
    repeats, gates, group_price, press = (
        offer.repeat, offer.gate, offer.group_log_price, offer.press
    )  # fmt: skip
    us, vs, ws, _ = words
    alone = len(others) == 1
    for j in range(n):
        i = owners[j]
        if days[i] == today:
            receive(key, i, brand, population, market, tally, p)
            continue
        if unit(ws[j]) < failure_chance:
            break_down(i, brand, market, tally, p)
            continue
        group, stage = groups[i], int(stages[i])
        new, bought = own(
            stage, float(satisfactions[i]), repeats[group], gates[group],
            log_price + group_price[group], 0.0 if alone else others[i], press[group, _REPEAT],
            (press[group, _LOYALTY], press[group, _ADVOCACY], press[group, _LAPSE]),
            evers[i] & _BONDED != 0, unit(us[j]), unit(vs[j]), p,
        )  # fmt: skip
        stages[i] = new
        if bought:
            buy(i, today, market, tally)


@inner
def break_down(i, brand, market, tally, p):  # type: ignore[no-untyped-def]
    """The unit of consumer ``i`` fails in use."""
    market.satisfaction[i] = fail(float(market.satisfaction[i]), brand.repaired, p)
    market.experienced_day[i] = brand.day
    if market.case[i] <= 0:
        market.case[i] = _FAILED
    tally.counts[FAILURES] += 1


@inner
def receive_from(key, brand, population, market, segment, first, tally, p):  # type: ignore[no-untyped-def]
    """Who bought again today gets the unit: the buyers listed from place ``first`` on."""
    for place in range(first, tally.counts[BUYERS]):
        i = tally.buyers[place]
        if segment >= 0 and population.segment[i] != segment:
            continue
        market.units[i] += 1
        market.experienced_day[i] = brand.day
        receive(key, i, brand, population, market, tally, p)


@jit
def receive_listed(key, brand, population, market, segment, first, tally, p):  # type: ignore[no-untyped-def]
    """The door of :func:`receive_from`."""
    receive_from(key, brand, population, market, segment, first, tally, p)
