"""Benchmarks run at small sizes, take the same arguments, and keep their results in one file."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.measuring import RESULTS, Row, keep, options, show, timing
from benchmarks.reference.build import compiler

SCRIPTS = sorted(file.stem for file in RESULTS.parent.glob("bench_*.py"))
SMALL = ["--sizes", "400", "--days", "6", "--repeats", "1"]
OTHERS = ("default_market", "launch", "threads")


def run(script: str, out: Path, *arguments: str) -> list[Row]:
    """Run a script's main and read what it kept."""
    module = importlib.import_module(f"benchmarks.{script}")
    module.main([*SMALL, *arguments, "--out", str(out)])
    (section,) = json.loads(out.read_text("utf-8")).values()
    rows: list[Row] = section["rows"]
    return rows


@pytest.mark.parametrize(
    "script",
    [
        *("bench_classics", "bench_day", "bench_engines", "bench_graph", "bench_memory"),
        pytest.param("bench_read", marks=pytest.mark.slow),
    ],
)
def test_measures_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], script: str
) -> None:
    rows = run(script, tmp_path / "results.json")
    shown = capsys.readouterr().out
    for row in rows:
        for column, value in row.items():  # the time of an exposure is a difference: noise turns it
            assert isinstance(value, str) or value > 0 or column.startswith("ns_an_exposure")
        assert all(name in shown for name in row)


def test_memory_is_that_of_the_arrays(tmp_path: Path) -> None:
    (row,) = run("bench_memory", tmp_path / "results.json")
    assert row["bytes_a_tie"] == 4.0
    assert row["population_bytes_a_consumer"] == 14.0


@pytest.mark.slow
def test_the_kernel_is_measured_against_cpp(tmp_path: Path) -> None:
    if compiler() is None:
        pytest.skip("no C++ compiler is here")
    built, cascades, *days = (dict[str, Any](row) for row in run("bench_reference", tmp_path / "r"))
    assert "-O3" in built["flags"]
    assert cascades["what"] == "independent cascades"
    assert cascades["kernel_to_plain_cpp"] > 0.0
    assert {row["verb"] for row in days} >= {"whole day", "talk", "decide"}
    assert all(row["kernel_to_cpp"] > 0.0 for row in days)


def test_without_a_compiler_the_kernel_is_measured_against_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler")
    importlib.import_module("benchmarks.bench_reference").main(["--out", str(tmp_path / "r")])
    assert "No C++ compiler is there" in capsys.readouterr().out
    assert not (tmp_path / "r").exists()


@pytest.mark.slow
def test_the_command_says_when_its_first_run_is_done(tmp_path: Path) -> None:
    if not Path(sys.executable).with_name("womsim").is_file():
        pytest.skip("womsim is not installed here: `make test` does that")
    rows = run("bench_start", tmp_path / "results.json", "--quick")
    by_name: dict[str, Any] = {str(row["what"]): row for row in rows}
    warm = by_name["womsim compare, warm"]
    assert 0 < by_name["womsim --help"]["s_until_done"] < warm["s_to_first_run"]
    assert warm["s_to_first_run"] < warm["s_until_done"]


@pytest.mark.slow
def test_the_default_market_is_measured(tmp_path: Path) -> None:
    size = ("--sizes", "2000", "--days", "60", "--quick")
    rows = run("default_market", tmp_path / "results.json", *size)
    assert [row["settings"] for row in rows if "settings" in row] == ["defaults", "prototype"]
    bought = [row["after_three_percent"] for row in rows if "one_message_of" in row]
    assert bought == sorted(bought, reverse=True)  # the more credible, the more it sells


