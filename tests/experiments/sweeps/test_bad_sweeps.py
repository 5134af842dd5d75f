"""Mistakes in a sweep: one message each, with the place and the remedy, before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.sweeps.language import load_sweep
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.points import Points
from tests.experiments.tiny import YAML, tiny

HEAD = "scenario: tiny.yaml\ndesign:\n"


def said(folder: Path, text: str) -> list[str]:
    """What is said about a sweep file, line by line, without the folder."""
    (folder / "tiny.yaml").write_text(YAML, "utf-8")
    (folder / "s.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as error:
        load_sweep(folder / "s.yaml")
    return str(error.value).replace(f"{folder}/", "").splitlines()


FILE = [
    ("", "s.yaml: empty. Write at least scenario and design."),
    ("design: {factors: {days: [30]}}\n", "s.yaml:1:1 scenario: missing. Add it: the scenario"),
    (
        "scenario: tony.yaml\ndesign: {factors: {days: [30]}}\n",
        's.yaml:1:11 scenario: no file "tony.yaml" beside s.yaml. Check the path.',
    ),
    ("scenario: tiny.yaml\n", "s.yaml:1:1 design: missing. Add it: which points are tried."),
    (
        f"{HEAD}  factors: {{days: [30]}}\noutcome: [romi]\n",
        "s.yaml:4:1 outcome: no such key. Use outcomes.",
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\noutcomes: [romy]\n",
        's.yaml:4:12 outcomes[0]: no outcome "romy". All: womsim list outcomes. Use romi.',
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\ndaily: [ownrs]\n",
        's.yaml:4:9 daily[0]: no daily measure "ownrs". Use owners.',
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\ndaily: [day]\n",
        "s.yaml:4:9 daily[0]: day is kept beside every daily measure. Remove it.",
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\nreplications: 8589934592\n",
        "s.yaml:4:15 replications: 25,769,803,776 runs (points 1, strategies 3, replications 8,",
    ),
    (
        YAML.strip(),
        "s.yaml:1:1: a scenario, not a sweep. Name it in a sweep file: scenario: s.yaml",
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\nstrategies: [koc]\n",
        's.yaml:4:14 strategies[0]: no strategy "koc". Use kocs.',
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\nstrategies: []\n",
        "s.yaml:4:13 strategies: no str",
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\nreplications: 0\n",
        "s.yaml:4:15 replications: 0 is below 1. Raise it.",
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\nset: {{brand.prise: 3}}\n",
        "s.yaml:4:7 brand.prise: no such key. Use price.",
    ),
    (
        f"{HEAD}  factors: {{days: [30]}}\nset: {{strategies.koc.hire_kocs.budget: 3}}\n",
        's.yaml:4:7 strategies.koc.hire_kocs.budget: no strategy "koc". Use kocs.',
    ),
]

FACTORS = [
    ("{}", "s.yaml:3:12 design.factors: no factors. Add them"),
    ("{brand.prise: [3]}", "s.yaml:3:13 brand.prise: no such key. Use price."),
    (
        "{strategies.kocs.hire_koc.budget: [3]}",
        's.yaml:3:13 strategies.kocs.hire_koc.budget: no tactic "hire_koc". Use hire_kocs.',
    ),
    (
        "{strategies.kocs.hire_kocs.budgets: [3]}",
        "s.yaml:3:13 strategies.kocs.hire_kocs.budgets: no such key. Use budget.",
    ),
    ("{events.batery.day: [3]}", 's.yaml:3:13 events.batery.day: no event "batery". Use battery.'),
    (
        "{replications: [3]}",
        "s.yaml:3:13 design.factors.replications: replications cannot be a factor. Write",
    ),
    ("{decide_by.matters: [3]}", "s.yaml:3:13 design.factors.decide_by.matters: decide_by cannot"),
    ("{name: [a]}", "s.yaml:3:13 design.factors.name: name cannot be a factor."),
    ("{outcomes: [[romi]]}", "s.yaml:3:13 design.factors.outcomes: outcomes cannot be a factor."),
    ("{brand..price: [3]}", "s.yaml:3:13 design.factors.brand..price: not an address."),
    ("{days: []}", "s.yaml:3:19 design.factors.days: no values. Write at least one."),
    ("{days: 30}", "s.yaml:3:19 design.factors.days: 30 is not a list. Write [values] or {low:"),
    ("{days: }", "s.yaml:3:13 design.factors.days: empty. Write [values] or {low:"),
    ("{days: [30, 30]}", "s.yaml:3:24 design.factors.days[1]: 30 is listed twice. Keep one."),
    (
        "{brand.price: [30, 30.0]}",
        "s.yaml:3:31 design.factors.brand.price[1]: 30 is listed twice. Keep one.",
    ),
    ("{brand.quality: [1.4, 1]}", "s.yaml:3:29 brand.quality: 1.4 is outside 0 to 1. Write"),
    ("{days: [30.5]}", "s.yaml:3:20 days: 30.5 is not a whole number. Write a whole number."),
    (
        "{brand.price: {low: 9, high: 9, steps: 3}}",
        "s.yaml:3:32 design.factors.brand.price.low: 9 is not below high (9). Lower it.",
    ),
    (
        "{brand.price: {low: 0, high: 9, steps: 3, log: true}}",
        "s.yaml:3:32 design.factors.brand.price.low: 0 is not above 0, and log is true.",
    ),
    (
        "{brand.price: {low: 1, high: 9}}",
        "s.yaml:3:26 design.factors.brand.price.steps: missing. Add steps: how many values.",
    ),
    (
        "{brand.price: {low: 1, hihg: 9, steps: 3}}",
        "s.yaml:3:26 design.factors.brand.price.high: missing. Add it: upper end.",
    ),
    (
        "{brand.price: {low: 1, high: 9, steps: 1}}",
        "s.yaml:3:51 design.factors.brand.price.steps: 1 is below 2. Raise it.",
    ),
    (
        "{brand.quality: {low: 0.5, high: 1.5, steps: 3}}",
        "s.yaml:3:45 design.factors.brand.quality.high: 1.5 is outside 0 to 1.",
    ),
    (
        "{days: {low: 20.5, high: 30, steps: 3}}",
        "s.yaml:3:25 design.factors.days.low: 20.5 is not a whole number. Write one.",
    ),
    (
        "{days: {low: 20, high: 22, steps: 9}}",
        "s.yaml:3:46 design.factors.days.steps: 9 steps between 20 and 22. Lower it.",
    ),
    (
        "{strategies.kocs.hire_kocs.budget: [5], strategies.kocs: [[]]}",
        "s.yaml:3:52 design.factors.strategies.kocs: strategies.kocs.hire_kocs.budget lies in it",
    ),
    (
        "{strategies.kocs.hire_kocs.budget: [2000]}",
        "tiny.yaml:16:9 strategies.kocs: tactics reserve 2,000 of 900. Lower their budgets or "
        "raise budget. (point 0, s.yaml:3:48: strategies.kocs.hire_kocs.budget 2000)",
    ),
]

DESIGNS = [
    ("  kind: gird\n  factors: {days: [30]}\n", 's.yaml:3:9 design.kind: "gird" is not one of'),
    ("  kind: grid\n", "s.yaml:3:3 design.factors: no factors."),
    (
        "  kind: grid\n  points: 9\n  factors: {days: [30]}\n",
        "s.yaml:4:3 design.points: a grid has every combination. Remove it",
    ),
    (
        "  kind: sobol\n  factors: {days: [30]}\n",
        "s.yaml:3:3 design.points: missing. Add it: how many points.",
    ),
    (
        "  kind: random\n  points: many\n  factors: {days: [30]}\n",
        's.yaml:4:11 design.points: "many" is not a number of points. Write one, such as 64.',
    ),
    (
        "  kind: random\n  points: true\n  factors: {days: [30]}\n",
        "s.yaml:4:11 design.points: true is not a number of points.",
    ),
    (
        "  kind: random\n  points: 20000000\n  factors: {days: [30]}\n",
        "s.yaml:4:11 design.points: 20,000,000 points; at most 10,000,000.",
    ),
    (
        "  kind: random\n  points: 4\n  factors: {days: {low: 20, high: 30, steps: 3}}\n",
        "s.yaml:5:39 design.factors.days.steps: only a grid takes steps. Remove it",
    ),
    ("  kind: list\n", "s.yaml:3:3 design.points: missing. Add it: a list of points, or a CSV"),
    ("  kind: list\n  points: []\n", "s.yaml:4:11 design.points: no points. Write at least one."),
    ("  kind: list\n  points: 3\n", "s.yaml:4:11 design.points: 3 is not a list of points."),
    ("  kind: list\n  points: [3]\n", "s.yaml:4:12 design.points[0]: 3 is not a point. Write"),
    (
        "  kind: list\n  points: [{days: 30}]\n  factors: {days: [30]}\n",
        "s.yaml:5:3 design.factors: a list takes its factors from its points. Remove it.",
    ),
    (
        "  kind: list\n  points:\n    - {days: 30, seed: 2}\n    - {days: 40}\n",
        "s.yaml:6:7 design.points[1]: point 1 has no seed, and point 0 has. Add it.",
    ),
    (
        "  kind: list\n  points:\n    - {days: 30}\n    - {days: 40, seed: 2}\n",
        "s.yaml:6:18 design.points[1].seed: point 1 has it, and point 0 has not. Add it there.",
    ),
    (
        "  kind: list\n  points:\n    - {days: 30}\n    - {days: 40}\n    - {days: 30.0}\n",
        "s.yaml:7:7 design.points[2]: is the same as point 0. Remove one.",
    ),
    (
        "  kind: list\n  points: [{dais: 30}]\n",
        "s.yaml:4:13 dais: no such key. Use days.",
    ),
    (
        "  kind: list\n  points: [{name: a}]\n",
        "s.yaml:4:13 design.points[0].name: name cannot be a factor.",
    ),
    ("  kind: list\n  points: p.csv\n", 's.yaml:4:11 design.points: no file "p.csv" beside'),
    ("  kind: list\n  points: tiny.yaml\n", 's.yaml:4:11 design.points: "tiny.yaml" is neither'),
]

TABLES = [
    ("", "p.csv: no points. Write names of factors in the first line"),
    ("days\n", "p.csv: no points. Write names of factors in the first line"),
    ("days,seed\n30,1\n40\n", "p.csv:3:1: 1 cells; the first line names 2 factors."),
    ("days,seed\n30,1\n40,\n", "p.csv:3:1 seed: empty. Every point has a value for every factor."),
    ("days,\n30,1\n", "p.csv:1:1: column 2 has no name. Write the key of a factor."),
    ("days,days\n30,1\n", "p.csv:1:1 days: two columns of this name. Keep one."),
    ("days,sede\n30,1\n", "p.csv:1:1 sede: no such key. Use seed."),
    ("days\n0.5\n", "p.csv:2:1 days: 0.5 is not a whole number. Write a whole number."),
    ('days,seed\n30,1\n40,1\n\n30,"1"\n', "p.csv:5:1: point 2 is the same as point 0. Remove one."),
    ('strategies.kocs\n"[{kind: "\n', "p.csv:2:1 strategies.kocs: not YAML: "),
    ('days\n"30\n', "p.csv: not CSV: unexpected end of data."),
    ("name\nx\n", "p.csv:1:1 name: name cannot be a factor."),
    ("point\n1\n", "p.csv:1:1: no factors. Add a column"),
    ("days;seed\n30;1\n", "p.csv:1:1: semicolons between cells. Write commas."),
    ("days\tseed\n30\t1\n", "p.csv:1:1: tabs between cells. Write commas."),
]


@pytest.mark.parametrize(("text", "message"), FILE)
def test_file(tmp_path: Path, text: str, message: str) -> None:
    (line,) = said(tmp_path, text)
    assert line.startswith(message)


@pytest.mark.parametrize(("factors", "message"), FACTORS)
def test_factors(tmp_path: Path, factors: str, message: str) -> None:
    assert said(tmp_path, f"{HEAD}  factors: {factors}\n")[0].startswith(message)


@pytest.mark.parametrize(("design", "message"), DESIGNS)
def test_designs(tmp_path: Path, design: str, message: str) -> None:
    (line,) = said(tmp_path, f"{HEAD}{design}")
    assert line.startswith(message)


@pytest.mark.parametrize(("table", "message"), TABLES)
def test_csv(tmp_path: Path, table: str, message: str) -> None:
    (tmp_path / "p.csv").write_text(table, "utf-8")
    (line,) = said(tmp_path, f"{HEAD}  kind: list\n  points: p.csv\n")
    assert line.startswith(message)


def test_csv_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(b"days\n\xff\xfe\n")
    (line,) = said(tmp_path, f"{HEAD}  kind: list\n  points: p.csv\n")
    assert line == "p.csv: not UTF-8 text (byte 5). Save it as UTF-8."


def test_parquet(tmp_path: Path) -> None:
    text = f"{HEAD}  kind: list\n  points: p.parquet\n"
    (tmp_path / "p.parquet").write_text("days\n")
    assert said(tmp_path, text)[0].startswith('s.yaml:4:11 design.points: "p.parquet" is not a Par')
    pd.DataFrame({"days": [30.0, None]}).to_parquet(tmp_path / "p.parquet")
    assert said(tmp_path, text) == [
        "p.parquet days: row 1 is empty. Every point has a value for every factor."
    ]
    pd.DataFrame({"days": [30, 30]}).to_parquet(tmp_path / "p.parquet")
    assert said(tmp_path, text) == ["p.parquet: point 1 is the same as point 0. Remove one."]
    pd.DataFrame({"point": [0]}).to_parquet(tmp_path / "p.parquet")
    assert said(tmp_path, text)[0].startswith("p.parquet: no factors.")


def test_several_mistakes_at_once(tmp_path: Path) -> None:
    lines = said(tmp_path, f"{HEAD}  factors: {{name: [a], days: [], brand.price: 3}}\n")
    assert [line.split()[1] for line in lines] == [
        "design.factors.name:",
        "design.factors.days:",
        "design.factors.brand.price:",
    ]


PYTHON: list[tuple[dict[str, Any], str]] = [
    ({"factors": {"brand.prise": [3]}}, "brand.prise: no such key. Use price."),
    ({"factors": {}}, 'factors: no factors. Add them: {"brand.price": [9, 12]}.'),
    ({}, "factors: no factors."),
    ({"factors": {"days": 30}}, "factors.days: 30 is not a list."),
    ({"factors": {"days": [30]}, "kind": "sobl"}, 'kind: "sobl" is not one of'),
    ({"factors": {"days": [30]}, "strategies": ["koc"]}, 'strategies[0]: no strategy "koc". Use'),
    ({"kind": "list", "points": Points({})}, "points: no points."),
    ({"kind": "list", "points": Points.of({"days": [30, 30]})}, "points: point 1 is the same as"),
    ({"kind": "list", "points": pd.DataFrame()}, "points: no factors."),
    ({"factors": {"days": [30]}, "seed": -1}, "seed: -1 is outside 0 to"),
    (
        {"factors": pd.DataFrame({"days": [30]})},
        'factors: a DataFrame is given. For points of your own use kind="list", points=FRAME.',
    ),
    (
        {"factors": [{"days": 30}]},
        'factors: a list is given. For points of your own use kind="list", points=POINTS.',
    ),
    (
        {"factors": Path("p.csv")},
        'factors: a PosixPath is given. For points of your own use kind="list", points="p.csv".',
    ),
    (
        {"factors": Points.of({"days": [30]})},
        'factors: Points are given. Use kind="list", points=POINTS.',
    ),
    ({"factors": {"days"}}, 'factors: a set is given. Write a mapping: {"brand.price": [9, 12]}.'),
    ({"points": pd.DataFrame({"days": [30]})}, 'points: a DataFrame is given. Add kind="list".'),
    ({"factors": {"days": [30]}, "points": [{"days": 3}]}, "points: a list is given. Add kind="),
    (
        {"factors": {"days": {"low": 9, "high": 30}}, "kind": "random", "points": 20.5},
        "points: 20.5 is not a number of points. Write one, such as 64.",
    ),
    ({"factors": {"days": [30]}, "replications": 2.5}, "replications: 2.5 is not a whole number."),
    (
        {"factors": {"days": [30, 40]}, "replications": 2**33},
        "replications: 51,539,607,552 runs (points 2, strategies 3, replications 8,589,934,592); "
        "at most 100,000,000. Use fewer.",
    ),
    ({"factors": {"days": [30]}, "replications": 2**99}, "replications: a huge number of runs"),
    ({"factors": {"days": [30]}, "seed": "x"}, 'seed: "x" is text. Write a whole number.'),
    ({"factors": {"days": [30]}, "daily": "owners"}, 'daily: "owners" is text. Write a list'),
]


@pytest.mark.parametrize(("given", "message"), PYTHON)
def test_python(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError) as error:
        Sweep.of(tiny(), **given)
    assert str(error.value).startswith(message)
