"""One meaning for each sign of the table, the same as in the sentences below it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.results import screen, wording
from simulation.results.cards import Story, cards
from simulation.results.signs import legend
from simulation.results.stop import Stop
from simulation.results.verdict import Verdict
from tests.results.made_up import made_up
from tests.results.test_verdict import verdict

N = 24
BASE = [100 + at % 5 for at in range(N)]
CLOSE = [value + at % 3 - 1 for at, value in enumerate(BASE)]
MORE = [value + 30 + at % 4 for at, value in enumerate(BASE)]
LESS = [value - 20 + at % 3 for at, value in enumerate(BASE)]
OPEN = [value + (60 if at % 2 else -50) for at, value in enumerate(BASE)]


def row_of(found: Verdict, strategy: str) -> str:
    """A strategy's line of the table."""
    return next(line for line in screen.ranking(found, 100) if line.startswith(strategy))


def test_each_standing_has_a_sign_of_its_own() -> None:
    runs = {"base": BASE, "more": MORE, "less": LESS, "close": CLOSE, "open": OPEN}
    found = verdict(runs, matters=5.0)
    assert {name: found.word(name) for name in list(runs)[1:]} == {
        "more": "up",
        "less": "down",
        "close": "≈",
        "open": "?",
    }
    assert "] ≈ " in row_of(found, "close")
    assert legend(found) == (
        "up: settled, more than base; down: settled, less than base; "
        "≈: settled, too close to matter; ?: not settled; "
        "ROMI: extra profit for each extra CNY spent."
    )


def test_equal_in_every_replicate_is_no_open_question() -> None:
    found = verdict({"base": BASE, "twin": list(BASE), "more": MORE})
    assert found.word("twin") == "="
    assert "=: equal in every replicate" in legend(found)
    assert "?" not in legend(found)
    few = verdict({"base": BASE[:5], "twin": BASE[:5]})
    assert few.word("twin") == "?"


def test_a_difference_that_is_sure_and_does_not_matter_is_too_close_everywhere() -> None:
    """Its interval excludes zero and lies within what matters: one sign, one sentence."""
    found = verdict({"base": BASE, "more": MORE}, matters=100.0)
    assert found.gap("more").excludes_zero
    assert found.word("more") == "≈"
    (only,) = wording.answer(found)
    assert only.startswith("Too close to matter: more and base (+31")


def test_only_what_the_table_shows_is_explained() -> None:
    found = verdict({"base": BASE, "more": MORE})
    assert legend(found).startswith("up: settled, more than base; ROMI:")
    assert legend(found, with_romi=False) == "up: settled, more than base."
    wide, narrow = screen.full_text(found, 100), screen.full_text(found, 60)
    assert wide[4] == legend(found)
    assert wide[5] == ""
    assert not any("ROMI" in line for line in narrow)


def test_the_sentence_on_leader_and_baseline_has_the_level_of_the_table() -> None:
    """Settled at 95 % and not at 98.3 %: the table says up, and no sentence says not settled."""
    gap = np.tile([3, -1], 10)
    runs = {"base": np.full(20, 100), "a": 100 + gap, "b": np.full(20, 20), "c": np.full(20, 30)}
    found = verdict({name: values.tolist() for name, values in runs.items()})
    by_name = {rival.name: rival.standing for rival in found.rivals}
    assert by_name["base"] == "not settled"
    assert found.word("a") == "up"
    (only,) = wording.answer(found)
    assert only.startswith("In this market a brings 1.0 more customers than base")


@pytest.mark.parametrize(("outcome", "sign"), [("romi", "up"), ("customers", "up")])
def test_a_return_is_compared_with_zero_not_with_nothing(outcome: str, sign: str) -> None:
    found = Verdict(made_up(12, decide_by=outcome))
    assert found.word("much") == sign
    assert found.against["much"] == "settled"
    assert "n/a" not in row_of(found, "much")


def test_the_table_of_a_return_shows_its_interval() -> None:
    found = Verdict(made_up(12, decide_by="romi"))
    gap = found.measured.estimate("much", "romi")
    assert f"+{gap.value:.1f} [+{gap.low:.1f}, +{gap.high:.1f}] up" in row_of(found, "much")
    assert legend(found).startswith("up: settled, above zero;")


def test_a_return_below_zero_is_down_and_an_open_one_is_open() -> None:
    found = Verdict(made_up(12, decide_by="romi"))
    estimate = found.measured.estimate("some", "romi")

    def moved(by: float) -> Verdict:
        seen = Verdict(made_up(12, decide_by="romi"))
        shifted = estimate._replace(
            value=estimate.value - by, low=estimate.low - by, high=estimate.high - by
        )
        seen.gap = lambda name, level=0.95: shifted  # type: ignore[method-assign]
        return seen

    assert moved(10.0).word("some") == "down"
    assert moved(estimate.value).word("some") == "?"


def test_words_follow_the_level_of_a_look() -> None:
    looked: Any = made_up(12, decide_by="romi")
    looked.stop = Stop(12, "most", (12,), 400_000_000)
    assert Verdict(looked).word_level > 0.999_999
    assert Verdict(looked).word("some") == "?"


def test_the_report_explains_the_same_signs() -> None:
    measured = made_up(12, matters=500.0)
    (ranking,) = [card for card in cards(Story({"as_written": measured})) if card.name == "ranking"]
    said = legend(Verdict(measured))
    assert any(note.endswith(said) for note in ranking.notes)
    assert said.startswith("≈: settled, too close to matter; ROMI:")
    assert any(cell.endswith("] ≈") for row in ranking.tables[0].rows for cell in row)
