"""The report: one page that needs nothing else, the answer first, the user's text as text."""

from __future__ import annotations

import re

import lxml.html
import pytest

from simulation.results import wording
from simulation.results.comparison import Comparison
from simulation.results.facts import BeliefFacts, StrategyFacts
from simulation.results.figures import PLOTS, draw, svg_text
from simulation.results.report import card, render
from simulation.scenario.worlds import AS_WRITTEN
from tests.results.made_up import made_up, made_up_facts

EVIL = "<script>alert('hi')</script> & \"co\""

BELIEFS = (
    BeliefFacts("consumers.talk.floor", "0.1", "share", "0", "0.3", "assumption", EVIL),
    BeliefFacts("consumers.hear.negativity", "1.5", "ratio", "0.7", "2", "published", "East 2008"),
    BeliefFacts("brand.quality", "0.6", "share", "0.4", "0.8", "assumption", ""),
)


@pytest.fixture(scope="module")
def page() -> str:
    strategies = (
        *made_up_facts().strategies[:2],
        StrategyFacts("much", EVIL, 1000.0, made_up_facts().strategies[2].tactics),
    )
    measured = made_up(6, questions=EVIL, strategies=strategies, beliefs=BELIEFS)
    svgs = {name: svg_text(draw(plot, measured)) for name, plot in PLOTS.items()}
    return render({AS_WRITTEN: measured}, svgs, [("command", f"womsim {EVIL}")], [EVIL])


def text_of(page: str, section: str) -> str:
    """The words of a section."""
    (found,) = lxml.html.document_fromstring(page).xpath(f"//section[@id='{section}']")
    return " ".join(found.text_content().split())


def test_what_the_user_wrote_stays_text(page: str) -> None:
    assert "<script" not in page
    document = lxml.html.document_fromstring(page)
    assert document.xpath("//h1")[0].text == EVIL
    assert EVIL in text_of(page, "ranking")
    assert EVIL in text_of(page, "warnings")
    assert EVIL in text_of(page, "how-run")


def test_it_needs_no_other_file(page: str) -> None:
    outside = re.findall(r'(?:src|href)="(?!#)([^"]*)"', page)
    assert outside == []
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_the_answer_comes_first(page: str) -> None:
    sections = lxml.html.document_fromstring(page).xpath("//section/@id")
    assert sections == [
        "answer",
        "warnings",
        "ranking",
        "money",
        "margins",
        "over-time",
        "funnel",
        "sources",
        "crisis",
        "robustness",
        "outcomes",
        "rests-on",
        "how-run",
    ]
    assert "more customers than Nothing" in text_of(page, "answer")


def test_what_intervals_cover_stands_under_each_of_them(page: str) -> None:
    for section in ("answer", "ranking", "money", "funnel", "sources", "crisis"):
        assert wording.covers() in text_of(page, section)
    assert text_of(page, "outcomes").count(wording.covers()) == 5


def test_identifiers_are_unique_and_every_reference_is_answered(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    asked = set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page))
    assert asked <= set(ids)


def test_figures_are_inside_with_their_notes(page: str) -> None:
    assert page.count("<svg ") == len(PLOTS)
    assert "their spread, not an interval" in text_of(page, "over-time")
    assert "paired 95 % intervals" in text_of(page, "ranking")
    assert len(re.findall(r'<svg role="img" aria-label="[^"]+', page)) == len(PLOTS)


def test_what_is_wider_than_a_phone_scrolls_with_a_shadow_at_its_edge(page: str) -> None:
    document = lxml.html.document_fromstring(page)
    wide = document.xpath("//table | //figure//svg")
    assert wide
    assert all(each.getparent().get("class") == "scroll" for each in wide)
    (rule,) = re.findall(r"^\.scroll \{(.*?)\}$", page, re.M | re.S)
    assert "overflow-x: auto" in rule
    assert rule.count("var(--shade), transparent") == rule.count("no-repeat scroll") == 2
    assert rule.count("no-repeat local") == 2


def test_on_a_phone_the_ranking_is_seen_without_scrolling(page: str) -> None:
    (phone,) = re.findall(r"@media screen and \(max-width: 52rem\) \{(.*?)\n\}", page, re.S)
    kept_wide = [line for line in phone.splitlines() if "min-width" in line]
    assert kept_wide
    assert not [line for line in kept_wide if "#ranking" in line]


def test_in_print_the_world_as_written_is_told_once_and_tables_stay_with_their_words(
    page: str,
) -> None:
    printed = page[page.index("@media print") :]
    assert "#what-if > .part:first-of-type { display: none; }" in printed
    assert re.search(r"\.part \{ break-inside: avoid; \}", printed)
    part = lxml.html.document_fromstring(page).xpath("//section[@id='money']/div[@class='part']")
    assert [len(each.xpath(".//h3 | .//table")) for each in part] == [2, 2]


def test_what_it_rests_on_is_listed_the_weakest_first(page: str) -> None:
    said = text_of(page, "rests-on")
    assert "2 of 3 inputs about how people behave are assumptions." in said
    assert said.index("brand.quality") < said.index("consumers.hear.negativity")


def test_money_names_each_tactic_with_its_price(page: str) -> None:
    rows = lxml.html.document_fromstring(page).xpath("//section[@id='money']//tr")
    cells = [[cell.text_content() for cell in row] for row in rows]
    (hire,) = [row for row in cells if row[:2] == [EVIL, "hire"]]
    assert hire == [EVIL, "hire", "900", "52", "0.0525", "17.1 (16.5 to 17.8)", "3"]
    assert "Reproduction number" in text_of(page, "money")


def test_unequal_spending_gets_a_ribbon(page: str) -> None:
    assert "Spending differs: from 400 to 900 CNY" in text_of(page, "ranking")


def test_one_replicate_without_beliefs_or_figures_makes_a_page() -> None:
    page = render({AS_WRITTEN: made_up(1)}, {}, [])
    assert wording.ONE_REPLICATE in text_of(page, "answer")
    assert 'id="rests-on"' not in page


def test_the_card_of_a_notebook_is_the_answer_and_the_ranking() -> None:
    measured = made_up(6, questions=EVIL)
    html = card({AS_WRITTEN: measured})
    assert "<script" not in html
    assert "more customers than Nothing" in html
    assert Comparison(measured, {})._repr_html_() == html


def test_a_comparison_answers_in_python() -> None:
    result = Comparison(made_up(6), {})
    assert result.best == "much"
    assert result.answer.startswith("In this market Much brings")
    assert repr(result).startswith("<Comparison made_up: In this market")
    assert list(result.summary.columns)[:3] == ["strategy", "outcome", "mean"]
    assert len(result.daily) == 3 * 6 * 30
    assert result.reproduction.n == 6
