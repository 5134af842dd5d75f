"""Reports of a comparison that is replaced: they say what is no longer so beside new numbers."""

from __future__ import annotations

import zipfile
from pathlib import Path

STALE = ("report.json", "report.md", "report.pdf", "report.xlsx")
"""What ``womsim report`` writes into a comparison's folder beside its page."""

MARK = b"womsim"
"""Every report names who made it."""

MARKS = (MARK, MARK.decode().encode("utf-16-be"), MARK.decode().encode("utf-16-be").hex().encode())
"""The same as a PDF may write it."""


def remove_stale_reports(folder: Path) -> None:
    """Remove reports that womsim wrote into a folder; a file of that name by others stays."""
    for name in STALE:
        path = folder / name
        if path.is_file() and is_ours(path):
            path.unlink()


def is_ours(path: Path) -> bool:
    """Whether a report says that womsim made it."""
    if path.suffix != ".xlsx":
        content = path.read_bytes().lower()
        return any(mark in content for mark in MARKS)
    try:
        with zipfile.ZipFile(path) as book:
            return any(MARK in book.read(name) for name in book.namelist())
    except zipfile.BadZipFile:
        return False
