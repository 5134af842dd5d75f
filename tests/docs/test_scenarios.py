"""The suite of scenarios: every file is read, checked, and has a place for what came out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from docs import scenarios as suite
from simulation import compare, load_scenario
from tests.experiments.tiny import YAML, tiny
from tests.scenario.test_documents import complaints

FILES = sorted(suite.FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_is_read_and_has_its_line(file: Path) -> None:
    scenario = load_scenario(file)
    assert scenario.name == file.stem
    text = file.read_text("utf-8")
    assert text.count(suite.MARK) == 1
    assert text.startswith("# ")
    assert complaints(text) == []  # so that an editor marks nothing in it


def test_lines_are_written_anew_and_nothing_else() -> None:
    text = f"# A market.\n{suite.MARK} (make scenarios)\nname: a\n"
    once = suite.rewritten(text, ["a +1", "in calm: b +2"])
    assert once == f"# A market.\n{suite.MARK} a +1\n#   in calm: b +2\nname: a\n"
    assert suite.rewritten(once, ["c"]) == f"# A market.\n{suite.MARK} c\nname: a\n"


def test_what_came_out_says_difference_interval_and_replicates() -> None:
    (line,) = suite.came_out(compare(tiny(), replications=3))
    assert "customers (+" in line
    assert " against do_nothing" in line
    assert "; 3 replicates, womsim " in line


def test_a_leading_baseline_and_one_that_has_no_value() -> None:
    cheap = tiny(decide_by="cost", outcomes=["cost"])
    (line,) = suite.came_out(compare(cheap, replications=2))
    assert line.startswith("do_nothing leads; ")
    romi = tiny(decide_by="romi", outcomes=["romi"])
    (line,) = suite.came_out(compare(romi, replications=2))
    assert " ROMI (" in line
    undefined = tiny(decide_by="market_share", outcomes=["market_share"])
    (line,) = suite.came_out(compare(undefined, replications=2))
    assert line.startswith("market_share is undefined in every strategy; ")


def test_worlds_have_lines_of_their_own() -> None:
    worlds = compare(tiny(what_if={"calm": {"events": []}}), replications=2)
    lines = suite.came_out(worlds)
    assert len(lines) == 2
    assert lines[1].startswith("in calm: ")


def test_the_command_writes_or_only_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "FOLDER", tmp_path)
    file = tmp_path / "tiny.yaml"
    file.write_text(f"# Tiny.\n{suite.MARK} (make scenarios)\n{YAML.lstrip()}", "utf-8")
    before = file.read_text("utf-8")
    few = ["--replications", "2", "--workers", "1"]
    assert suite.main([*few, "--check"]) == 0
    assert file.read_text("utf-8") == before
    assert suite.main([*few, "tiny"]) == 0
    assert "2 replicates" in file.read_text("utf-8")
    assert load_scenario(file).hash == tiny().hash
    assert "1 scenarios, " in capsys.readouterr().out
    shutil.copy(file, tmp_path / "wrong.yaml")
    (tmp_path / "wrong.yaml").write_text("name: wrong\n", "utf-8")
    assert suite.main([*few, "wrong"]) == 1
