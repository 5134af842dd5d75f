"""Several worlds beside one another: where a strategy leads, in words and figures."""

from __future__ import annotations

import lxml.html
import pytest

from simulation.language import in_language
from simulation.results import screen, tables, wording
from simulation.results.comparison import Comparison
from simulation.results.figures import draw_worlds, svg_text
from simulation.results.measured import Measured
from simulation.results.record import MarketRecord
from simulation.results.report import card, render
from simulation.results.worlds import lead, stacked
from tests.results.made_up import CONSUMERS, made_up_facts, made_up_run


def world(some: float, much: float, replications: int = 12) -> Measured:
    """A made-up world in which both strategies have these lifts."""
    lifts = {"nothing": 0.0, "some": some, "much": much}
    runs = [
        made_up_run(name, r, lift, 400.0 * (lift > 0.0))
        for name, lift in lifts.items()
        for r in range(replications)
    ]
    markets = [MarketRecord(r, CONSUMERS, 9000, 3.0, 5.0) for r in range(replications)]
    return Measured(made_up_facts(), runs, markets)


MUCH, SOME, OPEN = world(0.5, 3.0), world(3.0, 0.5), world(2.0, 2.001)


@pytest.mark.parametrize(
    ("worlds", "en", "zh"),
    [
        ([MUCH, MUCH], "Much leads in 2 of 2 worlds.", "2种情形中Much有2种领先。"),
        (
            [MUCH, SOME, OPEN],
            "Much leads in 1 of 3 worlds; elsewhere: b (Some leads), c (not settled).",
            "3种情形中Much有1种领先；其余：b（Some领先）、c（尚无定论）。",
        ),
        (
            [OPEN, SOME],
            "Some leads in 1 of 2 worlds; elsewhere: a (not settled).",
            "2种情形中Some有1种领先；其余：a（尚无定论）。",
        ),
        (
            [OPEN, MUCH, SOME, SOME],
            "Some leads in 2 of 4 worlds; elsewhere: a (not settled), b (Much leads).",
            "4种情形中Some有2种领先；其余：a（尚无定论）、b（Much领先）。",
        ),
        (
            [OPEN, OPEN],
            "In none of 2 worlds is a strategy settled to be the best.",
            "2种情形中均无策略确定为最优。",
        ),
        (
            [world(0.5, 3.0, 1), world(0.5, 3.0, 1)],
            "In none of 2 worlds is a strategy settled to be the best.",
            "2种情形中均无策略确定为最优。",
        ),
    ],
)
def test_where_a_strategy_leads(worlds: list[Measured], en: str, zh: str) -> None:
    named = dict(zip("abcd", worlds, strict=False))
    assert wording.leads(named) == [en]
    with in_language("zh"):
        assert wording.leads(named) == [zh]


def test_one_world_says_nothing_about_worlds() -> None:
    assert wording.leads({"as_written": MUCH}) == []
    assert screen.worlds_text({"as_written": MUCH}, 100) == screen.full_text(
        Comparison(MUCH, {}).verdict, 100
    )


def test_leading_takes_the_gate_of_best() -> None:
    found = lead({"as_written": MUCH, "close": OPEN})
    assert found.strategy == Comparison(MUCH, {}).best == "much"
    assert found.worlds == ("as_written",)
    assert found.elsewhere == {"close": None}


def test_a_table_of_one_world_stays_as_it_is() -> None:
    assert list(stacked(tables.summary, {"as_written": MUCH})) == list(tables.summary(MUCH))
    both = stacked(tables.summary, {"as_written": MUCH, "b": SOME})
    alone = tables.summary(SOME)
    n = len(alone["strategy"])
    assert list(both) == ["what_if", *alone]
    assert both["what_if"] == ["as_written"] * n + ["b"] * n
    assert both["strategy"][n:] == alone["strategy"]
    assert both["n"][n:].tolist() == alone["n"].tolist()  # type: ignore[union-attr]
    assert both["n"].dtype == alone["n"].dtype  # type: ignore[union-attr]


WORLDS = {"as_written": MUCH, "weak": SOME}
SENTENCE = "Much leads in 1 of 2 worlds; elsewhere: weak (Some leads)."


def test_the_terminal_has_one_block_a_world() -> None:
    lines = screen.worlds_text(WORLDS, 100)
    heads = [i for i, line in enumerate(lines) if line.startswith("strategy  ") and "vs" in line]
    assert [lines[i - 1] for i in heads] == ["as_written", "what_if weak"]
    assert [lines[i + 1].split()[0] for i in heads] == ["much", "some"]
    assert lines[-1] == SENTENCE
    assert lines.count(wording.COVERS) == 2
    assert sum(line.startswith("In this market Some brings") for line in lines) == 1


def test_a_world_of_another_size_says_so() -> None:
    few = world(0.5, 3.0, 3)
    lines = screen.worlds_text({"as_written": MUCH, "small": few}, 100)
    assert "what_if small   3 replicates   1,000 consumers   30 days   CNY" in lines


def test_the_page_has_a_ranking_a_world_and_one_figure() -> None:
    svgs = {"what_if": svg_text(draw_worlds(WORLDS))}
    tree = lxml.html.fromstring(render(WORLDS, svgs, []))
    (section,) = tree.xpath("//section[@id='what-if']")
    assert section.xpath("./p[1]")[0].text_content() == SENTENCE
    assert [title.text_content() for title in section.xpath(".//h3")] == ["as_written", "weak"]
    first = [
        table.xpath(".//tbody/tr[1]/td[1]")[0].text
        for table in section.xpath(".//table[not(ancestor::details)]")
    ]
    assert first == ["Much", "Some"]
    assert len(section.xpath(".//figure")) == 1
    assert len(section.xpath(f".//p[contains(., '{wording.covers()}')]")) == 3
    assert SENTENCE in tree.xpath("//section[@id='answer']")[0].text_content()
    assert SENTENCE in card(WORLDS)


def test_the_figure_has_a_panel_a_world_on_one_scale() -> None:
    axes = draw_worlds({**WORLDS, "calm": OPEN}).axes
    assert [ax.get_title(loc="left") for ax in axes] == ["as_written", "weak", "calm"]
    assert len({ax.get_xlim() for ax in axes}) == 1
    assert axes[0].get_xlabel() == "Customers, minus Nothing"
