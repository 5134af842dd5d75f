"""From the numbers in a file, as they come block by block, to rows of consumers.

Order of consumers: whole numbers rising; names in order of first appearance, talker before
listener, row by row (`simulation.network.files.texts`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import Codes, blocks, distinct, pack, unpack
from simulation.network.columns import Column
from simulation.network.files.growing import Growing
from simulation.network.ties import MOST_CONSUMERS

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")

_SPREAD = 16
"""Numbers that reach no further than this many times the ties are looked up in a table."""

_FEW = 1 << 20
"""So many numbers may wait before they are put among those that are known."""

_Numbers = NDArray[np.int64]


class Pairs(NamedTuple):
    """Ties of a file: a code for each row of the file, in its order, and the consumers' labels."""

    codes: Codes
    labels: Column


def are_whole(texts: Sequence[str]) -> bool:
    """Whether all texts are whole numbers as Python writes them: no leading zero, no plus."""
    return all(_WHOLE.fullmatch(text) for text in texts)


def as_numbers(labels: Sequence[Any]) -> list[Any]:
    """Labels as whole numbers where all are whole numbers or their texts, else unchanged."""
    if all(isinstance(label, str) for label in labels) and are_whole(labels):
        return [int(label) for label in labels]
    return list(labels)


def pairs_of_numbers(ends: Iterable[tuple[NDArray[np.integer], NDArray[np.integer]]]) -> Pairs:
    """Rows of consumers with whole numbers as labels, in rising order.

    Parameters
    ----------
    ends
        Talkers and listeners, block by block.
    """
    codes = Growing(np.int64)
    far: tuple[Growing[np.int64], ...] = ()
    highest = -1
    for talker, listener in ends:
        if not len(talker):
            continue
        high = int(max(talker.max(), listener.max()))
        if not far and (min(talker.min(), listener.min()) < 0 or high > MOST_CONSUMERS):
            far = _unpacked(codes.whole())
        if far:
            far[0].add(talker.astype(np.int64))
            far[1].add(listener.astype(np.int64))
        else:
            codes.add(pack(talker, listener))
            highest = max(highest, high)
    return _far_apart(far[0].whole(), far[1].whole()) if far else _near(codes.whole(), highest)


def _near(codes: Codes, highest: int) -> Pairs:
    """Rows of consumers whose numbers, 0 to the highest, are in the codes."""
    if highest >= _SPREAD * len(codes) + 1024:
        ends = (end for part in blocks(len(codes)) for end in unpack(codes[part]))
        labels = _distinct_numbers(ends)
        _renumber(codes, lambda number: np.searchsorted(labels, number))
        return Pairs(codes, labels)
    there = np.zeros(highest + 1, dtype=np.bool_)

    def note(part: slice) -> None:
        for number in unpack(codes[part]):
            there[number] = True

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(note, blocks(len(codes))))
    labels = np.flatnonzero(there)
    if len(labels) <= highest:
        row = np.cumsum(there, dtype=np.int32)
        row -= 1
        _renumber(codes, lambda number: row[number])
    return Pairs(codes, labels)


def _renumber(codes: Codes, row_of: Callable[[_Numbers], NDArray[np.integer]]) -> None:
    for part in blocks(len(codes)):
        talker, listener = unpack(codes[part])
        codes[part] = pack(row_of(talker), row_of(listener))


def _unpacked(codes: Codes) -> tuple[Growing[np.int64], Growing[np.int64]]:
    ends = Growing(np.int64), Growing(np.int64)
    for part in blocks(len(codes)):
        for end, number in zip(ends, unpack(codes[part]), strict=True):
            end.add(number)
    return ends


def _far_apart(talker: _Numbers, listener: _Numbers) -> Pairs:
    """Rows of consumers whose numbers need all 64 bits."""
    labels = _distinct_numbers(end[part] for end in (talker, listener) for part in blocks(len(end)))
    for part in blocks(len(talker)):
        row = np.searchsorted(labels, talker[part])
        talker[part] = pack(row, np.searchsorted(labels, listener[part]))
    return Pairs(talker, labels)


def _distinct_numbers(some: Iterable[_Numbers]) -> _Numbers:
    """Sorted distinct numbers of all blocks; those that repeat never wait together for long."""
    known, waiting, n_waiting = np.empty(0, dtype=np.int64), [], 0
    for numbers in some:
        waiting.append(distinct(numbers.copy()))
        n_waiting += len(waiting[-1])
        if n_waiting > max(len(known), _FEW):
            known, waiting, n_waiting = distinct(np.concatenate([known, *waiting])), [], 0
    return distinct(np.concatenate([known, *waiting]))
