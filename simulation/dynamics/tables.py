"""What the host lays out for one day of the loops: messages, programmes, prices, counters."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Places in a row of daily counts.
GOOD_MESSAGES = 0
BAD_MESSAGES = 1
EXPOSURES = 2
BUYERS = 3
TRACED = 4
NEW_CUSTOMERS = 5
STAGES = 8
EVER_AWARE_COUNT = 16
EVER_INTERESTED_COUNT = 17
OWNERS = 18
CUSTOMERS = 19
REPEAT_CUSTOMERS = 20
OPINION = 21
PROMOTERS = 22
DETRACTORS = 23
SATISFIED = 24
N_COUNTS = 25

OPINION_ONE = 65536
"""Fixed-point one of the summed opinion."""


class Audience(NamedTuple):
    """Ties of a market in the three uses of the day: CSR by talker (see ``network.ties``).

    ``strong`` and ``weak`` carry conversations, ``follow`` carries posts. An absent layer has zero
    ties. A strength array is (m,) float32 of mean 1, or empty where all ties are equal.
    """

    strong_first: NDArray[np.int64]
    strong_listener: NDArray[np.int32]
    strong_strength: NDArray[np.float32]
    weak_first: NDArray[np.int64]
    weak_listener: NDArray[np.int32]
    weak_strength: NDArray[np.float32]
    follow_first: NDArray[np.int64]
    follow_listener: NDArray[np.int32]
    follow_strength: NDArray[np.float32]
    stamp: NDArray[np.int64]
    """(largest number of followers,) scratch: which post touched a place last."""


class Weights(NamedTuple):
    """Fixed-point weights (1/65536 exposure) of what consumers say by themselves."""

    strong: int
    weak: int
    public: NDArray[np.int32]
    """(6,) by role of the talker."""
    rewarded: float
    """Factor for incited talk."""


class Posts(NamedTuple):
    """Paid posts of today, one row each; arrays of shape (posts,)."""

    talker: NDArray[np.int32]
    rate: NDArray[np.float64]
    """Rate per tie, ``-ln(1 - reach)``; infinite where every follower is reached."""
    weight: NDArray[np.int32]
    good: NDArray[np.int8]
    slot: NDArray[np.int32]
    stream: NDArray[np.int32]
    number: NDArray[np.int32]


class Broadcasts(NamedTuple):
    """Messages of today to everybody, one row each; arrays of shape (broadcasts,)."""

    total: NDArray[np.float64]
    """Rate of the whole clock: exposures a consumer times consumers."""
    weight: NDArray[np.int32]
    good: NDArray[np.int8]
    slot: NDArray[np.int32]
    stream: NDArray[np.int32]
    number: NDArray[np.int32]


class Programmes(NamedTuple):
    """Incitements in force today, one row each; arrays of shape (programmes,)."""

    least: NDArray[np.float64]
    contacts: NDArray[np.float64]
    posts: NDArray[np.float64]
    slot: NDArray[np.int32]
    stream: NDArray[np.int32]
    made: NDArray[np.int64]
    """Incited posts made today (counted by the loop)."""


class Trace(NamedTuple):
    """Room for the messages of one day; shape (0,) when nobody asked for a trace."""

    talker: NDArray[np.int32]
    listener: NDArray[np.int32]
    slot: NDArray[np.int32]
    good: NDArray[np.int8]
    weight: NDArray[np.int32]
    word: NDArray[np.uint64]


class Tally(NamedTuple):
    """What a day leaves for the host: counters and lists."""

    counts: NDArray[np.int64]
    """(N_COUNTS,) the day's row."""
    by_slot: NDArray[np.int64]
    """(256,) exposures by slot since the start."""
    buyers: NDArray[np.int32]
    """(n,) who bought today, the first ``counts[BUYERS]`` entries."""
    trace: Trace


def empty_trace(room: int = 0) -> Trace:
    """Room for ``room`` messages."""
    return Trace(
        np.zeros(room, np.int32),
        np.zeros(room, np.int32),
        np.zeros(room, np.int32),
        np.zeros(room, np.int8),
        np.zeros(room, np.int32),
        np.zeros(room, np.uint64),
    )


def no_posts() -> Posts:
    """A day without paid posts."""
    return posts_of([])


def posts_of(rows: list[tuple[int, float, int, int, int, int, int]]) -> Posts:
    """Paid posts from rows (talker, rate, weight, good, slot, stream, number)."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    dtypes = (np.int32, np.float64, np.int32, np.int8, np.int32, np.int32, np.int32)
    return Posts(*(np.array(c, d) for c, d in zip(columns, dtypes, strict=True)))


def broadcasts_of(rows: list[tuple[float, int, int, int, int, int]]) -> Broadcasts:
    """Broadcasts from rows (total, weight, good, slot, stream, number)."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    dtypes = (np.float64, np.int32, np.int8, np.int32, np.int32, np.int32)
    return Broadcasts(*(np.array(c, d) for c, d in zip(columns, dtypes, strict=True)))


def programmes_of(rows: list[tuple[float, float, float, int, int]]) -> Programmes:
    """Programmes from rows (least satisfaction, contacts gain, posts gain, slot, stream)."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    dtypes = (np.float64, np.float64, np.float64, np.int32, np.int32)
    arrays: list[Any] = [np.array(c, d) for c, d in zip(columns, dtypes, strict=True)]
    arrays.append(np.zeros(len(rows), np.int64))
    return Programmes(*arrays)


class HostTables(NamedTuple):
    """All that the host lays out for one day."""

    posts: Posts
    broadcasts: Broadcasts
    programmes: Programmes
    calm: NDArray[np.float64]
    """(cases + 1,) what replies have left of the anger of each case; entry 0 is 1."""
    log_price: NDArray[np.float64]
    """(256,) ln(price / usual price) for who was last told by each slot."""
    others: NDArray[np.float64]
    """(n,) or (1,) summed attraction of the other brands."""
