"""Help and version come at once: nothing heavy is imported for them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from simulation.cli import COMMANDS
from tests.cli.womsim import ROOT, womsim

HEAVY = {
    "duckdb",
    "jinja2",
    "matplotlib",
    "mesa",
    "networkit",
    "networkx",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "rich",
    "ruamel",
    "scipy",
}


def test_help_lists_every_command(tmp_path: Path) -> None:
    outcome = womsim("--help", folder=tmp_path, fresh=True)
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("Usage: womsim ")
    for name in ("compare", "report", "run", "query", "new", "check", "list", "schema", "validate"):
        assert f"\n  {name} " in outcome.stdout


def test_nothing_heavy_is_imported_for_help() -> None:
    code = "import sys; from simulation.cli import build_app; build_app(); print(*sys.modules)"
    outcome = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in outcome.stdout.split()}
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "command", ["compare", "report", "run", "query", "new", "check", "list", "schema", "validate"]
)
def test_every_command_has_help(command: str, tmp_path: Path) -> None:
    outcome = womsim(command, "--help", folder=tmp_path)
    assert outcome.returncode == 0
    assert outcome.stdout.startswith(f"Usage: womsim {command} ")


def test_the_version(tmp_path: Path) -> None:
    outcome = womsim("--version", folder=tmp_path)
    assert (outcome.returncode, outcome.stdout) == (0, f"womsim {version('womsim')}\n")


def test_without_a_command_help_is_shown(tmp_path: Path) -> None:
    outcome = womsim(folder=tmp_path)
    assert "Usage: womsim " in outcome.stdout + outcome.stderr
    assert outcome.returncode == 2


def test_commands_are_modules_with_one_door() -> None:
    for name in COMMANDS:
        assert callable(importlib.import_module(f"simulation.cli.{name}").register)
