"""The guide, its tables and the schema are what the model says today, and their examples run."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from simulation.errors import OutputError
from simulation.scenario import load_scenario
from simulation.scenario.catalogue import keys_of_kind, keys_of_scenario, kinds_in
from simulation.scenario.docs import renewed
from simulation.scenario.schema import scenario_schema
from simulation.scenario.tree import plain
from simulation.scenario.yaml_source import parse_yaml
from tests.scenario.conftest import MINIMAL, Write

jsonschema = pytest.importorskip("jsonschema")  # comes with nbformat

GUIDE = Path(__file__).parents[2] / "docs" / "scenario_files.md"
SCHEMA = GUIDE.with_name("scenario.schema.json")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
WHOLE = [text for text in EXAMPLES if text.startswith(("question:", "name:"))]


def for_json(thing: Any) -> Any:
    """Dates as a YAML schema sees them: text."""
    return json.loads(json.dumps(thing, default=datetime.date.isoformat))


def complaints(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(scenario_schema())
    return [
        error.message for error in validator.iter_errors(for_json(plain(parse_yaml(text, "f"))))
    ]


def test_the_tables_of_the_guide_are_current() -> None:
    page = GUIDE.read_text("utf-8")
    assert page == renewed(page), "renew: womsim list scenario --into docs/scenario_files.md"


def test_the_schema_file_is_current() -> None:
    current = json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"
    message = "renew: womsim list schema > docs/scenario.schema.json"
    assert SCHEMA.read_text("utf-8") == current, message


def test_the_guide_has_examples() -> None:
    assert len(WHOLE) >= 2
    assert MINIMAL in WHOLE


@pytest.mark.parametrize("text", WHOLE)
def test_every_whole_example_of_the_guide_is_right(text: str, write: Write) -> None:
    scenario = load_scenario(write(text))
    assert len(scenario.strategies) >= 2
    assert complaints(text) == []


def test_the_schema_knows_the_file_that_is_laid_over_another() -> None:
    (text,) = [text for text in EXAMPLES if text.startswith("extends:")]
    assert complaints(text.replace("events: null", "events: []")) == []


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL.replace("strategies:", "strateges:"),
        MINIMAL.replace("price: 200", "price: dear"),
        MINIMAL.replace("price: 200", "quality: 1.4"),
        MINIMAL.replace("referral_reward", "referral_rewards"),
        MINIMAL.replace("referrer: 20", "referer: 20"),
        MINIMAL.replace("[customers, romi]", "[customers, rmi]"),
        MINIMAL + "days: {value: 5}\n",
        MINIMAL + "network: {kind: file}\n",
    ],
)
def test_the_schema_refuses_what_reading_refuses(text: str) -> None:
    assert complaints(MINIMAL) == []
    assert complaints(text) != []


@pytest.mark.parametrize(
    "more",
    [
        "network: {kind: file, path: my.csv, people_per_consumer: {value: 2, low: 1}}",
        "events: [{kind: scandal, day: launch+3}, {kind: scandal, name: b, day: 2026-03-01}]",
        "roles: {koc: 40}",
        "phases: {launch: 3}",
        "consumers: {hear: {credibility: {koc: {value: 0.8, evidence: measured}}}}",
        "media: {channels: {radio: {half_spend: 50}}, prices: {koc: {fee_base: 3}}}",
        "decide_by: customers",
        "decide_by: {outcome: romi, matters: 0.1}",
        "question: {en: Which?, zh: 哪个?}",
    ],
)
def test_the_schema_takes_what_reading_takes(more: str) -> None:
    text = MINIMAL if more.startswith("question") else f"{MINIMAL}{more}\n"
    text = text.replace("question: Do paid referrals bring more customers?", more, 1)
    if not more.startswith("question"):
        text = f"{MINIMAL}{more}\n"
    assert complaints(text) == []


def test_a_page_without_marks_has_no_place_for_tables() -> None:
    with pytest.raises(OutputError, match="no place for the tables"):
        renewed("# A page\n")


def test_every_kind_has_a_sentence_and_keys_with_a_meaning() -> None:
    for family in ("tactic", "event", "network"):
        for kind in kinds_in(family):
            assert kind.about.endswith("."), kind
            for key in keys_of_kind(family, kind.kind):
                assert key.about, key
                assert key.type, key


def test_every_key_of_a_scenario_is_listed_once() -> None:
    keys = [row.key for row in keys_of_scenario()]
    assert len(keys) == len(set(keys))
    assert {"extends", "question", "brand.price", "strategies.NAME.change"} <= set(keys)
    assert all(row.type and row.about for row in keys_of_scenario())
