"""Work on dask.distributed: a cluster of this machine, and a real scheduler with its workers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.compare import compare
from simulation.experiments.executors import TRIES, Executor, Lost, dask, make_executor
from tests.conftest import ROOT
from tests.experiments import executor_tasks as tasks
from tests.experiments.test_executors import interrupt_when, kill, start, started, wait_for
from tests.experiments.tiny import digests, tiny

SQUARES = [n**2 for n in range(9)]


@pytest.fixture(scope="module")
def here() -> Iterator[Executor]:
    """A cluster of this machine."""
    with make_executor("dask", 2) as executor:
        assert executor.workers == 2
        yield executor


def test_tasks_are_taken_when_a_worker_is_free(here: Executor) -> None:
    recorder = tasks.Recorder(9)
    for finished, (n, result) in enumerate(here.map(tasks.slow_square, recorder), 1):
        assert recorder.taken - finished <= 2
        assert result == n**2
    assert recorder.taken == 9


def test_an_error_of_a_task_is_raised_here(here: Executor) -> None:
    with pytest.raises(ScenarioError, match=r"^x.yaml:3:1 network.consumers: three is too"):
        list(here.map(tasks.refuse_three, range(6)))
    assert tasks.sorted_results(here.map(tasks.square, range(9))) == SQUARES


def test_the_task_of_a_killed_worker_is_done_again(here: Executor, tmp_path: Path) -> None:
    errands = [tasks.Errand(n, str(tmp_path / f"{n}") if n == 4 else "") for n in range(9)]
    assert tasks.sorted_results(here.map(tasks.die_once, errands)) == SQUARES


def test_a_task_that_always_kills_is_lost_and_the_others_live(here: Executor) -> None:
    results = tasks.sorted_results(here.map(tasks.die_at_three, range(6)))
    assert [n for n, result in enumerate(results) if isinstance(result, Lost)] == [3]
    assert f"{TRIES} workers of the cluster ended" in results[3].reason


def test_a_task_behind_a_killer_is_not_lost(here: Executor) -> None:
    results = tasks.sorted_results(here.map(tasks.die_at_three, [3, 3, 4, 5, 6, 7, 8]))
    assert [isinstance(result, Lost) for result in results] == [True] * 2 + [False] * 5
    assert results[2:] == SQUARES[4:]


def test_a_large_function_goes_to_each_worker_once(here: Executor) -> None:
    size = 2 * dask._SMALL
    added = tasks.sorted_results(here.map(partial(tasks.plus_length, bytes(size)), range(4)))
    assert added == [size + n for n in range(4)]


def test_a_cluster_whose_workers_stay_away_is_one_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dask, "_RESTART", 1.0)
    with (
        pytest.raises(ArgumentError, match="no worker of the local cluster lives for 1 seconds"),
        dask.Dask(1, None) as executor,
    ):
        list(without_nannies(executor).map(tasks.die_at_three, [3]))


def without_nannies(executor: dask.Dask) -> dask.Dask:
    """A cluster that starts no worker again."""
    for nanny in executor._local.workers.values():
        nanny.close_gracefully()
    return executor


def test_an_exit_by_error_ends_workers_in_the_middle_of_a_task(tmp_path: Path) -> None:
    interrupt_when(tmp_path, 2)
    with pytest.raises(KeyboardInterrupt), make_executor("dask", 2) as executor:
        list(executor.map(tasks.sleep_long, [str(tmp_path)] * 5))
    left = time.time()
    assert tasks.gone(started(tmp_path))
    assert left - max(file.stat().st_mtime for file in tmp_path.iterdir()) < 60


@contextmanager
def cluster(folder: Path, n_workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and workers as processes of their own; gives address and scheduler."""
    with ExitStack() as ends:
        port = free_port()
        address = f"tcp://127.0.0.1:{port}"
        options = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"]
        scheduler = begin(ends, folder, "distributed.cli.dask_scheduler", *options)
        for _ in range(n_workers):
            begin_worker(ends, folder, address)
        yield address, scheduler


def begin(
    ends: ExitStack, folder: Path, module: str, *options: str, path: str = ""
) -> subprocess.Popen[bytes]:
    """A program of dask that ends with the test."""
    child = subprocess.Popen(
        [sys.executable, "-m", module, *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [path, str(ROOT)]))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ends.callback(child.wait)
    ends.callback(child.kill)
    return child


