"""``womsim list`` and ``womsim parameters`` say what there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from simulation.cli.columns import aligned, width
from simulation.results.outcomes import OUTCOMES
from simulation.scenario.catalogue import keys_of_scenario, kinds_in
from simulation.scenario.parameters import default_parameters
from simulation.tactics.crisis.calming import Response
from tests.cli.womsim import womsim

FAMILIES = {"tactics": "tactic", "events": "event", "networks": "network"}


def listed(folder: Path, *arguments: str, fresh: bool = False) -> list[str]:
    outcome = womsim(*arguments, folder=folder, fresh=fresh)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    return outcome.stdout.splitlines()


@pytest.mark.parametrize("what", FAMILIES)
def test_kinds(what: str, tmp_path: Path) -> None:
    kinds = [kind.kind for kind in kinds_in(FAMILIES[what])]  # type: ignore[arg-type]
    lines = listed(tmp_path, "list", what)
    assert [line.split()[0] for line in lines] == kinds
    long = listed(tmp_path, "list", what, "--long")
    assert [line.split("`")[1] for line in long if line.startswith("#### ")] == kinds
    rows = json.loads("\n".join(listed(tmp_path, "list", what, "--long", "--json")))
    assert [row["kind"] for row in rows] == kinds
    assert all(key["about"] and key["type"] for row in rows for key in row["keys"])
    assert all(row["example"]["kind"] == row["kind"] for row in rows)


def test_tactics_have_names_in_both_languages(tmp_path: Path) -> None:
    line = next(x for x in listed(tmp_path, "list", "tactics") if x.startswith("hire_kocs "))
    assert "KOC合作" in line


def test_outcomes(tmp_path: Path) -> None:
    assert [line.split()[0] for line in listed(tmp_path, "list", "outcomes")] == list(OUTCOMES)
    long = listed(tmp_path, "list", "outcomes", "--long")
    assert any("more is better" in line for line in long)
    rows = json.loads("\n".join(listed(tmp_path, "list", "outcomes", "--json")))
    assert [row["outcome"] for row in rows] == list(OUTCOMES)


def test_responses(tmp_path: Path) -> None:
    names = [line.split()[0] for line in listed(tmp_path, "list", "responses")]
    assert names == list(get_args(Response))
    long = listed(tmp_path, "list", "responses", "--long")
    assert any("preventable -0.25" in line and "deny" in line for line in long)
    rows = json.loads("\n".join(listed(tmp_path, "list", "responses", "--json")))
    assert {row["response"] for row in rows} == set(names)
    assert all(row["zh"] for row in rows)
    compensation = [row["takes_away"] for row in rows if row["response"] == "compensate"]
    assert [text.split()[0] for text in compensation] == ["private", "public"]


def test_keys_of_a_scenario(tmp_path: Path) -> None:
    lines = listed(tmp_path, "list", "scenario", fresh=True)
    assert [line.split()[0] for line in lines] == [row.key for row in keys_of_scenario()]


def test_parameters_of_the_defaults_and_of_a_scenario(tmp_path: Path) -> None:
    head, *rows, total = listed(tmp_path, "parameters", fresh=True)
    assert head.split() == ["key", "value", "unit", "range", "evidence", "source"]
    assert len(rows) == len(default_parameters())
    assert total.startswith(f"{len(rows)} parameters: ")
    assert listed(tmp_path, "list", "parameters") == [head, *rows, total]
    text = "question: Which?\nstrategies: {a: []}\n"
    text += "brand: {quality: {value: 0.7, evidence: measured}}\n"
    (tmp_path / "launch.yaml").write_text(text, encoding="utf-8")
    own = json.loads("\n".join(listed(tmp_path, "parameters", "launch.yaml", "--json")))
    (quality,) = [row for row in own if row["key"] == "brand.quality"]
    assert (quality["value"], quality["evidence"]) == (0.7, "measured")
    assert own[0]["evidence"] == "assumption"


def test_tables_are_written_into_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "a\n<!-- begin: written by `womsim list scenario --long` -->\n<!-- end -->\nz\n"
    )
    assert listed(tmp_path, "list", "scenario", "--into", "page.md") == []
    text = page.read_text(encoding="utf-8")
    assert text.startswith("a\n")
    assert text.endswith("<!-- end -->\nz\n")
    assert "|`brand.price`|" in text
    refused = womsim("list", "scenario", "--into", "gone.md", folder=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == "gone.md: No such file or directory. Name a Markdown file.\n"


def test_columns_count_chinese_characters_twice() -> None:
    assert width("KOC合作") == 7
    assert aligned([["合作", "x"], ["abc", "y"]]) == ["合作  x", "abc   y"]
    assert aligned([]) == []
