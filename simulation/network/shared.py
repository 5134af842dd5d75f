"""Social graphs that are built once and used again, by one copy on each machine.

The same replicate of a sweep meets the same graph at many points. Small graphs stay in memory.
Large ones, met again, lie in a temporary folder and are mapped into the memory of every process
that uses them, so that the machine holds one copy. Measured with default settings: 100,000
consumers (14 MB) take 0.3 seconds to build, 0.007 to write and 0.0004 to map; a million takes 4.4,
0.06 and 0.0015.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import pickle
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from simulation.network.graph import SocialGraph

IN_MEMORY = 64_000_000
"""Bytes of graphs that a process keeps in memory of its own."""

LARGE = 1_000_000
"""Bytes from which a graph is mapped from a file rather than kept."""

ON_DISK = 4_000_000_000
"""Bytes of graphs in a folder, and never more than a quarter of what is free."""

REMEMBERED = 10_000
"""Graphs of which a process knows that it met them."""

_ALIGNED = 64
_PREFIX = "womsim-graphs-"
_LOCK = ".lock"
_SECONDS_TO_LOCK = 60.0

Key = Hashable
"""What a graph is made from; its ``repr`` is the same in every process."""


class _Memory:
    """Graphs of this process: those used last, as many as fit, and which others were met."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[SocialGraph, int]] = OrderedDict()
        self._large: OrderedDict[Key, None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> SocialGraph | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Key, graph: SocialGraph, size: int) -> None:
        """Keep this one, and of the others those that still fit."""
        with self._lock:
            self._kept[key] = (graph, size)
            while len(self._kept) > 1 and sum(n for _, n in self._kept.values()) > IN_MEMORY:
                self._kept.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Let a graph go that is in a file now."""
        with self._lock:
            self._kept.pop(key, None)

    def note_large(self, key: Key) -> None:
        """Remember that a graph was met that is too large to be kept here."""
        with self._lock:
            self._large[key] = None
            if len(self._large) > REMEMBERED:
                self._large.popitem(last=False)

    def met_large(self, key: Key) -> bool:
        return key in self._large


_memory = _Memory()
_folders: list[Path] = []


def graph_of(key: Key, build: Callable[[], SocialGraph], *, is_one: bool = False) -> SocialGraph:
    """The graph of a key: the one at hand, or a new one. Nobody may write into its arrays.

    Parameters
    ----------
    key
        What the graph is made from.
    build
        Makes it.
    is_one
        Whether all replicates use it, so that it is shared from the first time on.
    """
    graph = _memory.get(key)
    if graph is not None:
        return graph
    file = _file_of(key)
    if file is not None and (is_one or _memory.met_large(key) or file.exists()):
        with suppress(OSError):  # the folder is gone, or its disk fails
            return _shared(file, key, build, is_one)
    return _built(key, build, is_one)


def _shared(file: Path, key: Key, build: Callable[[], SocialGraph], is_one: bool) -> SocialGraph:
    """The graph of a file, which the first one writes while others wait."""
    if not file.exists():
        with FileLock(f"{file}.lock"):
            if not file.exists():
                graph = _built(key, build, is_one)
                size = n_bytes(graph)
                if size < LARGE or not _has_room(file.parent, size):
                    return graph
                try:
                    write_graph(graph, file)
                except OSError:
                    return graph
                _memory.forget(key)
    return read_graph(file)


def _file_of(key: Key) -> Path | None:
    """Where processes of this machine look for a graph; nowhere outside of `sharing`."""
    folder = _folders[-1] if _folders else None
    if folder is None or not folder.is_dir():
        return None
    return folder / hashlib.sha256(repr(key).encode()).hexdigest()


def _built(key: Key, build: Callable[[], SocialGraph], is_one: bool) -> SocialGraph:
    graph = build()
    size = n_bytes(graph)
    if is_one or size < LARGE:
        _memory.keep(key, graph, size)
    else:
        _memory.note_large(key)
    return graph


def _has_room(folder: Path, size: int) -> bool:
    used = sum(file.stat().st_size for file in folder.iterdir())
    return used + size < min(ON_DISK, shutil.disk_usage(folder).free // 4)


def n_bytes(graph: SocialGraph) -> int:
    """Bytes of a graph's arrays."""
    columns = [*graph.attributes.values(), *([] if graph.labels is None else [graph.labels])]
    ties = [array for layer in graph.layers.values() for array in layer]
    return sum(array.nbytes for array in [*ties, *columns])


def write_graph(graph: SocialGraph, file: Path) -> None:
    """Write a graph so that its arrays can be mapped; the file is there whole or not at all."""
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(graph, protocol=5, buffer_callback=buffers.append)
    arrays = [buffer.raw() for buffer in buffers]
    head = pickle.dumps((body, [array.nbytes for array in arrays]))
    half = file.with_name(f"{file.name}-{os.getpid()}")
    try:
        with half.open("wb") as stream:
            stream.write(len(head).to_bytes(_ALIGNED, "little"))
            for part in [memoryview(head), *arrays]:
                n_written = stream.write(part)
                stream.write(bytes(_aligned(n_written) - n_written))
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


def read_graph(file: Path) -> SocialGraph:
    """A graph whose arrays are pages of a file, which all processes of the machine share.

    The arrays look writable, as the compiled loops know them; what is written would stay in this
    process.
    """
    with file.open("rb") as stream:
        pages = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY))
    n_head = int.from_bytes(pages[:_ALIGNED], "little")
    body, sizes = pickle.loads(pages[_ALIGNED : _ALIGNED + n_head])
    arrays, here = [], _aligned(_ALIGNED + n_head)
    for size in sizes:
        arrays.append(pages[here : here + size])
        here = _aligned(here + size)
    graph: SocialGraph = pickle.loads(body, buffers=arrays)
    return graph


def _aligned(place: int) -> int:
    return place + -place % _ALIGNED


@contextmanager
def sharing() -> Iterator[str]:
    """Share large graphs with other processes; gives the folder, for `share_in`.

    The folder is removed at the end. One whose owner was killed is removed by the next owner, who
    finds that nobody holds its lock.
    """
    _remove_stale()
    with ExitStack() as ends:
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            ends.callback(shutil.rmtree, folder, ignore_errors=True)
            ends.enter_context(FileLock(folder / _LOCK, thread_local=False))
        except OSError:
            yield ""
            return
        _folders.append(folder)
        ends.callback(_folders.remove, folder)
        yield str(folder)


def share_in(folder: str) -> None:
    """Use the graphs of the process that started this one, and give it ours."""
    _folders[:] = [Path(folder)] if folder else []


def _remove_stale() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = folder / _LOCK
        with suppress(OSError, Timeout):
            begun = (lock if lock.exists() else folder).stat()
            is_ours = not hasattr(os, "getuid") or begun.st_uid == os.getuid()
            if is_ours and time.time() - begun.st_mtime > _SECONDS_TO_LOCK:
                with FileLock(lock, timeout=0):
                    shutil.rmtree(folder)
