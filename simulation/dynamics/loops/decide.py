"""Decide, for all: what was heard today is remembered, then each consumer decides."""

from __future__ import annotations

from simulation.dynamics.jit import jit
from simulation.dynamics.randomness import ORGANIC, WHY_DECIDE, draw, unit, when_of, why_of
from simulation.dynamics.rules.decide import decide
from simulation.dynamics.rules.hear import remember, slot_of
from simulation.dynamics.rules.talk import AWARE, CUSTOMER, INTERESTED, UNAWARE
from simulation.dynamics.tables import BUYERS

_PER_EXPOSURE = 1.0 / 65536.0
_SEEN_AWARE = 1
_SEEN_INTERESTED = 2


@jit
def remember_all(market, p):  # type: ignore[no-untyped-def]
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
        good, bad, fatigue = remember(
            float(heard_good[i]) * _PER_EXPOSURE, float(heard_bad[i]) * _PER_EXPOSURE,
            float(evidence_for[i]), float(evidence_against[i]), float(fatigues[i]), p,
        )  # fmt: skip
        evidence_for[i] = good
        evidence_against[i] = bad
        fatigues[i] = fatigue


@jit
def decide_all(key, brand, population, market, log_price, others, tally, p):  # type: ignore[no-untyped-def]
    """Every consumer decides on its own row; buyers are listed for the ledger.

    ``log_price`` is (256,) float64: ln(price / usual price) for who was last told by each slot;
    ``others`` is (n,) or (1,) float64: summed attraction of the other brands.
    """
    when = when_of(brand.day, brand.slot)
    why = why_of(WHY_DECIDE, ORGANIC)
    stages = market.stage
    heard_good = market.heard_good
    heard_bad = market.heard_bad
    for i in range(len(stages)):
        stage = int(stages[i])
        heard = float(heard_good[i]) + float(heard_bad[i])
        heard_good[i] = 0
        heard_bad[i] = 0
        if stage > INTERESTED or (stage == UNAWARE and heard == 0.0):
            continue
        u, v, _, _ = draw(key, i, when, why, 0)
        new = decide(
            stage, heard, float(market.evidence_for[i]), float(market.evidence_against[i]),
            float(population.taste[i]), log_price[slot_of(market.credit[i])], brand.on_sale,
            others[i % len(others)], unit(u), unit(v), p,
        )  # fmt: skip
        if new == stage:
            continue
        stages[i] = new
        if new == AWARE:
            market.ever[i] |= _SEEN_AWARE
        elif new == INTERESTED:
            market.ever[i] |= _SEEN_INTERESTED
        elif new == CUSTOMER:
            market.units[i] += 1
            market.experienced_day[i] = brand.day
            buy(i, brand.day, market, tally)


@jit
def buy(i, day, market, tally):  # type: ignore[no-untyped-def]
    """Book one paid unit: first purchases keep who is credited with them."""
    if market.purchases[i] == 0:
        market.first_purchase_day[i] = day
        market.recruited[i] = market.credit[i]
    market.purchases[i] += 1
    tally.buyers[tally.counts[BUYERS]] = i
    tally.counts[BUYERS] += 1
