"""What the README tells a reader to type is there, and is what continuous integration types."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest


def targets(root: Path) -> set[str]:
    """Names of the make targets."""
    return set(re.findall(r"^([a-z][a-z-]*):", (root / "Makefile").read_text("utf-8"), re.M))


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_two_commands_are_in_readme_and_continuous_integration(
    root: Path, command: str
) -> None:
    word = rf"\b{command}\b(?!-)"
    assert re.search(word, (root / "README.md").read_text("utf-8"))
    assert re.search(rf"^step {command}$", (root / ".ci" / "run").read_text("utf-8"), re.M)


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", "docs"])
def test_every_target_that_is_named_exists(root: Path, file: str) -> None:
    place = root / file
    pages = [place] if place.suffix else sorted(place.rglob("*.md"))
    for page in pages:
        text = page.read_text("utf-8")
        code = re.findall(r"```.*?```|`[^`\n]+`|^ {4}.*$", text, re.S | re.M)
        named = {name for part in code for name in re.findall(r"\bmake ([a-z][a-z-]*)", part)}
        assert named <= targets(root), page.name


def test_help_lists_every_target(root: Path) -> None:
    text = (root / "Makefile").read_text("utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## ", text, re.M))
    assert targets(root) - {"compiled"} == explained


def test_version_stands_in_the_changelog_or_is_yet_to_be_released(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changes = (root / "CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in changes or f"## {version}" in changes
    assert "### Numbers" in changes
