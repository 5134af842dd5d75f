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
from tests.experiments.tiny import YAML

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")
"""What sets the colour of letters or of what is behind them."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminal")


def on_a_terminal(folder: Path, **environment: str) -> bytes:
    """Everything that a comparison writes to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "compare", "tiny.yaml", "--replications", "2", "--force"],
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
    (tmp_path / "tiny.yaml").write_text(YAML, encoding="utf-8")
    assert COLOUR.search(on_a_terminal(tmp_path))
    plain = on_a_terminal(tmp_path, NO_COLOR="1")
    assert b"report: out/tiny/report.html" in plain
    assert not COLOUR.search(plain)
