"""How long the command takes to start: help, the first run when warm, and when nothing is compiled.

``python benchmarks/bench_start.py``. Cold means a fresh folder for compiled code (WOMSIM_CACHE).
Seconds of the processor, of the command and the processes it starts, say what a wait on a busy
machine does not.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import FOLDER, Row, finish, options, timing

COMMAND = [str(Path(sys.executable).with_name("womsim"))]
REPLICATIONS = 10
"""The command says a line for each tenth of the work: here for each run."""

COMPARE = [
    "compare", str(FOLDER / "market.yaml"), "--strategy", "nothing", "--replications",
    str(REPLICATIONS), "--set", "network.consumers=1000", "--set", "days=10",
    "--set", "events=[]", "--set", "strategies={nothing: []}",
]  # fmt: skip


class Start(NamedTuple):
    """Seconds from the start of a command."""

    first_run: float
    done: float
    processor: float


def help_page() -> float:
    """Seconds of ``womsim --help``."""
    begun = time.perf_counter()
    subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)
    return time.perf_counter() - begun


def comparison(cache: Path | None) -> Start:
    """Start a small comparison; the first line of progress tells when its first run is done."""
    environment = dict(os.environ)
    if cache is not None:
        environment["WOMSIM_CACHE"] = str(cache)
    with tempfile.TemporaryDirectory() as folder:
        command = [*COMMAND, *COMPARE, "--out", str(Path(folder) / "out")]
        begun, used = time.perf_counter(), processor()
        with subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr is not None
            lines = [(time.perf_counter() - begun, line) for line in process.stderr]
            process.wait()
        done = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError("".join(line for _, line in lines))
    first = next(at for at, line in lines if f" of {REPLICATIONS} runs" in line)
    return Start(first, done, processor() - used)


def processor() -> float:
    """Seconds of the processor that the processes started so far, and since ended, have used."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def cold() -> Start:
    """The same with nothing compiled."""
    with tempfile.TemporaryDirectory() as folder:
        return comparison(Path(folder))


def rows_of(name: str, start: Callable[[], Start], repeats: int) -> Row:
    """Median of several starts."""
    starts = [start() for _ in range(repeats)]
    return {
        "what": name,
        "s_to_first_run": timing([one.first_run for one in starts]).median,
        "s_until_done": timing([one.done for one in starts]).median,
        "s_of_processor": timing([one.processor for one in starts]).median,
        "runs": repeats,
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_start", __doc__ or "", argv)
    help_page()
    helps = timing([help_page() for _ in range(asked.repeats)])
    rows: list[Row] = [
        {"what": "womsim --help", "s_until_done": helps.median, "runs": asked.repeats}
    ]
    comparison(None)
    rows.append(rows_of("womsim compare, warm", lambda: comparison(None), asked.repeats))
    if not asked.quick:
        rows.append(rows_of("womsim compare, cold", cold, min(3, asked.repeats)))
    finish("start", rows, asked)


if __name__ == "__main__":
    main()
