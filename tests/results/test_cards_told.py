"""Cards show no empty chart, count each input once, and say what holds of luck as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex

from simulation.language import in_language
from simulation.results import wording
from simulation.results.answers import Answer
from simulation.results.cards import Card, Story, cards
from simulation.results.cards.crisis import HOURS
from simulation.results.crisis import COURSE, crisis
from simulation.results.facts import BeliefFacts
from simulation.results.figures import PLOTS, draw, style
from simulation.results.figures.steps import SOURCE_COLOURS
from simulation.results.measured import Measured
from simulation.results.numbers import number
from simulation.results.verdict import Verdict
from simulation.results.wording_replicates import pairing
from tests.results.made_up import DAYS, made_up, made_up_facts


def card(measured: Measured, name: str, **more: Any) -> Card:
    """A card of the report by its name."""
    (found,) = [one for one in cards(Story({"as_written": measured}, **more)) if one.name == name]
    return found


def answering(**changes: Any) -> Measured:
    """A comparison in which one strategy answers to trouble."""
    strategies = [*made_up_facts().strategies]
    strategies[-1] = strategies[-1]._replace(answer=Answer(("apologise",), 1.0))
    return made_up(6, strategies=tuple(strategies), **changes)


@pytest.mark.parametrize("name", ["ranking", "outcomes"])
def test_one_strategy_has_no_chart_of_differences(name: str) -> None:
    measured = made_up(4)
    facts = made_up_facts(strategies=made_up_facts().strategies[:1])
    only = Measured(facts, measured.of("nothing"), measured.markets)
    assert card(only, name).charts == []
    assert len(card(measured, name).charts) == 1


def test_an_input_that_tactics_share_is_counted_once() -> None:
    def belief(key: str, value: str = "0.8") -> BeliefFacts:
        return BeliefFacts(key, value, "share", "0.4", "1", "assumption", "")

    beliefs = (
        belief("brand.quality"),
        belief("strategies.some.hire.fuel"),
        belief("strategies.much.hire.fuel"),
        belief("strategies.much.hire.reach", "0.3"),
        belief("strategies.some.hire.reach", "0.2"),
    )
    told = card(made_up(3, beliefs=beliefs), "rests-on")
    assert told.sentences == ["4 of 4 inputs about how people behave are assumptions."]
    assert [row[0] for row in told.tables[0].rows] == [
        "brand.quality",
        "strategies.*.hire_kocs.fuel",
        "strategies.much.hire.reach",
        "strategies.some.hire.reach",
    ]
    assert sum(n for _, n, _ in told.bar) == 4


def test_no_source_has_the_colour_of_a_strategy() -> None:
    assert not set(SOURCE_COLOURS) & set(style.COLOURS)
    ax = draw(PLOTS["sources"], made_up(3)).axes[0]
    drawn = {to_hex(bar.get_facecolor()).upper() for bar in ax.patches}
    assert drawn
    assert not drawn & set(style.COLOURS)


def test_hours_are_explained_only_where_somebody_answers() -> None:
    assert HOURS in card(answering(), "crisis").notes[0]
    assert HOURS not in card(made_up(3), "crisis").notes[0]


def test_one_day_is_a_day() -> None:
    measured, days = answering(), np.arange(DAYS)
    bad = np.where(days < 10, 0.0, 1024.0 * 0.01 ** np.maximum(days - 10, 0)).astype(np.int64)
    runs = [run._replace(daily={**run.daily, "bad_messages": bad}) for run in measured.runs]
    told = card(Measured(measured.facts, runs, measured.markets), "crisis").sentences[0]
    assert "halves within 1 day of its peak" in told


def test_the_table_of_a_crisis_holds_all_that_its_card_shows() -> None:
    assert {"crisis_half_life", "reputation_recovered"} <= set(COURSE)
    assert set(COURSE) <= set(crisis(made_up(3)))


def test_a_variance_that_pairing_makes_larger_is_said_to_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factors = {"some": 0.8, "much": 4.0}

    def difference(self: Verdict, name: str) -> Any:
        from types import SimpleNamespace

        return SimpleNamespace(variance_reduction=factors[name])

    verdict = Verdict(made_up(4))
    monkeypatch.setattr(Verdict, "against_baseline", difference)
    assert pairing(verdict) == (
        "Pairing on the same luck divides the variance of the difference to Nothing by 4 (Much). "
        "Pairing on the same luck makes the variance of the difference to Nothing larger, by a "
        "factor of 1.25 (Some)."
    )


def test_footnotes_are_sentences() -> None:
    assert wording.covers() == "Covers luck, not assumptions."
    with in_language("zh"):
        assert wording.covers().endswith("。")
    notes = [note for one in cards(Story({"as_written": made_up(3)})) for note in one.notes]
    assert notes
    assert not [note for note in notes if note[0].islower() and not note.startswith("womsim ")]


def test_a_count_of_one_replicate_has_no_fraction() -> None:
    assert number(60.0) == "60"
    assert number(2.0) == "2"
    assert number(60.4) == "60.4"
    assert number(60.0, width=5.0) == "60.0"
    assert number(12_345.0) == "12,300"
