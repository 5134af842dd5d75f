"""A comparison as a file: a workbook that holds every table, and a folder opened again."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation import compare
from simulation.errors import ArgumentError, OutputError
from simulation.language import language
from simulation.results.cards import Story
from simulation.results.comparison import Comparison
from simulation.results.export import formats, html, json, md, xlsx
from simulation.results.files import provenance
from simulation.results.report import contents
from tests.experiments.tiny import digests, tiny

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison in two worlds, one strategy with a name that looks like a formula."""
    folder = tmp_path_factory.mktemp("export") / "two"
    label = {
        "strategies.kocs": {"label": "=1+1", "tactics": [{"kind": "hire_kocs", "budget": 900}]}
    }
    scenario = tiny(what_if={"calm": {"events": []}}).with_changes(label)
    compare(scenario, replications=2, strategies=["kocs"], out=folder)
    return folder


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def is_same(cell: Any, value: Any) -> bool:
    """Whether a cell holds a value; a workbook keeps 16 digits."""
    if isinstance(value, float) and not isinstance(cell, str):
        value = None if math.isnan(value) else pytest.approx(value, rel=1e-14)
        return bool(cell == value)
    return bool(("" if cell is None else cell) == value)


def test_a_folder_opened_again_says_the_same(saved: Path, tmp_path: Path) -> None:
    again = Comparison.open(saved)
    assert list(again.in_worlds) == ["as_written", "calm"]
    again.save(tmp_path)
    assert digests(tmp_path) == digests(saved)
    assert (tmp_path / "report.html").read_bytes() == (saved / "report.html").read_bytes()


def test_a_picture_that_cannot_be_drawn_again_is_kept(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, str] = {}

    def page(worlds: object, svgs: dict[str, str], manifest: object) -> str:
        shown.update(svgs)
        return ""

    monkeypatch.setattr(html, "page", page)
    again = Comparison.open(saved)
    again.people = None  # as where the network is a file, which may have moved
    again.report(tmp_path / "a.html")
    assert shown["market"] == (saved / "figures" / "market.svg").read_text("utf-8")


def test_every_table_is_a_sheet_with_numbers_as_numbers(saved: Path, tmp_path: Path) -> None:
    result = Comparison.open(saved)
    sheets = cells(result.report(tmp_path / "tables.xlsx"))
    tables = {
        name: getattr(result, name)
        for name in (
            *("summary", "differences", "runs", "ledger", "tactics"),
            *("funnel", "journey", "credit", "hubs", "trees", "crisis"),
        )
    }
    assert list(sheets) == ["answer", *tables, "parameters", "manifest"]
    for name, frame in tables.items():
        head, *rows = sheets[name]
        assert list(head) == list(frame.columns)
        for row, expected in zip(rows, frame.to_numpy(), strict=True):
            for cell, value in zip(row, expected, strict=True):
                assert is_same(cell, value), (name, cell, value)
    said = [text for what, text in sheets["answer"] if what == "answer"]
    assert " ".join(said) == result.answer
    assert all(isinstance(row[1], int | float) for row in sheets["parameters"][1:])
    assert ("scenario.seed", 5) in sheets["manifest"]


def test_a_text_that_looks_like_a_formula_is_text(saved: Path, tmp_path: Path) -> None:
    path = Comparison.open(saved).report(tmp_path / "tables.xlsx")
    (cell,) = [
        row[1]
        for row in openpyxl.load_workbook(path)["manifest"].iter_rows()
        if row[0].value == "scenario.strategies.kocs.label"
    ]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_a_sheet_cannot_hold_is_cut_and_said(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)
    monkeypatch.setattr(xlsx, "LOOKED_AT", 4)
    result = Comparison.open(saved)
    sheets = cells(result.report(tmp_path / "tables.xlsx"))
    assert len(sheets["summary"]) == 10
    cut = f"summary: the first 9 of {len(result.summary):,} rows"
    assert ("cut", cut) in sheets["answer"]
    assert sheets["summary"][9][0] == result.summary.iloc[8, 0]


def test_letters_and_numbers_that_a_workbook_cannot_hold() -> None:
    assert xlsx._cell("a\x07b") == "a?b"
    assert len(xlsx._cell("x" * 40_000)) == 32_767
    assert xlsx._cell(np.float64("nan")) is None
    assert xlsx._cell(float("inf")) is None
    assert xlsx._cell(np.bool_(True)) is True


def test_without_openpyxl_one_message(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(OutputError, match=r"pip install 'womsim\[xlsx\]'"):
        Comparison.open(saved).report(tmp_path / "tables.xlsx")
    assert not list(tmp_path.iterdir())


def test_json_says_null_for_what_is_undefined(saved: Path) -> None:
    told = json.document(Comparison.open(saved))
    assert {row["what_if"] for row in told["summary"]} == {"as_written", "calm"}
    romi = [row for row in told["summary"] if row["outcome"] == "romi"]
    assert None in [row["mean"] for row in romi]


def test_a_language_or_format_that_is_not_there(saved: Path, tmp_path: Path) -> None:
    result = Comparison.open(saved)
    with pytest.raises(ArgumentError, match=r'lang: no language "fr"'):
        result.report(tmp_path / "a.json", lang="fr")
    with pytest.raises(ArgumentError, match=r'format: no format "hmtl"\. Use html'):
        result.report(tmp_path / "a.json", format="hmtl")
    assert "json" in formats()


def test_markdown_tells_every_card_and_shows_the_figures_beside_it(
    saved: Path, tmp_path: Path
) -> None:
    result = Comparison.open(saved)
    told = contents(Story(result.in_worlds, tuple(provenance(result.manifest))))
    beside = result.report(saved / "told.md").read_text("utf-8")
    alone = result.report(tmp_path / "told.md").read_text("utf-8")
    shown = re.findall(r"^!\[.*\]\((.*)\)$", beside, re.M)
    assert "figures/customers.svg" in shown
    assert all((saved / figure).is_file() for figure in shown)
    assert "![" not in alone
    assert alone.startswith("# Does a small purse help?\n")
    for card in told["cards"]:
        assert f"\n## {card.title}\n" in alone
        for sentence in card.sentences:
            assert md.plain(sentence) in alone
        for table in card.tables:
            rows = [f"| {' | '.join(map(md.plain, row))} |" for row in table.rows]
            assert "\n".join(rows) in alone
    assert "\n\n\n" not in alone
    assert "{" not in alone


def test_a_link_is_counted_from_where_the_file_lies(saved: Path, tmp_path: Path) -> None:
    result = Comparison.open(saved)
    found = {"head": ["Strategy"], "rows": [["kocs"]]}
    page = "../two-robustness/robustness.html"
    result.manifest["robustness"] = {
        "answer": ["Stays best.", "Rules."], "size": "2 points", "strategies": found, "page": page
    }  # fmt: skip
    assert f"]({page})" in result.report(saved / "linked.md").read_text("utf-8")
    elsewhere = result.report(tmp_path / "linked.md").read_text("utf-8")
    (link,) = re.findall(r"\]\((\S*robustness\.html)\)", elsewhere)
    assert (tmp_path / link).resolve() == (saved / page).resolve()


def test_markdown_in_chinese_and_letters_that_mean_something(saved: Path, tmp_path: Path) -> None:
    result = Comparison.open(saved)
    text = result.report(tmp_path / "told.md", lang="zh").read_text("utf-8")
    assert "\n## 结论\n" in text
    assert language() == "en"
    assert md.plain("a|b\n<i>*c*") == "a\\|b &lt;i&gt;\\*c\\*"
