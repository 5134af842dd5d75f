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


def all_owners(consumers: int, days: int, *, talking: bool = False) -> Scenario:
    """A market in which everybody owns the product, silent or delighted, to measure exposures.

    The strategy ``advertising`` lets each consumer hear one advertisement a day on average.
    """
    scenario = load_scenario(FOLDER / "market.yaml")
    a_message = scenario.media.channels["video"].cost_per_thousand / 1000.0
    a_day = consumers * a_message / scenario.media.in_market_share
    advertise = {"kind": "advertise", "channel": "video", "spend_per_day": a_day}
    return scenario.with_changes(
        {
            "network.consumers": consumers,
            "days": days,
            "budget": None,
            "events": [],
            "brand": {"quality": 1.0, "owners_at_start": 1.0, "aware_at_start": 0.0},
            "consumers.talk.contacts_per_day": 10.0 if talking else 0.0,
            "media.channels.video": {"half_spend": 1e6 * a_day, "carryover_days": 0.0},
            "strategies": {"advertising": [advertise]},
        }
    )


def lived(scenario: Scenario, strategy: str, built: BuiltMarket) -> MarketRun:
    """A run of all its days by the compiled loops."""
    run = MarketRun(scenario, strategy, built)
    while run.day < scenario.days:
        run.live()
    return run
