"""``womsim compare`` that adds replicates by itself, says why it stopped, and can be stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.womsim import ROOT, RUN, womsim
from tests.experiments.tiny import YAML, digests

FREE = YAML.replace("replications: 4\n", "")
OPEN = ("--set", "decide_by={outcome: net_sentiment, matters: 0.001}", "--set", "days=12")
"""What nothing is settled in soon."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two scenarios, one without a number of replicates."""
    folder = tmp_path_factory.mktemp("precision")
    (folder / "free.yaml").write_text(FREE, encoding="utf-8")
    (folder / "tiny.yaml").write_text(YAML, encoding="utf-8")
    return folder


def said(text: str) -> str:
    """What was printed, without line ends."""
    return " ".join(text.split())


def manifest(folder: Path) -> dict[str, object]:
    """How a comparison was made."""
    found: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_without_a_number_it_is_settled_and_says_so(folder: Path) -> None:
    done = womsim("compare", "free.yaml", "--out", "settled", folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("tiny   20 replicates ")
    text = said(done.stdout)
    assert "20 replicates: every strategy is settled against do_nothing, at 99.4 % instead" in text
    assert "Pairing on the same luck divides the variance of the difference to do_nothing" in text
    report = said((folder / "settled/report.html").read_text(encoding="utf-8"))
    assert "20 replicates: every strategy is settled against do_nothing" in report
    assert "Pairing on the same luck divides" in report


def test_settling_is_asked_for_where_a_number_is_written(folder: Path) -> None:
    options = ("--settle", "--max-replications", "6", "--quiet", "--out", "written")
    assert womsim("compare", "tiny.yaml", *options, folder=folder, pictures=False).returncode == 0
    stop = manifest(folder / "written")["replicates"]
    assert isinstance(stop, dict)
    assert stop["looks"][0] == 4
    assert stop["reason"] in ("settled", "most")


def test_more_runs_are_said_and_the_table_is_that_of_the_number(folder: Path) -> None:
    command = ("compare", "free.yaml", *OPEN, "--max-replications", "25")
    grown = womsim(*command, "--out", "grown", folder=folder, pictures=False)
    assert grown.returncode == 0, grown.stderr
    assert "not there yet: 15 runs more" in grown.stderr
    assert "25 replicates, the most allowed" in said(grown.stdout)
    assert "more replicates would settle a difference of this size" in said(grown.stdout)
    once = ("compare", "free.yaml", *OPEN, "--replications", "25", "--workers", "2")
    at_once = womsim(*once, "--out", "once", folder=folder, pictures=False)
    assert "25 replicates, exactly as asked." in said(at_once.stdout)
    assert digests(folder / "grown") == digests(folder / "once")


def test_precision_ends_when_intervals_are_narrow(folder: Path) -> None:
    options = ("--precision", "0.3", "--out", "narrow")
    done = womsim("compare", "free.yaml", *options, folder=folder, pictures=False)
    text = said(done.stdout)
    assert "every interval of customers is within 30 % of do_nothing's mean." in text


WRONG = {
    "both": (
        ("--precision", "0.1", "--replications", "5"),
        "precision: not together with replications, which is exactly that many. "
        "Leave one of them out.",
    ),
    "settle and precision": (
        ("--precision", "0.1", "--settle"),
        "precision: not together with settle; either ends it. Leave one of them out.",
    ),
    "a percentage": (
        ("--precision", "2"),
        "precision: 2 is not between 0 and 1. Write 0.02 for 2 % of the mean.",
    ),
    "no replicates": (
        ("--max-replications", "0"),
        "max_replications: 0 is below 1. Raise it.",
    ),
    "of what compares": (
        ("--precision", "0.1", "--set", "decide_by=romi"),
        "precision: romi compares a strategy with the baseline, which has none itself. "
        "Decide by another outcome, or leave precision out.",
    ),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_slip_is_one_message_before_anything_runs(folder: Path, slip: str) -> None:
    arguments, message = WRONG[slip]
    done = womsim("compare", "tiny.yaml", *arguments, "--out", "slip", folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == message
    assert not (folder / "slip").exists()


def test_a_share_of_nothing_is_refused_after_the_first_look(folder: Path) -> None:
    spending = ("--set", "outcomes=[cost]", "--set", "decide_by=cost")
    command = ("compare", "tiny.yaml", *spending, "--precision", "0.1", "--out", "nothing")
    done = womsim(*command, "--quiet", folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == (
        "precision: cost of do_nothing, the baseline, is near zero (0 [0, 0]), so that a share of "
        "it means nothing. Decide by another outcome, or leave precision out."
    )


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("workers", [("1", "threads"), ("2", "threads"), ("2", "processes")])
@pytest.mark.parametrize("pause", [0.0, 0.05])
def test_ctrl_c_twice_leaves_one_line_and_a_folder_that_goes_on(
    folder: Path, tmp_path: Path, workers: tuple[str, str], pause: float
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", RUN, "compare", "tiny.yaml", "--replications", "4000"]
    command += ["--out", str(out), "--workers", workers[0], "--executor", workers[1], "--quiet"]
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that it and its workers get the signal, like at a terminal
    )
    deadline = time.monotonic() + 60
    while not list(out.glob("parts/[!.]*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(3):
        os.killpg(child.pid, signal.SIGINT)
        time.sleep(pause)
    printed, complaint = child.communicate(timeout=60)
    assert child.returncode in (130, -signal.SIGINT)  # at its very end Python lets a signal kill
    assert printed == ""
    assert complaint.splitlines() == [
        f"stopped; finished runs are kept in {out}. The same command goes on from there."
    ]
    assert list(out.glob("parts/[!.]*.parquet"))
    assert not (out / "manifest.json").exists()
