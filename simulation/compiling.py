"""Compile what a day needs before it is lived: two halves at once, each by a process of its own."""

from __future__ import annotations

import subprocess
import sys

from simulation.dynamics.jit import is_cold
from simulation.dynamics.loops.stretch import (
    arrive_stretch,
    bond_stretch,
    hear_stretch,
    live_stretch,
    talk_stretch,
)

_WORDS = "int64[::1]"


def compile_day() -> None:
    """Compile the loops of a day and keep them on disk; does nothing where they are kept already.

    Compilers use one processor. Another process therefore compiles talking and hearing; where none
    can be started, or it fails, what is missing is compiled when it is called.
    """
    if not is_cold():
        return
    try:
        other = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import compile_talk; compile_talk()"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return
    try:
        compile_life()
    except BaseException:
        other.kill()
        raise
    finally:
        other.wait()


def compile_talk() -> None:
    """Compile how people talk and hear."""
    talk_stretch.compile(f"({_WORDS}, {_WORDS}, {_WORDS}, int64)")  # type: ignore[attr-defined]
    hear_stretch.compile(f"({_WORDS}, {_WORDS}, int64, {_WORDS}, float64[::1])")  # type: ignore[attr-defined]


def compile_life() -> None:
    """Compile how messages arrive, and how people remember, decide, live on and are counted."""
    live_stretch.compile(f"({_WORDS}, {_WORDS}, int64, int64, boolean, boolean)")  # type: ignore[attr-defined]
    arrive_stretch.compile(f"({_WORDS}, {_WORDS}, int64, int64)")  # type: ignore[attr-defined]
    bond_stretch.compile(f"({_WORDS}, int64, int64)")  # type: ignore[attr-defined]
