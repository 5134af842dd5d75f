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
POSTS = 6
REFUSED_COUNT = 7
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
OPINION_ABOVE = 25
ACTIVE_CUSTOMERS = 26
VISITS = 27
REVIEWS_GOOD = 28
REVIEWS_BAD = 29
STARS = 30
FAILURES = 31
HEARD_WEIGHT = 32
LOST_WEIGHT = 33
BAD_POSTS = 34
N_COUNTS = 35

N_GROUPS = 256
"""Combinations of the eight groups that tactics can enrol people in."""
N_HUNDREDTHS = 256
"""Equally likely samples of the review board that a reader may draw."""

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
    online: NDArray[np.int8]
    """(n,) 1 for who can be reached by messages to everybody; (0,) when all can."""


class Weights(NamedTuple):
    """Fixed-point weights (1/65536 exposure) of what consumers say by themselves."""

    strong: int
    weak: int
    public: NDArray[np.int32]
    """(6,) by role of the talker."""
    bad: NDArray[np.float64]
    """(6,) factor on the bad word of each role."""
    contact_voice: int
    """Kind of voice of conversations; 0 where nobody tells voices apart."""
    post_voice: NDArray[np.uint8]
    """(6,) kind of voice of own posts, by role."""


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
    voice: NDArray[np.uint8]


class Broadcasts(NamedTuple):
    """Messages of today to everybody, one row each; arrays of shape (broadcasts,)."""

    total: NDArray[np.float64]
    """Rate of the whole clock: exposures a consumer times consumers."""
    weight: NDArray[np.int32]
    good: NDArray[np.int8]
    slot: NDArray[np.int32]
    stream: NDArray[np.int32]
    number: NDArray[np.int32]
    voice: NDArray[np.uint8]


class Tells(NamedTuple):
    """Direct messages of today, one row each; arrays of shape (messages,)."""

    listener: NDArray[np.int32]
    share: NDArray[np.float64]
    weight: NDArray[np.int32]
    good: NDArray[np.int8]
    slot: NDArray[np.int32]
    stream: NDArray[np.int32]
    number: NDArray[np.int32]
    voice: NDArray[np.uint8]


class Programmes(NamedTuple):
    """Incitements in force today, one row each; arrays of shape (programmes,)."""

    least: NDArray[np.float64]
    to: NDArray[np.int8]
    """Who takes part: see ``rules.talk.incited``."""
    group: NDArray[np.uint8]
    """Bit of the group whose members take part; 0 for everybody."""
    voice: NDArray[np.int8]
    contacts_gain: NDArray[np.float64]
    posts_gain: NDArray[np.float64]
    contacts: NDArray[np.float64]
    posts: NDArray[np.float64]
    factor: NDArray[np.float64]
    """Factor on the credibility of whoever speaks."""
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


_POSTS = (np.int32, np.float64, np.int32, np.int8, np.int32, np.int32, np.int32, np.uint8)
_BROADCASTS = (np.float64, np.int32, np.int8, np.int32, np.int32, np.int32, np.uint8)
_PROGRAMMES = (
    np.float64, np.int8, np.uint8, np.int8, np.float64, np.float64, np.float64, np.float64,
    np.float64, np.int32, np.int32,
)  # fmt: skip


def _columns(rows: list[tuple[Any, ...]], dtypes: tuple[Any, ...]) -> list[Any]:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(dtypes)
    return [np.array(c, d) for c, d in zip(columns, dtypes, strict=True)]


def posts_of(rows: list[tuple[Any, ...]]) -> Posts:
    """Paid posts from rows in the order of the fields."""
    return Posts(*_columns(rows, _POSTS))


def broadcasts_of(rows: list[tuple[Any, ...]]) -> Broadcasts:
    """Broadcasts from rows in the order of the fields."""
    return Broadcasts(*_columns(rows, _BROADCASTS))


def tells_of(parts: list[Tells]) -> Tells:
    """Direct messages of several tactics as one table."""
    if not parts:
        floats, ints = np.zeros(0), np.zeros(0, np.int32)
        bytes_, voices = np.zeros(0, np.int8), np.zeros(0, np.uint8)
        return Tells(ints, floats, ints, bytes_, ints, ints, ints, voices)
    joined: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Tells(*joined)


def programmes_of(rows: list[tuple[Any, ...]]) -> Programmes:
    """Programmes from rows in the order of the fields, without ``made``."""
    columns = _columns(rows, _PROGRAMMES)
    columns.append(np.zeros(len(rows), np.int64))
    return Programmes(*columns)


class Offer(NamedTuple):
    """What is offered to whom today; a row of 256 is indexed by a consumer's ``groups``."""

    gate: NDArray[np.int8]
    """(256,) 1 for who may buy."""
    log_price: NDArray[np.float64]
    """(256,) ln(price / usual price) for who was last told by each slot."""
    group_log_price: NDArray[np.float64]
    """(256,) ln of the factor on the price for members."""
    repeat: NDArray[np.float64]
    """(256,) chance a day that a neutral owner buys again."""
    press: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    """(256, 6) by :class:`~simulation.market.actions.Transition`: log-odds added to interest,
    purchase and repeat; factors on the chances of loyalty, advocacy and lapse."""
    reviews: NDArray[np.float64]
    """(256,) log-odds that the reviews add to a purchase, one for each sample a reader may see."""
    frustration: float
    """Evidence against the brand for who is turned away."""


class HostTables(NamedTuple):
    """All that the host lays out for one day."""

    posts: Posts
    broadcasts: Broadcasts
    tells: Tells
    programmes: Programmes
    calm: NDArray[np.float64]
    """(128,) what replies have left of the anger of each case; entry 0 is 1."""
    offer: Offer


class Rivalry(NamedTuple):
    """Attraction of the other brands, (n,) or (1,) float64: all of them, and earlier slots."""

    others: NDArray[np.float64]
    before: NDArray[np.float64]


def no_rivals() -> Rivalry:
    """A brand alone in its market."""
    return Rivalry(np.zeros(1), np.zeros(1))
