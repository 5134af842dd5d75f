"""The only door to numba: compiled rules and loops, cached on disk by their own source.

numba notices that a cached file changed, not that a rule it inlined from another file did. The
cache is therefore kept in a folder named after a hash of every source file of this package, so
that an edited rule can never be answered by an old loop. Another package with compiled code has a
folder of its own, named after a hash of its files and of these. ``fastmath`` is never used (it
changes results) and Intel's vector mathematics is switched off: compiled ``exp`` and ``log`` are
those of Python. A division by zero gives what IEEE 754 says instead of an error, which would keep
the processor from dividing for several consumers at once; no rule
divides by a number that may be 0.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")

import numba
import platformdirs
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array
from numba.np.numpy_support import from_dtype

from simulation.dynamics.handed import Array, Number, Tuple, layout_of

Compiled = Callable[..., Any]


DYNAMICS = "dynamics"
_COMPILED_INTO_ALL = (DYNAMICS, "market")
"""Packages whose sources decide what compiled code is: loops, and what a state looks like."""
_SIMULATION = Path(__file__).parent.parent


def source_hash(package: str = DYNAMICS) -> str:
    """Hash of every source file whose code is compiled for a package, of numba and of Python."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for folder in dict.fromkeys((*_COMPILED_INTO_ALL, package)):
        for file in sorted((_SIMULATION / folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder(package: str = DYNAMICS) -> Path:
    """Folder of compiled code, named after its sources.

    It lies in ``WOMSIM_CACHE`` or ``NUMBA_CACHE_DIR``, else in the user's cache; in a temporary
    folder of the user's own where nothing can be written there.
    """
    asked = os.environ.get("WOMSIM_CACHE") or os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(asked or platformdirs.user_cache_dir("womsim"))
    folder = folder / f"compiled-{source_hash(package)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = _own_temporary() / folder.name
        folder.mkdir(exist_ok=True)
    return folder


def _own_temporary() -> Path:
    """A temporary folder that nobody else can write into: what lies there is executed."""
    user = getattr(os, "getuid", lambda: 0)()
    folder = Path(tempfile.gettempdir()) / f"womsim-{user}"
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    known = folder.lstat() if folder.is_dir() and not folder.is_symlink() else None
    if known is None or (os.name == "posix" and (known.st_uid != user or known.st_mode & 0o022)):
        return Path(tempfile.mkdtemp(prefix="womsim-"))
    return folder


@cache
def _folder_of(package: str) -> str:
    """Where compiled code of a package is kept, found out when its first function comes."""
    return str(cache_folder(package))


def _package_of(function: Compiled) -> str:
    """Package of ``simulation`` that a function's file lies in; other files count as dynamics."""
    file = Path(function.__code__.co_filename)
    if _SIMULATION not in file.parents:
        return DYNAMICS
    return file.relative_to(_SIMULATION).parts[0]


if numba.config.USING_SVML:  # pragma: no cover - guarded by the variable above
    raise RuntimeError(
        "numba uses Intel SVML, which changes results. Set NUMBA_DISABLE_INTEL_SVML=1."
    )


def jit(function: Compiled) -> Compiled:
    """Compile a rule or a loop: no Python objects, no global lock, cached on disk."""
    return _compiled(function)


def inner(function: Compiled) -> Compiled:
    """Compile a piece that only compiled code calls.

    It has no door to Python. A door takes every array of a market apart and is as long as a loop:
    without those of the pieces, a day compiles in two thirds of the time.
    """
    return _compiled(function, no_cpython_wrapper=True)


def _compiled(function: Compiled, **more: bool) -> Compiled:
    numba.config.CACHE_DIR = _folder_of(_package_of(function))
    made = numba.njit(cache=True, nogil=True, no_cfunc_wrapper=True, error_model="numpy", **more)(
        function
    )
    return made  # type: ignore[no-any-return]


def inlined(function: Compiled) -> Compiled:
    """Compile a piece of a loop into its caller: arrays are then passed without cost."""
    numba.config.CACHE_DIR = _folder_of(_package_of(function))
    return numba.njit(inline="always", cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]


@intrinsic
def _taken(typing, words, kind):  # type: ignore[no-untyped-def]
    layout = layout_of(kind.instance_class)

    def make(context, builder, signature, values):  # type: ignore[no-untyped-def]
        array = context.make_array(signature.args[0])(context, builder, values[0])
        return _made_again(context, builder, array.data, layout)

    return _type_of(layout)(words, kind), make


def _as_it_is(words: Any, kind: type[Any]) -> Any:
    return words


taken = _as_it_is if numba.config.DISABLE_JIT else _taken
"""``taken(words, kind)``: the tuple of class ``kind`` that was written down (``dynamics.handed``).

Arrays are not counted as in use: who called holds them. Where nothing is compiled, ``words`` are
the tuple itself.
"""


def _type_of(field: Tuple | Array | Number) -> Any:
    if isinstance(field, Number):
        return types.float64 if field.is_float else types.int64
    if isinstance(field, Array):
        return types.Array(from_dtype(field.dtype), field.n_axes, "C")
    fields = [_type_of(part) for part in field.fields]
    if len(set(fields)) == 1:
        return types.NamedUniTuple(fields[0], len(fields), field.kind)  # type: ignore[attr-defined]
    return types.NamedTuple(fields, field.kind)  # type: ignore[attr-defined]


def _made_again(context: Any, builder: Any, words: Any, field: Tuple | Array | Number) -> Any:
    def word(place: int) -> Any:
        return builder.load(cgutils.gep_inbounds(builder, words, place))

    if isinstance(field, Number):
        value = word(field.place)
        if field.is_float:
            value = builder.bitcast(value, context.get_value_type(types.float64))
        return value
    if isinstance(field, Array):
        kind = _type_of(field)
        array = context.make_array(kind)(context, builder)
        size = field.dtype.itemsize
        shape = [word(field.place + 1 + axis) for axis in range(field.n_axes)]
        step = context.get_constant(types.intp, size)
        strides = [step]
        for length in reversed(shape[1:]):
            strides.insert(0, builder.mul(strides[0], length))
        data = builder.inttoptr(word(field.place), array.data.type)
        populate_array(array, data, shape, strides, size, None)
        return array._getvalue()
    parts = [_made_again(context, builder, words, part) for part in field.fields]
    return context.make_tuple(builder, _type_of(field), parts)


def compile_for(door: Compiled, *arguments: object) -> None:
    """Compile a function for arguments of these types, or read it from disk, without a call."""
    compile_ = getattr(door, "compile", None)
    if compile_ is not None:
        compile_(tuple(numba.typeof(argument) for argument in arguments))


def is_cold() -> bool:
    """Whether a day has still to be compiled: nothing of it is on disk yet."""
    folder = Path(_folder_of(DYNAMICS))
    return is_compiled() and next(folder.rglob("stretch.live_stretch-*.nbi"), None) is None


def is_compiled() -> bool:
    """Whether functions are compiled (not switched off by ``NUMBA_DISABLE_JIT``)."""
    return not numba.config.DISABLE_JIT
