"""What is allowed but probably not meant; and what a strategy plans to spend."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.scenario import Scenario, scenario_from
from simulation.scenario.plans import plan_of

SMALL = {"kind": "community", "consumers": 100_000}


def made(**changes: Any) -> Scenario:
    plain = {"question": "Which?", "brand": {}, "network": SMALL, "strategies": {"none": []}}
    return scenario_from({**plain, **changes})


def test_a_usual_scenario_has_no_warning() -> None:
    kocs = [{"kind": "hire_kocs", "budget": 9000}]
    assert made(strategies={"none": [], "kocs": kocs}).warnings == ()


def test_nothing_can_start() -> None:
    warning = "nothing can start: no owners, no spending; set brand.owners_at_start"
    assert made(brand={"owners_at_start": 0}).warnings == (warning,)
    spending = {"a": [{"kind": "advertise", "spend_per_day": 5}]}
    assert made(brand={"owners_at_start": 0}, strategies=spending).warnings == ()


def test_plans_that_differ() -> None:
    strategies = {
        "none": [],
        "a": [{"kind": "hire_kols", "budget": 30_000}],
        "b": [{"kind": "hire_kocs", "budget": 18_000}],
    }
    assert made(strategies=strategies).warnings == (
        "strategies plan 30,000 and 18,000: differences mix plan and purse",
    )


def test_a_free_lever() -> None:
    strategies = {"a": [{"kind": "monitor_talk", "cost_per_month": 0}]}
    assert made(strategies=strategies).warnings == ("monitor_talk is free",)
    assert made(strategies={"a": [{"kind": "monitor_talk"}]}).warnings == ()


def test_an_answer_to_what_does_not_happen() -> None:
    respond = {"a": [{"kind": "respond", "to_event": "product_defect"}]}
    assert made(strategies=respond).warnings == (
        'respond names "product_defect", absent in events',
    )
    event = {"kind": "product_defect", "name": "battery", "day": 3}
    assert made(strategies=respond, events=[event]).warnings == ()
    anything = {"a": [{"kind": "respond", "name": "care"}]}
    assert made(strategies=anything).warnings == (
        "care answers any event, and there is none in events",
    )


def test_more_money_than_a_market_can_hear() -> None:
    strategies = {"a": [{"kind": "hire_kocs", "budget": 60_000}]}
    town = {"kind": "community", "consumers": 1000}
    assert made(strategies=strategies, network=town).warnings == (
        "a could buy 100 exposures a consumer; lower its budget or raise network.consumers",
    )


def test_prices_in_another_currency() -> None:
    assert made(currency="EUR").warnings == (
        "price list xiaohongshu_2025 is in CNY, the scenario in EUR",
    )


@pytest.mark.parametrize(
    ("tactics", "budget", "plan"),
    [
        ([], None, "0"),
        ([{"kind": "hire_kocs", "budget": 500}], None, "500"),
        ([{"kind": "hire_kocs", "budget": 500}], 900, "500"),
        ([{"kind": "hire_kocs", "number": 5}], None, "open"),
        ([{"kind": "referral_reward"}], 900, "up to 900"),
        ([{"kind": "advertise", "spend_per_day": 10}], None, "1,800"),
        ([{"kind": "advertise", "spend_per_day": 10, "day": 10, "until": 19}], None, "100"),
        ([{"kind": "advertise", "spend_per_day": 10}], 900, "up to 900"),
        ([{"kind": "monitor_talk", "cost_per_month": 365}], None, "2,160"),
        ([{"kind": "discount", "share": 0.1}], None, "0"),
        ([{"kind": "hire_kocs", "budget": 500}, {"kind": "hire_kols"}], None, "open"),
    ],
)
def test_what_a_strategy_plans(tactics: list[object], budget: float | None, plan: str) -> None:
    scenario = made(strategies={"a": tactics}, budget=budget)
    assert str(plan_of(scenario, "a")) == plan
