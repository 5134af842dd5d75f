"""The sweep file: what is read, what is filled in, and the same sweep from Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulation.experiments.sweeps.language import load_sweep
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.points import Points
from simulation.results.record import DAILY
from simulation.scenario.outcome_names import OUTCOME_NAMES
from tests.experiments.tiny import YAML, tiny

WORLDS = "what_if: {dear: {brand: {price: 400}}}\n"
SHIPPED = sorted((Path(__file__).parents[3] / "scenarios" / "sweeps").glob("*.yaml"))

FULL = """
scenario: markets/tiny.yaml
name: prices
set: {replications: 7, events: []}
strategies: [referral]
design:
  kind: grid
  factors:
    brand.price: [100, 200]
    strategies.referral.referral_reward.referrer: {low: 10, high: 20, steps: 3}
replications: 5
seed: 3
outcomes: [romi, customers]
daily: [customers, trust]
"""


def written(folder: Path, text: str, scenario: str = YAML) -> Sweep:
    (folder / "markets").mkdir(exist_ok=True)
    (folder / "markets" / "tiny.yaml").write_text(scenario, "utf-8")
    (folder / "My sweep.yaml").write_text(text, "utf-8")
    return load_sweep(folder / "My sweep.yaml")


def test_every_key(tmp_path: Path) -> None:
    sweep = written(tmp_path, FULL)
    assert sweep.name == "prices"
    assert sweep.strategies == ("do_nothing", "referral")
    assert len(sweep.points) == 6
    assert sweep.points.changes(5) == {
        "brand.price": 200,
        "strategies.referral.referral_reward.referrer": 20.0,
    }
    assert (sweep.replications, sweep.runs) == (5, 60)
    assert sweep.outcomes == ("romi", "customers")
    assert sweep.daily == ("customers", "trust")
    assert sweep.scenario.events == ()
    assert sweep.at(5).brand.price == 200.0
    assert sweep.warnings == ()


def test_what_is_left_out(tmp_path: Path) -> None:
    text = "scenario: markets/tiny.yaml\ndesign: {factors: {brand.price: [9, 10]}}\n"
    sweep = written(tmp_path, text + "set: {replications: 7}\n")
    assert sweep.name == "my_sweep"
    assert sweep.strategies == ("do_nothing", "kocs", "referral")
    assert sweep.replications == 7
    assert sweep.outcomes == OUTCOME_NAMES
    assert sweep.daily == ()


def test_written_says_all_that_the_file_says(tmp_path: Path) -> None:
    assert written(tmp_path, FULL).written == {
        "name": "prices",
        "scenario": "tiny",
        "strategies": ["do_nothing", "referral"],
        "design": {
            "kind": "grid",
            "points": 6,
            "factors": {
                "brand.price": [100, 200],
                "strategies.referral.referral_reward.referrer": {"low": 10, "high": 20, "steps": 3},
            },
        },
        "replications": 5,
        "seed": 3,
        "outcomes": ["romi", "customers"],
        "daily": ["customers", "trust"],
    }


def test_python_gives_the_same_as_the_file(tmp_path: Path) -> None:
    there = written(tmp_path, FULL)
    factors = {
        "brand.price": range(100, 201, 100),
        "strategies.referral.referral_reward.referrer": {"low": 10, "high": 20, "steps": 3},
    }
    here = Sweep.of(
        tiny(events=[]),
        factors,
        strategies=["referral"],
        replications=5,
        outcomes=["romi", "customers"],
        daily=("customers", "trust"),
        seed=3,
        name="prices",
    )
    assert here.written == there.written
    assert here.points.hash == there.points.hash
    assert here.scenario.run_hash("referral") == there.scenario.run_hash("referral")


def test_a_point_can_replace_a_strategy_and_then_change_it() -> None:
    tactics = [[{"kind": "hire_kocs", "posts": 2}], [{"kind": "hire_kocs", "posts": 5}]]
    factors = {"strategies.kocs": tactics, "strategies.kocs.hire_kocs.budget": [500, 900]}
    tactic = Sweep.of(tiny(), factors).at(3).strategies["kocs"].tactics[0].model_dump()
    assert (tactic["posts"], tactic["budget"]) == (5, 900)


def test_dates_are_days_of_the_scenario(tmp_path: Path) -> None:
    text = """
    scenario: markets/tiny.yaml
    set: {start_date: 2026-03-01}
    design: {factors: {strategies.kocs.hire_kocs.day: [2026-03-01, 2026-03-09]}}
    """
    sweep = written(tmp_path, text)
    days = [sweep.at(at).strategies["kocs"].tactics[0].model_dump()["day"] for at in (0, 1)]
    assert days == [0, 8]


def test_worlds_are_left_out_with_a_warning(tmp_path: Path) -> None:
    text = "scenario: markets/tiny.yaml\ndesign: {factors: {brand.price: [9, 10]}}\n"
    sweep = written(tmp_path, text, YAML + WORLDS)
    assert sweep.warnings == ("what_if is left out: make what differs in its worlds a factor",)
    assert list(sweep.at(1).worlds) == ["as_written"]


ROWS = [
    {"brand.price": 100, "strategies.kocs": [{"kind": "hire_kocs"}], "seed": 1},
    {"brand.price": 150.5, "strategies.kocs": [], "seed": 2},
]
CSV = """\ufeffpoint,brand.price,strategies.kocs,seed
0,100,[{kind: hire_kocs}],1

