"""Folders that results go into: may they be written, and one message where they may not."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.errors import OutputError


class Beside:
    """A folder that goes away with the last one who holds it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="womsim-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def check_place(folder: Path) -> None:
    """Refuse a place where nothing can be written, before anything runs."""
    there = folder
    while not _exists(there) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise OutputError(f"{there} is a file, not a folder. Use another folder (out).")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"no permission to write in {there}. Use another folder (out).")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a part of it is a file, or a name is too long
        return False


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn an error of the file system into one message."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot write in {folder}: {error.strerror or error}. Use another folder (out)."
        ) from error


def read_json(path: Path) -> dict[str, Any] | None:
    """What a JSON file holds; None where there is none, or no mapping in it."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return written if isinstance(written, dict) else None
