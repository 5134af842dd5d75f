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
from simulation.dynamics.rules.experience import calm_down, forget, noise, own, satisfy
from simulation.dynamics.rules.hear import balance
from simulation.dynamics.rules.talk import CUSTOMER, UNAWARE


@jit
def judge(key, i, brand, population, market, p):  # type: ignore[no-untyped-def]
    """Satisfaction of consumer ``i`` with the unit just obtained.

    Its draws are addressed by the number of the unit, not by the day: whoever buys a week earlier
    meets the same unit.
    """
    occasion = when_of(market.units[i], brand.slot)
    why = why_of(WHY_UNIT, ORGANIC)
    a, b, c, d = draw(key, i, occasion, why, 0)
    e, _, _, _ = draw(key, i, occasion, why, 1)
    x = balance(float(market.evidence_for[i]), float(market.evidence_against[i]), p.negativity)
    market.satisfaction[i] = satisfy(
        brand.quality, brand.quality_spread, brand.expectation, x, float(population.taste[i]),
        noise(a, b, c, d), unit(e), brand.defect_share, p,
    )  # fmt: skip


@jit
def experience_all(key, brand, population, market, log_price, tally, p):  # type: ignore[no-untyped-def]
    """Every consumer's day after deciding.

    ``log_price`` is (256,) float64 as in ``decide_all``; owners pay the price without a coupon.
    """
    when = when_of(brand.day, brand.slot)
    why = why_of(WHY_JOURNEY, ORGANIC)
    stages = market.stage
    units = market.units
    for i in range(len(stages)):
        stage = int(stages[i])
        if stage == UNAWARE:
            continue
        if market.anger[i] > 0.0:
            market.anger[i] = calm_down(float(market.anger[i]), int(market.case[i]), p)
        if units[i] == 0:
            if stage < CUSTOMER:
                _, v, _, _ = draw(key, i, when, why, 0)
                x = balance(
                    float(market.evidence_for[i]), float(market.evidence_against[i]), p.negativity
                )
                stages[i] = forget(stage, x, unit(v), p)
                if stages[i] == UNAWARE:
                    market.anger[i] = 0.0
            continue
        if market.experienced_day[i] == brand.day:
            judge(key, i, brand, population, market, p)
            continue
        u, v, _, _ = draw(key, i, when, why, 0)
        new, bought = own(
            stage, float(market.satisfaction[i]), brand.repeat_chance, brand.on_sale, log_price[0],
            unit(u), unit(v), p,
        )  # fmt: skip
        stages[i] = new
        if bought:
            units[i] += 1
            market.experienced_day[i] = brand.day
            buy(i, brand.day, market, tally)
            judge(key, i, brand, population, market, p)
