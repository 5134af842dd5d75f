"""From the names in a file, as they come block by block, to rows of consumers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import Codes, blocks, pack, unpack
from simulation.network.columns import Column, text_array
from simulation.network.files.growing import Growing
from simulation.network.files.labels import Pairs, pairs_of_numbers

if TYPE_CHECKING:
    import pyarrow as pa

_FEW = 1 << 20
"""So many names may wait before they are looked up among those that are known."""

_WHOLE = r"^(0|-?[1-9][0-9]{0,17})$"
_EDGE_BLANK = r"^[\s\v\x1c-\x1f\x{85}\pZ]|[\s\v\x1c-\x1f\x{85}\pZ]$"


class _Names:
    """Names that came so far, and the ties between them."""

    def __init__(self) -> None:
        import pyarrow as pa

        self.known: pa.StringArray = pa.array([], pa.string())
        self.codes = Growing(np.int64)
        self._waiting: list[pa.DictionaryArray] = []
        self._n_waiting = 0

    def add(self, talker: pa.ChunkedArray, listener: pa.ChunkedArray) -> None:
        """Take a block of ties."""
        import pyarrow as pa

        both = pa.chunked_array([*talker.chunks, *listener.chunks], type=pa.string())
        both = both.dictionary_encode().combine_chunks()
        if isinstance(both, pa.ChunkedArray):
            (both,) = both.chunks
        self._waiting.append(both)
        self._n_waiting += len(both.dictionary)
        if self._n_waiting > max(len(self.known), _FEW):
            self.look_up()

    def look_up(self) -> None:
        """Number the names that wait: those that are known keep their number."""
        import pyarrow as pa

        nobody = pa.array([None], pa.int32())
        first = pa.DictionaryArray.from_arrays(nobody, self.known)
        one = pa.chunked_array([first, *self._waiting]).unify_dictionaries()
        self._waiting, self._n_waiting = [], 0
        self.known = one.chunk(0).dictionary
        for chunk in one.chunks[1:]:
            number = chunk.indices.to_numpy()
            self.codes.add(pack(*number.reshape(2, -1)))


def pairs_of_texts(ends: Iterable[tuple[pa.ChunkedArray, pa.ChunkedArray]]) -> Pairs:
    """Rows of consumers with texts as labels; blanks around a text do not count.

    Where every text is a whole number, labels are numbers. A blank label is the text "".

    Parameters
    ----------
    ends
        Talkers and listeners, block by block.
    """
    import pyarrow as pa
    from pyarrow import compute

    names = _Names()
    for talker, listener in ends:
        names.add(talker, listener)
    names.look_up()
    codes, known = names.codes.whole(), names.known
    del names
    if _any(compute.match_substring_regex(known, _EDGE_BLANK)):
        codes, known = _stripped(codes, known)
    if not _any(compute.invert(compute.match_substring_regex(known, _WHOLE))):
        number = known.cast(pa.int64()).to_numpy()
        return pairs_of_numbers(_looked_up(codes, number))
    order = _order_of_appearance(codes, len(known))
    row = np.empty_like(order)
    row[order] = np.arange(len(order))
    _renumber(codes, row)
    return Pairs(codes, _column(known.take(pa.array(order))))


def _any(marks: pa.BooleanArray) -> bool:
    from pyarrow import compute

    return bool(compute.any(marks).as_py())


def _looked_up(
    codes: Codes, number: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Numbers of talkers and listeners, block by block."""
    for part in blocks(len(codes)):
        talker, listener = unpack(codes[part])
        yield number[talker], number[listener]


def _renumber(codes: Codes, number: NDArray[np.int64]) -> None:
    for part, ends in zip(blocks(len(codes)), _looked_up(codes, number), strict=True):
        codes[part] = pack(*ends)


def _stripped(codes: Codes, known: pa.StringArray) -> tuple[Codes, pa.StringArray]:
    """The same ties between names without blanks around them, equal ones made one."""
    import pyarrow as pa

    number_of: dict[str, int] = {}
    same = np.array(
        [number_of.setdefault(text.strip(), len(number_of)) for text in known.to_pylist()]
    )
    _renumber(codes, same)
    return codes, pa.array(list(number_of), pa.string())


def _order_of_appearance(codes: Codes, n: int) -> NDArray[np.int64]:
    """Numbers of names in the order in which they come, row by row, talker before listener."""
    first = np.empty(n, dtype=np.int64)
    for part in reversed(list(blocks(len(codes)))):
        by_row = np.stack(unpack(codes[part]), axis=1).ravel()
        place = 2 * part.start + np.arange(len(by_row))
        first[by_row[::-1]] = place[::-1]  # the last one written stays: the first
    return np.argsort(first)


def _column(texts: pa.StringArray) -> Column:
    """Texts as an array of numpy, as `text_array` gives it."""
    from pyarrow import compute

    if _any(compute.ends_with(texts, "\0")):
        return text_array(texts.to_pylist())
    longest = compute.max(compute.utf8_length(texts)).as_py()
    column = np.empty(len(texts), dtype=f"U{max(1, longest)}")
    for part in blocks(len(texts)):
        column[part] = texts[part].to_pylist()
    return column
