"""Comparisons on a real, tiny market: the same bytes whoever works, and what goes into a folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from simulation import compare
from simulation.errors import ArgumentError, OutputError, ScenarioError
from simulation.experiments import jobs
from simulation.experiments.jobs import RunError
from simulation.results.comparison import Comparison
from simulation.results.figures import PLOTS
from simulation.results.outcomes import OUTCOMES
from simulation.results.record import DAILY
from tests.conftest import ROOT
from tests.experiments.tiny import TABLES, digests, tiny


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, Path]:
    """A comparison made by one worker, and its folder."""
    folder = tmp_path_factory.mktemp("saved") / "out"
    return compare(tiny(), out=folder), folder


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_folder_holds_everything_and_nothing_else(saved: tuple[Comparison, Path]) -> None:
    _, folder = saved
    figures = (*PLOTS, "market")
    assert names_in(folder) == {
        *TABLES,
        "report.html",
        "manifest.json",
        *(f"figures/{name}.{kind}" for name in figures for kind in ("png", "svg")),
    }


def test_tables_have_the_promised_columns(saved: tuple[Comparison, Path]) -> None:
    _, folder = saved
    header = (folder / "summary.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "strategy,outcome,mean,sd,ci_low,ci_high,n"
    runs = pq.read_table(folder / "runs.parquet")
    assert runs.column_names[:2] == ["strategy", "replicate"]
    assert set(OUTCOMES) <= set(runs.column_names)
    daily = pq.read_table(folder / "daily.parquet")
    assert daily.column_names == ["strategy", "replicate", *DAILY]
    assert daily.num_rows == 3 * 4 * 20


def test_frames_are_what_the_files_hold(saved: tuple[Comparison, Path]) -> None:
    result, folder = saved
    pd.testing.assert_frame_equal(result.summary, pd.read_csv(folder / "summary.csv"))
    pd.testing.assert_frame_equal(result.differences, pd.read_csv(folder / "differences.csv"))
    for name in ("runs", "daily", "ledger"):
        there = pq.read_table(folder / f"{name}.parquet").to_pandas()
        pd.testing.assert_frame_equal(getattr(result, name), there, check_dtype=False)


def test_money_of_the_ledger_is_the_cost_of_the_days(saved: tuple[Comparison, Path]) -> None:
    result, _ = saved
    by_run = result.ledger.groupby(["strategy", "replicate"])["amount"].sum()
    cost = result.runs.set_index(["strategy", "replicate"])["cost"]
    assert cost[by_run.index].to_numpy() == pytest.approx(by_run.to_numpy())
    assert (cost["do_nothing"] == 0.0).all()
    assert (cost <= 900.0).all()


def test_every_value_and_interval_lies_within_the_bounds_of_its_outcome(
    saved: tuple[Comparison, Path],
) -> None:
    result, _ = saved
    for name, outcome in OUTCOMES.items():
        low, high = outcome.bounds(20)
        assert low < high
        rows = result.summary.query("outcome == @name")
        each = [*result.runs[name], *rows["ci_low"], *rows["ci_high"]]
        assert not [value for value in each if value < low or value > high], name


def test_manifest_says_how_to_get_the_same_numbers_again(saved: tuple[Comparison, Path]) -> None:
    result, folder = saved
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    scenario = tiny()
    assert manifest["scenario"] == scenario.resolved()
    assert manifest["hash"] == scenario.hash
    assert manifest["seed"] == 5
    assert {"womsim", "numpy", "numba", "mesa"} <= set(manifest["versions"])
    assert set(manifest["timings"]) == {"compile", "build", "days", "write"}
    counts = manifest["counts"]
    assert counts["runs"] == 12
    assert counts["consumers"] == 300
    assert counts["exposures"] == result.daily["exposures"].sum()
    assert counts["peak_rss_bytes"] > 1e6
    assert set(manifest["machine"]) == {"cpu_count", "platform", "python"}


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize(
    ("workers", "executor"),
    [(2, "threads"), pytest.param(2, "processes", marks=pytest.mark.slow)],
)
def test_bytes_do_not_depend_on_workers(
    saved: tuple[Comparison, Path], tmp_path: Path, workers: int, executor: Any
) -> None:
    compare(tiny(), workers=workers, executor=executor, out=tmp_path / "out")
    assert digests(tmp_path / "out") == digests(saved[1])


@pytest.mark.usefixtures("no_pictures")
def test_bytes_do_not_depend_on_replications_added_later(
    saved: tuple[Comparison, Path], tmp_path: Path
) -> None:
    compare(tiny(), replications=1, out=tmp_path)
    compare(tiny(), replications=3, strategies=["referral"], out=tmp_path)
    compare(tiny(), out=tmp_path)
    assert digests(tmp_path) == digests(saved[1])
    assert not (tmp_path / "parts").exists()


@pytest.mark.usefixtures("no_pictures")
def test_asking_for_less_keeps_what_is_finished(
    saved: tuple[Comparison, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(tiny(), out=tmp_path)
    few = compare(tiny(), replications=2, strategies=["kocs"], out=tmp_path)
    assert few.runs[["strategy", "replicate"]].to_numpy().tolist() == [
        ["do_nothing", 0],
        ["do_nothing", 1],
        ["kocs", 0],
        ["kocs", 1],
    ]
    alone = tmp_path / "alone"
    compare(tiny(), replications=2, strategies=["kocs"], out=alone)
    assert digests(tmp_path) == digests(alone)
    monkeypatch.setattr(jobs, "_run", lambda *_: pytest.fail("a finished run was run again"))
    compare(tiny(), out=tmp_path)
    assert digests(tmp_path) == digests(saved[1])


@pytest.mark.usefixtures("no_pictures")
def test_both_engines_give_the_same_bytes(tmp_path: Path) -> None:
    small = tiny(network__consumers=80, days=12, replications=2)
    compare(small, out=tmp_path / "kernel")
    compare(small, engine="agents", out=tmp_path / "agents")
    assert digests(tmp_path / "kernel") == digests(tmp_path / "agents")


def test_strategies_share_their_luck_and_stand_alone(saved: tuple[Comparison, Path]) -> None:
    """A strategy's runs are the same whatever it is compared with."""
    alone = compare(tiny(), strategies=["referral"])
    assert list(alone.runs["strategy"].unique()) == ["do_nothing", "referral"]
    mine = saved[0].runs.query("strategy == 'referral'").reset_index(drop=True)
    again = alone.runs.query("strategy == 'referral'").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, again)


