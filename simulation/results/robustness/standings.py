"""How often each strategy is best over the sampled points, and what it costs not to be."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simulation.results.robustness.surface import Surface
from simulation.results.statistics import LEVEL


class Share(NamedTuple):
    """A share of points with its interval."""

    value: float
    low: float
    high: float
    k: int
    n: int


class Standing(NamedTuple):
    """One strategy over all judged points."""

    strategy: str
    best: Share
    """Points in which no other does better; equals count for each of them."""
    decided_best: Share
    """The same, of the points in which luck cannot change who is best."""
    above_baseline: Share
    """Points in which it does better than the baseline (or a return above zero)."""
    regret_mean: float
    regret_p90: float
    regret_worst: float
    regret_share: float
    """Mean regret over the mean of best minus worst: 0 always the best, 1 always the worst."""
    n_undefined: int
    """Points in which its outcome is undefined; its regret is of the others."""


def share(k: int, n: int, level: float = LEVEL) -> Share:
    """A share with Wilson's interval.

    Points of a Latin hypercube lie more evenly than lots, so it is rather too wide.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22: 209-212.
    """
    if n == 0:
        return Share(math.nan, math.nan, math.nan, k, n)
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2.0))
    centre = (k + z * z / 2.0) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4.0)
    return Share(k / n, max(0.0, centre - half), min(1.0, centre + half), k, n)


def standings(surface: Surface, baseline: str, *, compares: bool = False) -> list[Standing]:
    """Each strategy's standing.

    Parameters
    ----------
    surface
        The deciding outcome at every point.
    baseline
        Name of the baseline.
    compares
        Whether the outcome says something about a strategy beside the baseline already (ROMI).
    """
    decided = surface.is_decided
    spread = _mean(surface.regret.max(axis=1, initial=0.0, where=~np.isnan(surface.regret)))
    rows = []
    for i, name in enumerate(surface.strategies):
        regret = surface.regret[:, i]
        known = regret[~np.isnan(regret)]
        is_best = surface.is_best[:, i]
        rows.append(
            Standing(
                name,
                share(int(is_best.sum()), len(is_best)),
                share(int((is_best & decided).sum()), int(decided.sum())),
                _above(surface, i, baseline, compares),
                _mean(known),
                float(np.quantile(known, 0.9)) if len(known) else math.nan,
                float(known.max()) if len(known) else math.nan,
                _mean(known) / spread if spread > 0.0 else math.nan,
                int(np.isnan(regret).sum()),
            )
        )
    return rows


def _above(surface: Surface, i: int, baseline: str, compares: bool) -> Share:
    gain = surface.gain[:, i]
    if compares:
        other = np.zeros(len(gain))
    elif baseline in surface.strategies and surface.strategies[i] != baseline:
        other = surface.gain[:, surface.strategies.index(baseline)]
    else:
        return share(0, 0)
    both = ~np.isnan(gain) & ~np.isnan(other)
    return share(int((gain[both] > other[both]).sum()), int(both.sum()))


def least_regretted(rows: list[Standing]) -> str | None:
    """The strategy whose worst regret is smallest; None where nothing is defined everywhere.

    One that is undefined at some points has no worst regret to compare.
    """
    known = [row for row in rows if not row.n_undefined and not math.isnan(row.regret_worst)]
    return min(known, key=lambda row: row.regret_worst).strategy if known else None


def _mean(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(values.mean()) if values.size else math.nan
