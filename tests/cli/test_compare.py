"""``womsim compare`` as people use it: what it prints, what it leaves, and each slip."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation.cli.progress import plain_lines
from tests.cli.womsim import ROOT, RUN, womsim
from tests.experiments.tiny import YAML, digests


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario and its finished comparison in ``out/tiny``."""
    folder = tmp_path_factory.mktemp("compare")
    (folder / "tiny.yaml").write_text(YAML, encoding="utf-8")
    done = womsim("compare", "tiny.yaml", folder=folder, fresh=True)
    assert done.returncode == 0, done.stderr
    (folder / "stdout").write_text(done.stdout, encoding="utf-8")
    (folder / "stderr").write_text(done.stderr, encoding="utf-8")
    return folder


def test_it_prints_the_table_then_what_is_settled_then_where_the_files_are(folder: Path) -> None:
    lines = (folder / "stdout").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "tiny   4 replicates   300 consumers   20 days   CNY"
    assert lines[1].split() == [
        "strategy",
        "customers",
        "vs",
        "do_nothing",
        "[95",
        "%]",
        "best",
        "in",
        "spent",
        "ROMI",
    ]
    strategies = [line.split()[0] for line in lines[2:5]]
    assert set(strategies) == {"do_nothing", "kocs", "referral"}
    assert "covers luck, not assumptions" in lines
    assert "4 replicates, as the scenario says." in lines
    assert any(line.startswith("Pairing on the same luck divides the vari") for line in lines)
    assert any(line.startswith("Reproduction number ") for line in lines)
    assert any(line.split()[:2] == ["kocs", "hire_kocs"] for line in lines)
    assert any(line.startswith("kocs leaves ") for line in lines)
    assert lines[-2:] == ["report: out/tiny/report.html", "tables: out/tiny"]


def test_progress_is_plain_lines_where_there_is_no_terminal(folder: Path) -> None:
    said = (folder / "stderr").read_text(encoding="utf-8").splitlines()
    assert said
    assert all(" of 12 runs" in line for line in said)
    paced = [" of 12 runs, about " in line and " left, " in line for line in said]
    assert paced == sorted(paced)  # the first runs tell no pace
    assert paced[-1]


