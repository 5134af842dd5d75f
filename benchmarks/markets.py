"""The markets that the benchmarks run."""

from __future__ import annotations

from benchmarks.measuring import FOLDER
from simulation import load_scenario
from simulation.market_run import MarketRun
from simulation.scenario.build import BuiltMarket
from simulation.scenario.model import Scenario

MONEY_A_CONSUMER = 3.0
PLANS = {"nothing": False, "three_tactics": True}
"""Strategies of market.yaml, and whether the crisis happens with them."""


def market(consumers: int, days: int, *, crisis: bool = True) -> Scenario:
    """The benchmarks' scenario at a size; the crisis comes after a third of the days."""
    scenario = load_scenario(FOLDER / "market.yaml")
    changes: dict[str, object] = {
        "network.consumers": consumers,
        "days": days,
        "budget": MONEY_A_CONSUMER * consumers,
        "strategies.three_tactics.hire_kocs.budget": MONEY_A_CONSUMER * consumers / 3,
        "strategies.three_tactics.advertise.budget": MONEY_A_CONSUMER * consumers / 3,
    }
    if crisis:
        changes["events.product_defect.day"] = days // 3
    else:
        changes["events"] = []
    return scenario.with_changes(changes)


def lived(scenario: Scenario, strategy: str, built: BuiltMarket) -> MarketRun:
    """A run of all its days by the compiled loops."""
    run = MarketRun(scenario, strategy, built)
    while run.day < scenario.days:
        run.live()
    return run
