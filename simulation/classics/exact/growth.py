"""The Bass curve and its daily recursions (Bass 1969, doi:10.1287/mnsc.15.5.215)."""

from __future__ import annotations

import math
from typing import Literal

Form = Literal["product", "hazard"]


def bass_share(p: float, q: float, time: float) -> float:
    """Share that has adopted by a time, none at the start.

    ``F(t) = (1 - exp(-(p+q) t)) / (1 + (q/p) exp(-(p+q) t))``; times may be of any unit in which
    p and q are rates.

    Examples
    --------
    >>> round(bass_share(0.03, 0.38, 10), 6)
    0.812803
    """
    decay = math.exp(-(p + q) * time)
    return (1.0 - decay) / (1.0 + q / p * decay)


def bass_peak(p: float, q: float) -> float:
    """When most adopt: ``ln(q/p) / (p+q)``."""
    return math.log(q / p) / (p + q)


def bass_density(p: float, q: float, time: float) -> float:
    """Share that adopts per unit of time: ``(p + q F)(1 - F)``."""
    share = bass_share(p, q, time)
    return (p + q * share) * (1.0 - share)


def bass_by_steps(p: float, q: float, time: float, dt: float, form: Form) -> float:
    """Share that has adopted when everybody decides only every ``dt``.

    In a step one adopts with ``1 - (1 - p dt) exp(-q F dt)`` ("product": one look at advertising,
    many clocks of talk) or ``1 - exp(-(p + q F) dt)`` ("hazard").

    Examples
    --------
    >>> round(bass_by_steps(0.03, 0.38, 5, 1.0, "hazard"), 6)
    0.261068
    """
    share = 0.0
    for _ in range(round(time / dt)):
        if form == "product":
            adopts = 1.0 - (1.0 - p * dt) * math.exp(-q * share * dt)
        else:
            adopts = -math.expm1(-(p + q * share) * dt)
        share += (1.0 - share) * adopts
    return share
