"""``womsim margins``: what it prints and where it writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML

SMALL = ["--set", "days=10", "--set", "network.consumers=100", "--set",
         "strategies.kocs=[{kind: advertise, channel: social, budget: 40}]"]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario."""
    (tmp_path / "tiny.yaml").write_text(YAML, "utf-8")
    return tmp_path


def test_margins_says_what_the_next_step_returns(folder: Path) -> None:
    study = ("margins", "tiny.yaml", "--replications", "3", "--levels", "0.5,1.5", *SMALL)
    done = womsim(*study, folder=folder)
    assert done.returncode == 0, done.stderr
    assert "1 levers, 9 runs" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "tiny   3 replicates of each level"
    assert lines[1].startswith("kocs: the next ")
    assert " CNY on advertise return " in lines[1]
    assert lines[1].endswith("; not settled whether that pays for itself.")
    assert [line.split()[3] for line in lines[4:7]] == ["20", "40*", "60"]
    place = folder / "out" / "tiny-margins"
    assert lines[-1] == "tables: out/tiny-margins"
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["kind"] == "margins"
    assert manifest["command"].startswith("womsim margins tiny.yaml --replications 3")
    assert (place / "figures" / "response_kocs_advertise.svg").exists()
    assert womsim(*study, folder=folder).stdout == done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--levels", "0.5;1.5"], 'levels: "0.5;1.5" is no list of numbers. Write 0.5,1.5.'),
        (["--levels", "-1"], "levels: -1 is no share of a budget. Use numbers above 0."),
        (["--strategy", "kokcs"], 'no strategy "kokcs". Use kocs.'),
        (["--strategy", "referral"], "Give one a budget."),
    ],
)
def test_wrong_words_are_told(folder: Path, words: list[str], said: str) -> None:
    done = womsim("margins", "tiny.yaml", *words, folder=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder / "out").exists()


def test_sentence_and_table_give_one_interval_for_the_next_step(folder: Path) -> None:
    few = ("--replications", "4", "--levels", "2")
    kocs = ["--set", "strategies.kocs=[{kind: hire_kocs, budget: 400}]", "--set", "budget=5000"]
    done = womsim("margins", "tiny.yaml", *few, *kocs, folder=folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    sentence, row = lines[1], lines[5]
    value, ends = re.findall(r"return ([-0-9,.]+) CNY of gross profit \((.*?)\)", sentence)[0]
    shown, around = re.findall(r"([-+0-9,.]+) \(([^)]*)\)$", row)[0]
    assert (value, ends) == (shown.lstrip("+"), around.replace("+", ""))


def test_where_no_more_can_be_bought_the_last_step_is_said(folder: Path) -> None:
    all_kocs = [
        "--set",
        "strategies.kocs=[{kind: hire_kocs, budget: 5000}]",
        "--set",
        "budget=5000",
    ]
    few = ["--replications", "3", "--levels", "0.1,1.5", "--set", "network.consumers=100"]
    done = womsim("margins", "tiny.yaml", *few, *all_kocs, folder=folder)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()[1]
    known = "kocs: what more money for hire_kocs would bring is not known: no level above the plan"
    assert said.startswith(f"{known} buys anything different")
    assert "there are no more KOCs). The last " in said
    assert " CNY on hire_kocs returned " in said
    assert "settled" in said.rpartition("; ")[2]
