"""Cards say no more than the runs allow."""

from __future__ import annotations

from typing import Any

import pytest

from simulation.results.cards import Card, Story, cards
from simulation.results.credit import percent_from
from simulation.results.measured import Measured
from simulation.results.verdict import Verdict
from tests.results.made_up import made_up, made_up_facts


def card(measured: Measured, name: str, **more: Any) -> Card:
    """A card of the report by its name."""
    (found,) = [one for one in cards(Story({"as_written": measured}, **more)) if one.name == name]
    return found


def test_every_card_has_a_name_of_its_own_and_the_answer_is_first() -> None:
    names = [one.name for one in cards(Story({"as_written": made_up(4)}))]
    assert len(set(names)) == len(names)
    assert names[0] == "answer"


def test_what_a_strategy_brings_is_said_past_its_gate_only() -> None:
    settled = card(made_up(6), "sources").sentences[-1]
    assert settled.endswith("in this market they would be missing without it.")
    alone = card(made_up(1), "sources").sentences[-1]
    assert alone.endswith("not settled to be more than none.")


def test_a_strategy_that_brings_fewer_customers_is_not_said_to_bring_any() -> None:
    measured = made_up(6, baseline="some", decide_by="cost")
    assert Verdict(measured).ranked[0] == "nothing"
    told = card(measured, "sources").sentences[-1]
    assert told.endswith("not settled to be more than none.")


def test_shares_stay_between_nothing_and_all() -> None:
    measured = made_up(2)
    runs = [
        run._replace(tactics={**run.tactics, "customers": [run.daily["customers"][-1] * share]})
        for run, share in zip(measured.of("nothing"), (0.9, 1.0), strict=True)
    ]
    facts = made_up_facts(strategies=made_up_facts().strategies[:1])
    found = percent_from(Measured(facts, runs, measured.markets), "nothing", "organic")
    assert 90.0 < found.value < found.high == 100.0
    assert found.low >= 0.0


def test_one_strategy_is_told_without_a_comparison() -> None:
    facts = made_up_facts(strategies=made_up_facts().strategies[:1])
    measured = made_up(4)
    only = Measured(facts, measured.of("nothing"), measured.markets)
    (said,) = card(only, "answer").sentences
    assert said.endswith("There is no other strategy to compare with.")
    assert card(only, "ranking").sentences == []


def test_an_outcome_without_a_baseline_names_the_highest_only_where_it_is_settled() -> None:
    measured = made_up(3, decide_by="romi")
    told = card(measured, "answer").sentences
    is_best = Verdict(measured).best is not None
    assert any("has the highest" in sentence for sentence in told) == is_best


def test_few_equal_replicates_settle_nothing() -> None:
    measured = made_up(3, matters=5.0)
    runs = [
        *measured.of("nothing"),
        *(run._replace(strategy="some") for run in measured.of("nothing")),
    ]
    facts = made_up_facts(strategies=made_up_facts().strategies[:2], matters=5.0)
    assert Verdict(Measured(facts, runs, measured.markets)).word("some") == "?"


@pytest.mark.parametrize("event_day", [0, 29])
def test_a_crisis_that_cannot_be_measured_is_said_to_be(event_day: int) -> None:
    facts = made_up_facts()
    events = (facts.events[0]._replace(day=event_day),)
    told = card(made_up(3, events=events), "crisis").sentences
    assert all("no half-life could be measured" in sentence for sentence in told)


def test_a_study_of_one_replicate_has_no_interval_to_show() -> None:
    step = {
        **dict.fromkeys(("next_from", "next_to", "extra_cost", "extra_customers"), 10.0),
        **dict.fromkeys(("ci_low", "ci_high", "extra_customers_ci_low", "extra_customers_ci_high")),
        "marginal_return": 2.0,
    }
    lever: dict[str, Any] = {
        "strategy": "some",
        "tactic": "hire",
        "levels": [],
        "last": None,
        "next": step,
    }
    found = card(made_up(3), "margins", margins={"levers": [lever], "replications": 1})
    assert "one replicate says nothing about luck" in found.sentences[0]
    assert found.tables[0].rows[0][-2:] == ["10", "1"]
