"""Comparisons in several worlds: same luck in each, one store, tables led by the world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from simulation import compare, run
from simulation.errors import OutputError, ScenarioError
from simulation.experiments import jobs
from simulation.experiments.jobs import RunError
from simulation.experiments.parts import read_part
from simulation.results.comparison import Comparison
from simulation.scenario.model import Scenario
from tests.experiments.conftest import leave_out_pictures
from tests.experiments.test_store import ctrl_c_after
from tests.experiments.tiny import TABLES, digests, tiny

WORLDS: dict[str, Any] = {
    "weak": {"brand": {"quality": 0.3}},
    "calm": {"events": []},
    "same": {"question": "Is nothing else different?"},
}
NAMES = ["as_written", *WORLDS]


def worldly(**changes: Any) -> Scenario:
    """The tiny scenario in four worlds, one of which differs in no run."""
    return tiny(**{"what_if": WORLDS, "replications": 3, **changes})


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, Path]:
    folder = tmp_path_factory.mktemp("worlds") / "out"
    return compare(worldly(), out=folder), folder


def table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / name
    return pd.read_csv(path) if path.suffix == ".csv" else pq.read_table(path).to_pandas()


@pytest.mark.parametrize("name", [name for name in TABLES if name != "segments.parquet"])
def test_each_table_is_led_by_the_world(saved: tuple[Comparison, Path], name: str) -> None:
    found = table(saved[1], name)
    assert found.columns[0] == "what_if"
    assert list(found["what_if"].unique()) == NAMES


@pytest.fixture(scope="module", params=["as_written", "weak"])
def alone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A world, and the folder of the comparison in this world only."""
    world, folder = str(request.param), tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        leave_out_pictures(patch)
        compare(worldly().worlds[world], out=folder)
    return world, folder


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_world_are_those_of_its_scenario_alone(
    saved: tuple[Comparison, Path], alone: tuple[str, Path], name: str
) -> None:
    world, folder = alone
    whole, expected = table(saved[1], name), table(folder, name)
    here = whole[whole["what_if"] == world].drop(columns="what_if").reset_index(drop=True)
    pd.testing.assert_frame_equal(here, expected, check_exact=True)


def test_luck_is_the_same_in_each_world(saved: tuple[Comparison, Path]) -> None:
    daily = saved[0].daily
    by_world = {name: rows.drop(columns="what_if") for name, rows in daily.groupby("what_if")}
    as_written, same = (by_world[name].reset_index(drop=True) for name in ("as_written", "same"))
    pd.testing.assert_frame_equal(as_written, same)
    calm = by_world["calm"].reset_index(drop=True)
    before = as_written["day"] < 9  # the battery breaks on day 9
    pd.testing.assert_frame_equal(as_written[before], calm[before])
    assert not as_written.equals(calm)


def test_python_has_each_world(saved: tuple[Comparison, Path]) -> None:
    result, _ = saved
    assert list(result.worlds) == NAMES
    weak = result.worlds["weak"]
    assert list(weak.worlds) == ["as_written"]
    assert weak.summary.columns[0] == "strategy"
    mine = result.summary.query("what_if == 'weak'").drop(columns="what_if")
    pd.testing.assert_frame_equal(mine.reset_index(drop=True), weak.summary)
    assert result.best == result.worlds["as_written"].best
    assert len(result.plot("what_if").axes) == 6  # four worlds in rows of three
    assert " 4 worlds" in result.answer
    assert "worlds" not in weak.answer


