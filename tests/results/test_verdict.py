"""Gates and wording: what may be said, and what is said instead."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from simulation.results import screen, wording, wording_money
from simulation.results.facts import StrategyFacts
from simulation.results.measured import Measured
from simulation.results.numbers import about, number, span, whole
from simulation.results.record import MarketRecord
from simulation.results.verdict import Verdict
from tests.results.made_up import CONSUMERS, made_up, made_up_facts, run_with


def verdict(customers: dict[str, list[int]], **changes: Any) -> Verdict:
    """A verdict over runs that end with the given numbers of customers."""
    facts = made_up_facts(
        strategies=tuple(StrategyFacts(name, name, None) for name in customers),
        baseline=next(iter(customers)),
        outcomes=("customers",),
        events=(),
        **changes,
    )
    runs = [
        run_with(2, customers=[0, final])._replace(strategy=name, replicate=replicate)
        for name, finals in customers.items()
        for replicate, final in enumerate(finals)
    ]
    n = len(next(iter(customers.values())))
    return Verdict(
        Measured(facts, runs, [MarketRecord(r, CONSUMERS, 1, 0.0, 1.0) for r in range(n)])
    )


LOW = [10, 11, 12, 13]
CLEAR = {"nothing": LOW, "some": [20, 22, 21, 24], "much": [40, 41, 43, 42]}
OPEN = {"nothing": LOW, "some": [30, 45, 31, 44], "much": [40, 41, 43, 42]}


def test_best_is_settled_against_every_rival() -> None:
    found = verdict(CLEAR)
    assert found.best == "much"
    assert found.ranked == ("much", "some", "nothing")
    assert [found.word(name) for name in found.ranked[:2]] == ["up", "up"]
    assert found.times_best == {"nothing": 0, "some": 0, "much": 4}
    assert found.settled_pairs == (3, 3)
    assert wording.answer(found) == [
        "In this market much brings 30.0 more customers than nothing (28.7 to 31.3); "
        "best in 4 of 4 replicates."
    ]


def test_the_gate_of_the_best_is_stricter_with_more_rivals() -> None:
    assert verdict({"a": LOW, "b": CLEAR["some"]}).level == pytest.approx(0.95)
    assert verdict(CLEAR).level == pytest.approx(0.975)


def test_an_open_pair_is_said_with_the_replicates_it_needs() -> None:
    found = verdict(OPEN)
    assert found.best is None
    headline, not_settled = wording.answer(found)
    assert headline.startswith("In this market much brings 30.0 more customers than nothing")
    assert re.fullmatch(
        r"Not settled: much and some \(\+\d+ \[-\d+, \+\d+\], 97.5 % interval\); "
        r"about \d+ more replicates would settle a difference of this size\.",
        not_settled,
    )


def test_nothing_is_claimed_where_even_the_baseline_is_not_beaten() -> None:
    found = verdict({"nothing": [10, 30, 20, 25], "some": [12, 27, 24, 26]})
    assert found.word("some") == "?"
    (only,) = wording.answer(found)
    assert only.startswith("Not settled: some and nothing")


def test_a_settled_baseline_is_said_to_be_unbeaten() -> None:
    found = verdict({"nothing": [50, 51, 52, 53], "some": [20, 22, 21, 24]})
    assert found.best == "nothing"
    assert found.word("some") == "down"
    assert wording.answer(found) == [
        "In this market no strategy does better than nothing, the baseline."
    ]


def test_differences_within_what_matters_are_too_close() -> None:
    close = {"nothing": [50, 51, 52, 53], "some": [51, 51, 53, 53]}
    found = verdict(close, matters=10.0)
    assert found.best is None
    assert wording.answer(found) == ["Too close to matter: some and nothing (+0.5 [-0.4, +1.4])."]
    assert wording.answer(verdict(close))[0].startswith("Not settled")


def test_identical_strategies_are_not_settled_and_both_best() -> None:
    found = verdict({"nothing": LOW, "same": LOW})
    assert found.times_best == {"nothing": 4, "same": 4}
    assert wording.answer(found) == [
        "Not settled: nothing and same (0 [0, 0]); on average they are equal so far."
    ]


def test_one_replicate_says_nothing() -> None:
    (only,) = wording.answer(verdict({"nothing": [10], "some": [99]}))
    assert only == wording.ONE_REPLICATE


def test_less_is_better_where_the_outcome_says_so() -> None:
    measured = made_up(12, decide_by="cac", outcomes=("cac",))
    found = Verdict(measured)
    assert found.ranked[0] == "nothing"  # doing nothing costs nothing
    assert found.word("much") == "up"
    assert "no strategy does better" in wording.answer(found)[0]


def test_an_outcome_that_compares_is_told_by_itself() -> None:
    found = Verdict(made_up(12, decide_by="romi"))
    assert found.names == ("some", "much")
    assert re.match(
        r"In this market Much has the highest return on marketing investment, [\d.]+ \([\d.]+ to "
        r"[\d.]+\); best in 12 of 12 replicates\.",
        wording.answer(found)[0],
    )


def test_an_outcome_that_is_undefined_everywhere_is_said_to_be() -> None:
    found = Verdict(made_up(4, decide_by="crisis_depth", events=()))
    assert wording.answer(found) == ["Not settled: crisis depth is undefined in every strategy."]
    assert found.leader is None
    assert screen.ranking(found, 100)[1].split()[1] == "n/a"


FORBIDDEN = ("significant", "prove", "will ", "no difference", "probability of being right")


@pytest.mark.parametrize("customers", [CLEAR, OPEN, {"nothing": LOW, "some": LOW}])
def test_words_that_promise_too_much_are_never_used(customers: dict[str, list[int]]) -> None:
    said = " ".join(screen.full_text(verdict(customers), 100)).lower()
    assert not [word for word in FORBIDDEN if word in said]
    assert wording.COVERS in said


def test_table_fits_a_terminal() -> None:
    measured = Verdict(made_up(12))
    wide = screen.ranking(measured, 100)
    assert wide[0].split() == [
        "strategy",
        "customers",
        "vs",
        "nothing",
        "[95",
        "%]",
        "best",
        "in",
        "spent",
        "ROMI",
    ]
    narrow = screen.ranking(measured, 79)
    assert "ROMI" not in narrow[0]
    assert "spent" in narrow[0]
    narrower = screen.ranking(measured, 50)
    assert "spent" not in narrower[0]
    assert "best in" in narrower[0]
    assert max(map(len, narrow)) <= 79


def test_columns_of_chinese_are_two_wide() -> None:
    lines = screen.aligned([["口碑", "1"], ["abcd", "2"]])
    assert [screen.columns(line) for line in lines] == [7, 7]


def test_exposures_list_what_was_paid() -> None:
    lines = screen.exposures(Verdict(made_up(4)))
    assert [line.split()[:3] for line in lines[1:]] == [
        ["some", "hire", "400"],
        ["much", "hire", "900"],
    ]


def test_unspent_money_is_said() -> None:
    assert wording_money.unspent(made_up(4)) == [
        "Some leaves 600 of 1,000 CNY unspent (hire spent 400).",
        "Much leaves 100 of 1,000 CNY unspent (hire spent 900).",
    ]


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (2183.4, 660.0, "2,180"),
        (0.0456, 0.02, "0.046"),
        (-0.04, 3.0, "0"),
        (12345.6, math.nan, "12,300"),
        (60000.0, 0.0, "60,000"),
        (0.0, math.nan, "0"),
        (math.nan, 1.0, "n/a"),
        (math.inf, math.nan, "unlimited"),
    ],
)
def test_numbers_are_no_finer_than_a_tenth_of_their_interval(
    value: float, width: float, text: str
) -> None:
    assert number(value, width) == text


def test_spans_and_counts() -> None:
    assert span(610.2, 1270.9, signed=True) == "+610, +1,270"
    assert span(math.nan, 1.0) == ""
    assert [about(n) for n in (7, 638, 12_401, 2e7, math.nan)] == [
        "about 7",
        "about 640",
        "about 13,000",
        "more than a million",
        "n/a",
    ]
    assert whole(59_999.6) == "60,000"


def test_times_best_agrees_with_the_runs() -> None:
    measured = made_up(12)
    finals = np.array(
        [[run.daily["customers"][-1] for run in measured.of(n)] for n in measured.facts.names]
    )
    by_hand = (finals == finals.max(axis=0)).sum(axis=1)
    assert list(Verdict(measured).times_best.values()) == by_hand.tolist()
