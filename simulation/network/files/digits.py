"""Two columns of whole numbers from the bytes of a text, eight digits at a time.

A number of up to eight digits is one word of eight bytes. Its digits are added up side by side: to
pairs, then to fours, then to eight. Whatever is not plainly two such numbers a line is left to the
reader that knows all ways of writing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIGITS = 8
"""The longest number that is read here."""

BLOCK = 1 << 17
"""Bytes that are read at once, which the near memory holds."""

_LINE_END = b"\n"
_ZERO = ord("0")
_BITS = np.uint64(8)
_TENS, _HUNDREDS, _MYRIADS = np.uint64(2561), np.uint64(6553601), np.uint64(42949672960001)
_DIGIT_OF_EACH, _EVERY_SECOND, _EVERY_FOURTH = (
    np.uint64(0x0F0F0F0F0F0F0F0F),
    np.uint64(0x00FF00FF00FF00FF),
    np.uint64(0x0000FFFF0000FFFF),
)


def numbers_of_digits(data: bytes, separator: str) -> NDArray[np.uint32] | None:
    r"""The numbers of a text, two a line, or None where it holds anything else.

    Parameters
    ----------
    data
        Whole lines.
    separator
        The sign between the two numbers of a line.

    Returns
    -------
    NDArray
        (lines, 2) uint32, or None: for signs other than digits, numbers of more than eight digits,
        leading zeros and empty lines.

    Examples
    --------
    >>> numbers_of_digits(b"0,12\n345,6\n", ",")
    array([[  0,  12],
           [345,   6]], dtype=uint32)
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", _LINE_END)
    if not data.endswith(_LINE_END):
        return None
    padded = bytes(DIGITS) + data
    signs = np.frombuffer(padded, dtype=np.uint8)
    words = np.ndarray(len(data) + 1, dtype="<u8", buffer=padded, strides=(1,))
    ends_with = np.array([ord(separator), _LINE_END[0]], dtype=np.uint8)
    numbers = np.empty(len(data) // 2 + 1, dtype=np.uint32)
    count, before = 0, -1
    for start in range(0, len(data), BLOCK):
        some = signs[DIGITS + start : DIGITS + start + BLOCK]
        end = np.flatnonzero(some - np.uint8(_ZERO) > 9)  # below "0" wraps around
        if not len(end):
            continue
        sign = some[end]
        odd = count & 1
        if (sign[odd::2] != ends_with[0]).any() or (sign[1 - odd :: 2] != ends_with[1]).any():
            return None
        end += start
        length = np.diff(end, prepend=before)
        length -= 1
        before = end[-1]
        if length.min() < 1 or length.max() > DIGITS:
            return None
        word = words[end]
        if not _add_up(word, length):
            return None
        numbers[count : count + len(word)] = word
        count += len(word)
    return None if count & 1 else numbers[:count].reshape(-1, 2)


def _add_up(word: NDArray[np.uint64], length: NDArray[np.int64]) -> bool:
    """Turn texts into numbers in place, each in the last bytes; whether none has a leading zero."""
    others = (DIGITS - length).view(np.uint64)
    others *= _BITS
    word >>= others
    word &= _DIGIT_OF_EACH
    if ((word & np.uint64(255) == 0) & (length > 1)).any():
        return False
    word <<= others
    word *= _TENS
    word >>= _BITS
    word &= _EVERY_SECOND
    word *= _HUNDREDS
    word >>= np.uint64(16)
    word &= _EVERY_FOURTH
    word *= _MYRIADS
    word >>= np.uint64(32)
    return True
