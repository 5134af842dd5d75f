"""Executors give the same results wherever tasks run, and survive workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.executors import TRIES, Kind, Lost, make_executor, stopping
from tests.conftest import ROOT
from tests.experiments import executor_tasks as tasks

KINDS: list[Kind] = ["serial", "threads", "processes"]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


def test_all_give_the_same_results(kind: Kind) -> None:
    with make_executor(kind, 2) as executor:
        squares = tasks.sorted_results(executor.map(tasks.square, range(20)))
        assert squares == [number**2 for number in range(20)]
        assert list(executor.map(tasks.slow_square, [])) == []
        assert tasks.sorted_results(executor.map(tasks.slow_square, range(3))) == [0, 1, 4]


def test_tasks_are_taken_when_a_worker_is_free(kind: Kind) -> None:
    recorder = tasks.Recorder(30)
    with make_executor(kind, 2) as executor:
        for finished, _ in enumerate(executor.map(tasks.slow_square, recorder), 1):
            assert recorder.taken - finished <= executor.workers
    assert recorder.taken == 30


def test_an_error_of_a_task_is_raised_here(kind: Kind) -> None:
    with make_executor(kind, 2) as executor, pytest.raises(ScenarioError) as failed:
        list(executor.map(tasks.refuse_three, range(6)))
    assert str(failed.value) == "x.yaml:3:1 network.consumers: three is too many"
    assert failed.value.problems[0].line == 3


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    with make_executor("processes") as executor, pytest.raises(RuntimeError) as failed:
        list(executor.map(tasks.stubborn, [4]))
    assert str(failed.value) == "StubbornError: 5"
    assert "executor_tasks.py" in failed.value.__notes__[0]


def test_a_function_that_a_worker_cannot_find_is_an_error() -> None:
    with make_executor("processes") as executor, pytest.raises(AttributeError):
        list(executor.map(lambda number: number, [1]))


def test_several_processes_work_and_none_of_them_is_this_one() -> None:
    with make_executor("processes", 2) as executor:
        workers = {result for _, result in executor.map(tasks.pid, range(60))}
    assert len(workers) == 2
    assert os.getpid() not in workers
    assert not any(map(tasks.is_alive, map(int, workers)))  # type: ignore[arg-type]


def test_no_more_processes_than_tasks() -> None:
    with make_executor("processes", 64) as executor:
        assert len({result for _, result in executor.map(tasks.pid, [1])}) == 1


def test_the_task_of_a_killed_worker_is_done_again(tmp_path: Path) -> None:
    errands = [tasks.Errand(n, str(tmp_path / f"{n}") if n in (2, 5) else "") for n in range(9)]
    with make_executor("processes", 2) as executor:
        squares = tasks.sorted_results(executor.map(tasks.die_once, errands))
    assert squares == [n**2 for n in range(9)]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_always_kills_is_lost_and_the_others_live(workers: int) -> None:
    with make_executor("processes", workers) as executor:
        results = tasks.sorted_results(executor.map(tasks.die_at_three, range(7)))
    assert [n for n, result in enumerate(results) if isinstance(result, Lost)] == [3]
    assert results[:3] + results[4:] == [0, 1, 4, 16, 25, 36]
    assert f"{TRIES} worker processes ended" in results[3].reason
    assert "code -9" in results[3].reason


def test_an_exit_by_error_ends_processes_in_the_middle_of_a_task(tmp_path: Path) -> None:
    interrupt_when(tmp_path, 2)
    with pytest.raises(KeyboardInterrupt), make_executor("processes", 2) as executor:
        list(executor.map(tasks.sleep_long, [str(tmp_path)] * 5))
    assert not any(map(tasks.is_alive, started(tmp_path)))


def test_an_exit_by_error_ends_processes_whose_results_nobody_reads(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(ZeroDivisionError), make_executor("processes", 2) as executor:  # noqa: PT012
        results = executor.map(tasks.sleep_where_there_is_a_folder, ["", *[str(tmp_path)] * 3])
        assert next(results)[0] == ""
        wait_for(tmp_path, 1)  # a worker that starts late gets its task when results are read
        raise ZeroDivisionError
    assert not any(map(tasks.is_alive, started(tmp_path)))
    assert time.monotonic() - begun < 100


def test_work_that_is_not_read_to_its_end_disturbs_no_later_work(kind: Kind) -> None:
    with make_executor(kind, 2) as executor:
        results = executor.map(tasks.slow_square, range(100, 110))
        next(results)
        results.close()  # type: ignore[attr-defined]
        assert tasks.sorted_results(executor.map(tasks.square, range(6))) == [0, 1, 4, 9, 16, 25]


def test_an_exit_by_error_waits_for_no_thread() -> None:
    halt, stopped, all_begun = threading.Event(), threading.Event(), threading.Barrier(3)

    def run(number: int) -> int:
        all_begun.wait(20)
        halt.wait(20)
        try:
            stopping.check()
        except stopping.StoppedError:
            stopped.set()
            raise
        return number

    recorder = tasks.Recorder(9)
    with pytest.raises(ZeroDivisionError), make_executor("threads", 2) as executor:  # noqa: PT012
        results = executor.map(run, recorder)

        def read() -> None:
            with suppress(stopping.StoppedError):
                next(results)

        threading.Thread(target=read, daemon=True).start()
        all_begun.wait(20)
        raise ZeroDivisionError
    assert not halt.is_set()
    halt.set()
    assert stopped.wait(20)
    assert recorder.taken <= 2
    stopping.check()


PARENT = """
import sys
from simulation.experiments.executors import make_executor
from tests.experiments.executor_tasks import sleep_long
if __name__ == "__main__":
    with make_executor("processes", 2) as executor:
        list(executor.map(sleep_long, [sys.argv[1]] * 4))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script, folder = tmp_path / "parent.py", tmp_path / "pids"
    script.write_text(PARENT, encoding="utf-8")
    folder.mkdir()
    parent = start(script, str(folder))
    wait_for(folder, 2)
    kill(parent)
    assert tasks.gone(started(folder))


