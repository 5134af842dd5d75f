"""The README's table of speed says what the files of results say."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from benchmarks.table import (
    AIMS,
    NOT_YET,
    README,
    Aim,
    Number,
    cells,
    got,
    is_reached,
    measured,
    rewritten,
    table,
)

TIME = Number("start", "s", "{:.1f} s", {"what": "help"}, at_most=2.0)


def section(rows: list[dict[str, Any]], load: float = 1.0) -> dict[str, Any]:
    return {"start": {"machine": {"cores": 2, "load_before": load}, "rows": rows}}


def test_the_readme_is_up_to_date() -> None:
    page = README.read_text("utf-8")
    assert "<!-- table: speed -->" in page
    assert rewritten(page, measured()) == page, "python benchmarks/table.py"


def test_the_readme_follows_a_number_that_moved() -> None:
    page = README.read_text("utf-8")
    results = copy.deepcopy(dict(measured()))
    for row in results["start"]["rows"]:
        row["s_until_done"] = 87.0
    assert "87.00 s" in rewritten(page, results)
    assert "87.00 s" not in page


def test_every_job_has_a_row() -> None:
    lines = table(measured()).splitlines()
    for aim in AIMS:
        (line,) = (line for line in lines if line.startswith(f"| {aim.job} |"))
        assert line.count("|") == 5


def test_what_is_not_measured_says_so() -> None:
    assert cells(Aim("job", "2 s", (TIME,)), {}) == ("job", "2 s", NOT_YET, "")
    rows: list[dict[str, Any]] = [{"what": "another", "s": 1.0}, {"what": "help"}]
    assert got(TIME, section(rows)) is None


def test_one_number_of_two_is_measured() -> None:
    other = Number("start", "s", "{:.1f} s", {"what": "cold"}, at_most=2.0)
    row = cells(Aim("job", "2 s", (TIME, other)), section([{"what": "help", "s": 1.0}]))
    assert row[2:] == (f"1.0 s; {NOT_YET}", f"yes; {NOT_YET}")


def test_the_worst_counts() -> None:
    rows = [{"what": "help", "s": 1.0}, {"what": "help, again", "s": 3.0}]
    assert got(TIME, section(rows)) == 3.0
    assert got(TIME._replace(at_most=None, at_least=2.0), section(rows)) == 1.0
    assert got(TIME._replace(where={"what": "help, again"}), section(rows)) == 3.0
    assert cells(Aim("job", "2 s", (TIME,)), section(rows))[2:] == ("3.0 s", "no")


def test_a_busy_machine_is_marked() -> None:
    aim, rows = Aim("job", "2 s", (TIME,)), [{"what": "help", "s": 1.0}]
    assert cells(aim, section(rows, load=2.0))[2] == "1.0 s"
    assert cells(aim, section(rows, load=2.1))[2] == "1.0 s*"


@pytest.mark.parametrize(
    ("number", "value", "reached"),
    [
        (TIME, 2.0, True),
        (TIME, 2.01, False),
        (Number("a", "b", "", at_least=3.0), 3.0, True),
        (Number("a", "b", "", at_least=3.0), 2.99, False),
    ],
)
def test_a_bound_is_reached_at_the_bound(number: Number, value: float, reached: bool) -> None:
    assert is_reached(number, value) is reached
