"""Notebooks run from top to bottom, use public names only, and are saved without outputs."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import nbformat
import pytest

import simulation

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SECONDS = 60

every_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


def read(file: Path) -> Any:
    """Read a notebook."""
    return nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]


def test_there_is_a_first_market() -> None:
    assert "01_first_market" in [file.stem for file in NOTEBOOKS]


@every_notebook
def test_saved_without_outputs(file: Path) -> None:
    cells = [cell for cell in read(file).cells if cell.cell_type == "code"]
    assert cells
    assert [cell.source for cell in cells if cell.outputs or cell.execution_count] == []


@every_notebook
def test_only_public_names_are_imported(file: Path) -> None:
    code = "\n".join(cell.source for cell in read(file).cells if cell.cell_type == "code")
    nodes = list(ast.walk(ast.parse(code)))
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    assert [name for name in whole if name.startswith("simulation.")] == []
    taken = {
        (node.module, alias.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulation")
        for alias in node.names
    }
    assert taken
    public = {("simulation", name) for name in simulation.__all__}
    assert taken <= public


@every_notebook
@pytest.mark.parametrize("check", ["check", "format --check"])
def test_style(root: Path, file: Path, check: str) -> None:
    """Ruff leaves notebooks out by itself, but not one that is named."""
    command = [sys.executable, "-m", "ruff", *check.split(), str(file)]
    outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.slow
@every_notebook
def test_runs_in_a_minute(file: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of Jupyter's own machinery
        from nbclient import NotebookClient

        notebook = read(file)
        where = {"metadata": {"path": str(file.parent)}}
        client = NotebookClient(notebook, timeout=10 * SECONDS, resources=where)
        begun = time.monotonic()
        client.execute()
    assert time.monotonic() - begun < 3 * SECONDS  # compiling for the first time included
    shown = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/plain" in output.get("data", {})
    ]
    assert len(shown) > 3
