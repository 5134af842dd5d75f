"""What this machine can do at best: bytes a second in sequence, places a second at random."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

COPIED = 1 << 25
"""Numbers of 8 bytes that are copied: 256 MB, more than any cache holds."""

PLACES = 1 << 21
"""Places that are looked up."""

ROUNDS = 20


def _fastest(job: Callable[[], object], repeats: int = 5) -> float:
    seconds = []
    for _ in range(repeats):
        begun = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def bytes_a_second(numbers: int = COPIED) -> float:
    """Bytes that one core reads and writes a second when it copies a large array."""
    source, target = np.ones(numbers), np.zeros(numbers)
    return 2 * source.nbytes / _fastest(lambda: np.copyto(target, source))


def ns_a_place(rows: int, places: int = PLACES) -> float:
    """Nanoseconds to read and write one place at random in an array of 8 bytes a row."""
    rng = np.random.default_rng(1)
    column, place = np.zeros(rows), rng.integers(0, rows, places)
    value = np.empty(places)

    def there_and_back() -> None:
        np.take(column, place, out=value, mode="clip")
        column[place] = value

    return _fastest(there_and_back) / places * 1e9


def s_of_exchange(n_bytes: int) -> float:
    """Seconds until two processes of this machine have told each other so many bytes."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    other = context.Process(target=_answer, args=(there, ROUNDS))
    other.start()
    message = bytes(max(1, n_bytes))
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        here.send_bytes(message)
        here.recv_bytes()
        seconds.append(time.perf_counter() - begun)
    other.join()
    return float(np.median(seconds))


def _answer(pipe: Connection, rounds: int) -> None:
    for _ in range(rounds):
        pipe.send_bytes(pipe.recv_bytes())
