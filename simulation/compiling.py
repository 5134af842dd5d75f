"""Compile what a day needs before it is lived: two halves at once, each by a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from simulation.dynamics.jit import compile_for, is_cold
from simulation.dynamics.loops.stretch import (
    arrive_stretch,
    bond_stretch,
    hear_stretch,
    live_stretch,
    talk_stretch,
)

_WORDS = np.zeros(0, np.int64)
_LEVEL = np.zeros(0)


_OTHER = f"import sys; sys.path.append(sys.argv[1]); import {__name__} as c; c.compile_talk()"
"""What the other process does; it does not look for modules in the folder where somebody works."""


def compile_day() -> None:
    """Compile the loops of a day and keep them on disk; does nothing where they are kept already.

    Compilers use one processor. Another process therefore compiles talking and hearing; where none
    can be started, or it fails, what is missing is compiled when it is called.
    """
    if not is_cold() or not sys.executable:
        return
    try:
        other = subprocess.Popen(
            [sys.executable, "-P", "-c", _OTHER, str(Path(__file__).parents[1])],
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
    compile_for(talk_stretch, _WORDS, _WORDS, _WORDS, 0)
    compile_for(hear_stretch, _WORDS, _WORDS, 0, _WORDS, _LEVEL)


def compile_life() -> None:
    """Compile how messages arrive, and how people remember, decide, live on and are counted."""
    compile_for(live_stretch, _WORDS, _WORDS, 0, 0, True, True)
    compile_for(arrive_stretch, _WORDS, _WORDS, 0, 0)
    compile_for(bond_stretch, _WORDS, 0, 0)
