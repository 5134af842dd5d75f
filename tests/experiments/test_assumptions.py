"""Which assumptions are varied: all that nobody measured, once each, and what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulation import load_scenario
from simulation.errors import ArgumentError
from simulation.experiments.asked import ASKED, COMMAND, PYTHON
from simulation.experiments.assumptions import FIXED, PLAN, Chosen, choose
from simulation.scenario.model import Scenario
from tests.experiments.tiny import tiny

PAID = {"kind": "referral_reward", "referrer": 20, "referee": 10}


def chosen(scenario: Scenario | None = None, *names: str, **asked: Any) -> Chosen:
    """What is varied in a scenario, of all strategies or of some."""
    scenario = tiny() if scenario is None else scenario
    return choose(scenario, names or tuple(scenario.strategies), **asked)


def labels(found: Chosen) -> set[str]:
    """Names of what is varied."""
    return {one.label for one in found.varied}


def test_all_that_nobody_measured_is_varied_and_nothing_else() -> None:
    found = chosen()
    rows = {row.key: row for row in tiny().parameters()}
    varied = {key for one in found.varied for key in one.keys}
    for key, row in rows.items():
        has_range = row.low is not None and row.high is not None and row.low < row.high
        is_claimed = row.evidence in ("assumption", "practitioner_claim")
        assert (key in varied) == (has_range and is_claimed), key
    left_out = dict(found.left_out)
    assert left_out["consumers.hear.negativity"].startswith("published")
    assert left_out["consumers.hear.credibility.friend"] == "its range is one value"


def test_whole_numbers_stay_whole_and_claims_keep_their_label() -> None:
    found = {one.label: one for one in chosen().varied}
    assert found["reviews.read"].is_whole
    assert found["media.in_market_share"].is_log
    assert found["media.prices.koc.fee_base"].evidence == "practitioner_claim"


def test_settings_of_strategies_that_are_not_compared_are_left_out_and_named() -> None:
    found = chosen(None, "do_nothing", "kocs")
    assert not [label for label in labels(found) if "referral" in label]
    assert "strategies.referral" in dict(found.left_out)


def test_like_tactics_share_one_assumption() -> None:
    hired = {"kind": "hire_kocs", "budget": 400}
    twice = tiny(strategies__more=[hired])
    (one,) = [o for o in chosen(twice).varied if o.label.endswith("hire_kocs.reach_share")]
    assert one.label == "strategies.*.hire_kocs.reach_share"
    assert one.keys == (
        "strategies.kocs.hire_kocs.reach_share",
        "strategies.more.hire_kocs.reach_share",
    )
    alone = chosen(twice, "do_nothing", "more")
    assert "strategies.more.hire_kocs.reach_share" in labels(alone)


def test_what_makes_a_strategy_is_not_varied_by_itself() -> None:
    caught = "strategies.bold.hire_kocs.chance_exposed_per_post"
    bold = tiny(strategies__bold=[{"kind": "hire_kocs", "chance_exposed_per_post": 0.0}])
    found = chosen(bold)
    assert caught not in labels(found)
    assert dict(found.left_out)[caught] == PLAN.format(vary=PYTHON.varying("KEY"))
    assert caught in labels(chosen(bold, parameters=[caught]))


def test_asked_for_and_refused() -> None:
    assert "consumers.hear.negativity" in labels(chosen(parameters=["consumers.hear.negativity"]))
    found = chosen(parameters=["consumers.talk"], only=True)
    assert labels(found)
    assert {label.rsplit(".", 1)[0] for label in labels(found)} == {"consumers.talk"}
    fewer = chosen(without=["media", "reviews.read"])
    assert not [label for label in labels(fewer) if label.startswith(("media.", "reviews.read"))]
    assert dict(fewer.left_out)["reviews.read"] == "left out on request"


def test_a_range_for_anything_that_is_a_number() -> None:
    given = ["brand.price=150..250", "strategies.kocs.hire_kocs.budget=500..900", "days=20..30"]
    found = {one.label: one for one in chosen(parameters=given, only=True).varied}
    assert (found["brand.price"].low, found["brand.price"].high) == (150.0, 250.0)
    assert found["brand.price"].evidence == ASKED
    assert found["days"].is_whole
    narrow = chosen(parameters=["brand.quality=0.75..0.85"])
    (one,) = [one for one in narrow.varied if one.label == "brand.quality"]
    assert (one.low, one.high, one.value, one.evidence) == (0.75, 0.85, 0.8, "assumption")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"parameters": ["brand.qualty"]}, "Use brand.quality."),
        ({"without": ["consumers.tlk"]}, 'without: no parameter "consumers.tlk".'),
        ({"parameters": ["brand.price=9"]}, '"9" is no range of brand.price. Write parameters=["'),
        ({"parameters": "brand.price=1..2"}, 'Write it in a list: ["brand.price=1..2"].'),
        ({"without": "media"}, 'without: "media" is one name. Write it in a list'),
        ({"parameters": {"brand.price": (1, 2)}}, 'Write a list: ["KEY=LOW..HIGH"].'),
        ({"parameters": [3]}, "parameters: 3 is given among them. Write names only."),
        ({"parameters": 3}, "parameters: 3 is given. Write a list of names"),
        ({"only": True}, 'only=True: nothing is named to be varied. Write parameters=["KEY"]'),
        ({"parameters": ["seed=1..99"]}, "seed is luck, no assumption"),
        ({"parameters": ["brand.price=9..5"]}, "Put the lower end first."),
        ({"parameters": ["brand.quality=0.5..1.5"]}, "brand.quality=0.5..1.5: brand.quality: "),
        ({"parameters": ["brand.prise=5..9"]}, "Use brand.price."),
        ({"parameters": ["days=5.5..9"]}, "whole numbers"),
        ({"parameters": ["consumers.hear.credibility.friend"]}, "has no range. Write parameters=["),
        ({"parameters": ["brand.quality"], "without": ["brand"], "only": True}, "nothing is left"),
    ],
)
def test_mistakes_are_one_message(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        chosen(**asked)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_spells_its_options_with_dashes() -> None:
    mistakes: list[tuple[dict[str, Any], str]] = [
        ({"without": ["consumers.tlk"]}, '--without: no parameter "consumers.tlk".'),
        ({"parameters": ["brand.price=9"]}, "Write --parameter brand.price=LOW..HIGH with"),
    ]
    for asked, told in mistakes:
        with pytest.raises(ArgumentError) as refused:
            chosen(spelling=COMMAND, **asked)
        assert told in str(refused.value)
    reasons = {
        dict(chosen(spelling=s).left_out)["consumers.hear.negativity"] for s in (COMMAND, PYTHON)
    }
    assert reasons == {
        "published; --parameter KEY varies it",
        'published; parameters=["KEY"] varies it',
    }


def test_what_cannot_be_addressed_is_named(root: Path) -> None:
    scenario = load_scenario(root / "scenarios" / "rival_entry.yaml")
    left_out = dict(chosen(scenario).left_out)
    assert left_out["rivals.0.quality"] == FIXED
