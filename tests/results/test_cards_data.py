"""Behind every chart stand its numbers, with intervals, and what is told of them passes a gate."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from simulation.language import in_language
from simulation.results.answers import Answer
from simulation.results.cards import Card, Story, cards
from simulation.results.cards.base import Table
from simulation.results.credit import credit, customers_from, on_their_own
from simulation.results.figures import PLOTS, draw
from simulation.results.measured import Measured
from simulation.results.numbers import number
from simulation.results.outcomes import OUTCOMES
from simulation.results.signs import TIES, legend
from simulation.results.stop import Stop
from simulation.results.verdict import Verdict
from simulation.results.worlds import Worlds
from tests.results.made_up import DAYS, made_up, made_up_facts
from tests.results.test_chinese import LEVER, MARGINS, STEP


def card(measured: Measured, name: str, **more: Any) -> Card:
    """A card of the report by its name."""
    (found,) = [one for one in cards(Story({"as_written": measured}, **more)) if one.name == name]
    return found


def data(measured: Measured, figure: str, **more: Any) -> Table:
    """The numbers behind a figure."""
    told = cards(Story({"as_written": measured}, **more))
    (found,) = [chart.data for one in told for chart in one.charts if chart.figure == figure]
    assert found is not None
    return found


ANSWERS = {"some": Answer(("apologise",), 72.0), "much": Answer(("apologise",), 1.0)}


def answering(replications: int = 6, **changes: Any) -> Measured:
    """Strategies that answer late, soon, or not at all."""
    strategies = tuple(
        each._replace(answer=ANSWERS.get(each.name, Answer()))
        for each in made_up_facts().strategies
    )
    return made_up(replications, strategies=strategies, **changes)


def test_every_chart_has_its_numbers_behind_it() -> None:
    worlds: Worlds = {"as_written": made_up(3), "weak": made_up(3, decide_by="romi")}
    told = cards(Story(worlds, margins=MARGINS))
    charts = [chart for one in told for chart in one.charts]
    assert {chart.figure for chart in charts} == {*PLOTS, "what_if", "response", "market"}
    for chart in charts:
        assert chart.data is not None, chart.figure
        assert not chart.data.is_open
        assert chart.data.rows
        assert {len(row) for row in chart.data.rows} == {len(chart.data.head)}


def test_bad_talk_is_the_median_of_the_last_seven_days() -> None:
    measured = answering()
    table = data(measured, "bad_talk")
    runs = measured.of("some")
    last = np.median([run.daily["bad_messages"][-7:].sum() for run in runs])
    assert table.rows[-1][0] == str(DAYS - 1)
    assert table.rows[-1][2] == number(float(last))


def test_everybody_is_in_a_stage() -> None:
    table = data(made_up(4), "stages")
    people = [sum(float(cell.replace(",", "")) for cell in row[2:]) for row in table.rows]
    assert people == pytest.approx([1000.0] * len(people), rel=0.01)


def test_those_whom_nobody_told_are_shown_as_such() -> None:
    measured = made_up(6)
    runs = [
        run._replace(
            tactics={**run.tactics, "customers": np.resize(half, len(run.tactics["tactic"]))}
        )
        for run in measured.runs
        for half in np.array([[int(run.daily["customers"][-1]) // 2]])
    ]
    halved = Measured(measured.facts, runs, measured.markets)
    many, share = on_their_own(halved, "nothing")
    assert 0.0 < many.low < many.value < many.high
    assert share.value == pytest.approx(50.0, abs=1.0)
    own = [row for row in data(halved, "sources").rows if row[1].startswith("on their own")]
    assert len(own) == 3
    drawn = draw(PLOTS["sources"], halved).axes[0].get_legend_handles_labels()[1]
    assert "on their own, told by nobody" in drawn
    assert on_their_own(measured, "nothing")[1].value == 0.0
    assert "on their own" not in " ".join(
        draw(PLOTS["sources"], measured).axes[0].get_legend_handles_labels()[1]
    )


def test_credit_has_an_interval_over_replicates() -> None:
    measured = made_up(6)
    found = customers_from(measured, "some", "organic")
    assert found.low < found.value < found.high
    rows = card(measured, "money").tables[1].rows
    credited = [row[-1] for row in rows if row[:2] == ["Some", "talk of consumers"]]
    assert re.fullmatch(r"\d+ \(\d+ to \d+\)", credited[0])
    columns = credit(measured)
    assert np.all(columns["customers_ci_low"] <= columns["customers"])
    assert np.all(columns["customers_ci_high"] >= columns["customers"])


def test_a_crisis_is_told_by_answer_and_delay() -> None:
    told = card(answering(), "crisis")
    (table,) = told.tables
    assert [row[:3] for row in table.rows] == [
        ["no answer", "", "Nothing"],
        ["apologise", "1", "Much"],
        ["apologise", "72", "Some"],
    ]
    assert told.sentences[-1].startswith("No answer (Nothing): ")
    labels = draw(PLOTS["bad_talk"], answering()).axes[0].get_legend_handles_labels()[1]
    assert labels == ["Nothing", "Some\napologise within 72 h", "Much\napologise within 1 h"]


def test_where_nobody_answers_nothing_is_said_of_answers() -> None:
    (table,) = card(made_up(3), "crisis").tables
    assert table.head[0] == "Strategy"
    assert [row[0] for row in table.rows] == ["Nothing", "Some", "Much"]


def test_large_numbers_at_an_axis_are_written_as_in_the_text() -> None:
    measured = made_up(4, outcomes=("profit",))
    with in_language("zh"):
        figure = draw(PLOTS["differences"], measured)
        figure.draw_without_rendering()
    shown = [text.get_text() for text in figure.axes[0].get_xticklabels()]
    assert any(re.fullmatch(r"[\d.]+万|\d{1,2},\d{3}", text) for text in shown), shown


@pytest.mark.parametrize("is_sooner", [True, False])
def test_that_an_answer_is_sooner_is_said_past_its_gate_only(is_sooner: bool) -> None:
    measured = answering(6, baseline="some")
    days = np.arange(DAYS)
    runs = []
    for run in measured.runs:
        later = 8.0 + run.replicate % 2 if is_sooner else 6.0 * (run.replicate == 0)
        half = 2.0 if run.strategy == "much" else 2.0 + later
        bad = np.where(days < 10, 0.0, 100.0 * 0.5 ** ((days - 10) / half))
        runs.append(run._replace(daily={**run.daily, "bad_messages": bad.astype(np.int64)}))
    changed = Measured(measured.facts, runs, measured.markets)
    gap = changed.difference("much", "some", "crisis_half_life").estimate
    assert gap.value < 0.0
    told = card(changed, "crisis").sentences[0]
    assert told.startswith("Apologise within 1 h (Much): ")
    assert ("; beside Some that is settled to be" in told) == is_sooner
    assert ("; that it is sooner than with Some is not settled" in told) != is_sooner


def test_equals_are_said_to_count_for_each_only_where_there_are_any() -> None:
    measured = made_up(4)
    twins = [
        *measured.of("nothing"),
        *(run._replace(strategy="some") for run in measured.of("nothing")),
    ]
    facts = made_up_facts(strategies=made_up_facts().strategies[:2])
    assert TIES in legend(Verdict(Measured(facts, twins, measured.markets)))
    assert TIES not in legend(Verdict(measured))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.1, 3.0, "; settled to pay for itself."),
        (-2.0, 0.9, "; settled not to pay for itself."),
        (0.5, 3.0, "; not settled whether that pays for itself."),
    ],
)
def test_next_money_pays_past_its_gate_only(low: float, high: float, said: str) -> None:
    lever = {**LEVER, "next": {**STEP, "ci_low": low, "ci_high": high}}
    told = card(made_up(3), "margins", margins={"levers": [lever], "replications": 1})
    assert told.sentences[0].endswith(said)
    assert told.notes[-1] == "The study of margins lived 1 replicate."


def test_what_a_strategy_brings_is_settled_at_the_level_of_the_looks() -> None:
    measured = made_up(6)
    gap = measured.difference("much", "nothing", "customers").estimate
    assert gap.low > 0.0
    measured.stop = Stop(6, "settled", (6,), 10**9)
    assert card(measured, "sources").sentences[-1].endswith("not settled to be more than none.")


def test_intervals_end_where_outcomes_end() -> None:
    measured = made_up(2)
    for name in measured.facts.names:
        for outcome, found in OUTCOMES.items():
            low, high = found.bounds(DAYS)
            here = measured.estimate(name, outcome)
            if not np.isnan(here.low):
                assert min(low, here.value) <= here.low <= here.high <= max(high, here.value)


def test_amounts_that_never_differ_are_shown_without_cents() -> None:
    assert number(11_901.37, 0.0) == "11,901"
    assert number(11.37, 0.0) == "11.37"
    with in_language("zh"):
        assert number(11_901.37, 0.0) == "11,901"
