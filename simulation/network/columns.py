"""What is known of each consumer, as arrays: labels and attributes such as role or price.

An attribute is text, with "" where nothing is known, or numbers (float64), with NaN where nothing
is known. A label is a whole number, a text, or whatever networkx had as a node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
"""(n,) array of labels, texts or numbers."""

_EXACT = 2**53
"""Whole numbers up to here are exact in float64."""


def label_array(labels: Sequence[Any]) -> Column | None:
    """(n,) array of labels, or None when they are 0, 1, ..., n-1 in that order."""
    if all(is_whole(label) for label in labels):
        try:
            return plain_labels(np.array(labels, dtype=np.int64))
        except OverflowError:
            pass
    if all(isinstance(label, str) for label in labels):
        return text_array(labels)
    return object_array(labels)


def plain_labels(labels: Column) -> Column | None:
    """The labels, or None when they are 0, 1, ..., n-1 in that order and so say nothing."""
    if labels.dtype.kind != "i" or not np.array_equal(labels, np.arange(len(labels))):
        return labels
    return None


def text_array(texts: Sequence[str]) -> Column:
    """(n,) array of texts that gives every text back unchanged."""
    if any(text.endswith("\0") for text in texts):  # numpy would cut that off
        return object_array(texts)
    return np.array(texts, dtype=np.str_)


def object_array(things: Sequence[Any]) -> Column:
    """(n,) array of Python objects; a tuple stays one object."""
    array = np.empty(len(things), dtype=object)
    for position, thing in enumerate(things):
        array[position] = thing
    return array


def is_whole(thing: object) -> bool:
    """Whether something is a whole number (True and False are not)."""
    return isinstance(thing, int | np.integer) and not isinstance(thing, bool)


def is_missing(thing: object) -> bool:
    """Whether something says that nothing is known: None, "" or NaN."""
    if thing is None or (isinstance(thing, str) and thing == ""):
        return True
    return isinstance(thing, float | np.floating) and bool(np.isnan(thing))


def attribute_array(values: Sequence[Any]) -> Column | None:
    """(n,) array of an attribute, or None when it is neither text nor numbers or never known.

    Numbers and texts under one name become texts; so do whole numbers beyond 2**53, which float64
    would round.
    """
    known = [value for value in values if not is_missing(value)]
    if not known or not all(isinstance(value, str | Real | np.bool_) for value in known):
        return None
    if all(isinstance(value, Real | np.bool_) for value in known) and all(
        abs(value) <= _EXACT or not is_whole(value) for value in known
    ):
        return np.array(
            [np.nan if is_missing(value) else float(value) for value in values], dtype=np.float64
        )
    return text_array(["" if is_missing(value) else str(value) for value in values])


def known_values(column: Column) -> list[tuple[int, Any]]:
    """Row and plain Python value of every consumer of whom the attribute is known."""
    return [(row, value) for row, value in enumerate(column.tolist()) if not is_missing(value)]


def stretched(column: Column, rows: NDArray[np.integer], n: int) -> Column:
    """The column for ``n`` consumers, its values in ``rows`` and nothing known elsewhere."""
    if column.dtype.kind == "f":
        wide: Column = np.full(n, np.nan)
    elif column.dtype.kind == "U":
        wide = np.zeros(n, dtype=column.dtype)
    else:
        wide = np.full(n, "", dtype=object)
    wide[rows] = column
    return wide


def attribute_arrays(
    of_consumer: Sequence[Mapping[str, Any]],
) -> tuple[dict[str, Column], list[str]]:
    """Attributes as arrays from one mapping for each consumer, and the names that were left out."""
    names = dict.fromkeys(name for mapping in of_consumer for name in mapping)
    arrays, left_out = {}, []
    for name in names:
        values = [mapping.get(name) for mapping in of_consumer]
        array = attribute_array(values)
        if array is not None:
            arrays[str(name)] = array
        elif not all(is_missing(value) for value in values):
            left_out.append(str(name))
    return arrays, left_out
