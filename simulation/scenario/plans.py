"""What a strategy plans to spend, as far as it can be known before a run."""

from __future__ import annotations

from typing import NamedTuple

from simulation.scenario.anatomy import nature_of
from simulation.scenario.model import Scenario
from simulation.tactics.base import Tactic

DAYS_A_MONTH = 365.0 / 12.0
_PERIODS = {"_per_day": 1.0, "_per_week": 1.0 / 7.0, "_per_month": 1.0 / DAYS_A_MONTH}
_NOT_SPENDING = frozenset({"discount"})
"""Levers that lower revenue instead of costing money."""


class Plan(NamedTuple):
    """Planned money of a strategy.

    ``amount`` is None where it is open how much will be spent and nothing limits it; ``at_most``
    says that the amount is a ceiling, not a sum of prices.
    """

    amount: float | None
    at_most: bool

    def __str__(self) -> str:
        if self.amount is None:
            return "open"
        return f"{'up to ' if self.at_most else ''}{self.amount:,.0f}"


def plan_of(scenario: Scenario, strategy: str) -> Plan:
    """Reserved budgets and running costs; the ceiling where a tactic draws on the rest."""
    ceiling = scenario.ceiling(strategy)
    known, is_open = 0.0, False
    for tactic in scenario.strategies[strategy].tactics:
        cost = cost_of(tactic, scenario.days)
        if cost is None:
            is_open = True
        else:
            known += cost
    if is_open or (ceiling is not None and known > ceiling):
        return Plan(ceiling, ceiling is not None)
    return Plan(known, False)


def cost_of(tactic: Tactic, days: int) -> float | None:
    """Money that a tactic takes by its own fields; None where the market decides that."""
    if tactic.budget is not None:
        return tactic.budget
    if tactic.kind in _NOT_SPENDING:
        return 0.0
    last = days - 1 if tactic.until is None else min(tactic.until, days - 1)
    n_days = max(last - tactic.day + 1, 0)
    running = [
        amount * n_days * rate
        for name in money_fields(tactic)
        for end, rate in _PERIODS.items()
        if name.endswith(end) and (amount := getattr(tactic, name)) is not None
    ]
    if running:
        return float(sum(running))
    return None


def money_fields(tactic: Tactic) -> list[str]:
    """Names of a tactic's fields that are money, its budget left out."""
    return [
        name
        for name, field in type(tactic).model_fields.items()
        if name != "budget"
        and (
            str(nature_of(field).get("unit", "")).startswith("money")
            or name.split("_")[0] in ("cost", "fee", "spend", "amount", "reward")
        )
        and isinstance(getattr(tactic, name), int | float | None)
    ]
