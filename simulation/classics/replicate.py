"""Many replications of a model, on all cores: each has luck of its own on whatever thread."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import NamedTuple, TypeVar

from simulation.classics.arguments import whole_number
from simulation.classics.keys import Keys, keys_of

Scratch = TypeVar("Scratch")


class Repeat(NamedTuple):
    """How often, with what luck, on how many threads (None: one a core)."""

    replications: int
    seed: int
    threads: int | None


def repeat(replications: object, seed: object, threads: object) -> Repeat:
    """Check what was asked for."""
    return Repeat(
        whole_number("replications", replications, 1),
        whole_number("seed", seed, 0),
        None if threads is None else whole_number("threads", threads, 1),
    )


_PARTS = 8
"""Parts of the work for each thread, so that none waits long for the last."""
_LARGEST_PART = 512
"""Replications after which a thread looks up, so that Ctrl-C is heard."""


def replicate(
    run: Callable[[Keys, Scratch, slice], None],
    new_scratch: Callable[[], Scratch],
    replications: int,
    seed: int,
    threads: int | None,
) -> list[Scratch]:
    """Run all replications in parts, each thread with a scratch of its own.

    Parameters
    ----------
    run
        Called with the keys of a part, a scratch, and the part as a slice. It writes the results
        of its replications into the slice of arrays that it shares with the other parts, adds
        whole numbers up in the scratch, and leaves the rest of the scratch as it found it.
    new_scratch
        Makes a scratch.
    replications, seed
        Checked by the caller, see :func:`repeat`.
    threads
        Number of threads, None for one a core.

    Returns
    -------
    list of Scratch
        The scratches that were used, for the caller to sum up: whole numbers, so that neither the
        number of threads nor their order can change a byte.
    """
    keys = keys_of(seed, replications)
    workers = min(threads or n_cores(), replications)
    length = min(_LARGEST_PART, -(-replications // (workers * _PARTS)))
    parts = [slice(r, min(r + length, replications)) for r in range(0, replications, length)]
    scratches = [new_scratch() for _ in range(workers)]
    if workers == 1:
        for part in parts:
            run(keys[part], scratches[0], part)
        return scratches
    free: SimpleQueue[Scratch] = SimpleQueue()
    for scratch in scratches:
        free.put(scratch)

    def run_part(part: slice) -> None:
        scratch = free.get()
        try:
            run(keys[part], scratch, part)
        finally:  # else the other parts would wait for it for ever
            free.put(scratch)

    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(run_part, part) for part in parts]
        try:
            for done in waiting:
                done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return scratches


def n_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
