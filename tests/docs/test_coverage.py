"""Every row of the client's articles has its thing, and every thing its test or scenario."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from docs.inventory import Row, read, sort_of, table_rows

ROWS, EXERCISED = read()
N_ROWS = 132


def test_there_is_a_row_for_each_of_the_inventory() -> None:
    assert [row.number for row in ROWS] == list(range(1, N_ROWS + 1))
    assert all(row.quote and row.things for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_its_things_exist_and_are_exercised(row: Row) -> None:
    assert [thing for thing in row.things if not sort_of(thing)] == []
    assert [thing for thing in row.things if not EXERCISED.get(thing)] == []


def test_no_thing_is_exercised_that_no_row_names() -> None:
    named = {thing for row in ROWS for thing in row.things}
    assert set(EXERCISED) == named
    assert sort_of("hire_kols.colour") == sort_of("brand.colour") == sort_of("telepathy") == ""


@pytest.mark.parametrize("place", sorted(set(EXERCISED.values())))
def test_what_exercises_it_exists(place: str, root: Path) -> None:
    file, _, node = place.partition("::")
    assert (root / file).is_file()
    assert not node or node in nodes_of(root / file)


@cache
def nodes_of(file: Path) -> frozenset[str]:
    """Names of the tests of a file as pytest gives them, and of their classes."""
    found = set()
    for statement in ast.parse(file.read_text("utf-8")).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found.add(statement.name)
        if isinstance(statement, ast.ClassDef):
            inner = (each for each in statement.body if isinstance(each, ast.FunctionDef))
            found |= {f"{statement.name}::{each.name}" for each in inner}
    return frozenset(found)


def test_every_row_of_the_page_is_full() -> None:
    assert [row for row in table_rows() if not all(row)] == []
