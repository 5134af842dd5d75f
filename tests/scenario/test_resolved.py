"""A scenario as plain values, and what identifies it and its runs."""

from __future__ import annotations

import json
import pickle

import pytest

from simulation.scenario import Scenario, load_scenario, scenario_from
from tests.scenario.conftest import MINIMAL, Write

TEXT = """\
question: {en: Which?, zh: 哪个?}
start_date: 2026-03-01
phases: {launch: 21}
budget: 5000
brand: {quality: {value: 0.7, low: 0.6, high: 0.8, source: a panel}, defect_share: 0.1}
roles: {koc: 40}
events: [{kind: product_defect, name: battery, day: launch+3, severity: {value: 0.6, low: 0.5}}]
strategies:
  none: []
  kocs: [{kind: hire_kocs, budget: 4000, day: 2026-03-05}]
  more: {extends: kocs, label: More, budget: 9000, change: {hire_kocs: {posts: 2}}}
outcomes: [customers, romi]
"""


@pytest.fixture
def scenario(write: Write) -> Scenario:
    return load_scenario(write(TEXT))


def test_every_default_is_filled_in_and_every_day_is_a_number(scenario: Scenario) -> None:
    values = scenario.resolved()
    assert values["name"] == "launch"
    assert values["baseline"] == "none"
    assert values["decide_by"] == {"outcome": "customers", "matters": None}
    assert values["network"]["kind"] == "community"
    assert values["roles"]["koc"] == 40
    assert values["roles"]["kol_head"] == 0.0002
    assert values["strategies"]["kocs"]["tactics"][0]["day"] == 4
    assert values["strategies"]["more"]["tactics"][0]["posts"] == 2
    assert values["events"][0]["day"] == 24
    assert values["start_date"] == "2026-03-01"
    assert values["media"]["prices"]["koc"]["fee_base"]["evidence"] == "practitioner_claim"
    assert set(values) == set(Scenario.model_fields)


def test_ranges_are_written_out_again(scenario: Scenario) -> None:
    brand = scenario.resolved()["brand"]
    assert brand["quality"] == {
        "value": 0.7,
        "low": 0.6,
        "high": 0.8,
        "evidence": "assumption",
        "source": "a panel",
    }
    assert brand["defect_share"] == 0.1


def test_reading_the_result_again_gives_the_same(scenario: Scenario) -> None:
    again = scenario_from(json.loads(json.dumps(scenario.resolved())))
    assert again.resolved() == scenario.resolved()
    assert again.hash == scenario.hash
    assert again.run_hash("kocs") == scenario.run_hash("kocs")


def test_a_scenario_travels_to_another_process(scenario: Scenario) -> None:
    there = pickle.loads(pickle.dumps(scenario))
    assert there.hash == scenario.hash
    assert there.with_changes({"seed": 3}).seed == 3
    assert str(there.problem("strategies.kocs[0].day", "x")).startswith("launch.yaml:10:47")


def test_a_scenario_cannot_be_changed_in_place(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="frozen"):
        scenario.days = 3  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        scenario.brand.quality = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other"},
        {"question": "What?"},
        {"replications": 3},
        {"currency": "EUR"},
        {"outcomes": ["units"]},
        {"decide_by": "romi"},
        {"baseline": "kocs"},
        {"strategies.kocs.label": "KOCs"},
        {"strategies.more.hire_kocs.posts": 5},
        {"strategies.extra": []},
        {"brand.label": "Ours"},
        {"brand.quality": 0.7},  # the range alone goes
        {"phases.sale": 40},
    ],
)
def test_what_changes_no_run(change: dict[str, object], scenario: Scenario) -> None:
    other = scenario.with_changes(change)
    assert other.run_hash("kocs") == scenario.run_hash("kocs")
    assert other.hash != scenario.hash


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"days": 100},
        {"budget": 4500},
        {"brand.quality": 0.71},
        {"roles.koc": 41},
        {"network.friends": 7},
        {"consumers.talk.floor": 0.2},
        {"media.prices.koc.fee_base": 61},
        {"events.battery.day": 25},
        {"events": None},
        {"strategies.kocs.hire_kocs.posts": 4},
        {"strategies.kocs.budget": 4200},
        {"phases.launch": 22},
    ],
)
def test_what_changes_a_run(change: dict[str, object], scenario: Scenario) -> None:
    assert scenario.with_changes(change).run_hash("kocs") != scenario.run_hash("kocs")


def test_two_and_two_point_nought_are_one_number(scenario: Scenario) -> None:
    whole = scenario.with_changes({"brand.price": 400})
    assert whole.run_hash("kocs") == scenario.with_changes({"brand.price": 400.0}).run_hash("kocs")


def test_a_graph_file_with_other_ties_is_another_market(write: Write) -> None:
    ties = write("0 1\n", "ties.txt")
    text = f"{MINIMAL}network: {{kind: file, path: ties.txt}}\n"
    before = load_scenario(write(text)).run_hash("referral")
    ties.write_text("0 1\n1 2\n")
    assert load_scenario(write(text)).run_hash("referral") != before


def test_the_place_of_a_file_is_no_part_of_its_scenario(write: Write) -> None:
    here = load_scenario(write(TEXT, "here/launch.yaml"))
    there = load_scenario(write("# moved\n\n" + TEXT, "there/launch.yaml"))
    assert here.hash == there.hash


def test_an_unknown_strategy_has_no_runs(scenario: Scenario) -> None:
    with pytest.raises(KeyError):
        scenario.run_hash("nobody")
