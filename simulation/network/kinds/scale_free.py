"""Whoever has many ties gets more: hubs by popularity."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulation.fields import belief
from simulation.network.codes import distinct, pack
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import GeneratedNetwork, mutual_graph


class ScaleFreeNetwork(GeneratedNetwork):
    """Newcomers tie themselves to those who already have many ties; hubs but no circles.

    Barabasi and Albert 1999, doi:10.1126/science.286.5439.509: a newcomer picks each of its ties
    with a chance proportional to the ties that others have; the share of consumers with k ties
    falls as k**-3. Drawn as in Batagelj and Brandes 2005, doi:10.1103/PhysRevE.71.036113, from a
    first group in which all know one another; picks of the same consumer count once.
    """

    kind: Literal["scale_free"] = "scale_free"
    ties_per_newcomer: int = belief(
        5, "ties that every newcomer makes; the mean is twice that", "ties", low=2, high=15, ge=1
    )

    def build(self, rng: np.random.Generator, folder: Path) -> SocialGraph:
        """Let the newcomers in."""
        n, ties = self.consumers, int(self.at_most_others("ties_per_newcomer"))
        newcomer, host = _hosts(rng, n, ties)
        return mutual_graph(distinct(pack(host, newcomer)), n)


def _hosts(
    rng: np.random.Generator, n: int, ties: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Newcomer and host of every tie; hosts come before newcomers.

    The ends of all ties stand in one row: at even places the newcomer, at odd places the host,
    who is copied from an evenly drawn place before the newcomer's first tie. Copies of copies are
    followed in jumps, all at once.
    """
    host, newcomer = np.triu_indices(ties + 1, 1)
    n_first = len(host)
    late = np.repeat(np.arange(ties + 1, n), ties)
    before = 2 * (n_first + ties * (late - ties - 1))
    source = rng.integers(0, before)
    end = np.empty(2 * (n_first + len(late)), dtype=np.int64)
    end[0::2] = np.concatenate([newcomer, late])
    end[1 : 2 * n_first : 2] = host
    known = np.ones(len(end), dtype=np.bool_)
    known[2 * n_first + 1 :: 2] = False
    place = np.arange(2 * n_first + 1, len(end), 2)
    while len(place):
        ready = known[source]
        end[place[ready]] = end[source[ready]]
        known[place[ready]] = True
        place, source = place[~ready], source[~ready]
    return end[0::2], end[1::2]
