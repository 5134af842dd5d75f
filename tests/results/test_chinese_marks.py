"""Marks and names in Chinese: where a percent sign stands, what a column is called, colons."""

from __future__ import annotations

import re

from simulation.language import in_language
from simulation.results import screen
from simulation.results.cards import Story
from simulation.results.cards.outcomes import card as outcomes_card
from simulation.results.cards.ranking import head as ranking_head
from simulation.results.cards.sources import card as sources_card
from simulation.results.figures import draw_curves
from simulation.results.measured import Measured
from simulation.results.verdict import Verdict
from simulation.scenario.worlds import AS_WRITTEN
from tests.results.made_up import made_up
from tests.results.test_chinese import MARGINS


def test_a_share_has_its_sign_behind_the_value() -> None:
    whole = made_up(3)
    runs = [
        run._replace(daily={**run.daily, "customers": run.daily["customers"] + 1 + run.replicate})
        for run in whole.runs
    ]
    measured = Measured(whole.facts, runs, whole.markets)

    def said() -> str:
        return sources_card(Story({AS_WRITTEN: measured})).sentences[0]

    assert re.search(r": [\d.]+ % \([\d.]+ to [\d.]+\) of new customers trace to ", said())
    with in_language("zh"):
        assert re.search(r"新客户中有[\d.]+%（[\d.]+至[\d.]+）可追溯到", said())


def test_a_count_of_firsts_has_one_name_on_the_terminal_and_in_the_report() -> None:
    verdict = Verdict(made_up(3))
    assert [cell for cell in ranking_head(verdict) if "est in" in cell] == ["Best in"]
    with in_language("zh"):
        assert "最优次数" in ranking_head(verdict)
        assert "最优占比" not in ranking_head(verdict)
        assert "最优次数" in "".join(screen.worlds_text({AS_WRITTEN: made_up(3)}, 100))


def test_titles_of_outcomes_and_panels_have_chinese_colons() -> None:
    measured = made_up(3)
    with in_language("zh"):
        titles = [table.title for table in outcomes_card(Story({AS_WRITTEN: measured})).tables]
        curves = draw_curves(measured.facts, MARGINS)
    panels = [axes.get_title(loc="left") or axes.get_title() for axes in curves.axes]
    assert any(panels)
    titles += filter(None, panels)
    assert titles
    assert [title for title in titles if ": " in title or "：" not in title] == []
