"""Compile the C++ loops of this folder when a compiler is there, and hand numpy arrays to them."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent
COMPILERS = ("g++", "clang++")
FLAGS = ("-O3", "-march=native", "-std=c++17", "-ffp-contract=off", "-shared", "-fPIC")
"""No fused multiplications and no fast mathematics: the kernel has none, and bytes must agree."""

_STRUCT = re.compile(r"^struct (\w+) \{\n(.*?)^\};", re.M | re.S)
_MEMBER = re.compile(r"^    ([\w<>]+) (\w+(?:, \w+)*);", re.M)
_ELEMENTS = {
    "Array<int8_t>": np.int8, "Array<uint8_t>": np.uint8, "Array<int32_t>": np.int32,
    "Array<uint32_t>": np.uint32, "Array<int64_t>": np.int64, "Array<uint64_t>": np.uint64,
    "Array<float>": np.float32, "Array<double>": np.float64,
}  # fmt: skip
_NUMBERS: dict[str, Any] = {
    "double": ctypes.c_double, "int64_t": ctypes.c_int64, "uint64_t": ctypes.c_uint64,
}  # fmt: skip


class _Array(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("size", ctypes.c_int64))


def compiler() -> str | None:
    """The C++ compiler of this machine (``CXX``, else the first that is there), or None."""
    named = os.environ.get("CXX")
    wanted = (named,) if named else COMPILERS
    return next((found for name in wanted if (found := shutil.which(name))), None)


def version_of(program: str) -> str:
    """First line that a compiler says about itself."""
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return said.stdout.splitlines()[0]


def library(name: str) -> ctypes.CDLL:
    """The compiled loops of ``NAME.cpp``; built once for each source, compiler and processor."""
    program = compiler()
    if program is None:
        raise RuntimeError(f"no C++ compiler: none of {', '.join(COMPILERS)} is there")
    sources = [FOLDER / f"{name}.cpp", *sorted(FOLDER.glob("*.hpp"))]
    digest = hashlib.sha256(" ".join((version_of(program), *FLAGS)).encode())
    for source in sources:
        digest.update(source.read_bytes())
    place = Path(tempfile.gettempdir()) / f"womsim-reference-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    file = place / f"{name}-{digest.hexdigest()[:16]}.so"
    if not file.is_file():
        unfinished = file.with_suffix(f".{os.getpid()}")
        command = [program, *FLAGS, "-o", str(unfinished), str(sources[0])]
        subprocess.run(command, check=True)
        unfinished.replace(file)
    return ctypes.CDLL(str(file))


@cache
def structs(header: str) -> dict[str, list[tuple[str, str]]]:
    """Members (type, name) of every struct that a source of this folder defines."""
    text = (FOLDER / header).read_text("utf-8")
    return {name: list(_members(body)) for name, body in _STRUCT.findall(text)}


def _members(body: str) -> Iterator[tuple[str, str]]:
    for kind, names in _MEMBER.findall(body):
        for name in names.split(", "):
            yield kind, name


def packed(header: str, struct: str, values: Any) -> Any:
    """A struct of C++ from the attributes of the same names; arrays are shared, not copied.

    A name that C++ keeps for itself has a dash at its end there.

    Raises
    ------
    TypeError
        When an array has another dtype than the struct says.
    """
    fields: list[tuple[str, Any, Any]] = []
    for kind, name in structs(header)[struct]:
        value = getattr(values, name.rstrip("_"))
        if kind in _ELEMENTS:
            fields.append((name, _Array, array(value, _ELEMENTS[kind], f"{struct}.{name}")))
        elif kind in _NUMBERS:
            fields.append((name, _NUMBERS[kind], value))
        else:
            inner = packed(header, kind, value)
            fields.append((name, type(inner), inner))
    kept = [(name, kind) for name, kind, _ in fields]
    made = type(struct, (ctypes.Structure,), {"_fields_": kept})()
    for name, _, value in fields:
        setattr(made, name, value)
    return made


def array(values: Any, dtype: Any, name: str = "array") -> _Array:
    """An array as C++ sees it; the caller keeps it alive."""
    if not isinstance(values, np.ndarray) or values.dtype != dtype or not values.flags.c_contiguous:
        found = getattr(values, "dtype", type(values).__name__)
        raise TypeError(f"{name}: {np.dtype(dtype)} in one piece was expected, not {found}")
    return _Array(values.ctypes.data, values.size)


def called(
    compiled: ctypes.CDLL, function: str, given: Sequence[Any], owners: object
) -> Callable[[], None]:
    """A function of a library on these structures; ``owners`` of the memory live on with it."""
    call = getattr(compiled, function)
    call.restype = None
    held = (list(given), owners)
    pointers = [ctypes.byref(one) for one in held[0]]

    def run(_held: object = held) -> None:
        call(*pointers)

    return run