@pytest.mark.slow
def test_sweeps_are_measured(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [*run("bench_sweep", tmp_path / "results.json", "--sizes", "600")]
    workers = [row for row in rows if "workers" in row]
    assert [row["workers"] for row in workers] == [1, 2][: len(workers)]
    assert len({row["runs"] for row in workers}) == 1
    assert all(row["ms_a_run_and_worker"] > row["ms_of_days_alone"] > 0.0 for row in workers)
    by_mesa, ours = (row for row in rows if "by" in row)
    assert by_mesa["runs"] == ours["runs"] == 16
    (store,) = (row for row in rows if "run_rows" in row)
    assert store["s_to_resume"] > 0.0
    assert store["megabytes_of_table"] <= store["megabytes_of_batches"]


@pytest.mark.slow
def test_tables_of_a_sweep_are_put_together_in_the_same_memory_however_many_runs(
    tmp_path: Path,
) -> None:
    """The larger one has 103 MB of outcomes more; the peak itself differs by 30 MB between runs."""
    sizes = ("--sizes", "300000", "600000")
    small, large = (
        dict[str, Any](row) for row in run("bench_sweep_memory", tmp_path / "r.json", *sizes)
    )
    assert large["run_rows"] - small["run_rows"] == 300_000
    for moment in ("after_counting", "after_putting_together"):
        assert large[f"process_mb_{moment}"] - small[f"process_mb_{moment}"] < 45.0


@pytest.mark.slow
def test_pairing_is_measured(tmp_path: Path) -> None:
    row, overall = (dict[str, Any](row) for row in run("bench_pairing", tmp_path / "r.json"))
    assert row["scenario"] == "membership_points"
    assert row["replications"] == 3
    assert 1.0 < row["least"] <= row["median"] <= row["most"]
    assert overall["median_of_medians"] == row["median"]


def test_a_second_thread_works_as_much_as_the_first(tmp_path: Path) -> None:
    arguments = ("--quick", "--sizes", "30000", "--days", "4")
    *ceilings, days = (dict[str, Any](row) for row in run(
        "bench_second_thread", tmp_path / "r.json", *arguments
    ))  # fmt: skip
    assert [row["what"] for row in (*ceilings, days)] == ["arithmetic", "copying", "days"]
    assert days["share_uneven"] >= 0.0
    assert 0.0 < days["share_outside_the_loops"] < 1.0
    assert days["work_of_two_to_one"] > 0.5


def test_every_script_is_known_here() -> None:
    assert SCRIPTS == [
        "bench_classics",
        "bench_day",
        "bench_engines",
        "bench_graph",
        "bench_journey",
        "bench_memory",
        "bench_pairing",
        "bench_read",
        "bench_reference",
        "bench_run",
        "bench_scaling",
        "bench_second_thread",
        "bench_start",
        "bench_sweep",
        "bench_sweep_memory",
    ]


def test_committed_results_name_command_and_machine() -> None:
    sections = json.loads(RESULTS.read_text("utf-8"))
    assert list(sections) == sorted(sections)
    assert set(sections) <= {name.removeprefix("bench_") for name in (*SCRIPTS, *OTHERS)}
    for name, section in sections.items():
        assert section["command"].startswith("python benchmarks/"), name
        assert {"cpu", "cores", "python", "numba"} <= set(section["machine"])
        assert section["rows"]


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    keep(file, "start", {"rows": [{"s": 1.23456789}]})
    keep(file, "day", {"rows": []})
    keep(file, "start", {"rows": [{"s": 2.00049}]})
    text = file.read_text("utf-8")
    assert json.loads(text) == {"day": {"rows": []}, "start": {"rows": [{"s": 2.0}]}}
    assert text.index('"day"') < text.index('"start"')


def test_the_command_leaves_out_where_results_went(tmp_path: Path) -> None:
    asked = options("bench_day", "", ["--repeats", "3", "--out", str(tmp_path), "--quick"])
    assert asked.command == "python benchmarks/bench_day.py --repeats 3 --quick"
    assert asked.out == tmp_path


def test_a_quick_round_keeps_nothing() -> None:
    assert options("bench_day", "", ["--quick"]).out is None
    assert options("bench_day", "", []).out == RESULTS


def test_median_and_extremes() -> None:
    assert timing([3.0, 1.0, 2.0]) == (2.0, 1.0, 3.0)


def test_rows_of_other_columns_get_a_head_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show([{"consumers": 1000, "ms": 0.123456}, {"consumers": 5, "ms": 12345.6}, {"what": "x"}])
    shown = capsys.readouterr().out.split("\n")
    assert shown[1:] == [
        "consumers      ms",
        "    1,000  0.1235",
        "        5  12,346",
        "",
        "what",
        "   x",
        "",
    ]


def test_figures_of_pairing_in_the_documents_are_those_that_were_kept() -> None:
    page = (RESULTS.parents[1] / "docs" / "precision.md").read_text("utf-8")
    *rows, overall = json.loads(RESULTS.read_text("utf-8"))["pairing"]["rows"]
    kept = {row["scenario"]: (row["least"], row["most"]) for row in rows}
    shown = re.findall(r"\| `(\w+)` \| ([\d.]+) to ([\d.]+) \|", page)
    assert len(shown) == 10
    for scenario, *ends in shown:
        assert [float(end) for end in ends] == pytest.approx(kept[scenario], rel=0.05), scenario
    assert f"Over all {overall['scenarios']} scenarios" in page
    middle = (overall["lowest_median"], overall["highest_median"], overall["median_of_medians"])
    said = re.search(
        r"lies between ([\d.]+) and ([\d.]+), and half of these above ([\d.]+)\.", page
    )
    assert said is not None
    assert [float(end) for end in said.groups()] == pytest.approx(middle, rel=0.02)
