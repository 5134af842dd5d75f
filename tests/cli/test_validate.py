"""``womsim validate``: where it writes, what it refuses, and its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation.cli.validate import validate_command
from simulation.experiments import validation
from simulation.experiments.validation.check import Family, equal
from tests.cli.womsim import womsim


@pytest.mark.parametrize("more", [["--quick"], ["--out", "x"], []])
def test_docs_are_written_by_a_full_run_in_a_checkout_only(tmp_path: Path, more: list[str]) -> None:
    refused = womsim("validate", "--write-docs", *more, folder=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("--write-docs: ")
    assert list(tmp_path.iterdir()) == []


def one_family(got: float) -> list[Family]:
    """A registry of one check."""
    return [Family("Bass", "About.", lambda effort: iter([equal("one", "T0 (C)", 1.0, got)]))]


def ask(monkeypatch: pytest.MonkeyPatch, folder: Path, got: float) -> None:
    """Run the command on one check and without figures."""
    from simulation.experiments.validation import page

    monkeypatch.setattr(validation, "families", lambda: one_family(got))
    monkeypatch.setattr(page, "draw_all", lambda effort: iter([("bass", "<svg/>")]))
    validate_command(quick=True, out=folder)


def test_a_table_and_a_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(monkeypatch, tmp_path / "new", 1.0)
    shown = capsys.readouterr().out.split("\n")
    assert shown[0].split() == [
        "check",
        "source",
        "expected",
        "got",
        "standard",
        "error",
        "verdict",
    ]
    assert shown[1].split() == ["one", "T0", "(C)", "1", "1", "agrees"]
    assert shown[3] == "1 of 1 checks agree in 1 families."
    assert (tmp_path / "new" / "validation" / "bass.svg").read_text() == "<svg/>"
    assert "| one | T0 (C) | 1 | 1 |  | agrees |" in (tmp_path / "new/validation.md").read_text()


def test_a_failure_is_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer import Exit

    with pytest.raises(Exit) as stopped:
        ask(monkeypatch, tmp_path, 1.5)
    assert stopped.value.exit_code == 1
    assert "fails: one" in capsys.readouterr().err
