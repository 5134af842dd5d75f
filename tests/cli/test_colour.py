"""Colour comes on a terminal only, and not where ``NO_COLOR`` is set."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.womsim import ROOT, RUN

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")
"""What sets the colour of letters or of what is behind them."""

BAR = """
from simulation.cli.progress import progress
with progress(False) as show:
    for finished in range(5):
        show(finished, 4)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminal")


def on_a_terminal(folder: Path, code: str, *words: str, **environment: str) -> bytes:
    """Everything that a program writes to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env={**known, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        written = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while part := os.read(ours, 65536):
                written += part
    os.close(ours)
    assert process.returncode == 0, written
    return written


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    assert COLOUR.search(on_a_terminal(tmp_path, BAR))
    plain = on_a_terminal(tmp_path, BAR, NO_COLOR="1")
    assert b"4/4" in plain
    assert not COLOUR.search(plain)


def test_what_is_printed_has_no_colour_in_any_case(tmp_path: Path) -> None:
    for words in (("--help",), ("list", "outcomes")):
        printed = on_a_terminal(tmp_path, RUN, *words)
        assert len(printed) > 200
        assert b"\x1b" not in printed
