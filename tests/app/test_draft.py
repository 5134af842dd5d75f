"""A scenario as edited: every edit through the strict loader, and the file and command of it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from simulation import load_scenario
from simulation.app.draft import Draft, open_draft, value_at
from simulation.app.questions import LEVERS, Answers, scenario_text
from simulation.app.written import yaml_text
from simulation.errors import ScenarioError


def edited(file: Path) -> Draft:
    draft = open_draft(file).edit("brand.quality", 0.75)
    return draft.edit("strategies.gifts.advertise.budget", 400)


def test_an_edit_is_another_scenario_and_the_first_stays(village: Path) -> None:
    draft = open_draft(village)
    changed = edited(village)
    assert changed.scenario.brand.quality == 0.75
    assert value_at(changed.scenario, "strategies.gifts.advertise.budget") == 400
    assert draft.scenario.brand.quality == 0.6
    assert draft.changes == {}


def test_a_value_as_read_takes_the_change_back(village: Path) -> None:
    changed = edited(village).edit("brand.quality", 0.6)
    assert list(changed.changes) == ["strategies.gifts.advertise.budget"]
    back = changed.edit("strategies.gifts.advertise.budget", 500)
    assert back.scenario is back.base


def test_a_range_stays_around_a_value_within_it(village: Path) -> None:
    draft = edited(village)
    assert "brand.quality.value=0.75" in draft.assignments
    assert draft.scenario.brand.ranges["quality"].high == 0.8
    beyond = draft.edit("brand.quality", 0.95)
    assert "brand.quality=0.95" in beyond.assignments
    assert beyond.scenario.brand.ranges == {}
    assert "brand.quality" not in " ".join(beyond.edit("brand.quality", 0.6).assignments)


def test_a_wrong_value_says_what_the_command_says(village: Path) -> None:
    draft = open_draft(village)
    with pytest.raises(ScenarioError) as of_page:
        draft.edit("brand.quality", 7)
    with pytest.raises(ScenarioError) as of_command:
        load_scenario(village).with_assignments(["brand.quality=7"])
    assert str(of_page.value) == str(of_command.value)
    assert "--set brand.quality: 7 is outside 0 to 1" in str(of_page.value)


def test_the_command_makes_the_same_scenario(village: Path) -> None:
    changed = edited(village)
    words = shlex.split(changed.command("compare", "--replications", "5"))
    assert words[:3] == ["womsim", "compare", str(village)]
    sets = [words[i + 1] for i, word in enumerate(words) if word == "--set"]
    assert load_scenario(village).with_assignments(sets).hash == changed.scenario.hash


@pytest.mark.parametrize("key", ["strategies.gifts.advertise", "strategies.kocs.hire_kocs"])
def test_a_tactic_can_be_removed(village: Path, key: str) -> None:
    changed = open_draft(village).edit(key, None)
    assert value_at(changed.scenario, f"{key}.day") is None
    assert value_at(changed.base, f"{key}.day") is not None


def test_the_file_to_download_keeps_comments_and_ranges(village: Path, tmp_path: Path) -> None:
    changed = edited(village).edit("strategies.kocs.hire_kocs", None)
    text = yaml_text(changed)
    assert "# A shop in a village." in text
    assert "# everybody" in text
    again = tmp_path / "again.yaml"
    again.write_text(text, encoding="utf-8")
    read = load_scenario(again)
    assert read.hash == changed.scenario.hash
    assert read.brand.ranges["quality"].high == 0.8


def test_a_file_that_extends_another_is_written_out(village: Path, tmp_path: Path) -> None:
    child = tmp_path / "child.yaml"
    child.write_text("extends: village.yaml\nname: child\n", encoding="utf-8")
    changed = edited(child)
    again = tmp_path / "elsewhere" / "again.yaml"
    again.parent.mkdir()
    again.write_text(yaml_text(changed), encoding="utf-8")
    assert load_scenario(again).resolved() == changed.scenario.resolved()


def test_an_unchanged_file_comes_back_as_it_is(village: Path) -> None:
    assert yaml_text(open_draft(village)) == village.read_text("utf-8")


@pytest.mark.parametrize("name", list(LEVERS))
def test_five_answers_make_a_scenario(tmp_path: Path, name: str) -> None:
    file = tmp_path / "first_scenario.yaml"
    file.write_text(scenario_text(Answers(price=90, strategies=(name,))), encoding="utf-8")
    scenario = load_scenario(file)
    assert list(scenario.strategies) == ["do_nothing", name]
    assert scenario.brand.price == 90
    assert scenario.warnings == ()
