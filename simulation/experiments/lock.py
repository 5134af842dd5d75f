"""One command at a time in a folder of results; shards of one sweep may work in it side by side.

The locks are the operating system's, so a command that is killed leaves none. On a file system
shared by several machines they hold as far as that file system's locks do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from simulation.errors import OutputError

PREFIX = ".lock-"

PATIENCE = 2.0
"""Seconds to wait for one's own lock: others look at it for a moment, to see whether it is held."""


@contextmanager
def locked(folder: Path, shard: tuple[int, int] = (1, 1)) -> Iterator[bool]:
    """Hold a folder, or a shard of it; says whether no other shard is at work in it.

    Raises
    ------
    OutputError
        When another living command holds it, or one that splits the sweep otherwise.
    """
    mine = folder / f"{PREFIX}{shard[0]}-of-{shard[1]}"
    with ExitStack() as stack:
        if not _taken(mine, stack, PATIENCE):
            raise OutputError(_in_use(folder, mine))
        busy = [path for path in others(folder, mine) if not _is_free(path)]
        for other in busy:
            if not other.name.endswith(f"-of-{shard[1]}"):
                raise OutputError(_in_use(folder, other))
        yield not busy


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else puts the tables of this folder together; while held, nobody can."""
    with ExitStack() as stack:
        yield _taken(folder / ".lock-tables", stack)


def in_use(folder: Path) -> bool:
    """Whether a living command works in a folder."""
    return any(not _is_free(path) for path in others(folder, None))


def others(folder: Path, mine: Path | None) -> list[Path]:
    """The locks of a folder but one, held or not."""
    found = sorted(folder.glob(f"{PREFIX}*-of-*"))
    return [path for path in found if path != mine]


def _taken(path: Path, stack: ExitStack, patience: float = 0.0) -> bool:
    try:
        stack.enter_context(FileLock(path, timeout=patience))
    except Timeout:
        return False
    stack.callback(path.unlink, missing_ok=True)  # while it is held: nobody can hold another one
    return True


def _is_free(path: Path) -> bool:
    with ExitStack() as stack:
        return _taken(path, stack)


def _in_use(folder: Path, lock: Path) -> str:
    shard = lock.name.removeprefix(PREFIX)
    part = "" if shard == "1-of-1" else f" (shard {shard.replace('-of-', '/')})"
    return (
        f"{folder} is in use by another womsim command that is still running{part}. "
        "Wait for it, stop it, or use another folder (out)."
    )
