"""Real commands, really killed: what is finished stays, and the end is the same to the byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.cli.womsim import ROOT, RUN
from tests.experiments.sweeps.small_sweeps import digests, write_files

SWEEP = """
scenario: tiny.yaml
strategies: [kocs]
set: {days: 40, network.consumers: 1000}
design:
  kind: grid
  factors:
    brand.quality: {low: 0.3, high: 0.8, steps: 10}
    brand.price: [150, 200, 250]
replications: 3
outcomes: [customers, romi]
daily: [customers]
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does"),
]


def start(folder: Path, out: str, workers: int) -> subprocess.Popen[bytes]:
    """The command in a process group of its own."""
    words = ["sweep", "sweep.yaml", "--out", out, "--workers", str(workers), "--quiet"]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def finished(folder: Path) -> int:
    """Batches that are finished."""
    return len(list((folder / "parts").glob("[!.]*.runs.parquet")))


def wait_for_more(command: subprocess.Popen[bytes], folder: Path, batches: int) -> bool:
    """Wait for some more batches; False where the command ended before."""
    wanted = finished(folder) + batches
    end = time.monotonic() + 120
    while finished(folder) < wanted:
        if command.poll() is not None or time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sweep file, and beside it a sweep that nothing stopped."""
    folder = tmp_path_factory.mktemp("kill")
    write_files(folder, SWEEP)
    assert start(folder, "whole", 1).wait(timeout=300) == 0
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_several_times_at_random_moments(workers: int, whole: Path) -> None:
    name, kills, chance = f"all{workers}", 0, random.Random(workers)
    for _ in range(4):
        command = start(whole, name, workers)
        if wait_for_more(command, whole / name, chance.randint(1, 3)):
            time.sleep(chance.random() * 0.3)
            kept = finished(whole / name)
            os.killpg(command.pid, signal.SIGKILL)
            assert command.wait(timeout=60) == -signal.SIGKILL
            assert finished(whole / name) >= kept
            kills += 1
        if kills == 3:
            break
    assert kills >= 2
    assert start(whole, name, workers).wait(timeout=300) == 0
    assert digests(whole / name) == digests(whole / "whole")
    assert not (whole / name / "parts").exists()


def test_only_the_command_killed_its_workers_follow(whole: Path) -> None:
    command = start(whole, "orphans", 2)
    assert wait_for_more(command, whole / "orphans", 1)
    workers = psutil.Process(command.pid).children(recursive=True)
    command.kill()
    command.wait(timeout=60)
    gone, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
    assert gone
    assert start(whole, "orphans", 2).wait(timeout=300) == 0
    assert digests(whole / "orphans") == digests(whole / "whole")


def test_a_worker_killed_the_command_goes_on(whole: Path) -> None:
    command = start(whole, "worker", 2)
    assert wait_for_more(command, whole / "worker", 1)
    spawned = [
        child
        for child in psutil.Process(command.pid).children()
        if "spawn_main" in " ".join(child.cmdline())
    ]
    spawned[0].kill()
    assert command.wait(timeout=300) == 0
    assert digests(whole / "worker") == digests(whole / "whole")


def test_ctrl_c_says_how_to_go_on(whole: Path) -> None:
    command = subprocess.Popen(
        [sys.executable, "-c", RUN, "sweep", "sweep.yaml", "--out", "c", "--workers", "2"],
        cwd=whole,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert wait_for_more(command, whole / "c", 1)  # type: ignore[arg-type]
    os.killpg(command.pid, signal.SIGINT)
    time.sleep(0.05)
    os.killpg(command.pid, signal.SIGINT)  # impatient
    _, said = command.communicate(timeout=60)
    assert command.returncode == 130
    assert "The same command goes on from there." in said
    assert "Traceback" not in said
    assert start(whole, "c", 2).wait(timeout=300) == 0
    assert digests(whole / "c") == digests(whole / "whole")
