"""How sure a number is: intervals, paired differences and how many replicates would settle it.

Every outcome of a strategy becomes a :class:`Sample`. For a mean it holds one value a replicate.
For a ratio of sums it holds jackknife *pseudo-values*, ``n R - (n - 1) R(without i)``, of which
mean and variance are treated like those of single values (Quenouille 1956; Tukey 1958).
Pseudo-values of the same replicates subtract, so a difference of two ratios is paired exactly like
one of two means, and so is a return on investment, a ratio of differences to the baseline.

All intervals are two-sided Student t intervals over replicates. They cover luck, not assumptions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
"""Level of the intervals that are printed."""

POWER = 0.8
"""Chance with which the replicates that are said to be needed settle a difference."""

Values = NDArray[np.float64]


class Sample(NamedTuple):
    """One outcome of one strategy over its replicates."""

    value: float
    """The estimate: mean of the defined values, or ratio of sums; NaN where undefined."""
    each: Values
    """Value of each replicate, (n,); NaN where undefined."""
    pseudo: Values
    """What mean and variance are taken of, (n,): ``each`` for a mean, else pseudo-values."""
    is_ratio: bool = False


class Estimate(NamedTuple):
    """A value with its interval; NaN where there is none."""

    value: float
    sd: float
    low: float
    high: float
    n: int
    """Replicates in which it is defined."""

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2.0

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0.0 or self.high < 0.0


def mean_sample(values: Values) -> Sample:
    """A sample of single values; undefined ones (NaN) are left out of the mean and counted."""
    values = np.asarray(values, dtype=np.float64)
    defined = values[~np.isnan(values)]
    value = float(defined.mean()) if len(defined) else math.nan
    return Sample(value, values, values)


def ratio_sample(numerator: Values, denominator: Values) -> Sample:
    """A sample of a ratio of sums, with jackknife pseudo-values.

    Undefined as a whole where the denominators sum to zero. Where they do so without one of the
    replicates, the ratio stands but has no interval.
    """
    numerator = np.asarray(numerator, dtype=np.float64)
    denominator = np.asarray(denominator, dtype=np.float64)
    n = len(numerator)
    top, bottom = numerator.sum(), denominator.sum()
    each = _divide(numerator, denominator)
    value = float(top / bottom) if bottom != 0.0 else math.nan
    if n < 2:
        return Sample(value, each, np.full(n, value), is_ratio=True)
    without = _divide(_sums_without_each(numerator), _sums_without_each(denominator))
    pseudo = n * value - (n - 1) * without
    if np.isnan(pseudo).any():
        pseudo = np.full(n, math.nan)
    return Sample(value, each, pseudo, is_ratio=True)


def ratio_of_ratios_sample(
    numerator: Values, denominator: Values, other_numerator: Values, other_denominator: Values
) -> Sample:
    """A sample of a ratio of sums over another one, with jackknife pseudo-values.

    Undefined as a whole where a denominator or the other ratio is zero.
    """
    parts = [
        np.asarray(part, dtype=np.float64)
        for part in (numerator, other_denominator, denominator, other_numerator)
    ]
    n = len(parts[0])
    each = _divide(parts[0] * parts[1], parts[2] * parts[3])
    sums = [np.array([part.sum()]) for part in parts]
    value = float(_divide(sums[0] * sums[1], sums[2] * sums[3])[0])
    if n < 2:
        return Sample(value, each, np.full(n, value), is_ratio=True)
    rest = [_sums_without_each(part) for part in parts]
    without = _divide(rest[0] * rest[1], rest[2] * rest[3])
    pseudo = n * value - (n - 1) * without
    if np.isnan(pseudo).any():
        pseudo = np.full(n, math.nan)
    return Sample(value, each, pseudo, is_ratio=True)


def estimate(sample: Sample, level: float = LEVEL) -> Estimate:
    """The value of a sample with its t interval; no interval below two defined replicates."""
    pseudo = sample.pseudo[~np.isnan(sample.pseudo)]
    n = len(pseudo)
    if sample.is_ratio:
        n = 0 if math.isnan(sample.value) else len(sample.each)
    return _interval(sample.value, pseudo, n, level)


class Difference(NamedTuple):
    """How much more one strategy has of an outcome than another, on the same luck."""

    estimate: Estimate
    p_value: float
    """Of the paired t test that the difference is zero; for the order of Holm's gate only."""
    p_better: float
    """Share of replicates in which it does better in the outcome's direction, ties half."""
    variance_reduction: float
    """(Var A + Var B) / Var(A - B): how many times fewer replicates pairing needs."""


def difference(a: Sample, b: Sample, direction: int, level: float = LEVEL) -> Difference:
    """Paired difference a - b over the replicates in which both are defined.

    ``p_better`` is NaN where neither direction is better (``direction`` 0).
    """
    both = ~np.isnan(a.pseudo) & ~np.isnan(b.pseudo)
    one, other = a.pseudo[both], b.pseudo[both]
    gap = one - other
    if a.is_ratio or b.is_ratio:
        value = a.value - b.value
    else:
        value = float(gap.mean()) if len(gap) else math.nan
    interval = _interval(value, gap, len(gap), level)
    return Difference(
        interval,
        _p_value(interval),
        share_better(a.each, b.each, direction),
        _variance_reduction(one, other),
    )


