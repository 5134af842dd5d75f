"""What levers that are paid by the month have in common."""

from __future__ import annotations

from simulation.fields import Money
from simulation.market.view import View

DAYS_A_MONTH = 365.0 / 12.0


def a_day_of(per_month: Money) -> float:
    """Money a day for a price a month."""
    return per_month / DAYS_A_MONTH


def unpayable(field: str, per_month: Money, view: View) -> list[str]:
    """Money for not even one day, as ``problems`` says it."""
    a_day = a_day_of(per_month)
    if a_day > view.purse:
        return [f"{field}: {view.purse:,.0f} cannot pay one day at {a_day:,.2f}. Lower it."]
    return []