def test_reproduction_is_probed_once_a_replicate(saved: tuple[Comparison, Path]) -> None:
    result, folder = saved
    markets = pq.read_table(folder / "markets.parquet").to_pandas()
    assert list(markets["replicate"]) == [0, 1, 2, 3]
    assert (markets["gifts"] == 3).all()
    total = markets["extra_customers"].sum() / markets["gifts"].sum()
    assert result.reproduction.value == pytest.approx(total)


def test_one_replicate_works() -> None:
    result = compare(tiny(), replications=1)
    assert result.best is None
    assert result.summary["ci_low"].isna().all()
    assert "one replicate says nothing" in result.answer


LIGHT = """
import sys
from simulation import compare
from tests.experiments.tiny import tiny

def before_first_run(finished, total):
    if finished == 0:
        late = {"jinja2", "matplotlib", "mesa", "networkx", "pandas", "scipy.stats"}
        print(*late & set(sys.modules))

compare(tiny(), replications=1, out=sys.argv[1], progress=before_first_run)
print(*{"mesa", "pandas"} & set(sys.modules))
"""


def test_heavy_libraries_wait_until_they_are_needed(tmp_path: Path) -> None:
    """The first run starts before anything is imported for tables and figures."""
    command = [sys.executable, "-c", LIGHT, str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_progress_counts_runs_up_to_all_of_them() -> None:
    seen: list[tuple[int, int]] = []
    compare(tiny(), replications=2, progress=lambda *step: seen.append(step))
    assert seen == [(k, 6) for k in range(7)]


def test_figures_of_a_comparison(saved: tuple[Comparison, Path]) -> None:
    result, _ = saved
    assert len(result.plot("stages").axes) == 3
    with pytest.raises(ArgumentError, match=r"no figure \"pie\"\. Use one of ranking, differences"):
        result.plot("pie")


def test_report_and_save_in_python(saved: tuple[Comparison, Path], tmp_path: Path) -> None:
    result, folder = saved
    result.save(tmp_path / "again")
    assert digests(tmp_path / "again") == digests(folder)
    page = result.report(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Does a small purse help?" in page
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write in"):
        result.save(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replications": 0}, "replications: 0 is below 1. Raise it."),
        ({"workers": 0}, "workers: 0 is below 1. Raise it."),
        (
            {"executor": "gnomes"},
            '"gnomes" is unknown. Use serial or threads or processes or dask.',
        ),
        ({"engine": "steam"}, 'engine: "steam" is unknown. Use kernel or agents.'),
        ({"strategies": ["refferal"]}, 'strategy: no strategy "refferal". Use referral.'),
        ({"strategies": ["x"]}, 'no strategy "x". Use one of do_nothing, kocs, referral.'),
    ],
)
def test_wrong_arguments_are_one_message(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        compare(tiny(), **arguments)
    assert str(refused.value).endswith(message)


def test_what_cannot_work_is_said_before_anything_is_written(tmp_path: Path) -> None:
    impossible = tiny(strategies__kols=[{"kind": "hire_kols", "tier": "head", "number": 2}])
    with pytest.raises(ScenarioError, match="2 head KOLs asked, 1 exist"):
        compare(impossible, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize(("workers", "executor"), [(1, "threads"), (2, "threads")])
def test_a_fault_of_ours_names_strategy_and_replicate(
    tmp_path: Path, workers: int, executor: Any
) -> None:
    real = jobs._run

    def breaks(scenario: Any, strategy: str, built: Any, engine: Any) -> Any:
        if strategy == "kocs" and built.replicate == 2:
            raise ZeroDivisionError("oh")
        return real(scenario, strategy, built, engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "_run", breaks)
        with pytest.raises(RunError) as failed:
            compare(tiny(), workers=workers, executor=executor, out=tmp_path)
    assert str(failed.value) == "strategy kocs, replicate 2 failed: ZeroDivisionError: oh"
    compare(tiny(), out=tmp_path)
    compare(tiny(), out=tmp_path / "straight")
    assert digests(tmp_path) == digests(tmp_path / "straight")


def test_runs_have_finite_daily_measures(saved: tuple[Comparison, Path]) -> None:
    daily = saved[0].daily
    numbers = daily.drop(columns="strategy").to_numpy(dtype=np.float64)
    assert np.isfinite(numbers).all()
    stages = ["unaware", "aware", "interested", "customer", "loyal", "advocate"]
    assert (daily[[*stages, "rejecter", "lapsed"]].sum(axis=1) == 300).all()
