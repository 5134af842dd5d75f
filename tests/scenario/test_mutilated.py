"""Whatever is done to a scenario: it is read, or it is refused in words; nothing else escapes."""

from __future__ import annotations

import copy
import datetime
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulation.errors import ScenarioError
from simulation.scenario import Scenario, load_scenario, scenario_from
from simulation.scenario.tree import plain
from simulation.scenario.yaml_source import parse_yaml

WHOLE = """\
name: whole
question: {en: Which?, zh: 哪个?}
days: 180
start_date: 2026-03-01
phases: {teaser: 0, launch: 21}
seed: 3
replications: 5
currency: CNY
budget: 60000
network: {kind: community, consumers: 2000, friends: 6, follow: {mean: 9}}
roles: {kol_head: 5, koc: 0.03}
consumers:
  talk: {floor: 0.1}
  hear: {negativity: {value: 1.5, low: 0.7, high: 2.0, evidence: published, source: East}}
brand: {name: ours, label: {en: Ours}, price: 399, on_sale_from: launch, quality: 0.7}
media: {price_list: xiaohongshu_2025, prices: {koc: {fee_base: 50}}, channels: {radio: {}}}
events: [{kind: product_defect, name: battery, day: 60, share_of_owners: 0.05}]
baseline: none
strategies:
  none: []
  kols: [{kind: hire_kols, tier: head, budget: 60000, day: teaser, disclosed: true}]
  kocs: [{kind: hire_kocs, number: 4, day: launch+3}, {kind: discount, share: 0.1}]
  care:
    label: Care
    extends: kocs
    change: {hire_kocs: {number: 3}}
    without: [discount]
    tactics: [{kind: respond, to_event: battery}, {kind: seed_products, to: [1, 2]}]
outcomes: [customers, romi]
decide_by: {outcome: customers, matters: 5}
what_if:
  weak: {brand: {quality: 0.4}, media: {price_list: xiaohongshu_2025}, network: {kind: small_world}}
  calm: {events: [], budget: null}
  late: {events.battery.day: launch+3}
"""

WORDS = st.sampled_from(
    [
        "",
        "yes",
        "launch",
        "launch+3",
        "kind",
        "5",
        "3 %",
        "6万",
        "hire_kols",
        "file",
        "a.b",
        "\0",
        "²",
    ]
)
NUMBERS = st.sampled_from(
    [0, -1, 1, 5, 1.4, 0.5, -0.0, 1e308, math.inf, -math.inf, math.nan, 10**30, 10**400, -(10**400)]
)
DATES = st.sampled_from([datetime.date(2026, 5, 1), datetime.datetime(2026, 5, 1, 3, 4)])
SCALARS = st.none() | st.booleans() | WORDS | NUMBERS | DATES
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
RANGES = st.fixed_dictionaries(
    {"value": SCALARS},
    optional={"low": SCALARS, "high": SCALARS, "evidence": VALUES, "source": SCALARS},
)


def whole() -> dict[str, Any]:
    data: dict[str, Any] = plain(parse_yaml(WHOLE, "whole.yaml"))
    return data


def places(thing: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Address of every value."""
    found = [at] if at else []
    items = thing.items() if isinstance(thing, dict) else ()
    if isinstance(thing, list):
        items = enumerate(thing)  # type: ignore[assignment]
    for key, value in items:
        found += places(value, (*at, key))
    return found


DATA = whole()
PLACES = places(DATA)


def parent_of(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        data = data[key]
    return data


def tried(make: Callable[[], Scenario]) -> Scenario | ScenarioError:
    """What comes of it; any other exception is a fault."""
    try:
        return make()
    except ScenarioError as error:
        return error


def read(data: dict[str, Any]) -> None:
    """Read it, and where that works use every door of the result."""
    made = tried(lambda: scenario_from(data))
    if isinstance(made, ScenarioError):
        assert len(made.problems) > 0
        assert all(problem.message for problem in made.problems)
        assert str(made)
        return
    assert len(made.strategies) > 0
    assert made.hash
    assert made.parameters()
    for world in made.worlds.values():
        for strategy in made.strategies:
            world.run_hash(strategy)


def test_the_whole_is_right() -> None:
    assert list(scenario_from(DATA).strategies) == ["none", "kols", "kocs", "care"]


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(PLACES), value=VALUES | RANGES)
@example(path=("brand", "quality"), value={"value": None, "low": 0.1})
@example(path=("network", "kind"), value=["community"])
@example(path=("events", 0, "day"), value=math.inf)
@example(path=("strategies", "kols", 0, "kind"), value={})
@example(path=("start_date",), value=datetime.datetime(2026, 5, 1, 3, 4))
def test_any_value_in_any_place(path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(DATA)
    parent_of(data, path)[path[-1]] = value
    read(data)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(PLACES), key=WORDS | st.text(max_size=5))
def test_any_key_in_place_of_any_other(path: tuple[Any, ...], key: str) -> None:
    data = copy.deepcopy(DATA)
    parent = parent_of(data, path)
    value = parent.pop(path[-1])
    if isinstance(parent, dict):
        parent[key] = value
    read(data)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.sampled_from(PLACES), target=st.sampled_from(PLACES))
def test_any_part_moved_to_any_other_place(
    source: tuple[Any, ...], target: tuple[Any, ...]
) -> None:
    data = copy.deepcopy(DATA)
    parent_of(data, target)[target[-1]] = copy.deepcopy(parent_of(DATA, source)[source[-1]])
    read(data)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(address=st.sampled_from(PLACES), value=VALUES)
def test_any_change_by_address(address: tuple[Any, ...], value: Any) -> None:
    scenario = scenario_from(DATA)
    key = ".".join(str(part) for part in address if not isinstance(part, int))
    made = tried(lambda: scenario.with_changes({key: value}))
    assert isinstance(made, Scenario) or made.problems


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutilated")


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    at=st.integers(0, len(WHOLE)),
    gone=st.integers(0, 6),
    text=st.sampled_from(
        [
            "",
            " ",
            "\n",
            "\t",
            ":",
            "{",
            "}",
            "[",
            "]",
            "-",
            "&a ",
            "*a",
            "!",
            "|",
            '"',
            "'",
            "#",
            "%",
        ]
    )
    | st.text(max_size=3),
)
def test_any_slip_of_the_keyboard(at: int, gone: int, text: str, folder: Path) -> None:
    file = folder / "whole.yaml"
    file.write_text(WHOLE[:at] + text + WHOLE[at + gone :], encoding="utf-8", errors="replace")
    made = tried(lambda: load_scenario(file))
    if isinstance(made, ScenarioError):
        for problem in made.problems:
            assert problem.file == str(file)
            assert problem.message.rstrip().endswith((".", ")"))
