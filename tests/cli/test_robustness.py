"""``womsim robustness`` and ``womsim sensitivity``: what they print and where they write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML

FEW = ["--only", "--parameter", "consumers.decide.interest_evidence"]
SMALL = [*FEW, "--parameter", "brand.price=150..260", "--executor", "serial"]
SMALL += ["--set", "days=10", "--set", "network.consumers=100", "--strategy", "referral"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario."""
    (tmp_path / "tiny.yaml").write_text(YAML, "utf-8")
    return tmp_path


def test_robustness_says_the_answer_and_where_the_page_is(folder: Path) -> None:
    study = ("robustness", "tiny.yaml", "--points", "20", *SMALL)
    done = womsim(*study, folder=folder, fresh=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "tiny   2 assumptions, 20 points x 2 replicates"
    assert "stays best in" in lines[1]
    assert "page: out/tiny-robustness/robustness.html" in lines
    place = folder / "out" / "tiny-robustness"
    assert (place / "robustness.html").exists()
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["kind"] == "robustness"
    assert manifest["command"].startswith("womsim robustness tiny.yaml --points 20")
    again = womsim(*study, folder=folder)
    assert again.stdout == done.stdout
    sweep = womsim("query", "out/tiny-robustness", "select count(*) n from runs", folder=folder)
    assert "84" in sweep.stdout
    other = womsim("sensitivity", "tiny.yaml", *SMALL, "--out", str(place), folder=folder)
    assert other.returncode == 2
    assert "holds a robustness study. Use another folder (out)" in other.stderr


def test_sensitivity_says_effects_and_luck(folder: Path) -> None:
    few = ("--points", "4", *SMALL)
    done = womsim("sensitivity", "tiny.yaml", *few, folder=folder, fresh=True)
    assert done.returncode == 0, done.stderr
    assert "morris, 2 assumptions, 13 points: 52 runs" in done.stderr
    assert "Customers, referral minus do_nothing: " in done.stdout
    assert "luck alone" in done.stdout
    assert (folder / "out" / "tiny-sensitivity" / "sensitivity.csv").exists()


def test_dry_run_says_what_is_varied_and_runs_nothing(folder: Path) -> None:
    asked = womsim("robustness", "tiny.yaml", "--dry-run", folder=folder)
    assert asked.returncode == 0, asked.stderr
    assert re.search(r"^consumers.hear.negativity +published; --parameter", asked.stdout, re.M)
    assert asked.stdout.splitlines()[-1] == "runs: 1,266"
    many = womsim("sensitivity", "tiny.yaml", "--method", "sobol", "--dry-run", folder=folder)
    assert "sobol, 119 assumptions, 7,745 points: 46,470 runs" in many.stdout
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["robustness", "tiny.yaml", "--parameter", "brand.qualty"], "Use brand.quality."),
        (["sensitivity", "tiny.yaml", "--method", "sobol"], "takes 46,470 runs"),
    ],
)
def test_mistakes_are_one_message_and_exit_2(folder: Path, command: list[str], told: str) -> None:
    refused = womsim(*command, folder=folder)
    assert refused.returncode == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (folder / "out").exists()
