"""``womsim check`` says what a scenario would run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.womsim import womsim

TEXT = """\
question: Which?
days: 90
replications: 8
currency: EUR
network: {consumers: 2000, people_per_consumer: 2}
strategies:
  nothing: []
  kocs: [{kind: hire_kocs, budget: 5000}]
  referral: {budget: 7000, tactics: [{kind: referral_reward}]}
media: {prices: {currency: EUR}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "launch.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_what_it_would_run(folder: Path) -> None:
    outcome = womsim("check", "launch.yaml", folder=folder, fresh=True)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    first, *lines = outcome.stdout.splitlines()
    assert first.startswith("launch.yaml: ok: 2,000 consumers, ")
    assert first.endswith(
        "ties (community), people_per_consumer 2, 90 days, 3 strategies, 8 replicates"
    )
    assert lines == [
        "  nothing   plans 0 EUR            baseline",
        "  kocs      plans 5,000 EUR",
        "  referral  plans up to 7,000 EUR",
        "  warning: strategies plan 7,000 and 5,000: differences mix plan and purse",
    ]


def test_quick_does_not_build_the_market(folder: Path) -> None:
    outcome = womsim("check", "--quick", "launch.yaml", folder=folder)
    assert outcome.stdout.startswith("launch.yaml: ok: 2,000 consumers (community), people_per")


def test_one_wrong_file_does_not_hide_the_others(folder: Path) -> None:
    (folder / "wrong.yaml").write_text("question: Which?\n", encoding="utf-8")
    outcome = womsim("check", "--quick", "wrong.yaml", "launch.yaml", folder=folder)
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("wrong.yaml:1:1 strategies: missing.")
    assert outcome.stdout.startswith("launch.yaml: ok")


def test_settings_can_be_tried(folder: Path) -> None:
    arguments = [
        "check",
        "--quick",
        "launch.yaml",
        "--set",
        "days=30",
        "--set",
        "network.consumers=99",
    ]
    outcome = womsim(*arguments, folder=folder)
    assert "99 consumers (community)" in outcome.stdout
    assert "30 days" in outcome.stdout


def test_a_graph_file_is_read(folder: Path) -> None:
    (folder / "ties.csv").write_text("a,b\nb,c\nc,d\n", encoding="utf-8")
    network = "network={kind: file, path: ties.csv}"
    arguments = ["check", "launch.yaml", "--set", network, "--set", "strategies.kocs=null"]
    outcome = womsim(*arguments, folder=folder)
    assert outcome.stdout.startswith("launch.yaml: ok: 4 consumers, 6 ties (file)"), outcome.stderr
    (folder / "ties.csv").unlink()
    gone = womsim(*arguments, folder=folder)
    assert gone.returncode == 2
    assert "ties.csv" in gone.stderr
    assert "Traceback" not in gone.stderr


def test_the_schema_of_scenario_files(folder: Path) -> None:
    outcome = womsim("check", "--schema", folder=folder)
    schema = json.loads(outcome.stdout)
    assert outcome.returncode == 0
    assert {"question", "strategies", "extends"} <= set(schema["properties"])
    assert schema == json.loads(womsim("list", "schema", folder=folder).stdout)


@pytest.mark.skipif(os.name == "nt", reason="no pipes as files")
def test_every_shipped_scenario_is_right(root: Path) -> None:
    files = sorted((root / "scenarios").glob("*.yaml"))
    assert files
    outcome = womsim("check", *(str(file) for file in files), folder=root)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.count(": ok: ") == len(files)
