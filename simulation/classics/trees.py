"""From the scratch of the loops to what a reader gets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulation.classics.loops_people import People
from simulation.classics.rules import BAD
from simulation.classics.spread import Tree, tree_of


def tree_of_members(people: People, size: int) -> Tree:
    """Who told whom in the last replication, from its members."""
    return tree_of(
        people.talker[:size], people.members[:size], people.step[:size], people.left[:size] != BAD
    )


def share_reached(of_threads: Sequence[People], replications: int) -> NDArray[np.float64]:
    """(consumers,) float64, share of replications that reached each consumer."""
    total = of_threads[0].reached
    for people in of_threads[1:]:
        total = total + people.reached
    share: NDArray[np.float64] = total / replications
    return share
