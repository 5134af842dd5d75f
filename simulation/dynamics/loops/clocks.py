"""Clocks of ties for models in which who talks, talks over all of its ties at once."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import jit
from simulation.network.ties import Ties


class Clocks(NamedTuple):
    """Ties and the rates of their clocks; CSR by talker (see ``network.ties``).

    ======== ======= ======= =======================================================
    field    dtype   shape   meaning
    ======== ======= ======= =======================================================
    first    int64   (n+1,)  the ties of talker u are first[u] to first[u + 1]
    listener int32   (m,)    who listens
    rate     float64 (m,)    rate of each tie, >= 0 or infinite; (0,): all are alike
    total    float64 (rows,) largest finite rate of a talker's ties times their number
    silence  float64 (rows,) exp(-total): where the talker's clock stops
    has_sure bool    (rows,) whether some tie has an infinite rate and rings for sure;
                             (0,) where none has
    ======== ======= ======= =======================================================

    Rows are talkers; where all ties are alike, numbers of ties (0 to the most), of which there are
    few: they stay in the processor's nearest memory.
    """

    first: NDArray[np.int64]
    listener: NDArray[np.int32]
    rate: NDArray[np.float64]
    total: NDArray[np.float64]
    silence: NDArray[np.float64]
    has_sure: NDArray[np.bool_]


def clocks_of(ties: Ties, rate: float | NDArray[np.float64]) -> Clocks:
    """Clocks of one rate, or of a rate for each tie; infinite where a tie rings for sure."""
    each = rate if isinstance(rate, np.ndarray) else np.empty(0)
    alike = not isinstance(rate, np.ndarray)
    n_rows = int(ties.n_listeners.max(initial=0)) + 1 if alike else ties.n_consumers
    total, silence, has_sure = np.zeros(n_rows), np.zeros(n_rows), np.zeros(n_rows, np.bool_)
    if isinstance(rate, np.ndarray):
        _fill_by_talker(ties.first, rate, total, silence, has_sure)
    else:
        _fill_by_number(rate, total, silence, has_sure)
    if not has_sure.any():
        has_sure = has_sure[:0]
    return Clocks(ties.first, ties.listener, each, total, silence, has_sure)


@jit
def fill_rates(chance, rate):  # type: ignore[no-untyped-def]
    """Rates at which clocks ring at least once with these chances: -ln(1 - chance)."""
    for i in range(len(chance)):
        rate[i] = math.inf if chance[i] >= 1.0 else -math.log1p(-chance[i])


@jit
def _fill_by_number(rate, total, silence, has_sure):  # type: ignore[no-untyped-def]
    """Rows of :class:`Clocks` for ties that are all alike."""
    for n_ties in range(len(total)):
        if math.isinf(rate):
            has_sure[n_ties] = True
        else:
            total[n_ties] = rate * n_ties
        silence[n_ties] = math.exp(-total[n_ties])


@jit
def _fill_by_talker(first, rate, total, silence, has_sure):  # type: ignore[no-untyped-def]
    """Rows of :class:`Clocks` for ties with a rate each.

    A point falls on each of the talker's ties with the same chance, so the clock runs at the
    largest rate, and points above the rate of their own tie are dropped.
    """
    for talker in range(len(total)):
        largest = 0.0
        for tie in range(first[talker], first[talker + 1]):
            if math.isinf(rate[tie]):
                has_sure[talker] = True
            else:
                largest = max(largest, rate[tie])
        total[talker] = largest * (first[talker + 1] - first[talker])
        silence[talker] = math.exp(-total[talker])
