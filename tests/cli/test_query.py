"""``womsim query``: SQL on saved results, complete or cut for a terminal, and never a write."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from simulation.cli import build_app
from simulation.errors import ArgumentError, OutputError, SimulationError
from simulation.results.parquet import write_columns
from simulation.results.record import Columns
from tests.cli.womsim import womsim
from tests.results.sweep_folder import made_up, where, write_about, write_finished, write_part

MEANS = "select strategy, avg(cost) as mean from runs group by strategy order by mean"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_finished(tmp_path_factory.mktemp("query") / "prices", made_up([(1, "kocs", 2)]))


def query(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What the command prints."""
    build_app()(["query", *map(str, arguments)], standalone_mode=False)
    return capsys.readouterr().out


def test_a_table_with_numbers_at_the_right(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query(capsys, folder, MEANS).splitlines() == [
        "strategy  mean",
        "nothing      6",
        "kocs      1006",
        "referral  2006",
    ]


def test_the_tables_can_be_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = query(capsys, folder, "show tables").split()
    assert shown == ["name", "daily", "failures", "points", "runs"]
    assert query(capsys, folder, "describe points").splitlines()[2].startswith("brand.price")


def test_csv_has_every_digit_and_empty_cells(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = "select strategy, replicate, romi, customers from runs where point = 0"
    rows = list(csv.DictReader(io.StringIO(query(capsys, folder, sql, "--format", "csv"))))
    wanted = [row for row in made_up().runs if row["point"] == 0]
    assert [row["strategy"] for row in rows] == [row["strategy"] for row in wanted]
    assert [float(row["customers"]) for row in rows] == [row["customers"] for row in wanted]
    assert [row["romi"] == "" for row in rows] == [row["strategy"] == "nothing" for row in wanted]


def test_json_has_a_mapping_a_row_and_null(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = "select point, strategy, romi from runs where point < 1 and replicate = 0"
    rows = json.loads(query(capsys, folder, sql, "--format", "json"))
    assert [row["strategy"] for row in rows] == ["nothing", "kocs", "referral"]
    assert rows[0] == {"point": 0, "strategy": "nothing", "romi": None}
    assert query(capsys, folder, "select * from runs where false", "--format", "json") == "[]\n"


def test_a_terminal_shows_the_first_forty_rows(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = query(capsys, folder, "select * from daily")
    assert len(piped.splitlines()) == 1 + 3 * 59
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = query(capsys, folder, "select * from daily").splitlines()
    assert lines[:41] == piped.splitlines()[:41]
    assert lines[41:] == ["and 137 more rows. All: --out FILE.csv"]
    assert len(query(capsys, folder, "select * from daily", "--format", "csv").splitlines()) == 178


def test_rows_go_into_a_file_in_the_format_of_its_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query(capsys, folder, MEANS, "--out", tmp_path / "means.csv") == ""
    assert (tmp_path / "means.csv").read_text(encoding="utf-8").splitlines()[1] == "nothing,6.0"
    query(capsys, folder, MEANS, "--out", tmp_path / "means.json")
    assert json.loads((tmp_path / "means.json").read_text("utf-8"))[2]["mean"] == 2006.0


def test_a_sweep_that_still_runs_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_about(tmp_path)
    sql = "select count(*) as n from runs"
    assert query(capsys, tmp_path, sql, "--format", "csv") == "n\n0\n"
    write_part(tmp_path, "000000000-a", where(made_up(), lambda row: row["point"] == 0))
    assert query(capsys, tmp_path, sql, "--format", "csv") == "n\n15\n"


def test_tables_of_a_comparison_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.json").write_text('{"kind": "comparison"}', encoding="utf-8")
    ledger: Columns = {"strategy": ["kocs", "kocs"], "amount": np.array([2.0, 3.5])}
    write_columns(ledger, tmp_path / "ledger.parquet")
    assert query(capsys, tmp_path, "select sum(amount) s from ledger", "--format", "csv") == (
        "s\n5.5\n"
    )


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from read_csv('{folder}/*')",
        "copy runs to '{folder}/mine.csv'",
        "copy (select 1 as point) to '{folder}/runs.parquet' (format parquet)",
        "explain analyze copy (select 1 as point) to '{folder}/runs.parquet'",
        "attach '{folder}/mine.db'",
        "set enable_external_access = true",
        "reset lock_configuration",
        "install httpfs",
        "create table mine as select 1",
    ],
)
def test_nothing_else_is_read_and_nothing_written(folder: Path, tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nhidden\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(ArgumentError) as caught:
        build_app()(
            ["query", str(folder), sql.format(file=secret, folder=folder)], standalone_mode=False
        )
    assert str(caught.value) == (
        "query: only the tables of the folder can be read, and nothing can be written."
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select custmers from runs", 'query: no column "custmers". Use customers.'),
        ("select r.costs from runs r", 'query: no column "costs". Use cost.'),
        ('select "brand.prize" from points', 'no column "brand.prize". Use "brand.price".'),
        ("select brand.price from points", 'brand.price: write "brand.price", with quotes'),
        ("select * from rums", 'query: no table "rums". Use runs.'),
        ("select * from pandas", "There are daily, failures, points, runs."),
        ("select * form runs", 'syntax error at or near "runs" (line 1, column 15).'),
        ("selec 1", 'syntax error at or near "selec" (line 1, column 1).'),
        ("", "query: it has 0 statements. Write one select, such as select * from runs."),
        ("select 1; select 2", "query: it has 2 statements."),
        ("select median(strategy, point) from runs", "No function matches"),
        ("select cast(strategy as integer) from runs", "Could not convert"),
    ],
)
def test_wrong_sql_is_one_line(folder: Path, sql: str, said: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        build_app()(["query", str(folder), sql], standalone_mode=False)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_results_are_never_overwritten(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="lies in the folder of results itself"):
        build_app()(
            ["query", str(folder), MEANS, "--out", str(folder / "runs.parquet")],
            standalone_mode=False,
        )
    with pytest.raises(OutputError, match="is a folder"):
        build_app()(["query", str(folder), MEANS, "--out", str(tmp_path)], standalone_mode=False)
    with pytest.raises(OutputError, match="cannot write"):
        build_app()(
            ["query", str(folder), MEANS, "--out", str(tmp_path / "no" / "x.csv")],
            standalone_mode=False,
        )


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(SimulationError) as caught:
            build_app()(["query", str(place), "select 1"], standalone_mode=False)
        assert "\n" not in str(caught.value)


def test_the_command_exits_with_2_and_one_line(folder: Path, tmp_path: Path) -> None:
    wrong = womsim("query", str(folder), "select custmers from runs", folder=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == 'query: no column "custmers". Use customers.\n'
    right = womsim("query", str(folder), "select 1 as one", folder=tmp_path, fresh=True)
    assert (right.returncode, right.stdout, right.stderr) == (0, "one\n  1\n", "")
