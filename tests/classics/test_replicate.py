"""Replications on threads: what goes wrong in one of them comes out, and nobody waits for ever."""

from __future__ import annotations

from threading import Thread

import pytest

from simulation.classics.replicate import replicate

PATIENCE = 30.0


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_an_error_in_any_thread_is_raised(threads: int) -> None:
    seen: list[str] = []

    def run(keys: object, scratch: object, part: slice) -> None:
        raise ZeroDivisionError("broken")

    def ask() -> None:
        try:
            replicate(run, list[int], 100, 0, threads)
        except ZeroDivisionError as error:
            seen.append(str(error))

    asked = Thread(target=ask, daemon=True)
    asked.start()
    asked.join(PATIENCE)
    assert seen == ["broken"]
