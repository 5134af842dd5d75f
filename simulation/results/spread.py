"""How one person's word travels: who heard it first from whom, and on which day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

EVERYTHING = 0
"""Sign that takes good and bad messages alike."""


class Spread(NamedTuple):
    """Who was reached from one person, in the order in which they were; (k,) each."""

    talker: NDArray[np.int64]
    listener: NDArray[np.int64]
    day: NDArray[np.int64]


def spread_from(messages: Mapping[str, NDArray[Any]], root: int, sign: int = EVERYTHING) -> Spread:
    """Follow messages from one person: whoever heard one passes on what is said after that day.

    Each listener is reached by the first message from somebody who had been reached on an earlier
    day; the root counts as reached from the start. That is how far a word *could* have travelled
    along messages that were said, not that the second talker spoke because of the first.

    Parameters
    ----------
    messages
        Messages of a traced run: ``day``, ``talker``, ``listener`` and ``sign``, (m,) each.
    root
        Row of the person.
    sign
        1 follows good messages only, -1 bad ones, 0 both.

    Examples
    --------
    >>> import numpy as np
    >>> said = {"day": [1, 1, 2], "talker": [0, 1, 1], "listener": [1, 2, 3], "sign": [1, 1, 1]}
    >>> spread_from({name: np.array(column) for name, column in said.items()}, 0).listener
    array([1, 3])
    """
    days = np.asarray(messages["day"], np.int64)
    talkers = np.asarray(messages["talker"], np.int64)
    listeners = np.asarray(messages["listener"], np.int64)
    kept = talkers >= 0
    if sign:
        kept &= np.asarray(messages["sign"]) == sign
    order = np.flatnonzero(kept)
    order = order[np.argsort(days[order], kind="stable")]
    reached = {root: -1}
    found: list[tuple[int, int, int]] = []
    for row in order:
        talker, listener, day = int(talkers[row]), int(listeners[row]), int(days[row])
        if listener not in reached and reached.get(talker, day) < day:
            reached[listener] = day
            found.append((talker, listener, day))
    columns = np.array(found, np.int64).reshape(-1, 3)
    return Spread(columns[:, 0], columns[:, 1], columns[:, 2])
