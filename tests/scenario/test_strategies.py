"""Strategies that take the tactics of others."""

from __future__ import annotations

import pytest

from simulation.scenario import Scenario, load_scenario
from tests.scenario.conftest import Errors, Write

HEAD = "question: Which?\nbrand: {}\nstrategies:\n"
BASE = """\
  many:
    - {kind: hire_kocs, budget: 60, day: 3}
    - {kind: discount, share: 0.1}
"""


def labels(scenario: Scenario, name: str) -> list[str]:
    return [tactic.label for tactic in scenario.strategies[name].tactics]


def test_extends_change_without_and_more_tactics(write: Write) -> None:
    text = f"""{HEAD}{BASE}
  cared:
    label: {{en: Care, zh: 关怀}}
    extends: many
    without: [discount]
    change: {{hire_kocs: {{budget: 45, day: null, posts: 2}}}}
    budget: 80
    tactics: [{{kind: monitor_talk}}, {{kind: hire_kocs, name: late, day: 9}}]
  more: {{extends: cared, change: {{late: {{day: 12}}}}, budget: null}}
"""
    scenario = load_scenario(write(text))
    assert labels(scenario, "many") == ["hire_kocs", "discount"]
    assert labels(scenario, "cared") == ["hire_kocs", "monitor_talk", "late"]
    first = scenario.strategies["cared"].tactics[0]
    assert (first.budget, first.day, first.model_dump()["posts"]) == (45, 0, 2)
    assert scenario.strategies["many"].tactics[0].budget == 60
    assert scenario.strategies["cared"].label == {"en": "Care", "zh": "关怀"}
    more = scenario.strategies["more"]
    assert (more.label, more.budget, more.tactics[2].day) == (None, 80, 12)
    assert scenario.ceiling("more") == 80
    assert scenario.ceiling("many") is None


def test_a_strategy_may_extend_one_that_comes_later(write: Write) -> None:
    scenario = load_scenario(write(f"{HEAD}  first: {{extends: many}}\n{BASE}"))
    assert list(scenario.strategies) == ["first", "many"]
    assert labels(scenario, "first") == ["hire_kocs", "discount"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("b: {extends: meny}", '7:16 strategies.b.extends: no strategy "meny". Use many.'),
        (
            "b: {extends: [many]}",
            "7:16 strategies.b.extends: a list is not the name of a strategy. Write one.",
        ),
        ("b: {extends: b}", "7:16 strategies.b.extends: extends itself (b > b). Break the ring."),
        (
            "b: {extends: many, change: {hire_koc: {day: 1}}}",
            '7:31 strategies.b.change.hire_koc: no tactic "hire_koc" to inherit. Use hire_kocs.',
        ),
        (
            "b: {extends: many, without: [discont]}",
            '7:32 strategies.b.without[0]: no tactic "discont" to inherit. Use discount.',
        ),
        (
            "b: {extends: many, without: discount}",
            '7:31 strategies.b.without: "discount" is not a list. Write [tactic names].',
        ),
        (
            "b: {extends: many, change: {discount: 5}}",
            "7:41 strategies.b.change.discount: 5 is not a mapping of fields. Write one.",
        ),
        ("b: {tactic: []}", "7:7 strategies.b.tactic: no such key. Use tactics."),
        ("b: {tactics: 5}", "7:16 strategies.b.tactics: 5 is not a list. Write one."),
        ("b:", "7:3 strategies.b: empty. Write [] for no tactics."),
        ("b: 5", "7:6 strategies.b: 5 is not a list. Write [] for no tactics."),
        ("b: [5]", "7:7 strategies.b[0]: 5 is not a tactic. Write {kind: ...}."),
        ("b: [{day: 5}]", "7:7 strategies.b[0].kind: missing. Name one; all: womsim list tactics."),
        (
            "b: [{kind: hire_kocs}, {kind: hire_kocs}]",
            "7:26 strategies.b[1]: a second hire_kocs. Give it a name of its own.",
        ),
        (
            "b: [{kind: discount, share: .1, name: a b}]",
            '7:41 strategies.b[0].name: "a b" is not a name.',
        ),
        (
            "b: [{kind: discount, share: .1, name: budget}]",
            "7:41 strategies.b[0].name: budget is a key of strategies. Choose another name.",
        ),
        (
            "b: {extends: many, change: {hire_kocs: {number: 3}}}",
            "7:42 strategies.b.change.hire_kocs: budget and number are both given. Keep one.",
        ),
        (
            "b: {extends: many, change: {hire_kocs: {posts: few}}}",
            '7:50 strategies.b.change.hire_kocs.posts: "few" is text. Write a whole number.',
        ),
        ("b c: []", "7:3 strategies.b c: not a name. Use letters, digits, _ and -."),
    ],
)
def test_what_can_be_wrong(written: str, message: str, errors: Errors) -> None:
    found = errors(f"{HEAD}{BASE}  {written}\n")
    assert found[0].startswith(f"launch.yaml:{message}")


def test_an_inherited_mistake_is_reported_once(errors: Errors) -> None:
    text = f"{HEAD}  a: [{{kind: hire_kocs, posts: 0}}]\n  b: {{extends: a}}\n"
    assert errors(text) == [
        "launch.yaml:4:32 strategies.a[0].posts: 0 is outside 1 to 255. Raise it."
    ]


@pytest.mark.parametrize("written", ["5", "[]", "text"])
def test_strategies_are_a_mapping(written: str, errors: Errors) -> None:
    found = errors(f"question: Which?\nbrand: {{}}\nstrategies: {written}\n")
    assert found[0].startswith("launch.yaml:3:13 strategies: ")
    assert "is not a mapping. Write NAME: [tactics]." in found[0]


def test_there_is_at_least_one_strategy(errors: Errors) -> None:
    found = errors("question: Which?\nbrand: {}\nstrategies: {}\n")
    assert found == ["launch.yaml:3:13 strategies: empty. Write at least one entry."]
    missing = errors("question: Which?\nbrand: {}\n")
    assert missing[0].startswith("launch.yaml:1:1 strategies: missing. Add it")
