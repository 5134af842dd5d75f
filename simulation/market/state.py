"""What one brand's market remembers about each consumer: one row a consumer, one array a field."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

NEVER = -(2**30)
"""A day on which something that did not happen happened."""

FIXED = 65536
"""Fixed-point one: a message of credibility 1 adds this much to what a listener heard."""

LARGEST_HEARD = 2**31 - 1
"""Where the sum of a day's heard weight stops growing (32,767 messages of credibility 1)."""

EVER_AWARE = 1
EVER_INTERESTED = 2
BONDED = 4
REFUSED = 8
COMPLAINT = 127
"""Number of the standing case of those whose unit was faulty when they got it."""
FAILED = 126
"""Number of the standing case of those whose unit failed in use."""


class Stage(IntEnum):
    """Where a consumer stands on the journey with a brand."""

    UNAWARE = 0
    AWARE = 1
    INTERESTED = 2
    CUSTOMER = 3
    LOYAL = 4
    ADVOCATE = 5
    REJECTER = 6
    LAPSED = 7


class Market(NamedTuple):
    """State of one brand: arrays of shape (n,), changed day by day.

    =================== ======= ======================== =======================================
    field               dtype   range                    meaning
    =================== ======= ======================== =======================================
    stage               int8    0 to 7                   :class:`Stage`
    ever                uint8   bits                     has ever been aware (1), interested (2);
                                                         who brought it is still active (4); wanted
                                                         a unit when there was none (8)
    groups              uint8   bits                     groups of tactics that it is enrolled in
    voices              uint8   bits                     kinds of voices heard (``Voice``)
    hop                 uint8   0 to 15                  retellings of the last good message, as of
                                                         last night
    case                int8    -127 to 127              open case (> 0), settled (< 0), none (0)
    evidence_for        float32 >= 0, exposures          remembered good word
    evidence_against    float32 >= 0, exposures          remembered bad word
    fatigue             float32 >= 0, exposures          weight heard in about the last seven days
    satisfaction        float32 -1 to 1                  with the last unit; 0 without one
    anger               float32 >= 0                     arousal left from something that went wrong
    experienced_day     int32   day or NEVER             day of the last experience with a unit
    units               int32   >= 0, units              obtained, gifts and starting units included
    purchases           int32   >= 0, units              paid for during the run
    first_purchase_day  int32   day or NEVER             first paid purchase of the run
    heard_good          int32   >= 0, 1/65536 exposure   good word heard today
    heard_bad           int32   >= 0, 1/65536 exposure   bad word heard today
    credit              uint64  packed                   last good message: day, hop, slot, talker
    recruited           uint64  packed or 0              credit at the first paid purchase
    =================== ======= ======================== =======================================
    """

    stage: NDArray[np.int8]
    ever: NDArray[np.uint8]
    groups: NDArray[np.uint8]
    voices: NDArray[np.uint8]
    hop: NDArray[np.uint8]
    case: NDArray[np.int8]
    evidence_for: NDArray[np.float32]
    evidence_against: NDArray[np.float32]
    fatigue: NDArray[np.float32]
    satisfaction: NDArray[np.float32]
    anger: NDArray[np.float32]
    experienced_day: NDArray[np.int32]
    units: NDArray[np.int32]
    purchases: NDArray[np.int32]
    first_purchase_day: NDArray[np.int32]
    heard_good: NDArray[np.int32]
    heard_bad: NDArray[np.int32]
    credit: NDArray[np.uint64]
    recruited: NDArray[np.uint64]


def empty_market(n_consumers: int) -> Market:
    """A market in which nobody has heard of the brand."""

    def never() -> NDArray[np.int32]:
        return np.full(n_consumers, NEVER, np.int32)

    return Market(
        stage=np.zeros(n_consumers, np.int8),
        ever=np.zeros(n_consumers, np.uint8),
        groups=np.zeros(n_consumers, np.uint8),
        voices=np.zeros(n_consumers, np.uint8),
        hop=np.zeros(n_consumers, np.uint8),
        case=np.zeros(n_consumers, np.int8),
        evidence_for=np.zeros(n_consumers, np.float32),
        evidence_against=np.zeros(n_consumers, np.float32),
        fatigue=np.zeros(n_consumers, np.float32),
        satisfaction=np.zeros(n_consumers, np.float32),
        anger=np.zeros(n_consumers, np.float32),
        experienced_day=never(),
        units=np.zeros(n_consumers, np.int32),
        purchases=np.zeros(n_consumers, np.int32),
        first_purchase_day=never(),
        heard_good=np.zeros(n_consumers, np.int32),
        heard_bad=np.zeros(n_consumers, np.int32),
        credit=np.zeros(n_consumers, np.uint64),
        recruited=np.zeros(n_consumers, np.uint64),
    )


def read_only(market: Market) -> Market:
    """The same arrays as views that cannot be written, for tactics and users."""
    views: list[Any] = [array.view() for array in market]
    for view in views:
        view.flags.writeable = False
    return Market(*views)
