"""How much of what differs between points is luck.

Every point meets the same luck: replicate r is the same at all of them. That makes effects smoother
but does not average luck. Luck has two parts here: one *shared* by all points, which lifts or sinks
them together and changes no effect, and one that *differs* from point to point, which looks like an
effect and is none. Both are read from the replicates (two-way analysis of variance, points times
replicates).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MUCH: Final = 0.2
"""Share of luck above which indices are not to be trusted much."""

ALL: Final = 0.95
"""Share of luck from which nothing else is seen, and how many replicates it takes is not known."""


class Luck(NamedTuple):
    """Shares of luck in the variance of an output over the points."""

    share: float
    """Luck that differs from point to point, in the variance of the points' means."""
    single: float
    """The same of a single run instead of a mean over replicates."""
    shared: float
    """Standard error of the level that all points share, over their standard deviation."""
    replicates: int

    @property
    def is_much(self) -> bool:
        """Whether effects may be luck to a good part."""
        return self.share > MUCH

    @property
    def is_all(self) -> bool:
        """Whether nothing but luck is seen."""
        return self.share > ALL

    @property
    def replicates_needed(self) -> int:
        """About how many replicates would bring the share down to what is tolerable."""
        if math.isnan(self.share) or self.share <= 0.0:
            return self.replicates
        clean = max(1e-12, 1.0 - self.share)
        return math.ceil(self.replicates * self.share / clean * (1.0 - MUCH) / MUCH)


def luck_of(output: Floats) -> Luck:
    """Luck in an output, (points, replicates); NaN with one replicate or where all is equal."""
    n, r = output.shape
    means = output.mean(axis=1)
    between = float(means.var(ddof=1)) if n > 1 else 0.0
    if r < 2 or between == 0.0:
        return Luck(math.nan, math.nan, math.nan, r)
    shared = output.mean(axis=0)
    rest = output - means[:, None] - shared[None, :] + output.mean()
    differs = float((rest**2).sum()) / ((n - 1) * (r - 1))
    return Luck(
        min(1.0, differs / r / between),
        min(1.0, differs / (differs + max(0.0, between - differs / r))),
        float(shared.std(ddof=1)) / math.sqrt(r) / math.sqrt(between),
        r,
    )
