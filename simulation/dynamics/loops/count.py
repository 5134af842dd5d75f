"""Count: one row of daily measures, as whole numbers."""

from __future__ import annotations

import math

from simulation.dynamics.jit import jit
from simulation.dynamics.rules.experience import opinion
from simulation.dynamics.rules.talk import ADVOCATE, CUSTOMER, UNAWARE
from simulation.dynamics.tables import (
    ACTIVE_CUSTOMERS,
    CUSTOMERS,
    DETRACTORS,
    EVER_AWARE_COUNT,
    EVER_INTERESTED_COUNT,
    NEW_CUSTOMERS,
    OPINION,
    OPINION_ABOVE,
    OPINION_ONE,
    OWNERS,
    PROMOTERS,
    REPEAT_CUSTOMERS,
    SATISFIED,
    STAGES,
)


@jit
def fixed_opinion(value):  # type: ignore[no-untyped-def]
    """Opinion in 1/65536, rounded down after adding a half."""
    return math.floor(value * OPINION_ONE + 0.5)


@jit
def count_all(day, population, market, segment, counts, p):  # type: ignore[no-untyped-def]
    """Fill the day's row for a segment (-1: all).

    Stages, owners, customers, opinion of the aware, attitudes of owners. Opinions are added in
    fixed point, so that no order of consumers can change the sum.
    """
    stages = market.stage
    for i in range(len(stages)):
        if segment >= 0 and population.segment[i] != segment:
            continue
        stage = int(stages[i])
        counts[STAGES + stage] += 1
        counts[EVER_AWARE_COUNT] += market.ever[i] & 1
        counts[EVER_INTERESTED_COUNT] += (market.ever[i] >> 1) & 1
        if stage == UNAWARE:
            continue
        satisfaction = float(market.satisfaction[i])
        units = int(market.units[i])
        thinks = opinion(
            units, satisfaction, float(market.evidence_for[i]),
            float(market.evidence_against[i]), p,
        )  # fmt: skip
        counts[OPINION] += fixed_opinion(thinks)
        counts[OPINION_ABOVE] += fixed_opinion(max(0.0, thinks))
        if units == 0:
            continue
        counts[OWNERS] += 1
        counts[PROMOTERS] += satisfaction > p.delight
        counts[DETRACTORS] += satisfaction < 0.0
        counts[SATISFIED] += satisfaction > 0.0
        if market.purchases[i] > 0:
            counts[CUSTOMERS] += 1
            counts[NEW_CUSTOMERS] += market.first_purchase_day[i] == day
            counts[REPEAT_CUSTOMERS] += market.purchases[i] > 1
            counts[ACTIVE_CUSTOMERS] += stage >= CUSTOMER and stage <= ADVOCATE
