"""Imports point down only, and heavy libraries stay in their rooms (design: layers)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINTER = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of pyproject.toml against the package in ``folder``."""
    command = [sys.executable, "-c", LINTER, "--no-cache"]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def broken(folder: Path) -> list[str]:
    """Name the contracts that the package in ``folder`` breaks."""
    outcome = lint(folder)
    assert "Contracts:" in outcome.stdout, outcome.stdout + outcome.stderr
    return [row.split(" BROKEN")[0] for row in outcome.stdout.splitlines() if " BROKEN" in row]


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Copy the package and its contracts, to break them there."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(
        root / "simulation",
        tmp_path / "simulation",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return tmp_path


def test_every_contract_is_kept(root: Path) -> None:
    outcome = lint(root)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("market/breach.py", "import simulation.scenario.breach", "Imports point down only"),
        ("errors.py", "import simulation.fields", "Imports point down only"),
        ("breach.py", "", "Imports point down only"),  # a module without a place
        ("market/breach.py", "import mesa", "Mesa only in model.py and agents.py"),
        (
            "results/breach.py",
            "from mesa import Model",
            "Mesa only in model.py and agents.py",
        ),
        ("dynamics/breach.py", "from numba import njit", "numba only in dynamics/jit.py"),
        ("scenario/breach.py", "import networkx", "networkx and networkit only in network/"),
        (
            "market/breach.py",
            "def late() -> None:\n    import networkit",
            "networkx and networkit only in network/",
        ),
    ],
)
def test_a_breach_is_refused(copy: Path, module: str, line: str, contract: str) -> None:
    """The contracts bite: one forbidden line, anywhere, and the right one says so."""
    (copy / "simulation" / "scenario" / "breach.py").touch()  # something to import upwards
    file = copy / "simulation" / module
    file.write_text((file.read_text() if file.exists() else "") + f"\n{line}\n")
    assert contract in broken(copy)


@pytest.mark.parametrize("module", ["model.py", "agents.py"])
def test_mesa_is_welcome_in_its_rooms(copy: Path, module: str) -> None:
    file = copy / "simulation" / module
    file.write_text((file.read_text() if file.exists() else "") + "\nimport mesa\n")
    assert "Mesa only in model.py and agents.py" not in broken(copy)
