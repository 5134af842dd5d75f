"""A finished comparison as a file for somebody else: a module of this package a format.

A format is a module named like the ending of its files, with ``write(result, path)``, which writes
the file whole or not at all. It is known to the command and to ``result.report`` by being here.
"""

from __future__ import annotations

import copy
import importlib
import os
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.errors import ArgumentError, OutputError

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison

Write = Callable[["Comparison", Path], None]

FALLBACK = "html"
"""The format where neither a word nor the file's name says one."""


def formats() -> tuple[str, ...]:
    """Every format, by the ending of its files."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__)))


def format_of(path: Path | None, asked: str | None) -> str:
    """The format that is asked for, else the one that a file's name ends in.

    Parameters
    ----------
    path
        The file; None where nobody named one.
    asked
        The word that was said, or None.

    Raises
    ------
    ArgumentError
        When there is no such format, or the name's ending says none.
    """
    from simulation.scenario.nearest import use_nearest

    known = formats()
    if asked is not None:
        if asked not in known:
            near = use_nearest(asked, known) or f" Use one of {', '.join(known)}."
            raise ArgumentError(f'format: no format "{asked}".{near}')
        return asked
    if path is None:
        return FALLBACK
    word = path.suffix.lower().lstrip(".")
    if word not in known:
        ends = f'ends in ".{word}"' if word else "has no ending"
        raise ArgumentError(
            f"out: {path} {ends}. Name a file that ends in .{', .'.join(known)}, or say the format."
        )
    return word


def write_report(
    result: Comparison, path: Path, asked: str | None, lang: str | None, *, force: bool
) -> Path:
    """Write a comparison in a format and a language.

    Parameters
    ----------
    result
        What is told.
    path
        The file.
    asked
        The format; what the file's name ends in if None.
    lang
        ``en`` or ``zh``; the language of the moment if None.
    force
        Whether a file that is there is replaced.

    Raises
    ------
    ArgumentError
        When there is no such format or language.
    OutputError
        When the file may not be replaced or cannot be written, or something is not installed.
    """
    from simulation.language import in_language, language

    word = format_of(path, asked)
    check_file(path, force=force)
    write: Write = importlib.import_module(f"{__name__}.{word}").write
    with in_language(language() if lang is None else lang):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(_linked_from(path, result), path)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}.") from error
    return path


def _linked_from(path: Path, result: Comparison) -> Comparison:
    """The comparison with its link to the robustness study counted from where a file lies."""
    tested = result.manifest.get("robustness") or {}
    if result.folder is None or not tested.get("page"):
        return result
    page = Path(os.path.relpath(result.folder / tested["page"], path.parent)).as_posix()
    moved = copy.copy(result)
    moved.manifest = {**result.manifest, "robustness": {**tested, "page": page}}
    return moved


def check_file(path: Path, *, force: bool) -> None:
    """Refuse a file that may not be replaced, before anything is drawn."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder. Name a file.")
    if path.exists() and not force:
        raise OutputError(
            f"{path} is there already. Use another file (out), or replace it (force)."
        )
