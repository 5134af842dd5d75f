"""A large graph is named while it is waited for, on stderr, and never where quiet was asked."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from simulation.cli import waiting
from simulation.scenario import scenario_from
from tests.cli.womsim import ROOT, womsim
from tests.experiments.tiny import YAML

IMPATIENT = """
from simulation.cli import main, waiting
waiting.SECONDS, waiting.CONSUMERS, waiting.BYTES = 0.0, 100, 10
main()
"""
"""The command, as if a small graph were a large one and two seconds none."""

SLOW = partial(pytest.param, marks=pytest.mark.slow)
GRAPH = "building the graph of 300 consumers"
BUILDING = f"{GRAPH}, before the first run"
TWO = ("--replications", "2")
SMALL = ("--set", "days=12", "--strategy", "referral")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario and one whose graph is a file."""
    (tmp_path / "tiny.yaml").write_text(YAML, encoding="utf-8")
    ties = "\n".join(f"{person} {(person * 7 + k) % 90}" for person in range(90) for k in (1, 3))
    (tmp_path / "ties.txt").write_text(ties, encoding="utf-8")
    read = YAML.replace("{kind: community, consumers: 300}", "{kind: file, path: ties.txt}")
    (tmp_path / "read.yaml").write_text(read, encoding="utf-8")
    return tmp_path


def impatient(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, *arguments],
        cwd=folder, capture_output=True, text=True, timeout=300, check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **_kept()},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


def _kept() -> dict[str, str]:
    return {name: os.environ[name] for name in ("HOME", "WOMSIM_CACHE") if name in os.environ}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("compare", "tiny.yaml", *SMALL, *TWO), BUILDING),
        SLOW(("compare", "read.yaml", *SMALL, *TWO), "reading the graph ties.txt"),
        SLOW(("run", "tiny.yaml", *SMALL), f"{GRAPH}, then living 12 days"),
        (("check", "tiny.yaml"), GRAPH),
        SLOW(("margins", "tiny.yaml", *SMALL[:2], "--strategy", "kocs", "--levels", "1.5", *TWO),
             BUILDING),
    ],
)  # fmt: skip
def test_what_is_waited_for_is_said_before_anything_is_run(
    folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = impatient(*arguments, folder=folder)
    lines = done.stderr.splitlines()
    said = [line for line in lines if line.startswith(told)]
    assert len(said) == 1, done.stderr
    assert "graph" not in done.stdout
    runs = [number for number, line in enumerate(lines) if " of " in line and " runs" in line]
    assert lines.index(said[0]) < min([*runs, len(lines)])


@pytest.mark.slow
def test_quiet_says_nothing(folder: Path) -> None:
    done = impatient(
        "compare", "tiny.yaml", *SMALL, "--replications", "2", "--quiet", folder=folder
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_a_small_graph_is_not_spoken_of(folder: Path) -> None:
    market = scenario_from({"question": "?", "strategies": {"a": []}}, folder)
    assert waiting.what_is_made(market.with_changes({"network.consumers": 199_999})) == ""
    large = market.with_changes({"network.consumers": 200_000})
    assert waiting.what_is_made(large) == "building the graph of 200,000 consumers"
    done = womsim("check", "tiny.yaml", folder=folder)
    assert done.stderr == ""


def test_what_is_there_soon_is_not_spoken_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SECONDS", 0.1)
    large = scenario_from(
        {"question": "?", "network": {"consumers": 10**6}, "strategies": {"a": []}}
    )
    with waiting.graph_said(large) as built:
        built()
        time.sleep(0.3)
    with waiting.graph_said(large):
        pass
    time.sleep(0.3)
    assert capsys.readouterr().err == ""
    with waiting.graph_said(large, then=""):
        time.sleep(0.3)
    assert capsys.readouterr().err == "building the graph of 1,000,000 consumers\n"


@pytest.mark.slow
def test_a_million_consumers_are_announced(folder: Path) -> None:
    done = womsim("check", "tiny.yaml", "--set", "network.consumers=1000000", folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "building the graph of 1,000,000 consumers\n"
