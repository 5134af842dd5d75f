"""What results know of a scenario."""

from __future__ import annotations

from simulation.results.facts import EventFacts, TacticFacts, facts_of
from tests.experiments.tiny import tiny


def test_facts_are_those_of_the_scenario() -> None:
    scenario = tiny(
        strategies__kocs__label={"en": "Small accounts", "zh": "小账号"},
        strategies__referral__budget=500,
        outcomes=["customers", "profit"],
        decide_by={"outcome": "profit", "matters": 100},
        question={"en": "Which?", "zh": "哪个?"},
    )
    facts = facts_of(scenario, ("do_nothing", "kocs", "referral"))
    assert facts.question == "Which?"
    assert facts.outcomes == ("customers", "profit")
    assert (facts.decide_by, facts.matters) == ("profit", 100)
    assert facts.events == (EventFacts("battery", 9),)
    assert facts.event_day == 9
    kocs, referral = facts.strategy("kocs"), facts.strategy("referral")
    assert (kocs.label, kocs.budget) == ("Small accounts", 900)
    assert kocs.tactics == (TacticFacts("hire_kocs", "hire_kocs", 900),)
    assert (referral.label, referral.budget) == ("referral", 500)


def test_beliefs_are_those_of_what_is_compared() -> None:
    scenario = tiny()
    all_keys = {belief.key for belief in facts_of(scenario, tuple(scenario.strategies)).beliefs}
    some_keys = {belief.key for belief in facts_of(scenario, ("do_nothing",)).beliefs}
    assert {"consumers.hear.negativity", "brand.quality", "events.battery.severity"} <= some_keys
    left_out = all_keys - some_keys
    assert left_out
    assert all(key.startswith(("strategies.kocs.", "strategies.referral.")) for key in left_out)
    (quality,) = [b for b in facts_of(scenario, ()).beliefs if b.key == "brand.quality"]
    assert (quality.value, quality.evidence) == ("0.8", "assumption")
