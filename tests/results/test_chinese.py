"""The report in Chinese: every text has its translation, every place in it is filled."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import simulation.language
from simulation.errors import ArgumentError
from simulation.language import catalogue, in_language, say, stored_texts
from simulation.results import screen
from simulation.results.facts import BeliefFacts, StrategyFacts
from simulation.results.figures import PLOTS, draw, draw_worlds, svg_text
from simulation.results.files import write_figures
from simulation.results.numbers import currency_name, number, span, whole
from simulation.results.outcomes import OUTCOMES
from simulation.results.report import card, render
from simulation.results.stop import Stop
from simulation.results.wording import source
from simulation.scenario.catalogue import keys_of_kind
from simulation.scenario.kinds import shipped_members_of
from simulation.scenario.worlds import AS_WRITTEN
from tests.results.made_up import made_up, made_up_facts
from tests.results.texts import said_texts

BELIEFS = (
    BeliefFacts("consumers.talk.floor", "0.1", "share", "0", "0.3", "assumption", ""),
    BeliefFacts("consumers.hear.negativity", "1.5", "ratio", "0.7", "2", "published", "East 2008"),
)
STEP = {
    "next_from": 400.0,
    "next_to": 500.0,
    "extra_cost": 100.0,
    "extra_customers": 2.0,
    "extra_customers_ci_low": 1.0,
    "extra_customers_ci_high": 3.0,
    "extra_gross_profit": 200.0,
    "extra_gross_profit_ci_low": 110.0,
    "extra_gross_profit_ci_high": 290.0,
    "marginal_return": 2.0,
    "ci_low": 1.0,
    "ci_high": 3.0,
}
LEVEL = {
    "level": 400.0,
    "factor": 1.0,
    "cost": 500.0,
    "spent": 400.0,
    "customers": 9.0,
    "customers_difference": 0.0,
    "customers_ci_low": 0.0,
    "customers_ci_high": 0.0,
}
LEVER = {
    "strategy": "some",
    "tactic": "hire",
    "plan": 400.0,
    "levels": [LEVEL, {**LEVEL, "factor": 1.5, "level": 600.0}],
    "last": STEP,
    "next": STEP,
}
STUCK = {
    "marginal_return": None,
    "why_not": "no level above the plan buys anything different (600: buys the same as 400: "
    "there are no more head KOLs)",
}
UNSURE = {**STEP, "ci_low": None, "ci_high": None, "extra_customers_ci_low": None}
MARGINS = {
    "replications": 6,
    "levers": [LEVER, {**LEVER, "next": None}, {**LEVER, "next": UNSURE}, {**LEVER, "next": STUCK}],
}


class Listening(dict[str, str]):
    """A catalogue that remembers what it was asked in vain."""

    def __init__(self) -> None:
        super().__init__(catalogue("zh"))
        self.missing: list[str] = []

    def get(self, text: str, otherwise: Any = None) -> Any:
        if text not in self:
            self.missing.append(text)
        return super().get(text, otherwise)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Listening:
    found = Listening()
    monkeypatch.setattr(simulation.language, "catalogue", lambda wanted: found)
    return found


@pytest.mark.parametrize(("replications", "margins"), [(1, {}), (6, MARGINS)])
def test_a_report_says_nothing_in_english(
    listening: Listening, replications: int, margins: dict[str, Any]
) -> None:
    measured = made_up(replications, beliefs=BELIEFS, outcomes=tuple(OUTCOMES), matters=2.0)
    measured.stop = Stop(replications, "settled", (6, 12), 3)
    worlds = {AS_WRITTEN: measured, "weak": made_up(replications, decide_by="romi")}
    with in_language("zh"):
        svgs = {name: svg_text(draw(plot, measured)) for name, plot in PLOTS.items()}
        svgs["what_if"] = svg_text(draw_worlds(worlds))
        page = render(worlds, svgs, [("command", "womsim")], ["!"], None, margins)
        assert card(worlds)
        assert screen.worlds_text(worlds, 100)
    assert listening.missing == []
    assert '<html lang="zh-CN">' in page
    assert "<h2>结论</h2>" in page
    assert "区间只反映随机性" in page


def test_every_literal_has_its_translation() -> None:
    assert sorted(said_texts() - catalogue("zh").keys()) == []


def test_every_place_of_a_template_is_in_its_translation() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    wrong = {en: zh for en, zh in catalogue("zh").items() if not places(zh) <= places(en)}
    assert wrong == {}


def test_no_translation_is_left_of_a_text_that_is_gone() -> None:
    root = Path(simulation.language.__file__).parents[1]
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py")))
    joined = re.sub(r'"\s*\n\s*f?"', "", source)
    joined += "".join(outcome.definition for outcome in OUTCOMES.values())
    for kind in shipped_members_of("tactic"):
        joined += "".join(key.about for key in keys_of_kind("tactic", kind))
    gone = [
        text
        for text in catalogue("zh").keys() - stored_texts("zh").keys()
        if text not in joined and text.replace('"', '\\"') not in joined
    ]
    assert gone == []


def test_names_come_in_the_language_of_the_moment() -> None:
    kocs = StrategyFacts("kocs", {"en": "Small accounts", "zh": "小账号"})
    facts = made_up_facts(questions={"en": "Which?", "zh": "选哪个？"})
    with in_language("zh"):
        assert (kocs.label, facts.question) == ("小账号", "选哪个？")
    assert (kocs.label, facts.question) == ("Small accounts", "Which?")


def test_a_tactic_goes_by_the_title_of_its_kind_or_by_its_own_name() -> None:
    with in_language("zh"):
        assert source("hold_event") == "发布会与活动"
        assert source("organic") == "消费者口碑"
        assert source("our_big_party") == "our_big_party"
    assert source("hold_event") == "hold_event"


def test_large_numbers_are_counted_in_myriads() -> None:
    with in_language("zh"):
        assert whole(300_000) == "30万"
        assert whole(99_999) == "99,999"
        assert whole(100_000) == "10万"
        assert whole(123_456) == "12.3456万"
        assert whole(123_456_789) == "1.2346亿"
        assert number(21_834.0, width=660.0) == "21,830"
        assert number(421_834.0, width=660.0) == "42.183万"
        assert number(-421_834.0, width=660.0, signed=True) == "-42.183万"
        assert span(1.0, 2.0, joint=say(" to ")) == "1.0至2.0"
        assert currency_name("CNY") == "元"
        assert currency_name("USD") == "美元"
    assert whole(300_000) == "300,000"


def test_amounts_of_a_chinese_report_add_up_as_they_are_written() -> None:
    """What is spent and what is left are the budget, in the digits that are shown."""
    for budget, spent in ((12_000, 11_754), (300_000, 288_123)):
        with in_language("zh"):
            said = [whole(budget), whole(spent), whole(budget - spent)]
        there = [
            round(float(text.rstrip("万").replace(",", "")) * (1e4 if "万" in text else 1.0))
            for text in said
        ]
        assert there[0] == there[1] + there[2]


def test_lines_break_between_chinese_letters_and_not_inside_names() -> None:
    text = "在本模拟市场中" * 4 + "one_hour_reply" + "的客户数"
    lines = screen.wrap(text, 30)
    assert "".join(lines) == text
    assert max(screen.columns(line) for line in lines) <= 30
    assert any("one_hour_reply" in line for line in lines)


def test_pictures_without_chinese_letters_are_drawn_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, tuple[str, str]] = {}

    def write(figure: Any, path: Path, as_png: Any = None) -> str:
        titles = [each.axes[0].get_title(loc="left") for each in (figure, as_png or figure)]
        drawn[path.name] = (titles[0], titles[1])
        return ""

    monkeypatch.setattr("simulation.results.figures.write", write)
    monkeypatch.setattr("simulation.results.figures.style.chinese_fonts", lambda: ())
    with in_language("zh"):
        write_figures({AS_WRITTEN: made_up(2)}, tmp_path / "figures", None)
    assert drawn["customers"] == ("累计客户数", "Customers by day")


def test_an_unknown_language_is_one_message() -> None:
    with pytest.raises(ArgumentError, match=r'no language "fr". Use one of en, zh'):  # noqa: SIM117
        with in_language("fr"):
            pass
