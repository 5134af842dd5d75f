"""``womsim sweep`` as a batch user types it: run, look, go on, and every wrong word."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from simulation import Results
from simulation.experiments.lock import locked
from tests.cli.womsim import womsim
from tests.experiments.sweeps.small_sweeps import FILE, digests, write_files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sweep file, run to the end into ``out``."""
    folder = tmp_path_factory.mktemp("sweep")
    write_files(folder)
    done = womsim("sweep", "sweep.yaml", "--out", "out", folder=folder, fresh=True)
    assert done.returncode == 0, done.stderr
    (folder / "said.txt").write_text(done.stdout)
    return folder


def test_a_finished_sweep_says_what_it_did(folder: Path) -> None:
    said = (folder / "said.txt").read_text()
    assert "sweep: finished" in said
    assert "runs: 108 of 108 (100%)" in said
    assert "tables: out" in said
    results = Results.open(folder / "out")
    assert results.is_finished
    assert len(results.runs) == 18 * 2 * 3
    assert list(results.points["brand.price"][:3]) == [150, 200, 250]
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    assert manifest["kind"] == "sweep"
    assert manifest["counts"]["runs"] == 108
    assert manifest["command"] == "womsim sweep sweep.yaml --out out"


def test_the_tables_say_nothing_about_where_and_when(folder: Path) -> None:
    columns = list(pd.read_parquet(folder / "out" / "runs.parquet"))
    assert columns == ["point", "strategy", "replicate", "status", "customers", "romi"]
    work = (folder / "out" / "work").glob("*.jsonl")
    assert "host" in next(work).read_text()


def test_again_does_nothing_and_changes_nothing(folder: Path) -> None:
    before = digests(folder / "out")
    again = womsim("sweep", "sweep.yaml", "--out", "out", folder=folder)
    assert again.returncode == 0
    assert digests(folder / "out") == before


def test_a_limit_then_status_then_the_rest(folder: Path) -> None:
    first = womsim("sweep", "sweep.yaml", "--out", "part", "--limit", "20", folder=folder)
    assert first.returncode == 0
    assert "sweep: stopped" in first.stdout
    status = womsim("sweep", "status", "part", folder=folder)
    assert status.returncode == 0
    assert "runs: 20 of 108 (19%)" in status.stdout
    assert "The same command goes on from there." in status.stdout
    two = ("--workers", "2", "--executor", "threads")
    rest = womsim("sweep", "sweep.yaml", "--out", "part", *two, folder=folder)
    assert rest.returncode == 0
    assert digests(folder / "part") == digests(folder / "out")


def test_shards_share_a_folder(folder: Path) -> None:
    for shard in ("2/2", "1/2"):
        done = womsim("sweep", "sweep.yaml", "--out", "s", "--shard", shard, folder=folder)
        assert done.returncode == 0
    assert digests(folder / "s") == digests(folder / "out")


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    dry = womsim("sweep", "sweep.yaml", "--out", "dry", "--dry-run", folder=folder)
    assert dry.returncode == 0
    assert "18" in dry.stdout
    assert "108" in dry.stdout
    assert not (folder / "dry").exists()


def test_quiet_says_nothing(folder: Path) -> None:
    quiet = womsim("sweep", "sweep.yaml", "--out", "q", "--quiet", "--limit", "20", folder=folder)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_without_a_terminal_progress_is_plain_lines(folder: Path) -> None:
    done = womsim("sweep", "sweep.yaml", "--out", "p", folder=folder)
    assert "\r" not in done.stderr
    assert "\x1b" not in done.stderr
    assert "of 108 runs" in done.stderr


@pytest.mark.parametrize(
    ("replaced", "by", "said"),
    [
        ("brand.price: [150", "brand.prise: [150", "Use price"),
        ("brand.price: [150", "brand.price: [-150", "brand.price"),
        ("kind: grid", "kind: gird", "grid"),
        ("strategies: [kocs]", "strategies: [kox]", "kocs"),
        ("outcomes: [customers", "outcomes: [custommers", "customers"),
        ("daily: [customers]", "daily: [custommers]", "customers"),
        ("scenario: tiny.yaml", "scenario: tinny.yaml", "tinny.yaml"),
        ("replications: 3", "replications: 0", "replications"),
        ("[150, 200, 250]", "[]", "brand.price"),
    ],
)
def test_one_message_for_what_is_wrong(replaced: str, by: str, said: str, tmp_path: Path) -> None:
    assert replaced in FILE
    write_files(tmp_path, FILE.replace(replaced, by))
    wrong = womsim("sweep", "sweep.yaml", "--out", "out", folder=tmp_path)
    assert wrong.returncode == 2, wrong.stdout + wrong.stderr
    assert said in wrong.stderr
    assert "sweep.yaml:" in wrong.stderr or "tinny" in wrong.stderr or "point" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sweep.yaml", "--shard", "3/2"], "shard: 3/2"),
        (["sweep.yaml", "--shard", "half"], 'shard: "half"'),
        (["sweep.yaml", "--limit", "0"], "limit: 0"),
        (["sweep.yaml", "--workers", "0"], "workers: 0"),
        (["sweep.yaml", "other"], "one too many"),
        (["nowhere.yaml"], "nowhere.yaml"),
        (["status", "nowhere"], "nowhere"),
        (["sweep.yaml", "--cluster", "here"], "cluster"),
    ],
)
def test_one_message_for_a_wrong_word(words: list[str], said: str, folder: Path) -> None:
    wrong = womsim("sweep", *words, folder=folder)
    assert wrong.returncode == 2, wrong.stdout + wrong.stderr
    assert said in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_folder_in_use_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "busy").mkdir(exist_ok=True)
    with locked(folder / "busy"):
        wrong = womsim("sweep", "sweep.yaml", "--out", "busy", folder=folder)
    assert wrong.returncode == 2
    assert "in use by another womsim command" in wrong.stderr


def test_another_sweep_is_refused(folder: Path) -> None:
    before = digests(folder / "out")
    (folder / "other.yaml").write_text(FILE.replace("[150,", "[160,"), "utf-8")
    wrong = womsim("sweep", "other.yaml", "--out", "out", folder=folder)
    assert wrong.returncode == 2
    assert "150" in wrong.stderr
    assert "160" in wrong.stderr
    assert digests(folder / "out") == before
