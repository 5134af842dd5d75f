"""Ctrl-C ends a command with one line, also where a library swallows the first."""

from __future__ import annotations

import subprocess
import sys

import pytest

SWALLOWED = """
import ctypes, os, signal
from simulation.cli.interrupt import stopped_cleanly

@ctypes.CFUNCTYPE(None)
def callback():
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(1000):
        pass

with stopped_cleanly("stopped; all is kept."):
    callback()
    raise RuntimeError("no compiled object yet")
"""

OURS = """
from simulation.cli.interrupt import stopped_cleanly

with stopped_cleanly("stopped; all is kept."):
    raise RuntimeError("a fault")
"""


@pytest.mark.parametrize(
    ("program", "code", "told"),
    [(SWALLOWED, 130, "stopped; all is kept.\n"), (OURS, 1, "RuntimeError: a fault\n")],
)
def test_what_follows_ctrl_c_is_no_fault_and_a_fault_is_no_ctrl_c(
    program: str, code: int, told: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == code
    assert done.stderr.endswith(told)
    assert ("Traceback" in done.stderr) == (code == 1)
