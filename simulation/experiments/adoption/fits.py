"""A Bass curve through a series of sales."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.errors import ArgumentError

Form = Literal["differences", "density"]
Numbers = NDArray[np.float64]

STARTS = tuple((p, q) for p in (0.0005, 0.003, 0.02) for q in (0.1, 0.3, 0.7))
"""Where the search begins; the best end is taken."""

TOLERANCE = 1e-14
FEWEST = 4


class BassFit(NamedTuple):
    """Innovation p, imitation q and market size m of a series; ``r2`` of the fit.

    A good fit does not show that word of mouth was at work, and m is not known before the peak.
    """

    p: float
    q: float
    m: float
    r2: float
    residual: float
    """Residual standard error, in units of the series."""


def fit_bass(values: ArrayLike, form: Form = "differences") -> BassFit:
    """Fit new adopters of periods 1, 2, ... by nonlinear least squares.

    ``differences``: value(t) = m [F(t) - F(t-1)] (Srinivasan & Mason 1986,
    doi:10.1287/mksc.5.2.169); ``density``: value(t) = m f(t).

    Raises
    ------
    ArgumentError
        When there are fewer than four values, or one is not a number.
    """
    from scipy.optimize import least_squares

    seen = np.asarray(values, dtype=np.float64)
    if seen.ndim != 1 or len(seen) < FEWEST or not np.isfinite(seen).all() or not seen.any():
        raise ArgumentError(f"a Bass curve needs at least {FEWEST} numbers, not all of them 0.")
    total = seen.sum()
    size = np.array([1.0, 1.0, total])

    def gap(at: Numbers) -> Numbers:
        p, q, m = np.exp(at) * size
        off: Numbers = (_expected(p, q, m, len(seen), form) - seen) / total
        return off

    ends = [
        least_squares(gap, np.log([p, q, 1.2]), xtol=TOLERANCE, ftol=TOLERANCE, gtol=TOLERANCE)
        for p, q in STARTS
    ]
    best = min(ends, key=lambda end: float(end.cost))
    p, q, m = np.exp(best.x) * size
    wrong = gap(best.x) * total
    r2 = 1.0 - float(wrong @ wrong) / float(((seen - seen.mean()) ** 2).sum())
    spread = float(np.sqrt(wrong @ wrong / max(1, len(seen) - 3)))
    return BassFit(float(p), float(q), float(m), r2, spread)


def _expected(p: float, q: float, m: float, periods: int, form: Form) -> Numbers:
    """New adopters of every period."""
    decay: Numbers = np.exp(-(p + q) * np.arange(periods + 1))
    share: Numbers = (1.0 - decay) / (1.0 + q / p * decay)
    rate: Numbers = np.diff(share) if form == "differences" else (p + q * share) * (1.0 - share)
    return m * rate[-periods:]