def test_children_do_not_hear_ctrl_c(tmp_path: Path) -> None:
    script, folder = tmp_path / "parent.py", tmp_path / "pids"
    script.write_text(PARENT, encoding="utf-8")
    folder.mkdir()
    parent = start(script, str(folder))
    wait_for(folder, 2)
    for child in started(folder):
        os.kill(child, signal.SIGINT)
    time.sleep(0.1)
    assert all(map(tasks.is_alive, started(folder)))
    os.killpg(parent.pid, signal.SIGINT)
    _, complaint = parent.communicate(timeout=120)
    assert complaint.count("KeyboardInterrupt") == 1
    assert not any(map(tasks.is_alive, started(folder)))


def test_a_script_without_a_guard_gets_one_message(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(PARENT.replace('if __name__ == "__main__":', "if True:"), encoding="utf-8")
    done = start(script, str(tmp_path))
    _, complaint = done.communicate(timeout=120)
    assert done.returncode == 1
    last = complaint.strip().splitlines()[-1]
    assert 'a script without `if __name__ == "__main__":`' in last


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gnomes",), 'executor: "gnomes" is unknown. Use serial or threads or processes or dask.'),
        (("thread",), 'executor: "thread" is unknown. Use threads.'),
        (("threads", 0), "workers: 0 is below 1. Raise it."),
        (("threads", 2, "here"), 'cluster: "here" is no address. Write tcp://HOST:PORT.'),
    ],
)
def test_wrong_arguments_get_one_message(arguments: tuple[Kind], message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        make_executor(*arguments)
    assert str(refused.value) == message


def start(script: Path, *arguments: str) -> subprocess.Popen[str]:
    """A script in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, str(script), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(parent: subprocess.Popen[str]) -> None:
    """``kill -9``, and do not wait for its children."""
    parent.kill()
    parent.wait()
    assert parent.stderr is not None
    parent.stderr.close()


def started(folder: Path) -> list[int]:
    """Processes that left their number in a folder."""
    return [int(file.name) for file in folder.iterdir()]


def wait_for(folder: Path, n: int) -> None:
    """Wait until some processes are at work."""
    deadline = time.monotonic() + 100
    while len(started(folder)) < n:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def interrupt_when(folder: Path, n: int) -> None:
    """Press Ctrl-C in this process as soon as some processes are at work."""

    def press() -> None:
        wait_for(folder, n)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
