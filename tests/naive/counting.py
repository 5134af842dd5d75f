"""The daily row counted again from the arrays, one consumer after another."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulation.market.state import Market, Stage
from tests.naive.rules import balance


def opinion(market: Market, i: int, p: Any) -> float:
    """What a consumer thinks: owners go by what they saw, the others by what they heard."""
    x = balance(float(market.evidence_for[i]), float(market.evidence_against[i]), p)
    if market.units[i] == 0:
        return x
    return float(p.own_experience * float(market.satisfaction[i]) + (1 - p.own_experience) * x)


def row_of(market: Market, day: int, p: Any) -> dict[str, float]:
    """Counts of one day under the names of the daily table."""
    n = len(market.stage)
    row: dict[str, float] = {stage.name.lower(): 0 for stage in Stage}
    for i in range(n):
        row[Stage(int(market.stage[i])).name.lower()] += 1
    owners = [i for i in range(n) if market.units[i] > 0]
    payers = [i for i in owners if market.purchases[i] > 0]
    aware = [i for i in range(n) if market.stage[i] != Stage.UNAWARE]
    row["ever_aware"] = sum(bool(market.ever[i] & 1) for i in range(n))
    row["ever_interested"] = sum(bool(market.ever[i] & 2) for i in range(n))
    row["owners"] = len(owners)
    row["customers"] = len(payers)
    row["new_customers"] = sum(market.first_purchase_day[i] == day for i in payers)
    row["repeat_customers"] = sum(market.purchases[i] >= 2 for i in payers)
    row["promoters"] = sum(market.satisfaction[i] > p.delight for i in owners)
    row["detractors"] = sum(market.satisfaction[i] < 0 for i in owners)
    row["satisfied"] = sum(market.satisfaction[i] > 0 for i in owners)
    row["opinion_sum"] = float(sum(Fraction(opinion(market, i, p)) for i in aware))
    return row