def begin_worker(
    ends: ExitStack, folder: Path, address: str, path: str = ""
) -> subprocess.Popen[bytes]:
    """A worker of one thread, without anybody who starts it again."""
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
    options += ["--local-directory", str(folder)]
    return begin(ends, folder, "distributed.cli.dask_worker", address, *options, path=path)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.slow
def test_a_cluster_whose_workers_are_killed_and_come_late(tmp_path: Path) -> None:
    errands = [tasks.Errand(n, str(tmp_path / f"{n}") if n == 2 else "") for n in range(9)]
    with cluster(tmp_path, 2) as (address, _), ExitStack() as ends:
        with make_executor("dask", 1, address) as executor:
            until(lambda: executor.workers == 2)
            assert tasks.sorted_results(executor.map(tasks.die_once, errands)) == SQUARES
            until(lambda: executor.workers == 1)
            begin_worker(ends, tmp_path, address)
            until(lambda: executor.workers == 2)
            results = executor.map(tasks.pid, range(60))
            assert len({process for _, process in results}) == 2
        refuse_another_version(ends, tmp_path, address)


def refuse_another_version(ends: ExitStack, folder: Path, address: str) -> None:
    """A worker with another womsim joins: the cluster is refused."""
    about = folder / "other" / "womsim-9.9.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Name: womsim\nVersion: 9.9\n", encoding="utf-8")
    with make_executor("dask", 1, address) as executor:
        begin_worker(ends, folder, address, path=str(about.parent))
        until(lambda: executor.workers == 3)
        with pytest.raises(ArgumentError, match=r"came later has womsim 9.9, here is 0.1.0"):
            list(executor.map(tasks.slow_square, range(40)))
    with pytest.raises(ArgumentError) as refused:
        make_executor("dask", 1, address).__enter__()
    assert "has womsim 9.9, here is 0.1.0. Install the same on both." in str(refused.value)


def test_a_scheduler_that_goes_away_is_one_message(tmp_path: Path) -> None:
    folder = tmp_path / "pids"
    folder.mkdir()
    with (
        cluster(tmp_path, 1) as (address, scheduler),
        make_executor("dask", 1, address) as executor,
    ):

        def end() -> None:
            wait_for(folder, 1)
            scheduler.kill()

        threading.Thread(target=end, daemon=True).start()
        with pytest.raises(ArgumentError, match=f"cluster: {address} went away"):
            list(executor.map(tasks.sleep_long, [str(folder)] * 2))


def until(holds: object, seconds: float = 120.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.usefixtures("no_pictures")
def test_a_comparison_has_the_same_bytes(tmp_path: Path) -> None:
    compare(tiny(), executor="dask", workers=2, out=tmp_path / "dask")
    compare(tiny(), out=tmp_path / "straight")
    assert digests(tmp_path / "dask") == digests(tmp_path / "straight")


def test_no_process_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    script, folder = tmp_path / "parent.py", tmp_path / "pids"
    text = """
import sys
from simulation.experiments.executors import make_executor
from tests.experiments.executor_tasks import sleep_long
if __name__ == "__main__":
    with make_executor("dask", 2) as executor:
        list(executor.map(sleep_long, [sys.argv[1]] * 4))
"""
    script.write_text(text, encoding="utf-8")
    folder.mkdir()
    parent = start(script, str(folder))
    wait_for(folder, 2)
    kill(parent)
    assert tasks.gone(started(folder))


def test_no_answer_and_strangers_are_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "PATIENCE", 1.0)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        silent = f"cluster: {address} does not answer within 1 seconds. "
        refused(address, silent + "Start its scheduler, or mend the address.")
    refused("tcp://127.0.0.1:1", "cluster: tcp://127.0.0.1:1 does not answer within 1 seconds. ")
    refused("gopher://127.0.0.1:1", "cluster: at gopher://127.0.0.1:1 there is no scheduler")


@pytest.mark.parametrize("address", ["8786", "tcp://", "tcp://here", "host:8786", "tcp://h:x"])
def test_a_malformed_address_is_one_message(address: str) -> None:
    refused(address, f'cluster: "{address}" is no address. Write tcp://HOST:PORT.')


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    refused(None, 'executor: dask needs an extra. Install it: pip install "womsim[cluster]".')


def refused(address: str | None, message: str) -> None:
    """The cluster cannot be used, and one message says why."""
    begun = time.monotonic()
    with pytest.raises(ArgumentError) as error, make_executor("dask", 2, address):
        pass
    assert str(error.value).startswith(message)
    assert time.monotonic() - begun < 12
