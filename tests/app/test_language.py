"""Every text of the page is there in Chinese."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from simulation.app.draft import open_draft
from simulation.app.levers import GROUPS, levers
from simulation.app.questions import LEVERS
from simulation.app.session import Session
from simulation.app.tactic_fields import fields_of
from simulation.language import catalogue, in_language, say
from simulation.results.retold import retell
from simulation.scenario.catalogue import kinds_in
from simulation.scenario.kinds import shipped_members_of

CITATIONS: list[str] = []
"""Sources that are nothing but names and years, and stay as they are cited."""

TABLES = {"TITLES", "NAMES", "EVIDENCE", "HEADS"}
"""Constants of the screens whose values are said."""


def texts_in(file: Path) -> set[str]:
    """What a module says: literals given to ``say``, and the values of its tables of words."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name == "say" and isinstance(first, ast.Constant):
                found.add(str(first.value))
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Dict):
            continue
        if {getattr(target, "id", "") for target in node.targets} & TABLES:
            found |= {value.value for value in node.value.values}  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("folder", ["simulation/app", "simulation/app/screens"])
def test_every_text_of_the_page_is_in_the_catalogue(root: Path, folder: str) -> None:
    said = {text for file in (root / folder).glob("*.py") for text in texts_in(file)}
    assert len(said) > 5
    assert said - set(catalogue("zh")) == set()


def test_every_lever_and_its_unit_are_in_the_catalogue(root: Path) -> None:
    shown = levers(open_draft(root / "scenarios" / "phone_launch.yaml"))
    assert set(shown) == set(GROUPS)
    said = {*GROUPS, *(lever.about for rows in shown.values() for lever in rows)}
    said |= {lever.unit for rows in shown.values() for lever in rows} - {"", "money"}
    assert said - set(catalogue("zh")) == set()


@pytest.mark.parametrize("kind", list(shipped_members_of("tactic")))
def test_every_tactic_is_asked_for_in_chinese(kind: str) -> None:
    """What a planner fills in, and what the tactic assumes about people."""
    known = set(catalogue("zh"))
    row = next(row for row in kinds_in("tactic") if row.kind == kind)
    asked = fields_of(kind)
    units = {field.unit.removeprefix("money").strip() for field in asked} - {""}
    assert row.zh
    assert {row.about, *(field.about for field in asked), *units} - known == set()


def test_every_source_of_a_tactic_is_told_in_chinese() -> None:
    asked = [field for kind in shipped_members_of("tactic") for field in fields_of(kind)]
    sources = {field.source for field in asked} - {""}
    assert sources
    with in_language("zh"):
        assert [source for source in sources if retell(source) == source] == CITATIONS


def test_a_message_in_english_is_said_to_be_one() -> None:
    session = Session("zh", None)
    wrong = "brand.qualty: no such key. Use brand.quality."
    assert session.note_on(wrong) == "错误信息为英文原文"
    assert session.note_on("消费者超过200,000名，人数过多。") == ""
    assert session.note_on("") == ""
    session.language.value = "en"
    assert session.note_on(wrong) == ""


def test_places_of_a_text_stay_when_it_is_translated() -> None:
    for english, chinese in catalogue("zh").items():
        if english.startswith("{n} of {all} consumers"):
            assert "{n}" in chinese
            assert "{all}" in chinese
            break
    else:
        pytest.fail("the picture's text is not in the catalogue")


def test_what_five_questions_offer_has_a_name(root: Path) -> None:
    named = texts_in(root / "simulation/app/screens/start.py")
    assert len(LEVERS) <= len(named)
    with in_language("zh"):
        assert say("Begin") != "Begin"


def test_money_is_in_the_visitor_s_words(root: Path) -> None:
    session = Session("zh", root / "scenarios" / "phone_launch.yaml")
    assert (session.unit("money"), session.unit("days"), session.unit("")) == ("元", "天", "")
    assert all("CNY" not in session.unit(field.unit) for field in fields_of("hire_kocs"))
    session.language.value = "en"
    assert (session.currency(), session.unit("money")) == ("CNY", "CNY")


def test_every_unit_of_the_list_of_inputs_is_in_the_catalogue(root: Path) -> None:
    files = sorted((root / "scenarios").glob("*launch*.yaml"))
    units = {row.unit for file in files for row in open_draft(file).parameters.values()}
    assert units - {"", "money"} - set(catalogue("zh")) == set()
