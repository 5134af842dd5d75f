"""In a Chinese report nothing is left in English but names: not what was kept when it was run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import numpy as np
import pytest

from simulation.language import in_language, say_count, stored_texts
from simulation.results import margins
from simulation.results.answers import Answer
from simulation.results.figures import PLOTS, draw, draw_curves, draw_worlds, svg_text
from simulation.results.measured import Measured
from simulation.results.report import render
from simulation.results.retold import retell
from simulation.results.robustness.judged import Judged, Study
from simulation.results.robustness.tables import found
from simulation.results.worlds import Worlds
from simulation.scenario.worlds import AS_WRITTEN
from tests.results.made_up import made_up, made_up_facts
from tests.results.made_up_points import assumptions, facts, points_frame, runs_frame, sampled
from tests.results.test_chinese import BELIEFS, MARGINS

NAMES = frozenset(
    {
        *("nothing", "some", "much", "hire", "battery", "weak", "kocs", "ads", "made", "up"),
        *("romi", "koc", "kol", "womsim", "image", "svg", "xml", "scenario", "margins"),
        *("robustness", "dir", "east", "consumers", "talk", "floor", "hear", "negativity"),
        *("or", "holm", "network", "exposures"),
    }
)
"""Names that the user gave, keys, commands, and abbreviations that Chinese marketers write so."""

COUNTS = ("consumer", "followers", "recruits", "descendants")

REASON = "there are no more head KOLs"
WARNING = "ads could buy 67 exposures a consumer; lower its budget or raise network.consumers"


def latin(page: str) -> set[str]:
    """Words in Latin letters that a reader of the page meets, names left out."""
    document = lxml.html.document_fromstring(page)
    for hidden in document.xpath("//head | //style | //defs"):
        hidden.drop_tree()
    texts = document.xpath("//body//text() | //@aria-label")
    words = {word.lower() for text in texts for word in re.findall(r"[A-Za-z]{2,}", str(text))}
    return words - NAMES


def crisis() -> Measured:
    """Strategies that answer in different ways, and leave money for a reason."""
    said = {"some": Answer(("apologise",), 6.0), "much": Answer(("acknowledge", "recall"), 2.0)}
    strategies = tuple(
        each._replace(answer=said.get(each.name, Answer())) for each in made_up_facts().strategies
    )
    measured = made_up(6, strategies=strategies, beliefs=BELIEFS)
    runs = [
        run._replace(
            tactics={**run.tactics, "left_because": [REASON] * len(run.tactics["tactic"])},
            hubs={
                "label": [""],
                "role": ["kol_head"],
                **{name: np.array([4]) for name in COUNTS},
            },
        )
        for run in measured.runs
    ]
    return Measured(measured.facts, runs, measured.markets)


def judged(flips_at: float = 0.7) -> Judged:
    """A study in which one assumption turns the ranking."""
    varied = assumptions(4)
    values = sampled(varied, 120)
    ads = np.where(values[2] > flips_at, 20.0, 5.0)
    runs = {"nothing": np.zeros(120), "kocs": np.full(120, 10.0), "ads": ads}
    written = {name: np.full(1, each) for name, each in (("nothing", 0.0), ("kocs", 10.0))}
    frames = runs_frame(runs, 1.0), runs_frame({**written, "ads": np.full(1, 8.0)}, 4.0, 10)
    return Judged(Study(facts(), tuple(varied), points_frame(varied, values), *frames))


def page(worlds: Worlds, **more: Any) -> str:
    """The whole report in Chinese."""
    measured = next(iter(worlds.values()))
    with in_language("zh"):
        svgs = {name: svg_text(draw(plot, measured)) for name, plot in PLOTS.items()}
        svgs["what_if"] = svg_text(draw_worlds(worlds))
        if more.get("margins"):
            svgs["response"] = svg_text(draw_curves(measured.facts, more["margins"]))
        return render(worlds, svgs, [("command", "womsim")], [WARNING], **more)


def test_reports_of_worlds_of_a_crisis_and_of_margins_hold_no_english() -> None:
    said = page({AS_WRITTEN: crisis(), "weak": made_up(6)}, margins=MARGINS)
    assert latin(said) == set()
    for text in (
        "原情形",
        "头部KOL",
        "已没有更多头部KOL",
        "6小时内致歉",
        "2小时内先行声明，再召回",
    ):
        assert text in said


@pytest.mark.parametrize("flips_at", [0.7, 0.97, 2.0])
def test_the_card_of_a_robustness_study_holds_no_english(flips_at: float) -> None:
    study = found(judged(flips_at))
    tested = {**study, "page": "r.html"}
    said = page({AS_WRITTEN: made_up(3)}, tested=tested)
    assert latin(said) == set()
    assert "仍为最优" in said
    assert study["answer"][0].startswith("kocs stays best in")


def test_a_study_that_knows_no_chinese_is_told_in_its_words() -> None:
    study = found(judged())
    del study["told"]
    assert "kocs stays best in" in page({AS_WRITTEN: made_up(3)}, tested={**study, "page": "r"})


@pytest.mark.parametrize(
    ("files", "function"),
    [("tactics/**/*.py", "leaves_money_because"), ("scenario/warnings.py", "yield")],
)
def test_every_reason_and_warning_is_known_in_chinese(
    root: Path, files: str, function: str
) -> None:
    kept = {text for file in (root / "simulation").glob(files) for text in _texts(file, function)}
    assert len(kept) > 5
    with in_language("zh"):
        assert {text for text in kept if retell(text) == text} == set()


def test_every_reason_why_there_is_no_return_is_known_in_chinese() -> None:
    kept = [margins.SAME, margins.SAME_BECAUSE, margins.SAME_COSTS, margins.NO_GROWTH]
    kept += [*margins.NONE_LIVED.values(), *margins.NONE_DIFFERS.values()]
    assert set(kept) <= stored_texts("zh").keys()


def test_what_was_kept_is_told_again_with_its_numbers() -> None:
    kept = "strategies plan 90,000 and 4,500: differences mix plan and purse (what_if calm)"
    with in_language("zh"):
        assert retell(kept).startswith("各策略计划投入从4,500到90,000不等")
        assert retell(kept).endswith("（what_if calm）")
        assert retell("what nobody foresaw") == "what nobody foresaw"
    assert retell(kept) == kept


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("client's article S3, row 99", "客户文章S3，第99行"),
        ("client's article S4 (row 123), without a number", "客户文章S4（第123行），未给出数字"),
        ("East et al. (2008)", "East et al. (2008)"),
        (
            "direction: You et al. (2015, abstract); size assumed",
            "方向：You et al. (2015，仅据摘要)；幅度为假设",
        ),
    ],
)
def test_a_source_is_told_and_a_citation_stays(kept: str, said: str) -> None:
    with in_language("zh"):
        assert retell(kept) == said


def test_one_thing_and_several_take_their_forms() -> None:
    def days(n: float) -> str:
        return say_count("{n} day", "{n} days", n).format(n=n)

    assert [days(1), days(2), days(0), days(1.5)] == ["1 day", "2 days", "0 days", "1.5 days"]
    with in_language("zh"):
        assert [days(1), days(2), days(1.5)] == ["1天", "2天", "1.5天"]


def _texts(file: Path, function: str) -> Iterator[str]:
    """Texts that a module keeps, a 7 in each of their places."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        kept: list[ast.expr] = []
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == function:
            kept = node.args
        if isinstance(node, ast.Yield) and function == "yield" and node.value is not None:
            kept = [node.value]
        for text in kept:
            if isinstance(text, ast.Constant):
                yield str(text.value)
            if isinstance(text, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "7"
                    for part in text.values
                )
