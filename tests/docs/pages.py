"""The pages that people read, and the blocks of code in them.

A comment on the line above a block says what the block is a part of; readers do not see it:

- ``<!-- block: within brand -->``: a fragment that stands below the key ``brand``
- ``<!-- block: over product_crisis.yaml -->``: changes of that scenario
- ``<!-- block: file NAME -->``: a file that the commands of the page use

A fragment without a scenario of its own is laid over ``phone_launch.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
WRITTEN_ANEW = {"site", "out", "build", "dist"}
"""Folders whose pages are not ours."""

_FENCE = re.compile(r"^ *(?P<fence>`{3,})(?P<language>\S*)(?P<rest>.*)$")
_MARK = re.compile(r"^ *<!-- block:(?P<words>.*)-->$")


def pages() -> list[Path]:
    """Every Markdown page of the project."""
    folders = [ROOT / "docs", ROOT / "scenarios", ROOT / "benchmarks", ROOT / "notebooks"]
    below = [file for folder in folders for file in folder.rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), *below])


def name_of(page: Path) -> str:
    """Its path from the root of the project."""
    return page.relative_to(ROOT).as_posix()


class Block(NamedTuple):
    """A fenced block of a page."""

    page: str
    line: int
    """Line of the page on which its text begins, from 1."""
    language: str
    text: str
    marks: dict[str, str]
    """What the comment above it says: ``within``, ``over``, ``file``."""

    @property
    def first_line(self) -> str:
        """Its first line, by which a test names it."""
        return self.text.partition("\n")[0].strip()


def blocks(page: Path) -> Iterator[Block]:
    """All fenced blocks of a page, in order."""
    lines = page.read_text("utf-8").splitlines()
    number = 0
    while number < len(lines):
        opened = _FENCE.match(lines[number])
        number += 1
        if opened is None:
            continue
        begin = number
        while number < len(lines) and lines[number].strip() != opened["fence"]:
            number += 1
        assert number < len(lines), f"{name_of(page)}:{begin}: the block is not closed"
        text = "\n".join(lines[begin:number]) + "\n"
        above = _MARK.match(lines[begin - 2]) if begin > 1 else None
        words = above["words"].split() if above else []
        marks = dict(zip(words[::2], words[1::2], strict=True))
        assert set(marks) <= {"within", "over", "file"}, f"{name_of(page)}:{begin}: {marks}"
        yield Block(name_of(page), begin + 1, opened["language"], text, marks)
        number += 1


def commands(block: Block) -> list[str]:
    """Commands of ``womsim`` in a block of the shell, each as one line without its comment."""
    joined = block.text.replace("\\\n", " ")
    found: list[str] = []
    for line in joined.splitlines():
        if found and _is_open(found[-1]):
            found[-1] += "\n" + line
        elif re.match(r"(\$ )?(\.venv/bin/)?womsim\b", line.strip()):
            bare = re.sub(r"  +# .*", "", line.strip())
            found.append(re.sub(r"^(\$ )?(\.venv/bin/)?", "", bare))
    return found


def _is_open(line: str) -> bool:
    """Whether a quote is still open."""
    return any(line.count(quote) % 2 for quote in "'\"")
