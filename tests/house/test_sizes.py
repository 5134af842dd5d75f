"""A module holds one idea and fits in a reader's head."""

from __future__ import annotations

from pathlib import Path

LINES_OF_A_MODULE = 400


def test_modules_are_under_400_lines(root: Path) -> None:
    files = [
        file
        for folder in ("simulation", "tests", "benchmarks")
        for file in sorted((root / folder).rglob("*.py"))
    ]
    assert files
    sizes = {
        str(file.relative_to(root)): len(file.read_text(encoding="utf-8").splitlines())
        for file in files
    }
    too_long = {name: size for name, size in sizes.items() if size >= LINES_OF_A_MODULE}
    assert not too_long


def test_there_is_no_drawer_for_odds_and_ends(root: Path) -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
    found = [file for file in (root / "simulation").rglob("*.py") if file.name in drawers]
    assert found == []