def test_the_default_folder_is_out_and_the_name(folder: Path) -> None:
    manifest = json.loads((folder / "out/tiny/manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "womsim compare tiny.yaml"
    assert (folder / "out/tiny/report.html").stat().st_size > 10_000


def test_a_second_time_nothing_is_run_again_and_the_bytes_stay(folder: Path) -> None:
    before = digests(folder / "out/tiny")
    again = womsim("compare", "tiny.yaml", folder=folder, COLUMNS="79")
    assert again.returncode == 0
    assert again.stderr == ""
    assert digests(folder / "out/tiny") == before
    table = again.stdout.splitlines()[1:5]  # a narrow terminal: without ROMI
    assert max(map(len, table)) <= 79
    wide = (folder / "stdout").read_text(encoding="utf-8").splitlines()[1:5]
    assert [line.split()[:-1] for line in wide] == [line.split() for line in table]


def test_one_changed_and_quiet_replicate_with_the_baseline_along(folder: Path) -> None:
    changes = ("--set", "brand.quality=0.9", "--set", "strategies.kocs.hire_kocs.budget=500")
    options = ("--strategy", "kocs", "--replications", "1", "--out", "set", "--workers", "2")
    done = womsim(
        "compare", "tiny.yaml", *changes, *options, "--quiet", folder=folder, pictures=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    manifest = json.loads((folder / "set/manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["brand"]["quality"] == 0.9
    assert manifest["command"].endswith("--out set --workers 2 --quiet")
    _, *rows = (folder / "set/summary.csv").read_text(encoding="utf-8").splitlines()
    assert {row.split(",")[0] for row in rows} == {"do_nothing", "kocs"}
    assert next(row for row in rows if ",customers," in row).endswith(",,,,1")


WRONG = {
    "unknown strategy": (
        ("--strategy", "refferal"),
        'strategy: no strategy "refferal". Use referral.',
    ),
    "no replications": (("--replications", "0"), "replications: 0 is below 1. Raise it."),
    "no workers": (("--workers", "0"), "workers: 0 is below 1. Raise it."),
    "unknown setting": (
        ("--set", "brand.qualty=0.9"),
        "--set brand.qualty: no such key. Use quality.",
    ),
    "another scenario's results": (
        ("--set", "seed=6", "--out", "out/tiny"),
        "out/tiny holds results of another scenario (seed: 5 there, 6 here). "
        "Use another folder (out), or replace them (force).",
    ),
    "a file in the way": (
        ("--out", "tiny.yaml"),
        "tiny.yaml is a file, not a folder. Use another folder (out).",
    ),
    "a file on the way": (
        ("--out", "tiny.yaml/below/it"),
        "tiny.yaml is a file, not a folder. Use another folder (out).",
    ),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_slip_is_one_message(folder: Path, slip: str) -> None:
    arguments, message = WRONG[slip]
    before = sorted(folder.rglob("*"))
    done = womsim("compare", "tiny.yaml", *arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == message
    assert sorted(folder.rglob("*")) == before


MARKETS = {
    "more KOLs than exist": (
        "do_nothing: []",
        "do_nothing: []\n  kols: [{kind: hire_kols, tier: head, number: 2}]",
        "strategies.kols[0].number: 2 head KOLs asked, 1 exist.",
    ),
    "a budget that buys nothing": (
        "budget: 900}]",
        "budget: 1}]",
        "strategies.kocs[0].budget: ",
    ),
    "a graph of one column": (
        "network: {kind: community, consumers: 300}",
        "network: {kind: file, path: column.csv}",
        "column.csv",
    ),
    "an empty graph": (
        "network: {kind: community, consumers: 300}",
        "network: {kind: file, path: empty.csv}",
        "empty.csv",
    ),
    "a missing graph": (
        "network: {kind: community, consumers: 300}",
        "network: {kind: file, path: missing.csv}",
        "missing.csv",
    ),
}


@pytest.mark.parametrize("slip", MARKETS)
def test_what_cannot_work_in_a_market_is_one_message_and_nothing_is_written(
    tmp_path: Path, slip: str
) -> None:
    old, new, message = MARKETS[slip]
    (tmp_path / "slip.yaml").write_text(YAML.replace(old, new), encoding="utf-8")
    (tmp_path / "column.csv").write_text("a\nb\nc\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    done = womsim("compare", "slip.yaml", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_no_permission_is_one_message(folder: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    place = tmp_path / "out"
    done = womsim("compare", "tiny.yaml", "--out", str(place), folder=folder)
    assert done.returncode == 2
    assert done.stderr.strip() == f"no permission to write in {tmp_path}. Use another folder (out)."


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("workers", [("1", "threads"), ("2", "threads"), ("2", "processes")])
def test_ctrl_c_says_how_to_go_on(folder: Path, tmp_path: Path, workers: tuple[str, str]) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", RUN, "compare", "tiny.yaml", "--replications", "400"]
    command += ["--out", str(out), "--workers", workers[0], "--executor", workers[1]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(out.glob("parts/[!.]*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    said, complaint = child.communicate(timeout=60)
    assert child.returncode == 130
    assert said == ""
    last = complaint.strip().splitlines()[-1]
    assert last == f"stopped; finished runs are kept in {out}. The same command goes on from there."
    assert "Traceback" not in complaint
    assert list(out.glob("parts/[!.]*.parquet"))
    assert not (out / "manifest.json").exists()


def test_a_plain_line_for_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    show = plain_lines()
    for finished in range(201):
        show(finished, 200)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 9
    assert lines[0].startswith("20 of 200 runs, about 0 s left")
