"""The settings: every one says what it is, and defaults stand in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic.fields import FieldInfo

from simulation.dynamics.rules.hear import LAST_DAY
from simulation.fields import EVIDENCE, Section
from simulation.plugins import Plugin
from simulation.results.outcomes import OUTCOMES
from simulation.scenario import Scenario, load_scenario, scenario_from
from simulation.scenario.anatomy import bounds_of, nature_of, options_of, sections_below
from simulation.scenario.kinds import Family, shipped_members_of
from simulation.scenario.model import MOST_DAYS, Strategy
from simulation.scenario.outcome_names import OUTCOME_NAMES
from simulation.scenario.price_lists import price_lists
from simulation.scenario.settings.media import Channel, Fee
from tests.scenario.conftest import Write


def settings() -> Iterator[tuple[str, FieldInfo]]:
    """Every plain setting of the model, of tactics, of events and of networks."""
    sections: set[type[Section]] = {section for _, section in sections_below(Scenario)}
    sections |= {Channel, Fee, Strategy}
    for family in get_args(Family):
        for member in shipped_members_of(family).values():
            sections |= {section for _, section in sections_below(member)}
    for section in sorted(sections, key=lambda section: section.__qualname__):
        for name, field in section.model_fields.items():
            options = list(options_of(field.annotation))
            is_section = any(isinstance(o, type) and issubclass(o, Section) for o in options)
            if name != "kind" and not is_section:
                yield f"{section.__name__}.{name}", field


SETTINGS = {
    name: field for name, field in settings() if name not in ("Media.channels", "Media.platforms")
}
BELIEFS = {name: field for name, field in SETTINGS.items() if "evidence" in nature_of(field)}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_says_what_it_is(name: str) -> None:
    field = SETTINGS[name]
    assert nature_of(field).get("nature") in ("choice", "fact", "belief"), "nature"
    assert field.description, "description"
    if {int, float} & set(options_of(field.annotation)) and name != "Scenario.seed":
        assert nature_of(field).get("unit") or name.endswith((".number", ".matters"))


@pytest.mark.parametrize("name", BELIEFS)
def test_every_belief_has_a_range_around_its_default_and_says_who_claims_it(name: str) -> None:
    field, about = BELIEFS[name], nature_of(BELIEFS[name])
    if isinstance(field.default, int | float):
        assert about["low"] <= field.default <= about["high"]
    assert about["evidence"] in EVIDENCE
    assert about["evidence"] == "assumption" or about["source"], "a claim without a source"
    bounds = bounds_of(field)
    assert bounds.low is None or bounds.low <= about["low"]
    assert bounds.high is None or about["high"] <= bounds.high


def test_shares_are_never_percent() -> None:
    for name, field in SETTINGS.items():
        if name.rsplit(".", 1)[1].endswith("_share"):
            bounds = bounds_of(field)
            assert (bounds.low, bounds.high) == (0.0, 1.0), name


def test_one_role_given_keeps_the_others() -> None:
    scenario = scenario_from({"question": "?", "roles": {"koc": 0.05}, "strategies": {"a": []}})
    assert scenario.roles.accounts == {
        "kol_head": 0.0002,
        "kol_waist": 0.002,
        "kol_tail": 0.008,
        "koc": 0.05,
        "employee": 0,
    }


def test_one_channel_given_keeps_the_others() -> None:
    data = {
        "question": "?",
        "strategies": {"a": []},
        "media": {"channels": {"radio": {"cost_per_thousand": 9}, "video": {"half_spend": 50}}},
    }
    channels = scenario_from(data).media.channels
    assert list(channels) == ["video", "social", "search", "radio"]
    assert channels["radio"].cost_per_thousand == 9
    assert channels["video"].half_spend == 50
    assert channels["social"] == Channel()


def test_a_price_can_be_changed_alone() -> None:
    data = {
        "question": "?",
        "strategies": {"a": []},
        "media": {"prices": {"koc": {"fee_base": 100}}},
    }
    prices = scenario_from(data).media.prices
    assert prices.of("koc").of(1000, in_market_share=0.5) == 100 + 0.05 * 1000 / 0.5
    assert "fee_base" not in prices.koc.ranges
    assert prices.kol_head.ranges["fee_per_follower"].evidence == "practitioner_claim"
    with pytest.raises(KeyError):
        prices.of("employee")


@pytest.mark.parametrize("name", price_lists())
def test_every_price_list_is_dated_and_says_where_it_comes_from(name: str) -> None:
    data = {"question": "?", "strategies": {"a": []}, "media": {"price_list": name}}
    prices = scenario_from(data).media.prices
    assert prices.dated.year >= 2020
    assert prices.source
    for role in ("kol_head", "kol_waist", "kol_tail", "koc"):
        for written in prices.of(role).ranges.values():
            assert written.source
            assert written.low is not None
            assert written.high is not None


def test_an_own_price_list_is_a_file_beside_the_scenario(write: Write) -> None:
    fees = "{fee_base: 5, fee_per_follower: 0.1}"
    roles = "".join(f"kol_{tier}: {fees}\n" for tier in ("head", "waist", "tail"))
    write(f"dated: 2026-01-01\ncurrency: EUR\n{roles}koc: {fees}\n", "lists/mine.yaml")
    text = "question: Which?\ncurrency: EUR\nstrategies: {a: []}\n"
    text += "media: {price_list: lists/mine.yaml}\n"
    scenario = load_scenario(write(text))
    assert scenario.media.prices.koc.fee_base == 5
    assert scenario.warnings == ()


def test_the_outcomes_that_can_be_asked_for_are_those_that_can_be_measured() -> None:
    assert tuple(OUTCOMES) == OUTCOME_NAMES


def test_the_longest_run_is_what_the_credit_word_holds() -> None:
    assert MOST_DAYS == LAST_DAY


def test_plugins_are_not_settings() -> None:
    assert not any(issubclass(section, Plugin) for _, section in sections_below(Scenario))
