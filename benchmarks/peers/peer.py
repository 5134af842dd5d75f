"""Independent software as a server: a process that builds its model once and runs it when asked."""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, NamedTuple

import numpy as np

from simulation.network.graph import SocialGraph

SERVE = Path(__file__).resolve().parent / "serve.py"
LONG = 3600.0


class TooSlowError(Exception):
    """It did not answer within the time it was given."""


class Ran(NamedTuple):
    """Final sizes, and the seconds they took."""

    sizes: list[int]
    seconds: float


class Peer:
    """A process that runs one job of ``serve.py``; made warm with one run, and ended on leaving.

    ``to_build`` and ``to_run`` are the longest, in seconds, that building the model and the first
    run may take.
    """

    def __init__(
        self,
        python: Path,
        graph: SocialGraph,
        job: Mapping[str, object],
        to_build: float = LONG,
        to_run: float = LONG,
    ) -> None:
        self._name = job["peer"]
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        file = folder / "graph.npz"
        np.savez(file, first=graph.ties.first, listener=graph.ties.listener)
        self._errors = folder / "errors"
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [str(python), str(SERVE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=errors, text=True,
            )  # fmt: skip
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._ask({**job, "graph": str(file)})
        try:
            self.version = str(self._answer(to_build, "to build")["version"])
            self.first_seconds = float(self._answer(to_run, "a run")["seconds"])
        except BaseException:
            self.end()
            raise

    def run(self, replications: int, seconds: float = LONG) -> Ran:
        """Run it so many times, in at most so many seconds."""
        self._ask(replications)
        return Ran(**self._answer(seconds, f"for {replications:,} runs"))

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._folder.cleanup()

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def _ask(self, what: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _answer(self, seconds: float, what: str) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=seconds)
        except Empty:
            raise TooSlowError(f"more than {seconds:.0f} s {what}") from None
        if not line:
            raise SystemExit(f"{self._name} failed:\n{self._errors.read_text()[-2000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer
