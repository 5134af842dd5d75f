"""From the names in a file to rows of consumers.

Order of consumers: whole numbers rising; names in order of first appearance, talker before
listener, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.network.columns import Column, text_array

if TYPE_CHECKING:
    import pyarrow as pa

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_SPREAD = 16
"""Numbers that reach no further than this many times the ties are looked up in a table."""


class Pairs(NamedTuple):
    """Ties of a file: rows of talkers and listeners, and the label of each row."""

    talker: NDArray[np.int64]
    listener: NDArray[np.int64]
    labels: Column


def are_whole(texts: Sequence[str]) -> bool:
    """Whether all texts are whole numbers as Python writes them: no leading zero, no plus."""
    return all(_WHOLE.fullmatch(text) for text in texts)


def pairs_of_numbers(talker: NDArray[np.int64], listener: NDArray[np.int64]) -> Pairs:
    """Rows of consumers with whole numbers as labels, in rising order."""
    lowest = int(min(talker.min(), listener.min()))
    highest = int(max(talker.max(), listener.max()))
    if lowest >= 0 and highest < _SPREAD * len(talker) + 1024:
        there = np.zeros(highest + 1, dtype=np.bool_)
        there[talker] = True
        there[listener] = True
        labels = np.flatnonzero(there)
        if len(labels) == highest + 1:
            return Pairs(talker, listener, labels)
        row = np.cumsum(there) - 1
        return Pairs(row[talker], row[listener], labels)
    labels = np.unique(np.concatenate([talker, listener]))
    return Pairs(np.searchsorted(labels, talker), np.searchsorted(labels, listener), labels)


def pairs_of_texts(talker: pa.ChunkedArray, listener: pa.ChunkedArray) -> Pairs:
    """Rows of consumers with texts as labels; blanks around a text do not count.

    Where every text is a whole number, labels are numbers. A blank label is the text "".
    """
    import pyarrow as pa

    both = pa.chunked_array([*talker.chunks, *listener.chunks], type=pa.string())
    both = both.dictionary_encode()  # all chunks share one dictionary
    code = np.concatenate([chunk.indices.to_numpy() for chunk in both.chunks]).astype(np.int64)
    texts = [text.strip() for text in both.chunk(0).dictionary.to_pylist()]
    if are_whole(texts):
        number = np.array(texts, dtype=np.int64)[code]
        return pairs_of_numbers(number[: len(talker)], number[len(talker) :])
    code_of: dict[str, int] = {}
    same = np.array([code_of.setdefault(text, len(code_of)) for text in texts])
    code = same[code].reshape(2, -1)
    by_row = code.T.ravel()
    first = np.empty(len(code_of), dtype=np.int64)
    first[by_row[::-1]] = np.arange(len(by_row))[::-1]  # the last one written stays: the first
    order = np.argsort(first)
    row = np.empty_like(order)
    row[order] = np.arange(len(order))
    names = list(code_of)
    return Pairs(row[code[0]], row[code[1]], text_array([names[place] for place in order]))


def as_numbers(labels: Sequence[Any]) -> list[Any]:
    """Labels as whole numbers where all are whole numbers or their texts, else unchanged."""
    if all(isinstance(label, str) for label in labels) and are_whole(labels):
        return [int(label) for label in labels]
    return list(labels)