def test_one_world_has_neither_column_nor_figure(tmp_path: Path) -> None:
    result = compare(tiny(), replications=2, out=tmp_path)
    assert result.worlds == {"as_written": result}
    assert result.summary.columns[0] == "strategy"
    assert not (tmp_path / "figures" / "what_if.svg").exists()
    assert 'id="what-if"' not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_folder_holds_the_figure_and_the_counts(saved: tuple[Comparison, Path]) -> None:
    result, folder = saved
    assert (folder / "figures" / "what_if.png").exists()
    assert (folder / "figures" / "what_if.svg").exists()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["what_if"] == WORLDS
    assert manifest["counts"]["runs"] == 4 * 3 * 3
    assert manifest["counts"]["exposures"] == result.daily["exposures"].sum()
    assert "weak/kocs" in manifest["identity"]["run_hashes"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count('id="what-if"') == 1
    assert all(f"<h3>{name}</h3>" in page for name in NAMES)


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize(
    ("workers", "executor"),
    [(2, "threads"), pytest.param(2, "processes", marks=pytest.mark.slow)],
)
def test_bytes_do_not_depend_on_workers(
    saved: tuple[Comparison, Path], tmp_path: Path, workers: int, executor: Any
) -> None:
    compare(worldly(), workers=workers, executor=executor, out=tmp_path)
    assert digests(tmp_path) == digests(saved[1])


@pytest.mark.usefixtures("no_pictures")
def test_ctrl_c_leaves_parts_of_each_world_that_resume(
    saved: tuple[Comparison, Path], tmp_path: Path
) -> None:
    with ctrl_c_after(5):
        compare(worldly(), out=tmp_path)
    parts = [read_part(path) for path in (tmp_path / "parts").glob("*.parquet")]
    found = {(part.world, part.market.replicate) for part in parts}
    assert found == {(name, 0) for name in NAMES} | {("as_written", 1)}
    compare(worldly(), out=tmp_path)
    assert digests(tmp_path) == digests(saved[1])
    assert not (tmp_path / "parts").exists()


@pytest.mark.usefixtures("no_pictures")
def test_worlds_added_and_left_out_later_keep_what_is_finished(
    saved: tuple[Comparison, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, lived = jobs._run, []

    def counted(scenario: Scenario, strategy: str, built: Any, engine: Any) -> Any:
        lived.append((scenario.world, strategy))
        return real(scenario, strategy, built, engine)

    monkeypatch.setattr(jobs, "_run", counted)
    compare(worldly(what_if=None), out=tmp_path)
    compare(worldly(what_if__same=None), strategies=["referral"], out=tmp_path)
    compare(worldly(), out=tmp_path)
    assert len(lived) == len(NAMES) * 3 * 3
    assert digests(tmp_path) == digests(saved[1])
    compare(worldly(what_if=None), out=tmp_path)
    compare(worldly(what_if=None), out=tmp_path / "alone")
    assert digests(tmp_path) == digests(tmp_path / "alone")
    lived.clear()
    compare(worldly(), out=tmp_path)
    assert lived == []
    assert digests(tmp_path) == digests(saved[1])


@pytest.mark.usefixtures("no_pictures")
def test_a_world_that_changed_is_refused(tmp_path: Path) -> None:
    compare(worldly(), replications=1, strategies=["kocs"], out=tmp_path)
    with pytest.raises(OutputError, match=r"what_if\.weak\.brand\.quality: 0\.3 there, 0\.4 here"):
        compare(worldly(what_if__weak__brand__quality=0.4), replications=1, out=tmp_path)


def test_strategies_are_chosen_for_all_worlds() -> None:
    result = compare(worldly(), replications=2, strategies=["kocs"])
    rows = result.runs[["what_if", "strategy"]].drop_duplicates().to_numpy().tolist()
    assert rows == [[world, name] for world in NAMES for name in ("do_nothing", "kocs")]


def test_what_cannot_work_in_a_world_is_said_before_anything_is_written(tmp_path: Path) -> None:
    kols = [{"kind": "hire_kols", "tier": "head", "number": 1}]
    scenario = tiny(what_if={"fewer": {"roles": {"kol_head": 0}}}, strategies__kols=kols)
    with pytest.raises(ScenarioError, match=r"no kol_head exists in .* \(what_if fewer\)"):
        compare(scenario, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_fault_of_ours_names_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    real = jobs._run

    def breaks(scenario: Scenario, strategy: str, built: Any, engine: Any) -> Any:
        if (scenario.world, strategy, built.replicate) == ("weak", "kocs", 1):
            raise ZeroDivisionError("oh")
        return real(scenario, strategy, built, engine)

    monkeypatch.setattr(jobs, "_run", breaks)
    with pytest.raises(RunError) as failed:
        compare(worldly())
    assert str(failed.value) == (
        "what_if weak, strategy kocs, replicate 1 failed: ZeroDivisionError: oh"
    )


def test_each_world_decides_as_it_says() -> None:
    decided = {"decide_by": {"outcome": "customers", "matters": 1e6}}
    worlds = {"weak": {**WORLDS["weak"], "decide_by": {"matters": 0.5}}}
    result = compare(tiny(what_if=worlds, **decided), replications=3)
    matters = [each.measured.facts.matters for each in result.worlds.values()]
    assert matters == [1e6, 0.5]
    assert "Too close to matter" in result.worlds["as_written"].answer


def test_one_run_in_a_world_is_that_of_the_comparison(saved: tuple[Comparison, Path]) -> None:
    one = run(worldly().worlds["weak"], "kocs", replicate=2)
    daily = saved[0].daily.query("what_if == 'weak' and strategy == 'kocs' and replicate == 2")
    assert one.daily["customers"].tolist() == daily["customers"].tolist()
