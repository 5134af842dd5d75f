"""Designs of Morris and Sobol through SALib, and the effects that are read off their runs.

*Morris* (1991) changes one assumption at a time along random paths: ``mu_star`` is the mean size of
the change of the output, carried on over the whole range, ``sigma`` how much that depends on the
others (Campolongo et al. 2007). *Sobol* (2001; Saltelli et al. 2010) splits the variance of the
output over the ranges: ``first`` is the share that an assumption explains by itself, ``total`` that
with all its interactions.

Both designs are made of blocks (a path; a base sample). A block with a point that cannot be, or
whose output is undefined, is left out as a whole: the others remain a design.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.robustness.assumption import Assumption
from simulation.results.statistics import LEVEL

Floats = NDArray[np.float64]
Method = Literal["morris", "sobol"]

LEVELS: Final = 4
"""Steps of a path over a range (Morris)."""

RESAMPLES: Final = 500
"""Bootstrap samples behind each interval."""

MEAN_SIZE: Final = math.sqrt(2.0 / math.pi)
"""Mean size of a normal variable with mean 0 and standard deviation 1."""


class Effect(NamedTuple):
    """What one assumption does to an output."""

    assumption: Assumption
    size: float
    """Morris ``mu_star``, in the unit of the output; Sobol ``total``, a share of the variance."""
    low: float
    high: float
    other: float
    """Morris ``sigma``; Sobol ``first``."""
    other_low: float
    other_high: float
    mean: float
    """Morris ``mu``: up or down over the range; NaN for Sobol."""
    luck: float
    """What ``size`` would be by luck alone; NaN with one replicate."""

    @property
    def is_beyond_luck(self) -> bool:
        """Whether its whole interval lies above what luck alone gives."""
        return self.low > (0.0 if math.isnan(self.luck) else self.luck)


@dataclass(frozen=True)
class Design:
    """Points in the unit cube, block after block."""

    method: Method
    shares: Floats
    """(points, assumptions): shares of each range."""
    size: int
    """Points in a block."""

    @property
    def n_blocks(self) -> int:
        """Paths (Morris), or base samples (Sobol)."""
        return len(self.shares) // self.size

    def without(self, spoilt: NDArray[np.bool_]) -> tuple[Design, NDArray[np.int64]]:
        """The design without blocks that hold a spoilt point, and the rows that are left."""
        whole = ~spoilt.reshape(self.n_blocks, self.size).any(axis=1)
        rows = np.flatnonzero(np.repeat(whole, self.size))
        return Design(self.method, self.shares[rows], self.size), rows

    def effects(self, assumptions: Sequence[Assumption], output: Floats, seed: int) -> list[Effect]:
        """What each assumption does to an output, the largest first.

        Parameters
        ----------
        assumptions
            One for each column of the design.
        output
            Value at each point in each replicate, (points, replicates), all defined.
        seed
            Of the bootstrap.
        """
        if np.ptp(output.mean(axis=1)) == 0.0:
            rows = [Effect(one, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0) for one in assumptions]
        elif self.method == "morris":
            rows = self._morris(assumptions, output, seed)
        else:
            rows = self._sobol(assumptions, output, seed)
        return sorted(rows, key=lambda row: (-row.size, row.assumption.label))

    def _morris(self, assumptions: Sequence[Assumption], output: Floats, seed: int) -> list[Effect]:
        from SALib.analyze import morris

        found = morris.analyze(
            problem_of(len(assumptions)),
            self.shares,
            output.mean(axis=1),
            num_resamples=RESAMPLES,
            conf_level=LEVEL,
            num_levels=LEVELS,
            seed=seed,
        )
        luck = MEAN_SIZE * np.sqrt(_variance_of_mean(self._steps(output)))
        rows = []
        for i, one in enumerate(assumptions):
            size, half = float(found["mu_star"][i]), float(found["mu_star_conf"][i])
            rows.append(
                Effect(
                    *(one, size, max(0.0, size - half), size + half),
                    *(float(found["sigma"][i]), math.nan, math.nan),
                    *(float(found["mu"][i]), float(luck[i])),
                )
            )
        return rows

    def _steps(self, output: Floats) -> Floats:
        """Change of the output at each step over the whole range, (paths, assumptions, replicates).

        All replicates of a path meet the same luck at both ends of a step, so that what differs
        between replicates here is what is left of luck in an effect.
        """
        n, k = self.n_blocks, self.shares.shape[1]
        steps = np.diff(self.shares.reshape(n, self.size, k), axis=1)
        changed = np.abs(steps).argmax(axis=2)
        by = np.take_along_axis(steps, changed[:, :, None], axis=2)
        slopes = np.diff(output.reshape(n, self.size, -1), axis=1) / by
        found = np.empty((n, k, output.shape[1]))
        np.put_along_axis(found, changed[:, :, None], slopes, axis=1)
        return found

    def _sobol(self, assumptions: Sequence[Assumption], output: Floats, seed: int) -> list[Effect]:
        from SALib.analyze import sobol

        k = len(assumptions)
        mean = output.mean(axis=1)
        found = sobol.analyze(
            problem_of(k),
            mean,
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=LEVEL,
            seed=seed,
        )
        blocks = output.reshape(self.n_blocks, self.size, -1)
        steps = blocks[:, 1 : k + 1] - blocks[:, :1]
        base = mean.reshape(self.n_blocks, self.size)[:, [0, k + 1]]
        luck = _variance_of_mean(steps) / (2.0 * base.var())
        rows = []
        for i, one in enumerate(assumptions):
            total, half = float(found["ST"][i]), float(found["ST_conf"][i])
            first, width = float(found["S1"][i]), float(found["S1_conf"][i])
            rows.append(
                Effect(
                    *(one, total, total - half, total + half),
                    *(first, first - width, first + width),
                    *(math.nan, float(luck[i])),
                )
            )
        return rows


def design_of(method: Method, n: int, k: int, seed: int) -> Design:
    """A design over k assumptions: n paths (Morris) or n base samples (Sobol)."""
    if method == "morris":
        from SALib.sample import morris

        shares = morris.sample(problem_of(k), n, num_levels=LEVELS, seed=seed)
    else:
        from SALib.sample import sobol

        with warnings.catch_warnings():  # the answer says so in our words
            warnings.filterwarnings("ignore", "The balance properties", UserWarning)
            shares = sobol.sample(problem_of(k), n, calc_second_order=False, seed=seed)
    return Design(method, np.asarray(shares, dtype=np.float64), block_of(method, k))


def block_of(method: Method, k: int) -> int:
    """Points in a block of a design over k assumptions."""
    return k + 1 if method == "morris" else k + 2


def problem_of(k: int) -> dict[str, Any]:
    """The unit cube, as SALib wants to be told."""
    return {"num_vars": k, "names": [f"x{i}" for i in range(k)], "bounds": [[0.0, 1.0]] * k}


def _variance_of_mean(steps: Floats) -> Floats:
    """Variance by luck of a mean over replicates, averaged over blocks, (assumptions,)."""
    replicates = steps.shape[2]
    if replicates < 2:
        return np.full(steps.shape[1], math.nan)
    return np.asarray(steps.var(axis=2, ddof=1).mean(axis=0) / replicates)
