"""Blocks of consumers: loops take them one after the other, so that a row is read while it is near.

In a block the rows that a step concerns are listed first, without a branch that a processor could
guess wrong; draws are then made for the whole list side by side. Neither changes a result: a draw
depends on its address only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inlined, inner, jit
from simulation.dynamics.randomness import philox

BLOCK = 1024
"""Consumers of a block: what a step needs of them stays in the processor's near memory."""

_philox = inlined(getattr(philox, "py_func", philox))
"""Inlined, the ten rounds run for several consumers in one instruction: three times as fast."""


class Words(NamedTuple):
    """Scratch of one thread for draws of a block; (BLOCK,) uint32 each."""

    a: NDArray[np.uint32]
    b: NDArray[np.uint32]
    c: NDArray[np.uint32]
    d: NDArray[np.uint32]


@jit
def new_words():  # type: ignore[no-untyped-def]
    """Room for the draws of a block."""
    return Words(
        np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.uint32),
        np.empty(BLOCK, np.uint32),
    )  # fmt: skip


class Scratch(NamedTuple):
    """Room of one thread for what the steps of a block list and draw; (BLOCK,) each."""

    words: Words
    marks: NDArray[np.uint8]
    rows: NDArray[np.int32]
    owners: NDArray[np.int32]
    heard: NDArray[np.int32]
    new_for: NDArray[np.float32]
    new_against: NDArray[np.float32]
    new_fatigue: NDArray[np.float32]


@inner
def new_scratch():  # type: ignore[no-untyped-def]
    """Room for a block of consumers."""
    return Scratch(
        new_words(), np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32), np.empty(BLOCK, np.float32),
        np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32),
    )  # fmt: skip


@inner
def list_marked(marks, n, first, rows):  # type: ignore[no-untyped-def]
    """List ``first + j`` for each of the first ``n`` marks that is 1; returns how many.

    Eight marks are one word: where few are set, most words are passed over at once.
    """
    groups = marks.view(np.uint64)
    left = 0
    for group in range(n >> 3):
        if groups[group] != 0:
            for j in range(8 * group, 8 * group + 8):
                rows[left] = first + j
                left += int(marks[j])
    for j in range(n & ~7, n):
        rows[left] = first + j
        left += int(marks[j])
    return left


@inner
def draw_across(key, who, n, when, why, k, words):  # type: ignore[no-untyped-def]
    """``draw(key, who[j], when, why, k)`` for the first ``n`` of a list, into ``words``."""
    a, b, c, d = words
    first, second = key
    for j in range(n):
        a[j], b[j], c[j], d[j] = _philox(who[j], when, why, k, first, second)


@inner
def draw_along(key, who, when, why, k, n, words):  # type: ignore[no-untyped-def]
    """``draw(key, who, when, why, k + j)`` for j from 0 to ``n - 1``, into ``words``."""
    a, b, c, d = words
    first, second = key
    start = np.uint64(k)
    for j in range(n):
        a[j], b[j], c[j], d[j] = _philox(who, when, why, start + np.uint64(j), first, second)


@inner
def draw_crowd(key, first, when, why, shift, number, n, words):  # type: ignore[no-untyped-def]
    """``draw(key, first + j, when, why, number << shift)`` for the next ``n`` of a crowd."""
    a, b, c, d = words
    one, two = key
    k = np.uint64(number) << shift
    start = np.uint64(first)
    for j in range(n):
        a[j], b[j], c[j], d[j] = _philox(start + np.uint64(j), when, why, k, one, two)


@inner
def of_segment(rows, n, segment, segments):  # type: ignore[no-untyped-def]
    """Keep, of the first ``n`` of a list, those of a segment (-1: all); returns how many."""
    if segment < 0:
        return n
    left = 0
    for at in range(n):
        row = rows[at]
        rows[left] = row
        left += int(segments[row] == segment)
    return left
