"""Tactics and strategies added, copied and removed: the same scenario as the command would make."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from simulation import load_scenario
from simulation.app.arranged import (
    add_strategy,
    add_tactic,
    copy_strategy,
    remove_strategy,
    remove_tactic,
)
from simulation.app.draft import Draft, open_draft
from simulation.app.tactic_fields import fields_of, read_fields
from simulation.app.written import yaml_text
from simulation.errors import ScenarioError
from simulation.scenario.examples import example_of
from simulation.scenario.kinds import shipped_members_of

REWARD = {"referrer": 20, "budget": 40}


def labels(draft: Draft, strategy: str) -> list[str]:
    return [tactic.label for tactic in draft.scenario.strategies[strategy].tactics]


def by_command(draft: Draft, file: Path) -> str:
    """Hash of the scenario that the shown command makes."""
    said = shlex.split(draft.command("compare"))
    sets = [said[i + 1] for i, word in enumerate(said) if word == "--set"]
    scenario = load_scenario(file)
    return scenario.with_assignments(sets).hash if sets else scenario.hash


def arranged(file: Path) -> Draft:
    """One of everything, mixed with changes of single fields."""
    draft = open_draft(file).edit("strategies.gifts.advertise.budget", 400)
    draft = add_tactic(draft, "gifts", "referral_reward", REWARD)
    draft = add_tactic(draft, "gifts", "advertise", {"budget": 50, "day": "launch"})
    draft = draft.edit("strategies.gifts.advertise_2.budget", 60)
    draft = copy_strategy(draft, "gifts")
    draft = remove_tactic(draft, "gifts", "referral_reward")
    draft = add_strategy(draft, "mixed")
    draft = add_tactic(draft, "mixed", "hire_kocs", {"budget": 700})
    draft = remove_strategy(draft, "kocs")
    return draft.edit("strategies.mixed.hire_kocs.posts", 3)


def test_strategies_are_what_was_asked_for(village: Path) -> None:
    draft = arranged(village)
    assert list(draft.scenario.strategies) == ["do_nothing", "gifts", "gifts_2", "mixed"]
    assert labels(draft, "gifts") == ["seed_products", "advertise", "advertise_2"]
    assert labels(draft, "gifts_2") == [
        "seed_products",
        "advertise",
        "referral_reward",
        "advertise_2",
    ]
    budgets = [tactic.budget for tactic in draft.scenario.strategies["gifts_2"].tactics]
    assert budgets == [1500, 400, 40, 60]
    assert draft.scenario.strategies["gifts"].tactics[2].day == 5
    assert draft.scenario.strategies["mixed"].tactics[0].posts == 3  # type: ignore[attr-defined]


def test_the_command_and_the_file_say_the_same(village: Path, tmp_path: Path) -> None:
    draft = arranged(village)
    assert by_command(draft, village) == draft.scenario.hash
    text = yaml_text(draft)
    assert "# everybody" in text
    again = tmp_path / "again.yaml"
    again.write_text(text, encoding="utf-8")
    assert load_scenario(again).hash == draft.scenario.hash


def test_what_is_added_and_removed_leaves_no_change(village: Path) -> None:
    draft = add_tactic(open_draft(village), "kocs", "referral_reward", REWARD)
    draft = draft.edit("strategies.kocs.referral_reward.referrer", 30)
    assert draft.changes
    assert remove_tactic(draft, "kocs", "referral_reward").changes == {}
    draft = add_tactic(add_strategy(open_draft(village), "new"), "new", "advertise", {"budget": 9})
    assert remove_strategy(draft, "new").changes == {}


def test_a_copy_no_longer_follows_its_origin(village: Path) -> None:
    draft = copy_strategy(open_draft(village), "gifts").edit(
        "strategies.gifts.advertise.budget", 100
    )
    assert draft.scenario.strategies["gifts_2"].tactics[1].budget == 500


def test_a_tactic_that_a_strategy_inherits_is_left_out(village: Path) -> None:
    text = village.read_text("utf-8").replace(
        "\noutcomes", "\n  more: {extends: gifts, budget: 2100}\n\noutcomes"
    )
    village.write_text(text, encoding="utf-8")
    draft = add_tactic(open_draft(village), "more", "referral_reward", REWARD)
    assert labels(draft, "more") == ["seed_products", "advertise", "referral_reward"]
    draft = remove_tactic(draft, "more", "advertise")
    assert labels(draft, "more") == ["seed_products", "referral_reward"]
    copied = copy_strategy(draft, "more")
    assert labels(copied, "more_2") == ["seed_products", "referral_reward"]
    assert copied.scenario.ceiling("more_2") == 2100
    with pytest.raises(ScenarioError, match="gifts"):
        remove_strategy(draft, "gifts")
    assert by_command(copied, village) == copied.scenario.hash


@pytest.mark.parametrize(
    ("name", "said"),
    [("gifts", "there is one of this name"), ("a.b", "not a name"), ("a b", "not a name")],
)
def test_a_name_that_cannot_be_is_refused(village: Path, name: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        add_strategy(open_draft(village), name)


def test_the_baseline_stays(village: Path) -> None:
    with pytest.raises(ScenarioError, match="baseline"):
        remove_strategy(open_draft(village), "do_nothing")


def test_a_wrong_field_says_what_the_command_says(village: Path) -> None:
    draft = open_draft(village)
    with pytest.raises(ScenarioError) as of_page:
        add_tactic(draft, "kocs", "advertise", read_fields({"budget": "-5"}))
    with pytest.raises(ScenarioError) as of_command:
        load_scenario(village).with_assignments(
            [
                'strategies.kocs.tactics=[{"kind": "hire_kocs", "budget": 800, "day": "launch",'
                ' "posts": 2}, {"kind": "advertise", "budget": -5}]'
            ]
        )
    assert str(of_page.value) == str(of_command.value)
    assert "-5" in str(of_page.value)


def test_texts_are_read_as_yaml_and_empty_ones_left_out() -> None:
    texts = {"day": "launch+3", "budget": " 1e3 ", "until": "", "formats.film_cost": "2", "n": None}
    assert read_fields(texts) == {"day": "launch+3", "budget": 1000.0, "formats": {"film_cost": 2}}
    with pytest.raises(ScenarioError, match=r"to: not YAML"):
        read_fields({"to": "[owners"})


@pytest.mark.parametrize("kind", list(shipped_members_of("tactic")))
def test_every_tactic_has_a_form_that_its_example_fills(kind: str) -> None:
    asked = {row.key: row for row in fields_of(kind)}
    assert {"day", "until", "budget"} <= set(asked)
    assert set(example_of("tactic", kind)) - {"kind"} <= set(asked)
    for row in asked.values():
        assert row.about
        assert not row.is_required or row.default == ""
        if row.nature == "belief":
            assert row.evidence
            assert row.shape == "number"
        if row.words and row.default not in ("", "none"):
            assert row.default in row.words


def test_a_form_asks_each_thing_once() -> None:
    """Whom a tactic is for is one field; the parts of formats are fields of their own."""
    asked = [row.key for row in fields_of("co_creation")]
    assert "to" in asked
    assert [key for key in asked if key.startswith("to.")] == []
    assert asked[:3] == ["day", "until", "budget"]
    ads = [row.key for row in fields_of("advertise")]
    assert "formats" not in ads
    assert "formats.film_cost" in ads
