"""The only door to numba: compiled rules and loops, cached on disk by their own source.

numba notices that a cached file changed, not that a rule it inlined from another file did. The
cache is therefore kept in a folder named after a hash of every source file of this package, so
that an edited rule can never be answered by an old loop. Another package with compiled code has a
folder of its own, named after a hash of its files and of these. ``fastmath`` is never used (it
changes results) and Intel's vector mathematics is switched off: compiled ``exp`` and ``log`` are
those of Python.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")

import numba
import platformdirs

Compiled = Callable[..., Any]


DYNAMICS = "dynamics"
_SIMULATION = Path(__file__).parent.parent


def source_hash(package: str = DYNAMICS) -> str:
    """Hash of every source file whose code is compiled for a package, of numba and of Python."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for folder in dict.fromkeys((DYNAMICS, package)):
        for file in sorted((_SIMULATION / folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder(package: str = DYNAMICS) -> Path:
    """Folder of compiled code: ``WOMSIM_CACHE`` or the user's cache, or a temporary one."""
    root = Path(os.environ.get("WOMSIM_CACHE") or platformdirs.user_cache_dir("womsim"))
    folder = root / f"compiled-{source_hash(package)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"womsim-{os.getuid()}" / folder.name
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _folder_of(package: str) -> str:
    """Where compiled code of a package is kept, found out when its first function comes."""
    return os.environ.get("NUMBA_CACHE_DIR") or str(cache_folder(package))


def _package_of(function: Compiled) -> str:
    """Package of ``simulation`` that a function's file lies in; other files count as dynamics."""
    file = Path(function.__code__.co_filename)
    if _SIMULATION not in file.parents:
        return DYNAMICS
    return file.relative_to(_SIMULATION).parts[0]


if numba.config.USING_SVML:  # pragma: no cover - guarded by the variable above
    raise RuntimeError(
        "numba uses Intel SVML, which changes results. Set NUMBA_DISABLE_INTEL_SVML=1."
    )


def jit(function: Compiled) -> Compiled:
    """Compile a rule or a loop: no Python objects, no global lock, cached on disk."""
    return _compiled(function)


def inner(function: Compiled) -> Compiled:
    """Compile a piece that only compiled code calls.

    It has no door to Python. A door takes every array of a market apart and is as long as a loop:
    without those of the pieces, a day compiles in two thirds of the time.
    """
    return _compiled(function, no_cpython_wrapper=True)


def _compiled(function: Compiled, **more: bool) -> Compiled:
    numba.config.CACHE_DIR = _folder_of(_package_of(function))
    made = numba.njit(cache=True, nogil=True, no_cfunc_wrapper=True, **more)(function)
    return made  # type: ignore[no-any-return]


def inlined(function: Compiled) -> Compiled:
    """Compile a piece of a loop into its caller: arrays are then passed without cost."""
    return numba.njit(inline="always", nogil=True)(function)  # type: ignore[no-any-return]


def is_cold() -> bool:
    """Whether a day has still to be compiled: nothing of it is on disk yet."""
    folder = Path(_folder_of(DYNAMICS))
    return is_compiled() and next(folder.rglob("day.live_day-*.nbi"), None) is None


def is_compiled() -> bool:
    """Whether functions are compiled (not switched off by ``NUMBA_DISABLE_JIT``)."""
    return not numba.config.DISABLE_JIT
