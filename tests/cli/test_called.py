"""What is printed can be copied: the command is written as it was started here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.cli import build_app
from simulation.cli.called import WORDS, as_typed, called

SCRIPT = f"""#!{sys.executable}
from simulation.cli import main
main()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an environment that nobody activated."""
    script = tmp_path / ".venv" / "bin" / "womsim"
    script.parent.mkdir(parents=True)
    script.write_text(SCRIPT, encoding="utf-8")
    script.chmod(0o755)
    return tmp_path


def run(command: str, home: Path, path: str = "/usr/bin:/bin") -> str:
    root = str(Path(__file__).resolve().parents[2])
    there = {**os.environ, "PATH": path, "PYTHONPATH": root}
    done = subprocess.run(
        command, shell=True, cwd=home, env=there, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_every_command_is_known_by_its_word() -> None:
    app = build_app()
    names = {command.name for command in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    assert names == set(WORDS)


def test_where_nobody_activated_the_environment_the_path_is_said(home: Path) -> None:
    said = run(".venv/bin/womsim new tea --from launch", home)
    assert "next: .venv/bin/womsim compare tea.yaml" in said
    text = (home / "tea.yaml").read_text("utf-8")
    assert "#   .venv/bin/womsim check tea.yaml " in text
    (home / "wrong.yaml").write_text("question: Why?\nstrategies: {a: [{kind: nothing}]}\n")
    for word in ("compare", "check"):
        said = run(f".venv/bin/womsim {word} wrong.yaml", home)
        assert "ll: .venv/bin/womsim list tactics." in said


def test_where_it_is_found_by_itself_its_name_is_said(home: Path) -> None:
    path = f"{home}/.venv/bin:/usr/bin:/bin"
    assert "next: womsim compare tea.yaml" in run("womsim new tea --from launch", home, path)


def test_the_last_line_can_be_copied(home: Path) -> None:
    last = run(".venv/bin/womsim new tea --from launch --out 'my tea.yaml'", home).splitlines()[-1]
    said = run(last.removeprefix("next: ").replace(" compare ", " check "), home)
    assert "my tea.yaml: ok" in said


def test_only_commands_are_touched(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(sys, "argv", [".venv/bin/womsim"])
    assert called() == ".venv/bin/womsim"
    assert as_typed("womsim 0.1.0 made it, another womsim command runs; womsim list tactics.") == (
        "womsim 0.1.0 made it, another womsim command runs; .venv/bin/womsim list tactics."
    )
    assert as_typed(".venv/bin/womsim run") == ".venv/bin/womsim run"
    monkeypatch.chdir(home / ".venv" / "bin")
    monkeypatch.setattr(sys, "argv", ["./womsim"])
    assert called() == "./womsim"
    monkeypatch.setattr(sys, "argv", ["-c"])
    assert called() == "womsim"
