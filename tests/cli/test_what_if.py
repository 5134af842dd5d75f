"""Worlds of ``what_if`` on the command line: compare, run and check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML

WORLDS = """\
what_if:
  weak: {brand: {quality: 0.3}}
  calm: {events: []}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = YAML.replace("  referral:", "  care: [{kind: respond, to_event: battery}]\n  referral:")
    (tmp_path / "tiny.yaml").write_text(text + WORLDS, encoding="utf-8")
    return tmp_path


def test_compare_prints_one_block_a_world(folder: Path) -> None:
    arguments = ("compare", "tiny.yaml", "--replications", "2", "--strategy", "kocs")
    done = womsim(*arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "tiny   2 replicates   300 consumers   20 days   CNY"
    assert [line for line in lines if line in ("as_written", "what_if weak", "what_if calm")] == [
        "as_written",
        "what_if weak",
        "what_if calm",
    ]
    assert sum(line.startswith("kocs  ") and "/2" in line for line in lines) == 3
    assert " 3 worlds" in lines[-4]
    assert lines[-2:] == ["report: out/tiny/report.html", "tables: out/tiny"]
    said = done.stderr.splitlines()
    assert 'warning: respond names "battery", absent in what_if calm' in said
    assert any(" of 12 runs, about " in line for line in said)
    head = (folder / "out/tiny/summary.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "what_if,strategy,outcome,mean,sd,ci_low,ci_high,n"


def test_run_looks_into_one_world(folder: Path) -> None:
    arguments = ("run", "tiny.yaml", "--strategy", "kocs", "--what-if")
    done = womsim(*arguments, "weak", folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "tables: out/tiny-weak-kocs-0"
    manifest = json.loads((folder / "out/tiny-weak-kocs-0/manifest.json").read_text("utf-8"))
    assert manifest["what_if"] == "weak"
    assert manifest["scenario"]["brand"]["quality"] == 0.3
    wrong = womsim(*arguments, "week", folder=folder)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == 'what-if: no world "week". Use weak.\n'
    other = womsim(*arguments, "calm", "--out", "out/tiny-weak-kocs-0", folder=folder)
    assert other.returncode == 2
    assert "holds another run" in other.stderr


def test_check_lists_the_worlds_and_builds_each(folder: Path) -> None:
    done = womsim("check", "tiny.yaml", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "  what_if weak  brand.quality=0.3" in lines
    assert "  what_if calm  events=[]" in lines
    assert '  warning: respond names "battery", absent in what_if calm' in lines
    kols = "strategies.kols=[{kind: hire_kols, tier: head, number: 1}]"
    arguments = ("check", "tiny.yaml", "--set", kols, "--set")
    wrong = womsim(*arguments, "what_if.few={roles: {kol_head: 0}}", folder=folder)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.endswith("(what_if few)\n")


def test_a_slip_in_a_world_names_its_line(folder: Path) -> None:
    text = (folder / "tiny.yaml").read_text(encoding="utf-8").replace("0.3}", "3}")
    (folder / "tiny.yaml").write_text(text, encoding="utf-8")
    line = text.splitlines().index("  weak: {brand: {quality: 3}}") + 1
    for command in ("check", "compare"):
        done = womsim(command, "tiny.yaml", folder=folder)
        assert done.returncode == 2
        assert done.stderr.startswith(f"tiny.yaml:{line}:27 what_if.weak.brand.quality: 3 is ")
