"""Documented examples run as the documentation says, and show what they promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.py"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_only_public_names_are_imported(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [name for name in modules if name.startswith("simulation.")] == []


def test_careful_people_buy_less(root: Path) -> None:
    command = [sys.executable, "docs/examples/careful_consumer.py"]
    outcome = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
    ordinary, careful, difference = (
        [int(number) for number in re.findall(r"-?\d+", re.findall(r"\[(.*?)\]", line)[0])]
        for line in outcome.stdout.splitlines()
    )
    assert [a - b for a, b in zip(careful, ordinary, strict=True)] == difference
    assert sum(careful) < sum(ordinary)
    assert sum(careful) > 0
