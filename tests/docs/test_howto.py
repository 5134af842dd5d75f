"""Recipes for new files are followed: each is put where its page says, and what follows runs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, commands

SUITES = {
    "tactic": ("tests/tactics/test_conformance.py", "tasting_evening"),
    "event": ("tests/tactics/test_conformance.py", "wrong_invoice or famous_mention"),
    "network": ("tests/network/test_kinds.py", "villages"),
}
"""What each page says to test the new kind with."""

COPIED = ("simulation", "tests", "scenarios")
SMALL = {
    "check": [],
    "list": [],
    "compare": ["--set", "network.consumers=100"],
    "run": ["--set", "network.consumers=100"],
}
"""What makes a command quick enough for loops that are not compiled."""

each_page = pytest.mark.parametrize("name", SUITES)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the files of all pages."""
    place = tmp_path_factory.mktemp("howto")
    for part in COPIED:
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    for name in SUITES:
        for block in blocks(page(name)):
            if "file" in block.marks:
                (place / block.marks["file"]).write_text(block.text, "utf-8")
    return place


def page(name: str) -> Path:
    """A page of recipes."""
    return ROOT / "docs" / "howto" / f"{name}.md"


def python(place: Path, *words: str) -> str:
    """What Python prints with the copied package, its loops not compiled."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.slow
@each_page
def test_new_kinds_pass_the_suite_that_the_page_names(name: str, copied: Path) -> None:
    suite, kinds = SUITES[name]
    text = page(name).read_text("utf-8")
    assert suite in text
    assert kinds in text
    said = python(copied, "-m", "pytest", "-q", "-p", "no:cacheprovider", suite, "-k", kinds)
    assert " passed" in said


@pytest.mark.slow
@each_page
def test_the_commands_of_the_page_run(name: str, copied: Path) -> None:
    for block in blocks(page(name)):
        for line in commands(block):
            words = ["2" if word == "10" else word for word in shlex.split(line, comments=True)[1:]]
            run = "from simulation.cli import main; main()"
            assert python(copied, "-c", run, *words, *SMALL[words[0]])
