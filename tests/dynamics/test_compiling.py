"""A day is compiled by two processes before it is lived, and only where it is not on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation import compiling
from tests.small_markets import needs_compiled

COMPILE = """
from simulation import compiling
from simulation.dynamics.loops import stretch

compiling.compile_day()
compiling.compile_talk()
doors = ("talk_stretch", "hear_stretch", "live_stretch", "arrive_stretch", "bond_stretch")
for name in doors:
    door = getattr(stretch, name)
    print(name, len(door.signatures), sum(door.stats.cache_hits.values()))
"""


def _compiled(cache: Path) -> dict[str, list[str]]:
    """Signatures and cache hits of each door, in a process of its own."""
    outcome = subprocess.run(
        [sys.executable, "-c", COMPILE], capture_output=True, text=True, check=True,
        env={**os.environ, "WOMSIM_CACHE": str(cache)},
    )  # fmt: skip
    return {name: found for name, *found in map(str.split, outcome.stdout.splitlines())}


@needs_compiled
@pytest.mark.slow
def test_both_halves_are_on_disk_and_a_run_needs_no_other(tmp_path: Path) -> None:
    """What the other process compiled is read from disk; a run asks for the same signatures."""
    cold = _compiled(tmp_path)
    assert cold["talk_stretch"] == cold["hear_stretch"] == ["1", "1"]
    assert cold["live_stretch"] == cold["arrive_stretch"] == ["1", "0"]
    run = """
from simulation import load_scenario, run
from simulation.dynamics.loops import stretch
run(load_scenario("scenarios/phone_launch.yaml").with_changes({"network.consumers": 300}),
    "many_kocs", threads=1)
for door in (stretch.talk_stretch, stretch.hear_stretch, stretch.live_stretch,
             stretch.arrive_stretch, stretch.bond_stretch):
    assert sum(door.stats.cache_misses.values()) == 0, door
    assert len(door.signatures) <= 1, door
"""
    subprocess.run(
        [sys.executable, "-c", run], check=True, env={**os.environ, "WOMSIM_CACHE": str(tmp_path)}
    )


class _Ended:
    """A process that has ended."""

    def wait(self) -> int:
        return 0


class TestWithoutHelp:
    @pytest.fixture
    def halves(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Which half was compiled here."""
        called: list[str] = []
        monkeypatch.setattr(compiling, "compile_life", lambda: called.append("life"))
        return called

    def test_nothing_happens_where_all_is_on_disk(
        self, monkeypatch: pytest.MonkeyPatch, halves: list[str]
    ) -> None:
        monkeypatch.setattr(compiling, "is_cold", lambda: False)
        monkeypatch.setattr(subprocess, "Popen", None)
        compiling.compile_day()
        assert halves == []

    @pytest.mark.parametrize("python", ["/there/is/no/python", None])
    def test_where_no_process_can_be_started_calls_compile(
        self, monkeypatch: pytest.MonkeyPatch, halves: list[str], python: str | None
    ) -> None:
        """Python in another program has no executable to start again."""
        monkeypatch.setattr(compiling, "is_cold", lambda: True)
        monkeypatch.setattr(sys, "executable", python)
        compiling.compile_day()
        assert halves == []

    def test_the_other_runs_no_file_of_the_folder_where_somebody_works(
        self, monkeypatch: pytest.MonkeyPatch, halves: list[str], tmp_path: Path
    ) -> None:
        started: list[list[str]] = []
        monkeypatch.setattr(compiling, "is_cold", lambda: True)

        def start(command: list[str], **more: object) -> _Ended:
            started.append(command)
            return _Ended()

        monkeypatch.setattr(subprocess, "Popen", start)
        compiling.compile_day()
        monkeypatch.undo()
        (tmp_path / "simulation.py").write_text("open('shadow', 'w')", encoding="utf-8")
        script = started[0][started[0].index("-c") + 1].replace("; c.compile_talk()", "")
        command = [*started[0][:-2], script, started[0][-1]]
        subprocess.run(command, cwd=tmp_path, check=True)
        assert not (tmp_path / "shadow").exists()

    def test_one_that_fails_does_not_stop_us(
        self, monkeypatch: pytest.MonkeyPatch, halves: list[str]
    ) -> None:
        monkeypatch.setattr(compiling, "is_cold", lambda: True)
        monkeypatch.setattr(sys, "executable", "false")
        compiling.compile_day()
        assert halves == ["life"]
