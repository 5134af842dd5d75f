"""Opening a file of the user's, and saying plainly when that fails."""

from __future__ import annotations

import gzip
import zlib
from difflib import get_close_matches
from pathlib import Path

from simulation.errors import GraphError, Problem

_GZIP = b"\x1f\x8b"
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


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
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _not_opened(path, error) from error
    if not data.startswith(_GZIP):
        if path.suffix == ".gz":
            raise trouble(path, "is not gzipped. Take .gz off its name or gzip it.")
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise trouble(path, f"cannot be unpacked: {error}. Get or write it anew.") from error


def read_utf8(path: Path) -> bytes:
    """The bytes of a text file in UTF-8, without a byte-order mark.

    Raises
    ------
    GraphError
        When it is not such a text; the text names the first line that is not.
    """
    data = read_bytes(path)
    if data.startswith(_OTHER_MARKS):
        raise trouble(path, "is text in UTF-16. Save it as UTF-8.")
    if b"\0" in data[:65536]:
        raise trouble(path, "is not text. Save it as text in UTF-8.")
    return data.removeprefix(_UTF8_MARK)


def decoded(path: Path, data: bytes) -> str:
    """The text; an error names the first line that is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
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
