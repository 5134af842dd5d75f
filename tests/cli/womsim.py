"""The command as people run it: another process, its exit code and what it prints."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RUN = "from simulation.cli import main; main()"
PREPARED = f"from tests.cli.prepared import serve; serve(); {RUN}"

CAN_SPLIT = sys.platform == "linux"
"""Whether a process that has imported libraries may be split (macOS forbids it)."""

FREE = {"COLUMNS", "PYTEST_CURRENT_TEST"}
"""Variables that nothing reads while it is imported."""


def womsim(
    *arguments: str,
    folder: Path,
    fresh: bool = False,
    pictures: bool = True,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run ``womsim`` in a folder.

    Parameters
    ----------
    arguments
        Words behind ``womsim``.
    folder
        Where it is run.
    fresh
        Start Python anew, as a user does. Otherwise the process is split off from one that has
        imported the libraries already, which saves a second; it is new in all other respects.
    pictures
        Draw figures and write the report, which takes longer than a tiny market lives. Only a
        process that is split off can leave them out.
    environment
        Variables to set.
    """
    whole = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment}
    if CAN_SPLIT and not fresh:
        server, known = _prepared()
        if {k: v for k, v in whole.items() if k not in FREE} == known:
            words = {"arguments": arguments, "environment": whole, "pictures": pictures}
            done = _split_off(server, {**words, "folder": str(folder.absolute())})
            if done is not None:
                return done
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env=whole,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@cache
def _prepared() -> tuple[subprocess.Popen[str], dict[str, str]]:
    """The process to split from, and the variables that it was started with."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        [sys.executable, "-c", PREPARED],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(server.communicate)  # closes its input, which ends it
    return server, {k: v for k, v in environment.items() if k not in FREE}


def _split_off(
    server: subprocess.Popen[str], errand: dict[str, Any]
) -> subprocess.CompletedProcess[str] | None:
    """Let the prepared process start a command and wait for its end; nothing if it is gone."""
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as place:
        stdout, stderr = Path(place, "stdout"), Path(place, "stderr")
        places = {"stdout": str(stdout), "stderr": str(stderr)}
        try:
            server.stdin.write(json.dumps({**errand, **places}) + "\n")
            server.stdin.flush()
        except BrokenPipeError:
            return None
        code = server.stdout.readline()
        if not code:
            return None
        said, complaint = (file.read_text(encoding="utf-8") for file in (stdout, stderr))
    return subprocess.CompletedProcess(["womsim", *errand["arguments"]], int(code), said, complaint)