def share_better(a: Values, b: Values, direction: int) -> float:
    """Share of replicates in which a does better than b, ties counted half."""
    both = ~np.isnan(a) & ~np.isnan(b)
    if direction == 0 or not both.any():
        return math.nan
    gap = direction * (a[both] - b[both])
    return float(((gap > 0.0) + 0.5 * (gap == 0.0)).mean())


def times_best(each: Mapping[str, Values], direction: int) -> dict[str, int]:
    """In how many replicates no other strategy does better; equals count for each of them."""
    if not each:
        return {}
    table = direction * np.array(list(each.values()), dtype=np.float64)
    table = np.where(np.isnan(table), -math.inf, table)
    best = table.max(axis=0)
    is_best = (table == best) & np.isfinite(best)
    return dict(zip(each, (int(k) for k in is_best.sum(axis=1)), strict=True))


def holm(p_values: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Which of several questions are settled together (Holm 1979); undefined ones are not.

    Keeps the chance that any of them is settled by luck alone below ``1 - level``.
    """
    order = sorted(range(len(p_values)), key=lambda i: _last_if_nan(p_values[i]))
    settled = [False] * len(p_values)
    for rank, i in enumerate(order):
        if not p_values[i] <= (1.0 - level) / (len(p_values) - rank):
            break
        settled[i] = True
    return settled


def replicates_needed(found: Estimate, level: float = LEVEL, matters: float | None = None) -> float:
    """About how many replicates would settle a difference of this size four times in five.

    A two-sided t test at level 1 - a finds a difference d of standard deviation s with power p at
    n = ((z(1 - a/2) + z(p)) s / d)^2 + z(1 - a/2)^2 / 2 replicates (Guenther 1981, the last term
    for the t instead of the normal law). To show that a difference smaller than what ``matters``
    is too close, the distance that has to be seen is matters - |d|, on both sides.

    Infinite where the difference is zero and nothing is said to matter; NaN without an interval.
    """
    if math.isnan(found.sd) or math.isnan(found.value):
        return math.nan
    size = abs(found.value)
    ways = [_replicates(found.sd, size, level, POWER)]
    if matters and size < matters:
        ways.append(_replicates(found.sd, matters - size, level, (1.0 + POWER) / 2.0))
    return min(ways)


def _replicates(sd: float, distance: float, level: float, power: float) -> float:
    from scipy.special import ndtri

    if distance == 0.0:
        return math.inf
    z, more = float(ndtri(0.5 + level / 2.0)), float(ndtri(power))
    return max(2.0, math.ceil(((z + more) * sd / distance) ** 2 + z * z / 2.0))


def within(found: Estimate, bounds: tuple[float, float]) -> Estimate:
    """An estimate whose interval is cut where the outcome can have no value."""
    if math.isnan(found.low):
        return found
    low, high = min(bounds[0], found.value), max(bounds[1], found.value)
    return found._replace(low=max(found.low, low), high=min(found.high, high))


def _interval(value: float, pseudo: Values, n: int, level: float) -> Estimate:
    if len(pseudo) < 2 or math.isnan(value):
        return Estimate(value, math.nan, math.nan, math.nan, n)
    from scipy.special import stdtrit  # the t quantile behind scipy.stats.t, in a third of its time

    sd = float(pseudo.std(ddof=1))
    half = float(stdtrit(len(pseudo) - 1, 0.5 + level / 2.0)) * sd / math.sqrt(len(pseudo))
    return Estimate(value, sd, value - half, value + half, n)


def _p_value(found: Estimate) -> float:
    if math.isnan(found.sd):
        return math.nan
    if found.sd == 0.0:
        return float(found.value == 0.0)
    from scipy.special import stdtr

    t = abs(found.value) / (found.sd / math.sqrt(found.n))
    return float(2.0 * stdtr(found.n - 1, -t))


def _variance_reduction(one: Values, other: Values) -> float:
    if len(one) < 2:
        return math.nan
    paired = float((one - other).var(ddof=1))
    apart = float(one.var(ddof=1) + other.var(ddof=1))
    return apart / paired if paired > 0.0 else math.nan


def _sums_without_each(values: Values) -> Values:
    """Sum of all but the i-th value, without the rounding of ``sum - value``."""
    before = np.concatenate(([0.0], np.cumsum(values)[:-1]))
    after = np.concatenate((np.cumsum(values[::-1])[::-1][1:], [0.0]))
    return before + after


def _divide(numerator: Values, denominator: Values) -> Values:
    out = np.full(len(numerator), math.nan)
    np.divide(numerator, denominator, out=out, where=denominator != 0.0)
    return out


def _last_if_nan(p_value: float) -> float:
    return math.inf if math.isnan(p_value) else p_value
