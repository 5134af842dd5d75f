"""Estimates at every point of a sweep at once, by the same formulas as those of a comparison.

Values lie in an array of points, strategies and replicates; a run that is missing or has failed is
NaN. :mod:`simulation.results.statistics` says what the formulas mean; here they work on whole
arrays, because a sweep has many thousand points.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.statistics import LEVEL

Values = NDArray[np.float64]


class Cube(NamedTuple):
    """One outcome of all runs of a sweep."""

    top: Values
    """(points, strategies, replicates): the outcome, or what stands above the line of a ratio."""
    bottom: Values | None = None
    """What stands below the line, where the outcome is a ratio of sums over replicates."""

    @property
    def each(self) -> Values:
        """Value of each run; NaN where it is undefined."""
        return self.top if self.bottom is None else _over(self.top, self.bottom)

    def less(self, baseline: int) -> Cube:
        """Sums less those of a strategy on the same luck; money saved has no return."""
        base = self.beside(baseline)
        if self.bottom is None or base.bottom is None:
            return Cube(self.top - base.top)
        bottom = self.bottom - base.bottom
        is_more = np.nansum(bottom, axis=-1, keepdims=True) > 0.0
        top = self.top - base.top
        return Cube(top, np.where(is_more | np.isnan(top), bottom, 0.0))

    def beside(self, strategy: int) -> Cube:
        """The runs of one strategy in the place of those of each."""
        shape = self.top.shape
        top = np.broadcast_to(self.top[:, [strategy]], shape)
        if self.bottom is None:
            return Cube(top)
        return Cube(top, np.broadcast_to(self.bottom[:, [strategy]], shape))

    def only(self, is_kept: NDArray[np.bool_]) -> Cube:
        """The same without some runs."""
        top = np.where(is_kept, self.top, math.nan)
        if self.bottom is None:
            return Cube(top)
        return Cube(top, np.where(is_kept, self.bottom, math.nan))


class Estimates(NamedTuple):
    """Values with their intervals, each (points, strategies); NaN where there is none."""

    value: Values
    sd: Values
    low: Values
    high: Values
    n: NDArray[np.int64]
    """Replicates in which it is defined."""


class Gaps(NamedTuple):
    """How much more each strategy has than the baseline, each (points, strategies)."""

    estimates: Estimates
    p_better: Values
    """Share of replicates in which it does better, ties half."""
    variance_reduction: Values
    """(Var A + Var B) / Var(A - B)."""


def estimates(cube: Cube) -> Estimates:
    """Mean over replicates, or ratio of their sums, with its t interval."""
    value, pseudo = _pseudo(cube)
    n = (~np.isnan(cube.top)).sum(axis=-1)
    return _intervals(value, pseudo, n)


def gaps(cube: Cube, baseline: int, direction: int) -> Gaps:
    """Each strategy less the baseline, paired by replicate, where both have a value."""
    base = cube.beside(baseline)
    is_both = ~np.isnan(cube.top) & ~np.isnan(base.top)
    one, other = cube.only(is_both), base.only(is_both)
    (value_one, pseudo_one), (value_other, pseudo_other) = _pseudo(one), _pseudo(other)
    between = pseudo_one - pseudo_other
    n = (~np.isnan(between)).sum(axis=-1)
    apart = _variance(pseudo_one) + _variance(pseudo_other)
    return Gaps(
        _intervals(value_one - value_other, between, n),
        _share_better(one.each - other.each, direction),
        _over(apart, _variance(between)),
    )


def _pseudo(cube: Cube) -> tuple[Values, Values]:
    """The value, and what mean and variance are taken of, replicate by replicate."""
    if cube.bottom is None:
        return _mean(cube.top), cube.top
    is_there = ~np.isnan(cube.top)
    n = is_there.sum(axis=-1, keepdims=True)
    top, bottom = (np.where(is_there, part, 0.0) for part in (cube.top, cube.bottom))
    value = _over(top.sum(axis=-1), bottom.sum(axis=-1))
    without = _over(_sums_without_each(top), _sums_without_each(bottom))
    pseudo = n * value[..., None] - (n - 1) * without
    is_whole = (~np.isnan(pseudo) | ~is_there).all(axis=-1, keepdims=True)
    return value, np.where(is_there & is_whole, pseudo, math.nan)


def _intervals(value: Values, pseudo: Values, n: NDArray[np.int64]) -> Estimates:
    from scipy.special import stdtrit

    m = (~np.isnan(pseudo)).sum(axis=-1)
    sd = np.sqrt(_variance(pseudo))
    with np.errstate(invalid="ignore", divide="ignore"):
        half = stdtrit(np.maximum(m - 1, 1), 0.5 + LEVEL / 2.0) * sd / np.sqrt(m)
    is_known = ~np.isnan(value)
    sd, half = np.where(is_known, sd, math.nan), np.where(is_known, half, math.nan)
    return Estimates(value, sd, value - half, value + half, np.where(is_known, n, 0))


def _mean(values: Values) -> Values:
    is_there = ~np.isnan(values)
    return _over(np.where(is_there, values, 0.0).sum(axis=-1), is_there.sum(axis=-1) * 1.0)


def _variance(values: Values) -> Values:
    """Over replicates, with n - 1 below the line; NaN below two of them."""
    is_there = ~np.isnan(values)
    squares: Values = np.where(is_there, values - _mean(values)[..., None], 0.0) ** 2
    return _over(squares.sum(axis=-1), np.maximum(is_there.sum(axis=-1) - 1.0, 0.0))


def _share_better(gap: Values, direction: int) -> Values:
    is_there = ~np.isnan(gap)
    better = np.where(direction * gap > 0.0, 1.0, np.where(gap == 0.0, 0.5, 0.0))
    share: Values = _over((better * is_there).sum(axis=-1), is_there.sum(axis=-1) * 1.0)
    return share if direction else np.full_like(share, math.nan)


def _sums_without_each(values: Values) -> Values:
    """Sum of all but the i-th replicate, without the rounding of ``sum - value``."""
    none = np.zeros((*values.shape[:-1], 1))
    before = np.concatenate((none, np.cumsum(values, axis=-1)[..., :-1]), axis=-1)
    behind = np.cumsum(values[..., ::-1], axis=-1)[..., ::-1][..., 1:]
    sums: Values = before + np.concatenate((behind, none), axis=-1)
    return sums


def _over(top: Values, bottom: Values) -> Values:
    """One over the other; NaN where the other is zero."""
    out: Values = np.full(np.broadcast_shapes(top.shape, bottom.shape), math.nan)
    np.divide(top, bottom, out=out, where=bottom != 0.0)
    return out
