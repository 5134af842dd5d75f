"""Do those who are tied adopt together? Observed ties against adoptions dealt out by lot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.adoption.observed import Adoption

PERMUTATIONS = 500

NAMES = ("talker adopted earlier", "same status", "time gap")
"""Of ties whose listener adopted, the share whose talker adopted in an earlier period; share of
ties whose ends both adopted or both did not; mean difference of periods where both did."""


class TieStatistic(NamedTuple):
    """A statistic of ties, as observed and where periods are dealt out within communities.

    ``z`` is (observed - permuted) / standard deviation of the permutations. A large z is consistent
    with contagion, and just as well with friends being alike (homophily) or hearing the same
    sources: this cannot tell them apart.
    """

    name: str
    observed: float
    permuted: float
    z: float


def tie_statistics(
    adoption: Adoption, *, permutations: int = PERMUTATIONS, seed: int = 0
) -> list[TieStatistic]:
    """Whether ties and adoptions go together, against ``permutations`` of the periods.

    Periods are shuffled within each community, which keeps every community's adoption curve.
    """
    rng = np.random.default_rng(seed)
    observed = measure(adoption)
    shuffled = np.array([measure(_dealt_out(adoption, rng)) for _ in range(permutations)])
    mean, spread = shuffled.mean(axis=0), shuffled.std(axis=0)
    return [
        TieStatistic(name, float(seen), float(m), float((seen - m) / s) if s > 0 else np.nan)
        for name, seen, m, s in zip(NAMES, observed, mean, spread, strict=True)
    ]


def measure(adoption: Adoption) -> NDArray[np.float64]:
    """The three statistics, in the order of :data:`NAMES`."""
    ties = adoption.graph.ties
    talker, listener = adoption.period[ties.talker], adoption.period[ties.listener]
    spoke, heard = talker < adoption.never, listener < adoption.never
    return np.array(
        [
            (talker < listener)[heard].mean(),
            (spoke == heard).mean(),
            np.abs(talker - listener)[spoke & heard].mean(),
        ]
    )


def _dealt_out(adoption: Adoption, rng: np.random.Generator) -> Adoption:
    period = adoption.period.copy()
    for place in np.unique(adoption.community):
        rows = np.flatnonzero(adoption.community == place)
        period[rows] = rng.permutation(period[rows])
    return adoption.with_period(period)
