"""Opening a file of the user's, and saying plainly when that fails."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from simulation.errors import GraphError, Problem

_GZIP = b"\x1f\x8b"
_UTF8_MARK = b"\xef\xbb\xbf"
_GZIP_BITS = 31  # a head and a checksum as gzip writes them
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")

BLOCK_BYTES = 1 << 23
"""Text that is read at once."""

_PIECE_BYTES = 1 << 16


def trouble(path: Path, message: str, line: int = 0) -> GraphError:
    """An error that names the file, where sensible the line, and the remedy."""
    return GraphError(str(Problem(message, file=str(path), line=line, column=1)))


def read_bytes(path: Path) -> bytes:
    """What is in a file, unpacked when it is gzipped.

    Raises
    ------
    GraphError
        When it is missing, a folder, not readable or damaged.
    """
    return b"".join(_pieces(path))


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to be read here and there; one that is gzipped is unpacked into memory.

    Raises
    ------
    GraphError
        When it is missing, a folder, not readable or damaged.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _not_opened(path, error) from error
    with stream:
        if not stream.read(len(_GZIP)).startswith(_GZIP) and path.suffix != ".gz":
            stream.seek(0)
            yield stream
            return
    yield BytesIO(read_bytes(path))


def read_utf8(path: Path) -> bytes:
    """The bytes of a text file in UTF-8, without a byte-order mark.

    Raises
    ------
    GraphError
        When it is not such a text.
    """
    return b"".join(read_blocks(path))


def read_blocks(path: Path) -> Iterator[bytes]:
    """Whole lines of a text file in UTF-8, in blocks of about `BLOCK_BYTES`.

    The next block is read and unpacked while one is worked on.

    Raises
    ------
    GraphError
        When it cannot be read, or is not such a text.
    """
    blocks = _ahead(_blocks(path))
    first = next(blocks, b"")
    if first.startswith(_OTHER_MARKS):
        raise trouble(path, "is text in UTF-16. Save it as UTF-8.")
    if b"\0" in first[:65536]:
        raise trouble(path, "is not text. Save it as text in UTF-8.")
    yield first.removeprefix(_UTF8_MARK)
    yield from blocks


def _blocks(path: Path) -> Iterator[bytes]:
    """Pieces put together to whole lines, which end with a line feed or else a carriage return."""
    parts: list[bytes] = []
    n_bytes, enough, end = 0, BLOCK_BYTES, b""
    for piece in _pieces(path):
        parts.append(piece)
        n_bytes += len(piece)
        if n_bytes < enough:
            continue
        data = b"".join(parts)
        end = end or (b"\r" if b"\n" not in data and b"\r" in data else b"\n")
        stop = data.rfind(end) + 1
        parts, n_bytes = [data[stop:]], len(data) - stop
        enough = BLOCK_BYTES if stop else 2 * n_bytes
        if stop:
            yield data[:stop]
    if n_bytes:
        yield b"".join(parts)


def _ahead(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks; a thread is always one ahead."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, blocks, b"")
        while block := coming.result():
            coming = thread.submit(next, blocks, b"")
            yield block


def _pieces(path: Path) -> Iterator[bytes]:
    """What is in a file piece by piece, unpacked when it is gzipped."""
    try:
        with path.open("rb") as stream:
            piece = stream.read(_PIECE_BYTES)
            if piece.startswith(_GZIP):
                yield from _unpacked(piece, stream)
                return
            if path.suffix == ".gz":
                raise trouble(path, "is not gzipped. Take .gz off its name or gzip it.")
            while piece:
                yield piece
                piece = stream.read(_PIECE_BYTES)
    except (EOFError, zlib.error) as error:
        raise trouble(path, f"cannot be unpacked: {error}. Get or write it anew.") from error
    except OSError as error:
        raise _not_opened(path, error) from error


def _unpacked(piece: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """What a gzipped stream holds; several such streams may follow one another."""
    while piece:
        unpack = zlib.decompressobj(_GZIP_BITS)
        while not unpack.eof:
            if not piece:
                raise EOFError("it ends in the middle")
            yield unpack.decompress(piece)
            piece = unpack.unused_data or stream.read(_PIECE_BYTES)
        piece = piece.lstrip(b"\0")  # zeros may fill up the end


def decoded(path: Path, data: bytes, lines_before: int = 0) -> str:
    """The text; an error names the first line of the file that is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = lines_before + data.count(b"\n", 0, error.start) + 1
        raise trouble(path, "is not text in UTF-8. Save it as UTF-8.", line) from error


def _not_opened(path: Path, error: OSError) -> GraphError:
    if isinstance(error, FileNotFoundError):
        folder = path.parent
        names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
        near = get_close_matches(path.name, names, n=1)
        remedy = f"Use {near[0]}." if near else "A relative path counts from the file naming it."
        where = "" if folder.is_dir() else f", nor is there a folder {folder}"
        return trouble(path, f"no such file{where}. {remedy}")
    if isinstance(error, IsADirectoryError):
        return trouble(path, "is a folder. Name a file in it.")
    if isinstance(error, PermissionError):
        return trouble(path, "may not be read by you. Change its permissions.")
    return trouble(path, f"cannot be read: {error.strerror or error}. Check the disk and the path.")
