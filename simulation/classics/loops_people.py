"""Who takes part in a replication: scratch of a thread, the first to know, the clean-up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.rules import UNHEARD
from simulation.dynamics.jit import inner
from simulation.dynamics.randomness import WHY_PICK, below, draw

FIRST_OCCASION = np.uint64(0)
"""Address word in place of a day: in a cascade a consumer talks, decides and tries once."""


class People(NamedTuple):
    """Scratch of one thread about consumers; clean between replications but for ``reached``.

    ======== ===== ====== ================================================================
    field    dtype shape  meaning
    ======== ===== ====== ================================================================
    standing int8  (n,)   UNHEARD, HEARD, GOOD or BAD (see ``classics.rules``)
    members  int32 (n+1,) who takes part, in the order of joining; one place more, so that
                          a loop may write before it knows whether somebody joins
    talker   int32 (n+1,) who told each member, ``SEED`` where nobody did
    step     int32 (n+1,) when each member joined
    left     int8  (n+1,) how each member stood at the end of the last replication
    reached  int64 (n,)   replications in which each consumer took part
    ======== ===== ====== ================================================================
    """

    standing: NDArray[np.int8]
    members: NDArray[np.int32]
    talker: NDArray[np.int32]
    step: NDArray[np.int32]
    left: NDArray[np.int8]
    reached: NDArray[np.int64]


def new_people(n_consumers: int) -> People:
    """Scratch for one thread: everybody unheard."""
    return People(
        standing=np.zeros(n_consumers, np.int8),
        members=np.zeros(n_consumers + 1, np.int32),
        talker=np.zeros(n_consumers + 1, np.int32),
        step=np.zeros(n_consumers + 1, np.int32),
        left=np.zeros(n_consumers + 1, np.int8),
        reached=np.zeros(n_consumers, np.int64),
    )


@inner
def place_seeds(key, seeds, standing_of_seeds, people):  # type: ignore[no-untyped-def]
    """Make the seeds the first members; returns how many.

    Seeds by lot are the first different consumers of a sequence of addressed draws, so that more
    seeds keep the ones there were.
    """
    standing, members, talker, step = people.standing, people.members, people.talker, people.step
    n = 0
    for row in seeds.rows:
        members[n] = row
        standing[row] = standing_of_seeds
        n += 1
    k = 0
    while n < seeds.by_lot:
        row = below(draw(key, k, FIRST_OCCASION, WHY_PICK, 0)[0], len(standing))
        k += 1
        if standing[row] == UNHEARD:
            members[n] = row
            standing[row] = standing_of_seeds
            n += 1
    for i in range(n):
        talker[i] = -1
        step[i] = 0
    return n


@inner
def close_replication(n, people):  # type: ignore[no-untyped-def]
    """Count the members as reached, and clear their standing."""
    standing, members, left, reached = people.standing, people.members, people.left, people.reached
    for i in range(n):
        v = members[i]
        left[i] = standing[v]
        standing[v] = UNHEARD
        reached[v] += 1
