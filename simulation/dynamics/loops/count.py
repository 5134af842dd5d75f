"""Count: one row of daily measures, as whole numbers."""

from __future__ import annotations

import math

import numpy as np

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.blocks import BLOCK, list_marked, new_scratch, of_segment
from simulation.dynamics.rules.experience import opinion
from simulation.dynamics.rules.hear import balance
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

N_STAGES = 8


@jit
def fixed_opinion(value):  # type: ignore[no-untyped-def]
    """Opinion in 1/65536, rounded down after adding a half."""
    return math.floor(value * OPINION_ONE + 0.5)


@jit
def count_all(day, population, market, segment, counts, p):  # type: ignore[no-untyped-def]
    """Fill the day's row for a segment (-1: all)."""
    n = len(market.stage)
    scratch = new_scratch()
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        owners = _list_owners(first, last, segment, population, market, scratch)
        count_rows(first, last, owners, day, population, market, segment, counts, p, scratch)


@inner
def _list_owners(first, last, segment, population, market, scratch):  # type: ignore[no-untyped-def]
    """List who of a block has a unit."""
    stages, units, marks = market.stage[first:last], market.units[first:last], scratch.marks
    for j in range(len(stages)):
        marks[j] = np.uint8((stages[j] != UNAWARE) & (units[j] > 0))
    n = list_marked(marks, len(stages), first, scratch.owners)
    return of_segment(scratch.owners, n, segment, population.segment)


@inner
def count_rows(  # type: ignore[no-untyped-def]
    first, last, owners, day, population, market, segment, counts, p, scratch
):  # fmt: skip
    """Count a block: stages, owners, customers, opinion of the aware, attitudes of owners.

    The first ``owners`` of ``scratch.owners`` have a unit. Opinions are added in fixed point, so
    that no order of consumers can change the sum.
    """
    stages, evers = market.stage[first:last], market.ever[first:last]
    units, segments = market.units[first:last], population.segment[first:last]
    if segment < 0:
        _count_stages(stages, evers, counts)
    else:
        _count_stages_of(segment, segments, stages, evers, counts)
    _count_opinions(
        stages, units, segments, segment, market.evidence_for[first:last],
        market.evidence_against[first:last], counts, p,
    )  # fmt: skip
    _count_owners(scratch.owners, owners, day, market, counts, p)


@inner
def _count_stages(stages, evers, counts):  # type: ignore[no-untyped-def]
    for stage in range(N_STAGES):
        n = 0
        for j in range(len(stages)):
            n += int(stages[j] == stage)
        counts[STAGES + stage] += n
    aware, interested = 0, 0
    for j in range(len(evers)):
        aware += int(evers[j] & 1)
        interested += int((evers[j] >> 1) & 1)
    counts[EVER_AWARE_COUNT] += aware
    counts[EVER_INTERESTED_COUNT] += interested


@inner
def _count_stages_of(segment, segments, stages, evers, counts):  # type: ignore[no-untyped-def]
    for j in range(len(stages)):
        if segments[j] == segment:
            counts[STAGES + int(stages[j])] += 1
            counts[EVER_AWARE_COUNT] += evers[j] & 1
            counts[EVER_INTERESTED_COUNT] += (evers[j] >> 1) & 1


@inner
def _count_opinions(  # type: ignore[no-untyped-def]
    stages, units, segments, segment, evidence_for, evidence_against, counts, p
):  # fmt: skip
    """Opinions of those who know the brand and have no unit."""
    total, above = 0, 0
    for j in range(len(stages)):
        here = (stages[j] != UNAWARE) & (units[j] == 0)
        if segment >= 0:
            here &= segments[j] == segment
        x = balance(float(evidence_for[j]), float(evidence_against[j]), p)
        thinks = fixed_opinion(x if here else 0.0)
        total += thinks
        above += max(0, thinks)
    counts[OPINION] += total
    counts[OPINION_ABOVE] += above


@inner
def _count_owners(owners, n, day, market, counts, p):  # type: ignore[no-untyped-def]
    for j in range(n):
        i = owners[j]
        satisfaction = float(market.satisfaction[i])
        thinks = fixed_opinion(
            opinion(
                int(market.units[i]), satisfaction, float(market.evidence_for[i]),
                float(market.evidence_against[i]), p,
            )
        )  # fmt: skip
        counts[OPINION] += thinks
        counts[OPINION_ABOVE] += max(0, thinks)
        counts[OWNERS] += 1
        counts[PROMOTERS] += satisfaction > p.delight
        counts[DETRACTORS] += satisfaction < 0.0
        counts[SATISFIED] += satisfaction > 0.0
        if market.purchases[i] > 0:
            stage = market.stage[i]
            counts[CUSTOMERS] += 1
            counts[NEW_CUSTOMERS] += market.first_purchase_day[i] == day
            counts[REPEAT_CUSTOMERS] += market.purchases[i] > 1
            counts[ACTIVE_CUSTOMERS] += (stage >= CUSTOMER) & (stage <= ADVOCATE)


@jit
def opinion_rows(segments, segment, market, p, opinions):  # type: ignore[no-untyped-def]
    """What each consumer of a segment thinks of the brand, in 1/65536: (n,) int64."""
    units, satisfactions = market.units, market.satisfaction
    evidence_for, evidence_against = market.evidence_for, market.evidence_against
    for i in range(len(opinions)):
        if segments[i] == segment:
            thinks = opinion(
                int(units[i]), float(satisfactions[i]), float(evidence_for[i]),
                float(evidence_against[i]), p,
            )  # fmt: skip
            opinions[i] = fixed_opinion(thinks)
