"""A changed scenario, read quickly, is the one that reading everything gives, mistakes included."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.errors import ScenarioError
from simulation.scenario.changes import apply_changes
from simulation.scenario.checks import sections_of
from simulation.scenario.load import load_scenario, scenario_from, scenario_of
from simulation.scenario.model import Scenario
from simulation.tactics.base import Tactic
from tests.experiments.tiny import tiny

PHONE = Path(__file__).parents[2] / "scenarios" / "phone_launch.yaml"
FILES = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))[::4]


def read_in_full(scenario: Scenario, changes: dict[str, Any]) -> Scenario:
    """What the change gives when nothing is taken from the scenario before."""
    tree = apply_changes(scenario._tree, changes, "", scenario.folder)
    return scenario_of(tree, scenario.folder, scenario.name)


def everything(scenario: Scenario) -> Any:
    """All that a scenario says of itself."""
    worlds = [scenario, *scenario.worlds.values()]
    fields = [
        [(at, sorted(section.model_fields_set), dict(section.ranges)) for at, section in sections]
        for sections in (list(sections_of(world)) for world in worlds)
    ]
    return [
        [(world.resolved(), world.hash, world.warnings, world.parameters()) for world in worlds],
        [world.run_hash(name) for world in worlds for name in world.strategies],
        fields,
    ]


def outcome(read: Any) -> Any:
    try:
        return everything(read())
    except ScenarioError as error:
        return str(error)


def assert_same(scenario: Scenario, changes: dict[str, Any]) -> None:
    quick = outcome(lambda: scenario.with_changes(changes))
    assert quick == outcome(lambda: read_in_full(scenario, changes))


def tactic_of(scenario: Scenario) -> str:
    """Address of some tactic."""
    name, strategy = next((n, s) for n, s in scenario.strategies.items() if s.tactics)
    return f"strategies.{name}.{strategy.tactics[0].label}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shipped_scenarios(file: Path) -> None:
    scenario = load_scenario(file)
    strategy = list(scenario.strategies)[-1]
    tactic = tactic_of(scenario)
    for changes in (
        {"seed": 8},
        {"brand.price": 77.5, "consumers.talk.floor": {"value": 0.1, "low": 0.0, "high": 0.3}},
        {"days": 170},
        {f"{tactic}.budget": 1, "media.in_market_share": 0.5},
        {f"{tactic}.kind": "nothing"},
        {f"strategies.{strategy}": [{"kind": "hire_kocs", "budget": 5000}]},
        {"media.price_list": "douyin_2025"},
        {"budget": 1.0},
        {"brand.quality": True, "roles": {"koc": 2.0}},
        {"network.consumers": 500},
        {"consumers.talk.floor": {"value": 0.1, "low": -3}},
    ):
        assert_same(scenario, changes)


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 1, 1.0, 0.3, 5, 30, 900, "launch", "kocs", [], {}]
)
KEYS = st.sampled_from(
    [
        *(
            "days",
            "seed",
            "budget",
            "currency",
            "brand.price",
            "brand.quality",
            "brand.aware_at_start",
        ),
        *("brand.owners_at_start", "roles.koc", "roles", "brand", "network", "network.consumers"),
        *("network.kind", "consumers.decide.interest_base", "consumers.hear", "reviews.read"),
        *("media.price_list", "media.channels.video.cost_per_thousand", "media.synergy", "phases"),
        *("events.battery.day", "events.battery", "events", "strategies.kocs", "strategies.more"),
        *("strategies.kocs.hire_kocs.budget", "strategies.kocs.hire_kocs.disclosed", "baseline"),
        *("strategies.kocs.hire_kocs.posts", "strategies.kocs.hire_kocs", "strategies.kocs.budget"),
        *("strategies.referral.referral_reward.referrer", "strategies.kocs.label", "decide_by"),
        *("outcomes", "what_if.dear.brand.price", "what_if.dear", "what_if"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3), st.booleans())
def test_any_change(changes: dict[str, Any], has_worlds: bool) -> None:
    worlds = {"what_if": {"dear": {"brand": {"price": 300}}, "calm": {"events": []}}}
    assert_same(tiny(**(worlds if has_worlds else {})), changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"phases.launch": 10},
        {"phases": None},
        {"days": 61},
        {"days": 60},
        {"network.consumers": 20000.0},
        {"strategies.many_kocs.hire_kocs.disclosed": 1},
    ],
)
def test_what_only_looks_untouched_is_read_again(changes: dict[str, Any]) -> None:
    assert_same(load_scenario(PHONE), changes)


def test_dates_follow_the_first_day() -> None:
    scenario = tiny(start_date="2026-01-01", events=[])
    dated = scenario.with_changes({"strategies.kocs.hire_kocs.day": datetime.date(2026, 1, 9)})
    later = dated.with_changes({"start_date": "2026-01-03"})
    assert [each.strategies["kocs"].tactics[0].model_dump()["day"] for each in (dated, later)] == [
        8,
        6,
    ]


def test_a_kind_that_was_defined_again_is_read_again() -> None:
    before = tiny()
    members, old = Tactic.members, Tactic.members["hire_kocs"]
    try:
        members["hire_kocs"] = type("HireKocs", (old,), {"__module__": __name__})
        after = before.with_changes({"brand.price": 150})
        assert type(after.strategies["kocs"].tactics[0]) is not old
    finally:
        members["hire_kocs"] = old


def test_a_change_of_a_change() -> None:
    first = tiny().with_changes({"strategies.kocs.hire_kocs.posts": 2})
    again = first.with_changes({"brand.price": 150}).with_changes({"days": 25})
    assert again.strategies["kocs"].tactics[0].model_dump()["posts"] == 2
    assert everything(again) == everything(read_in_full(first, {"brand.price": 150, "days": 25}))


def test_what_nobody_touched_is_the_same_object() -> None:
    before = tiny()
    after = before.with_changes({"brand.price": 150})
    assert after.strategies["kocs"] is before.strategies["kocs"]
    assert after.consumers.talk is before.consumers.talk
    assert after.brand is not before.brand


def test_a_world_still_knows_the_events_of_the_others() -> None:
    data = {
        "question": "?",
        "brand": {},
        "strategies": {"a": [{"kind": "respond", "to_event": "fault"}]},
        "what_if": {"fault": {"events": [{"kind": "scandal", "name": "fault", "day": 3}]}},
    }
    world = scenario_from(data).worlds["as_written"]
    assert world.with_changes({"days": 90}).with_changes({"days": 80}).days == 80
    with pytest.raises(ScenarioError, match="no event"):
        scenario_from(data).with_changes({"what_if": None})