1, 150.5 ,"[]",2
"""


def list_from(folder: Path, form: str) -> Points:
    if form == "inline":
        rows = "\n".join(f"    - {row}" for row in ROWS)
        text = f"scenario: markets/tiny.yaml\ndesign:\n  kind: list\n  points:\n{rows}\n"
        return written(folder, text).points
    if form == "rows":
        return Sweep.of(tiny(), kind="list", points=ROWS).points
    if form == "points":
        return Sweep.of(tiny(), kind="list", points=Points.of(table(ROWS))).points
    if form == "frame":
        return Sweep.of(tiny(), kind="list", points=pd.DataFrame(ROWS)).points
    if form == "csv":
        (folder / "p.csv").write_text(CSV, "utf-8")
    else:
        kept = Points.of(table(ROWS)).columns
        pd.DataFrame({"point": [0, 1], **kept}).to_parquet(folder / "p.parquet")
    text = f"scenario: markets/tiny.yaml\ndesign: {{kind: list, points: p.{form}}}\n"
    return written(folder, text).points


def table(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [row[key] for row in rows] for key in rows[0]}


@pytest.mark.parametrize("form", ["inline", "rows", "points", "frame", "csv", "parquet"])
def test_a_list_from_anywhere_is_the_same(tmp_path: Path, form: str) -> None:
    found = list_from(tmp_path, form)
    assert list(found) == ROWS
    assert found.hash == Points.of(table(ROWS)).hash


def test_texts_of_a_table_stay_texts() -> None:
    frame = pd.DataFrame({"brand.name": ["12", "13"], "brand.price": [1, 2]})
    assert Sweep.of(tiny(), kind="list", points=frame).points.changes(0)["brand.name"] == "12"


@pytest.mark.parametrize("form", ["list", "grid", "whole", "set"])
def test_files_count_from_the_sweep(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.csv").write_text("source,target\n0,1\n1,2\n2,0\n", "utf-8")
    designs = {
        "list": "kind: list, points: [{network: {kind: file, path: mine.csv}}]",
        "grid": "factors: {network.path: [mine.csv]}",
        "whole": "factors: {network: [{kind: file, path: mine.csv}]}",
        "set": "factors: {brand.price: [1]}",
    }
    base = YAML.replace("{kind: community, consumers: 300}", "{kind: file, path: none.csv}")
    change = "set: {network.path: mine.csv}" if form == "set" else ""
    text = f"scenario: markets/tiny.yaml\ndesign: {{{designs[form]}}}\n{change}\n"
    sweep = written(tmp_path, text, base)
    monkeypatch.chdir("/")
    made = sweep.at(0)
    assert (made.folder / made.network.model_dump()["path"]).resolve() == tmp_path / "mine.csv"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_sweeps_are_read(file: Path) -> None:
    sweep = load_sweep(file)
    assert sweep.name == file.stem
    assert sweep.warnings == ()
    assert set(sweep.daily) <= set(DAILY)
    assert file.read_text("utf-8").startswith("# ")
