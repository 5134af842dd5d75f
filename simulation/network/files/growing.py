"""An array that grows as a file is read, without ever being there twice."""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

_T = TypeVar("_T", np.int64, np.float64)

PART = 1 << 22
"""Numbers in a part: 32 MB, which go back to the system as soon as they are freed."""


class Growing(Generic[_T]):
    """Numbers to which more are added at the end; `whole` gives them and starts anew."""

    def __init__(self, kind: type[_T]) -> None:
        self._kind: type[_T] = kind
        self._parts: list[NDArray[_T]] = []
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def add(self, numbers: NDArray[_T]) -> None:
        """Add numbers at the end."""
        done = 0
        while done < len(numbers):
            place = self._n % PART
            if not place:
                self._parts.append(np.empty(PART, dtype=self._kind))
            some = numbers[done : done + PART - place]
            self._parts[-1][place : place + len(some)] = some
            done += len(some)
            self._n += len(some)

    def whole(self) -> NDArray[_T]:
        """All numbers; each part is freed once it is copied."""
        numbers = np.empty(self._n, dtype=self._kind)
        self._parts.reverse()
        for start in range(0, self._n, PART):
            part = self._parts.pop()
            numbers[start : start + PART] = part[: self._n - start]
        self._n = 0
        return numbers
