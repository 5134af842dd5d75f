"""One consumer may stand for many people: money and counts are of people, luck is the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.errors import ScenarioError
from simulation.one_run import FinishedRun, check_market, run_strategy
from simulation.scenario import scenario_from
from simulation.scenario.build import build_market

SCALE = 10


def _run(people: int) -> FinishedRun:
    data: dict[str, Any] = {
        "question": "Does everything that counts people scale?",
        "days": 60,
        "network": {"kind": "community", "consumers": 800, "people_per_consumer": people},
        "brand": {"owners_at_start": 0.05},
        "strategies": {
            "all": [
                {"kind": "seed_products", "number": 20 * people},
                {"kind": "hire_kols", "number": 2, "gift": True},
                {"kind": "referral_reward", "referrer": 20, "referee": 5},
                {"kind": "review_reward", "reward": 5},
                {"kind": "advertise", "spend_per_day": 50 * people},
                {"kind": "respond", "hours_to_reply": 1, "hours_to_resolve": 24, "amount": 30},
            ]
        },
        "events": [{"kind": "product_defect", "day": 30}],
    }
    return run_strategy(scenario_from(data), "all")


def test_everything_counted_in_people_is_multiplied() -> None:
    one, many = _run(1), _run(SCALE)
    for name, values in one.daily.items():
        if name in ("day", "trust", "stars_shown"):
            assert values.tobytes() == many.daily[name].tobytes(), name
            continue
        expected = np.asarray(values, np.float64) * SCALE
        found = np.asarray(many.daily[name], np.float64)
        assert found == pytest.approx(expected, rel=1e-12), name
    assert many.ledger["kind"] == one.ledger["kind"]
    for name in ("cost", "exposures", "customers"):
        expected = np.array(one.tactics[name], np.float64) * SCALE
        assert np.array(many.tactics[name], np.float64) == pytest.approx(expected)


def test_fewer_products_than_one_consumer_stands_for_are_refused() -> None:
    scenario = scenario_from(
        {
            "question": "How many?",
            "network": {"kind": "community", "consumers": 100, "people_per_consumer": 1000},
            "strategies": {"few": [{"kind": "seed_products", "number": 96}]},
        }
    )
    problems = check_market(scenario, build_market(scenario, 0))
    assert "one consumer stands for 1000 people" in str(problems[0])


def test_a_part_of_a_person_is_refused() -> None:
    with pytest.raises(ScenarioError, match="people_per_consumer"):
        scenario_from(
            {
                "question": "How many?",
                "network": {"kind": "community", "people_per_consumer": 1.5},
                "strategies": {"none": []},
            }
        )
