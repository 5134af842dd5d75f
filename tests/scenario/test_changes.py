"""Changes by address: ``with_changes`` in Python, ``--set`` on the command line."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.errors import ScenarioError
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.changes import parse_assignments
from tests.scenario.conftest import Write

TEXT = """\
question: Which?
brand: {price: 400, quality: {value: 0.7, low: 0.6, high: 0.8}}
budget: 100
events:
  - {kind: product_defect, name: battery, day: 60}
  - {kind: scandal, day: 70}
strategies:
  do_nothing: []
  many:
    - {kind: hire_kocs, budget: 60}
    - {kind: discount, share: 0.1}
  cared:
    extends: many
    tactics: [{kind: monitor_talk}]
  dear: {extends: cared, change: {hire_kocs: {posts: 2}}}
"""


@pytest.fixture
def scenario(write: Write) -> Scenario:
    return load_scenario(write(TEXT))


def refusal(scenario: Scenario, *assignments: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        scenario.with_assignments(assignments)
    return str(caught.value)


def test_a_change_makes_another_scenario(scenario: Scenario) -> None:
    other = scenario.with_changes({"brand.quality": 0.9, "consumers.talk.floor": 0.2})
    assert (other.brand.quality, other.consumers.talk.floor) == (0.9, 0.2)
    assert other.brand.price == 400
    assert scenario.brand.quality == 0.7
    assert "quality" in scenario.brand.ranges
    assert "quality" not in other.brand.ranges


def test_changes_add_up(scenario: Scenario) -> None:
    one = scenario.with_changes({"brand.price": 300}).with_changes({"seed": 4})
    both = scenario.with_changes({"seed": 4, "brand.price": 300})
    assert one.resolved() == both.resolved()


def test_numbers_of_numpy_are_numbers(scenario: Scenario) -> None:
    changes = {"brand.quality": np.float32(0.5), "seed": np.int64(7), "budget": np.array(80.0)}
    other = scenario.with_changes(changes)
    assert (other.brand.quality, other.seed, other.budget) == (0.5, 7, 80.0)


def test_an_address_in_a_list_uses_names(scenario: Scenario) -> None:
    other = scenario.with_changes(
        {
            "strategies.many.hire_kocs.budget": 30,
            "strategies.many.discount": {"share": 0.2},
            "events.battery.day": 90,
            "events.scandal": {"day": 91},
        }
    )
    first, second = other.strategies["many"].tactics
    assert (first.budget, second.model_dump()["share"]) == (30, 0.2)
    assert [event.day for event in other.events] == [90, 91]
    assert other.strategies["cared"].tactics[0].budget == 30


def test_what_is_inherited_changes_in_the_heir_alone(scenario: Scenario) -> None:
    other = scenario.with_changes({"strategies.cared.hire_kocs.budget": 20})
    budgets = {name: other.strategies[name].tactics[0].budget for name in ("many", "cared", "dear")}
    assert budgets == {"many": 60, "cared": 20, "dear": 20}
    own = scenario.with_changes({"strategies.cared.monitor_talk.cost_per_month": 5})
    assert own.strategies["cared"].tactics[2].model_dump()["cost_per_month"] == 5
    heir = scenario.with_changes({"strategies.dear.hire_kocs.posts": 5})
    assert heir.strategies["dear"].tactics[0].model_dump()["posts"] == 5


def test_none_removes(scenario: Scenario) -> None:
    other = scenario.with_changes(
        {
            "events.battery": None,
            "strategies.do_nothing": None,
            "strategies.many.discount": None,
            "strategies.dear.hire_kocs": None,
            "brand.price": None,
            "consumers.talk.floor": None,
        }
    )
    assert [event.label for event in other.events] == ["scandal"]
    assert list(other.strategies) == ["many", "cared", "dear"]
    assert [tactic.label for tactic in other.strategies["many"].tactics] == ["hire_kocs"]
    assert [tactic.label for tactic in other.strategies["dear"].tactics] == ["monitor_talk"]


def test_a_strategy_gets_a_budget_or_comes_new(scenario: Scenario) -> None:
    other = scenario.with_assignments(
        ["strategies.many.budget=70", "strategies.new=[{kind: discount, share: 0.3}]"]
    )
    assert (other.ceiling("many"), other.ceiling("new")) == (70, 100)
    assert len(other.strategies["many"].tactics) == 2


def test_a_kind_replaces_the_whole_network(scenario: Scenario) -> None:
    sized = scenario.with_assignments(["network.consumers=500"])
    assert sized.resolved()["network"]["consumers"] == 500
    other = sized.with_assignments(["network={kind: random, ties: 4}"])
    assert other.network.kind == "random"
    assert other.resolved()["network"]["consumers"] == 10_000


def test_a_tactic_of_python_can_be_given(scenario: Scenario) -> None:
    tactic = scenario.strategies["many"].tactics[1]
    other = scenario.with_changes({"strategies.copied": [tactic]})
    assert other.strategies["copied"].tactics[0] == tactic


def test_values_are_yaml() -> None:
    assert parse_assignments(["a.b=1e-3", "c=[x, 'y=z']", "d=", "a.b=true", "e=yes"]) == {
        "c": ["x", "y=z"],
        "d": None,
        "a.b": True,
        "e": "yes",
    }


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("brand.qualty=0.9", "--set brand.qualty: no such key. Use quality."),
        ("brnad.quality=0.9", "--set brnad: no such key. Use brand."),
        ("brand.qualty=", "--set brand.qualty: no such key. Use quality."),
        ("brand.quality=high", '--set brand.quality: "high" is text. Write a number.'),
        ("brand.quality=1.4", "--set brand.quality: 1.4 is outside 0 to 1. Write 0.014 for 1.4 %."),
        ("brand.quality", "--set brand.quality: not KEY=VALUE. Write --set brand.quality=0.9."),
        ("=5", "--set =5: not KEY=VALUE. Write --set brand.quality=0.9."),
        ("brand..quality=5", "--set brand..quality: not an address. Write keys joined by dots"),
        ("seed=[1", "--set seed: not YAML: expected ',' or ']'"),
        ("events.batery.day=3", '--set events.batery.day: no event "batery". Use battery.'),
        ("events.battery.dya=3", "--set events.battery.dya: no such key. Use day."),
        (
            "strategies.may.hire_kocs.posts=2",
            '--set strategies.may.hire_kocs.posts: no strategy "may"',
        ),
        (
            "strategies.many.hire_koc.posts=2",
            '--set strategies.many.hire_koc.posts: no tactic "hire_koc". Use hire_kocs.',
        ),
        (
            "strategies.cared.hire_koc.posts=2",
            '--set strategies.cared.hire_koc.posts: no tactic "hire_koc". Use hire_kocs.',
        ),
        (
            "strategies.do_nothing.hire_kocs.posts=2",
            '--set strategies.do_nothing.hire_kocs.posts: no tactic "hire_kocs". There is none.',
        ),
        (
            "strategies.many.hire_kocs.post=2",
            "--set strategies.many.hire_kocs.post: no such key. Use posts.",
        ),
        (
            "strategies.cared.hire_kocs.posts=0",
            "--set strategies.cared.hire_kocs.posts: 0 is outside 1 to 255. Raise it.",
        ),
        ("baseline=nothing", '--set baseline: no strategy "nothing". Use do_nothing.'),
        ("strategies.do_nothing.x.y=5", "--set strategies.do_nothing.x.y: no tactic"),
    ],
)
def test_what_can_be_wrong(assignment: str, message: str, scenario: Scenario) -> None:
    assert refusal(scenario, assignment).startswith(message)


def test_in_python_there_is_no_place_but_the_address(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario.with_changes({"brand.qualty": 0.9})
    assert str(caught.value) == "brand.qualty: no such key. Use quality."


def test_a_change_can_make_another_place_wrong(scenario: Scenario) -> None:
    assert refusal(scenario, "days=50") == (
        "launch.yaml:5:48 events[0].day: 60 is after the last day (49). Lower it or raise days.\n"
        "launch.yaml:6:26 events[1].day: 70 is after the last day (49). Lower it or raise days."
    )
    assert refusal(scenario, "budget=10").startswith(
        "launch.yaml:10:5 strategies.many: tactics reserve 60 of 10."
    )
