"""A point that cannot be: the message leads to the line in which its author wrote the value."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from simulation.errors import ScenarioError
from simulation.experiments.sweeps.language import load_sweep
from simulation.experiments.sweeps.markets import check_markets
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.points import check_points
from tests.experiments.tiny import YAML, tiny

HEAD = "scenario: tiny.yaml\ndesign:\n"
BUDGET = "strategies.kocs.hire_kocs.budget"


def said(folder: Path, design: str) -> str:
    """What is said before a sweep runs, without the folder."""
    (folder / "tiny.yaml").write_text(YAML, "utf-8")
    (folder / "s.yaml").write_text(HEAD + design, "utf-8")
    with pytest.raises(ScenarioError) as error:
        check_points(load_sweep(folder / "s.yaml"))
    return str(error.value).replace(f"{folder}/", "")


GRID = """\
  factors:
    brand.quality: [0.5, 1.5]
    brand.price: [90, 100]
"""

COMBINED = """\
  factors:
    days: [20, 50]
    events.battery.day:
      - 5
      - 45
"""

ABOUT_MORE = f"""\
  factors:
    brand.quality: [0.5, 0.6]
    {BUDGET}: [300, 2000]
"""

SPAN = f"""\
  kind: random
  points: 9
  factors:
    {BUDGET}: {{low: 800, high: 1900}}
"""

LISTED = """\
  kind: list
  points:
    - {brand.price: 90, brand.quality: 0.5}
    - {brand.price: 90, brand.quality: 6}
"""


@pytest.mark.parametrize(
    ("design", "message"),
    [
        (
            GRID,
            "s.yaml:4:26 brand.quality: 1.5 is outside 0 to 1. Write 0.015 for 1.5 %. "
            "(point 2: brand.quality 1.5, brand.price 90; 1 more point cannot be either)",
        ),
        (
            COMBINED,
            "s.yaml:7:9 events.battery.day: 45 is after the last day (19). Lower it or raise days. "
            "(point 1: days 20, events.battery.day 45)",
        ),
        (
            ABOUT_MORE,
            "tiny.yaml:16:9 strategies.kocs: tactics reserve 2,000 of 900. Lower their budgets or "
            f"raise budget. (point 1, s.yaml:5:45: brand.quality 0.5, {BUDGET} 2000; 1 more point "
            "cannot be either)",
        ),
        (
            LISTED,
            "s.yaml:6:40 brand.quality: 6 is outside 0 to 1. Write 0.06 for 6 %. "
            "(point 1: brand.price 90, brand.quality 6)",
        ),
    ],
)
def test_in_the_sweep_file(tmp_path: Path, design: str, message: str) -> None:
    assert said(tmp_path, design) == message


def test_a_value_between_two_ends_is_at_the_place_of_its_factor(tmp_path: Path) -> None:
    assert "s.yaml:6:39: strategies.kocs.hire_kocs.budget 1" in said(tmp_path, SPAN)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            "brand.price,brand.quality\n90,0.5\n\n95,high\n",
            'p.csv:4:1 brand.quality: "high" is text. Write a number. '
            '(point 1: brand.price 95, brand.quality "high")',
        ),
        (
            "days\n20\n20.5\n",
            "p.csv:3:1 days: 20.5 is not a whole number. Write a whole number. "
            "(point 1: days 20.5)",
        ),
        (
            'strategies.kocs\n[]\n"[{kind: hire_kocs, budgt: 3}]"\n',
            "p.csv:3:1 strategies.kocs[0].budgt: no such key. Use budget. "
            '(point 1: strategies.kocs [{"kind":"hire_kocs","budgt":3}])',
        ),
        (
            f"{BUDGET}\n500\n2000\n",
            "tiny.yaml:16:9 strategies.kocs: tactics reserve 2,000 of 900. Lower their budgets or "
            f"raise budget. (point 1, p.csv:3:1: {BUDGET} 2000)",
        ),
    ],
)
def test_in_a_csv_file(tmp_path: Path, table: str, message: str) -> None:
    (tmp_path / "p.csv").write_text(table, "utf-8")
    assert said(tmp_path, "  kind: list\n  points: p.csv\n") == message


def test_in_a_parquet_file_by_its_row(tmp_path: Path) -> None:
    design = "  kind: list\n  points: p.parquet\n"
    pd.DataFrame({"days": [20.0, 30.5]}).to_parquet(tmp_path / "p.parquet")
    assert said(tmp_path, design) == (
        "p.parquet days: row 1: 30.5 is not a whole number. Write a whole number. "
        "(point 1: days 30.5)"
    )
    pd.DataFrame({"days": ["x", "y"]}).to_parquet(tmp_path / "p.parquet")
    assert said(tmp_path, design) == 'p.parquet days: row 0: "x" is text. Write a whole number.'


def test_what_only_the_market_shows(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(YAML, "utf-8")
    (tmp_path / "p.csv").write_text(f"{BUDGET}\n900\n1\n", "utf-8")
    (tmp_path / "s.yaml").write_text(f"{HEAD}  kind: list\n  points: p.csv\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"p\.csv:3:1 .*1 cannot buy one KOC.*\(point 1: "):
        check_markets(load_sweep(tmp_path / "s.yaml"))


def test_whole_numbers_of_a_column_with_fractions_stay_whole() -> None:
    sweep = Sweep.of(tiny(), kind="list", points=pd.DataFrame({"days": [20.0, 30.0]}))
    assert [sweep.at(point).days for point in range(2)] == [20, 30]
