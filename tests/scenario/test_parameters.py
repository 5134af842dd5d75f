"""The table of what a result rests on."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.scenario import Scenario, scenario_from
from simulation.scenario.parameters import (
    GIVEN,
    WEAKEST_FIRST,
    Parameter,
    default_parameters,
)
from tests.small_markets import scenario


def made(**changes: Any) -> Scenario:
    strategies = {
        "none": [],
        "kocs": [{"kind": "hire_kocs", "reach_share": 0.4}, {"kind": "discount", "share": 0.1}],
    }
    return scenario_from({"question": "Which?", "strategies": strategies, **changes})


def row(key: str, scenario: Scenario) -> Parameter:
    (found,) = [row for row in scenario.parameters() if row.key == key]
    return found


def test_assumptions_come_first() -> None:
    ranks = [WEAKEST_FIRST.index(row.evidence) for row in made().parameters()]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0


def test_a_default_has_the_evidence_of_its_field() -> None:
    found = row("consumers.hear.negativity", made())
    assert (found.value, found.low, found.high) == (1.5, 0.7, 2.0)
    assert found.evidence == "published"
    assert "East et al." in found.source


def test_a_bare_number_of_the_user_is_an_assumption() -> None:
    found = row("consumers.hear.negativity", made(consumers={"hear": {"negativity": 1.2}}))
    assert (found.value, found.low, found.high) == (1.2, 0.7, 2.0)
    assert (found.evidence, found.source) == ("assumption", "given in the scenario")
    beyond = row("consumers.hear.negativity", made(consumers={"hear": {"negativity": 3}}))
    assert (beyond.value, beyond.low, beyond.high) == (3, None, None)


def test_a_range_of_the_user_is_taken_as_it_is() -> None:
    quality = {"value": 0.8, "low": 0.7, "high": 0.9, "evidence": "measured", "source": "panel"}
    found = row("brand.quality", made(brand={"quality": quality}))
    assert found[:7] == ("brand.quality", 0.8, "share", 0.7, 0.9, "measured", "panel")


def test_a_fact_with_a_range_counts_and_one_without_does_not() -> None:
    keys = {row.key for row in made().parameters()}
    assert "brand.price" not in keys
    ranged = made(brand={"price": {"value": 400, "low": 300, "high": 500}})
    assert row("brand.price", ranged).nature == "fact"
    assert "media.prices.koc.fee_base" in keys


def test_keys_are_addresses_that_can_be_set() -> None:
    scenario = made(events=[{"kind": "scandal", "name": "tape", "day": 9}])
    keys = [row.key for row in scenario.parameters()]
    assert "strategies.kocs.hire_kocs.reach_share" in keys
    assert "events.tape.severity" in keys
    assert len(keys) == len(set(keys))
    for found in scenario.parameters():
        assert found.low is None or found.low <= found.value
        assert scenario.with_changes({found.key: found.value}).hash
        if found.low is not None and found.nature == "belief":
            other = scenario.with_changes({found.key: found.low})
            assert row(found.key, other).value == found.low


def test_the_defaults_name_every_tactic_event_and_network() -> None:
    keys = {row.key for row in default_parameters()}
    assert "tactics.hire_kocs.reach_share" in keys
    assert "events.scandal.severity" in keys
    assert "networks.community.follow.exponent" in keys
    assert "consumers.talk.floor" in keys
    assert not any(key.startswith("network.") for key in keys)


@pytest.mark.parametrize("found", default_parameters(), ids=lambda row: row.key)
def test_every_default_lies_in_its_range(found: Parameter) -> None:
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high


def test_what_nobody_wrote_is_not_called_given() -> None:
    """A section's own default may differ from the default of its class."""
    hidden = {"kind": "hire_kocs", "number": 1, "disclosed": False}
    rows = {row.key: row for row in scenario([hidden]).parameters()}
    of_section = [row for key, row in rows.items() if ".hire_kocs.exposure." in key]
    assert of_section
    assert all(row.source != GIVEN for row in of_section)
    lives = rows["media.platforms.xiaohongshu.half_life_hours"]
    assert (lives.value, lives.source) == (240.0, "")
    written = scenario([hidden | {"exposure": {"trust_loss": 0.4}}]).parameters()
    given = {row.key: row.source for row in written}
    assert given["strategies.tested.hire_kocs.exposure.trust_loss"] == GIVEN
