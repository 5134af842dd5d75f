"""Who told whom in one replication, and the desk on which the market's hear loop works."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import inlined
from simulation.dynamics.loops.arrive import Said, new_said
from simulation.dynamics.loops.blocks import Words, new_words
from simulation.dynamics.loops.say import Posters, new_posters, say_posts
from simulation.dynamics.rules.hear import NOBODY, add_heard, talker_of

NOT_TOLD = -1
"""Day of a consumer whom nothing reached; talker of one whom no consumer told."""
ONE = 1
"""Weight of a message: arrivals are counted."""
_SLOT = 0
_ONE_DAY = 0  # messages compete for credit within a day only


class Told(NamedTuple):
    """What a replication leaves; arrays of shape (n,).

    ======== ===== ========================================================================
    field    dtype meaning
    ======== ===== ========================================================================
    talker   int32 who told this consumer, :data:`NOT_TOLD` for seeds, advertising, nobody
    day      int32 day (step, event) on which it was reached, :data:`NOT_TOLD` for never
    sign     int8  1 satisfied, -1 dissatisfied, -2 turned away, 0 undecided
    ======== ===== ========================================================================
    """

    talker: NDArray[np.int32]
    day: NDArray[np.int32]
    sign: NDArray[np.int8]


class Desk(NamedTuple):
    """Scratch of one thread; arrays of shape (n,) unless said otherwise.

    ``heard_good``, ``heard_bad`` and ``credit`` are those of the market (``market.state``)
    and zero between days. ``active`` lists who talks, ``fresh`` who heard for the first time today.
    """

    heard_good: NDArray[np.int32]
    heard_bad: NDArray[np.int32]
    credit: NDArray[np.uint64]
    active: NDArray[np.int32]
    fresh: NDArray[np.int32]
    stale: NDArray[np.int32]
    """(n,) contacts of each spreader who knew already."""
    said: Said
    """Who hears the post that was made last."""
    posters: Posters
    """Room for one who posts."""
    words: Words


def new_told(n: int) -> Told:
    """Room for one replication."""
    return Told(
        np.full(n, NOT_TOLD, np.int32), np.full(n, NOT_TOLD, np.int32), np.zeros(n, np.int8)
    )


def new_desk(n: int, room: int = 0) -> Desk:
    """Scratch for one thread; ``room`` is the largest number of listeners of one post."""
    return Desk(
        heard_good=np.zeros(n, np.int32),
        heard_bad=np.zeros(n, np.int32),
        credit=np.zeros(n, np.uint64),
        active=np.zeros(n, np.int32),
        fresh=np.zeros(n, np.int32),
        stale=np.zeros(n, np.int32),
        said=new_said(room),
        posters=new_posters(),
        words=new_words(),
    )


@inlined
def hear(listener, word, desk):  # type: ignore[no-untyped-def]
    """One message reaches one listener; the largest credit word is the last touch."""
    desk.heard_good[listener] = add_heard(desk.heard_good[listener], ONE)
    if word > desk.credit[listener]:
        desk.credit[listener] = word


@inlined
def post_to_all(key, talker, rate, when, why, contacts, desk):  # type: ignore[no-untyped-def]
    """The market's post of a consumer to its contacts; who hears it is in ``desk.said``."""
    posters, said = desk.posters, desk.said
    said.state[0] = 0
    posters.row[0], posters.hop[0], posters.weight[0], posters.voice[0] = talker, 0, ONE, 0
    say_posts(key, posters, 1, rate, 0, when, why, 1, _SLOT, _ONE_DAY, contacts, desk.words, said)
    return said.state[0]


@inlined
def reach(listener, day, desk, told):  # type: ignore[no-untyped-def]
    """Enter a consumer as reached today by the last touch; its desk is cleared."""
    told.day[listener] = day
    talker = talker_of(desk.credit[listener])
    told.talker[listener] = NOT_TOLD if talker == NOBODY else talker
    desk.heard_good[listener] = 0
    desk.heard_bad[listener] = 0
    desk.credit[listener] = 0
