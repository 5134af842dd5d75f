"""What every strategy came to at each sampled point, and how far luck blurs who is best there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from simulation.results.statistics import LEVEL

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CANNOT: Final = "cannot"
"""Status of a run whose strategy cannot work at that point: too little money for one post."""

SAID: Final = ("done", CANNOT)
"""Status of runs that say something about a point; a run that failed otherwise says nothing."""

ALIKE: Final = 20
"""Points over which the variance by luck is pooled: those closest in the size of the outcome."""


@dataclass(frozen=True)
class Surface:
    """One outcome at every point, for every strategy and replicate."""

    points: NDArray[np.int64]
    """Numbers of the points that are judged, (n,)."""
    strategies: tuple[str, ...]
    each: Floats
    """Value of each run, (n, strategies, replicates); NaN where undefined."""
    direction: int
    """1 where more is better, -1 where less is."""
    n_left_out: int = 0
    """Points in which a run failed or is missing: nothing is said about them."""

    @property
    def replicates(self) -> int:
        """Runs of each strategy at each point."""
        return int(self.each.shape[2])

    @cached_property
    def gain(self) -> Floats:
        """Mean over replicates, turned so that more is better, (n, strategies)."""
        defined = ~np.isnan(self.each)
        n = defined.sum(axis=2)
        sums = np.where(defined, self.each, 0.0).sum(axis=2)
        means = np.full(n.shape, math.nan)
        np.divide(sums, n, out=means, where=n > 0)
        return self.direction * means

    @cached_property
    def best(self) -> Floats:
        """The best gain at each point, (n,); NaN where no strategy has one."""
        return _largest(self.gain)

    @cached_property
    def regret(self) -> Floats:
        """Best gain minus a strategy's own, (n, strategies); NaN where it is undefined."""
        return self.best[:, None] - self.gain

    @cached_property
    def is_best(self) -> Flags:
        """Whether no other strategy does better, (n, strategies); equals are all best."""
        return np.asarray(self.regret == 0.0)

    def margin(self, strategy: str) -> Floats:
        """A strategy's gain minus that of its closest rival at each point, (n,)."""
        i = self.strategies.index(strategy)
        others = np.delete(self.gain, i, axis=1)
        return self.gain[:, i] - _largest(others)

    @cached_property
    def is_decided(self) -> Flags:
        """Where the best is so whatever the luck, (n,): all its intervals against rivals exclude 0.

        With two replicates a point's own variance says little. It is pooled over the points that
        are most alike in the size of the outcome.
        """
        n, k = self.gain.shape
        if self.replicates < 2 or k < 2 or n == 0:
            return np.zeros(n, dtype=bool)
        from scipy.special import stdtrit

        alike = min(ALIKE, n)
        level = 1.0 - (1.0 - LEVEL) / (k - 1)
        quantile = float(stdtrit(alike * (self.replicates - 1), 0.5 + level / 2.0))
        best = np.argmax(np.where(np.isnan(self.gain), -math.inf, self.gain), axis=1)
        rows = np.arange(n)
        decided = ~np.isnan(self.best)
        for rival in range(k):
            half = quantile * np.sqrt(self._variance_against(rival)[rows, best] / self.replicates)
            ahead = self.best - self.gain[:, rival] > half
            decided &= ahead | (best == rival) | np.isnan(self.gain[:, rival])
        return decided

    def _variance_against(self, rival: int) -> Floats:
        """Variance by luck of each strategy minus a rival, (n, strategies)."""
        gaps = self.each - self.each[:, rival : rival + 1]
        size = np.abs(self.gain).mean(axis=1)
        return np.column_stack(
            [pooled(gaps[:, i].var(axis=-1, ddof=1), size) for i in range(gaps.shape[1])]
        )


def surface_of(runs: DataFrame, strategies: Sequence[str], outcome: str, direction: int) -> Surface:
    """The surface of an outcome from a table of runs.

    Parameters
    ----------
    runs
        Columns ``point``, ``strategy``, ``replicate``, ``status`` and the outcome. A strategy that
        ``cannot`` work at a point is undefined there; one that ``failed`` takes the point away.
    strategies
        Those that are judged.
    outcome, direction
        Its name, and whether more (1) or less (-1) of it is better.
    """
    asked = runs[runs["strategy"].isin(list(strategies))]
    points = np.unique(asked["point"].to_numpy(np.int64))
    replicates = np.unique(asked["replicate"].to_numpy(np.int64))
    each = np.full((len(points), len(strategies), len(replicates)), math.nan)
    done = np.zeros(each.shape, dtype=bool)
    place = (
        np.searchsorted(points, asked["point"].to_numpy(np.int64)),
        np.array([strategies.index(name) for name in asked["strategy"]], dtype=np.int64),
        np.searchsorted(replicates, asked["replicate"].to_numpy(np.int64)),
    )
    each[place] = asked[outcome].to_numpy(np.float64)
    done[place] = asked["status"].isin(SAID).to_numpy(bool)
    whole = done.all(axis=(1, 2))
    return Surface(points[whole], tuple(strategies), each[whole], direction, int((~whole).sum()))


def pooled(variance: Floats, size: Floats) -> Floats:
    """Each point's variance, averaged over the points that are closest to it in size, (n,)."""
    n = len(variance)
    alike = min(ALIKE, n)
    order = np.argsort(size, kind="stable")
    sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(variance[order]))))
    known = np.concatenate(([0], np.cumsum(~np.isnan(variance[order]))))
    first = np.clip(np.arange(n) - alike // 2, 0, n - alike)
    out = np.full(n, math.nan)
    count = known[first + alike] - known[first]
    means = np.full(n, math.nan)
    np.divide(sums[first + alike] - sums[first], count, out=means, where=count > 0)
    out[order] = means
    return out


def _largest(table: Floats) -> Floats:
    """Largest defined value of each row; NaN where there is none."""
    if not table.shape[1]:
        return np.full(len(table), math.nan)
    largest = np.where(np.isnan(table), -math.inf, table).max(axis=1)
    return np.where(np.isinf(largest), math.nan, largest)
