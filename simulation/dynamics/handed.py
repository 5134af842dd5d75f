"""Handed over: a named tuple of arrays and numbers, written down as words in one array.

A compiled function takes every array that it is given apart: it looks at its type, its shape and
where it lies, and keeps count of who uses it. A day needs some ninety of them. Written down as one
array of words, a call costs what one array costs, nothing is counted, and threads do not wait for
each other's counting. ``dynamics.jit.taken`` makes the tuple again, in compiled code.

What stands in the words follows the tuple's annotations, so that a tuple is described once.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from operator import index
from typing import Any, NamedTuple, cast, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray


class Number(NamedTuple):
    """A whole number or a float: one word."""

    place: int
    is_float: bool


class Array(NamedTuple):
    """An array in C order: where it lies, then its length along each axis."""

    place: int
    dtype: np.dtype[Any]
    n_axes: int


class Tuple(NamedTuple):
    """A named tuple of class ``kind``: its fields one after the other.

    ``number`` tells it from the others of a layout, and ``end`` is the place after its last word.
    """

    kind: type[Any]
    fields: tuple[Any, ...]
    number: int
    end: int


@cache
def layout_of(kind: Hashable) -> Tuple:
    """Where each field of a class of named tuples stands among the words."""
    assert isinstance(kind, type)
    return _laid_out(kind, 0, [])


def _laid_out(kind: type[Any], place: int, numbers: list[type[Any]]) -> Tuple:
    numbers.append(kind)
    number, fields = len(numbers), []
    for hint in get_type_hints(kind).values():
        field: Number | Array | Tuple
        if hint in (int, float):
            field = Number(place, hint is float)
            place += 1
        elif get_origin(hint) is np.ndarray:
            shape, dtype = get_args(hint)
            axes = get_args(shape)  # none or (Any, ...) where the number of axes is left open
            n_axes = 1 if not axes or ... in axes else len(axes)
            field = Array(place, np.dtype(get_args(dtype)[0]), n_axes)
            place += 1 + field.n_axes
        else:
            field = _laid_out(hint, place, numbers)
            place = field.end
        fields.append(field)
    return Tuple(kind, tuple(fields), number, place)


def room_for(kind: type[Any], n: int) -> Any:
    """A named tuple of class ``kind`` whose arrays have room for ``n`` and hold nothing yet."""
    return _room(layout_of(cast(Hashable, kind)), n)


def _room(field: Any, n: int) -> Any:
    if isinstance(field, Array):
        return np.zeros((n,) * field.n_axes, field.dtype)
    return field.kind(*(_room(part, n) for part in field.fields))


class Handed:
    """A named tuple as words, for one loop at a time; what did not change is not written again.

    Parameters
    ----------
    kind : type
        Class of the tuple: whole numbers, floats, arrays and named tuples of these.

    Attributes
    ----------
    words : ndarray
        (words,) int64; floats are kept by their bits, arrays by where they lie. Valid until the
        next :meth:`put`: this object keeps the arrays alive.
    """

    def __init__(self, kind: type[Any]) -> None:
        self._layout = layout_of(cast(Hashable, kind))
        self.words: NDArray[np.int64] = np.zeros(self._layout.end, np.int64)
        self._floats = self.words.view(np.float64)
        self._tuples: dict[int, object] = {}
        self._arrays: dict[int, object] = {}

    def put(self, value: tuple[Any, ...]) -> NDArray[np.int64]:
        """Write a tuple down and give the words.

        Raises
        ------
        TypeError
            If an array is not of its type or not in C order, or a whole number is not whole.
        """
        self._put(self._layout, value)
        return self.words

    def _put(self, layout: Tuple, values: tuple[Any, ...]) -> None:
        words, floats, tuples, arrays = self.words, self._floats, self._tuples, self._arrays
        for field, value in zip(layout.fields, values, strict=True):
            kind = type(field)
            if kind is Number:
                if field.is_float:
                    floats[field.place] = value
                else:
                    words[field.place] = index(value)
            elif kind is Tuple:
                if tuples.get(field.number) is not value:
                    self._put(field, value)
            elif arrays.get(field.place) is not value:
                self._put_array(field, value)
        tuples[layout.number] = values

    def _put_array(self, field: Array, value: NDArray[Any]) -> None:
        if value.dtype != field.dtype or value.ndim != field.n_axes or not value.flags.c_contiguous:
            raise TypeError(
                f"a loop wants {field.dtype} of {field.n_axes} axes in C order, "
                f"found {value.dtype} of {value.ndim}."
            )
        place = field.place
        self.words[place] = value.__array_interface__["data"][0]
        self.words[place + 1 : place + 1 + field.n_axes] = value.shape
        self._arrays[place] = value
