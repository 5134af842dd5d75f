"""What is handed over as words is what compiled code takes from them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.dynamics.handed import Handed, layout_of
from simulation.dynamics.jit import jit, taken
from simulation.dynamics.loops.day import Day
from tests.small_markets import needs_compiled


class Pair(NamedTuple):
    """A tuple within a tuple."""

    whole: int
    share: float


class Things(NamedTuple):
    """One field of every kind."""

    bytes_: NDArray[np.uint8]
    pair: Pair
    table: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    other: Pair
    far: NDArray[np.uint64]
    last: float


def things(size: int = 5) -> Things:
    """Things of a size."""
    return Things(
        np.arange(size, dtype=np.uint8), Pair(-3, 0.1), np.arange(12.0).reshape(4, 3),
        Pair(2**40, -math.inf), np.array([2**64 - 1], np.uint64), 2.5,
    )  # fmt: skip


@jit
def _first_and_last(words):  # type: ignore[no-untyped-def]
    it = taken(words, Things)
    it.table[3, 1] = -1.0
    return (
        len(it.bytes_), it.bytes_[-1], it.pair.whole, it.pair.share, it.table.shape[1],
        it.table[3, 2], it.other.whole, it.other.share, it.far[0], it.last,
    )  # fmt: skip


@needs_compiled
class TestTaken:
    def test_every_kind_of_field(self) -> None:
        given = things()
        found = _first_and_last(Handed(Things).put(given))
        assert found == (5, 4, -3, 0.1, 3, 11.0, 2**40, -math.inf, 2**64 - 1, 2.5)

    def test_arrays_are_the_same_not_copies(self) -> None:
        given = things()
        _first_and_last(Handed(Things).put(given))
        assert given.table[3, 1] == -1.0

    def test_what_changed_is_written_again(self) -> None:
        handed, given = Handed(Things), things()
        handed.put(given)
        larger = np.full(300, 9, np.uint8)
        changed = given._replace(bytes_=larger, other=Pair(8, 0.25))
        assert _first_and_last(handed.put(changed))[:8] == (300, 9, -3, 0.1, 3, 11.0, 8, 0.25)


class TestHanded:
    def test_a_wrong_array_is_refused(self) -> None:
        wrongs: list[Any] = [np.zeros(4), np.zeros((2, 2), np.uint8), np.zeros(8, np.uint8)[::2]]
        for wrong in wrongs:
            with pytest.raises(TypeError, match="a loop wants uint8 of 1 axes in C order"):
                Handed(Things).put(things()._replace(bytes_=wrong))

    def test_arrays_stay_alive(self) -> None:
        """The words tell only where an array lies."""
        handed, given = Handed(Things), things(1000)
        handed.put(given)
        holds = [held for held in handed._arrays.values() if held is given.bytes_]
        assert holds

    def test_a_day_has_room_for_all_its_fields(self) -> None:
        """An array of n axes takes n + 1 words, a number one."""
        assert layout_of(Pair).end == 2
        assert layout_of(Things).end == 2 + 2 + 3 + 2 + 2 + 1
        assert len(Handed(Day).words) == layout_of(Day).end

    def test_a_number_that_is_not_whole_is_refused(self) -> None:
        with pytest.raises(TypeError):
            Handed(Pair).put(Pair(2.7, 1.0))  # type: ignore[arg-type]

    def test_an_array_whose_axes_are_left_open_has_one(self) -> None:
        """As ``NDArray`` is written by an older numpy."""
        Open = NamedTuple("Open", [("rows", np.ndarray[Any, np.dtype[np.int8]])])  # noqa: UP014
        assert layout_of(Open).end == 2
