"""Segments: what each part of the consumers did and thinks at the end."""

from __future__ import annotations

import numpy as np

from simulation.results.measured import Measured
from simulation.results.record import Columns, RunRecord
from simulation.results.statistics import Values, estimate, ratio_sample
from simulation.results.tables import columns_of

COUNTS = ("people", "aware", "customers", "owners", "advocates", "rejecters")
"""Columns that are means of a run."""

SHARES = {"reputation": ("opinion_sum", "aware"), "customers_share": ("customers", "people")}
"""Ratios of sums over replicates, with their interval."""


def segments(measured: Measured) -> Columns:
    """Each segment of each strategy at the end: people, customers and reputation.

    Reputation is the mean opinion of those who know the brand; empty where nobody does.
    """
    rows = []
    for strategy in measured.facts.names:
        runs = measured.of(strategy)
        for place, segment in enumerate(measured.facts.segments):
            means = [float(_values(runs, place, name).mean()) for name in COUNTS]
            shares: list[float] = []
            for top, bottom in SHARES.values():
                sample = ratio_sample(_values(runs, place, top), _values(runs, place, bottom))
                found = estimate(sample)
                shares += [found.value, found.low, found.high]
            rows.append((strategy, segment, *means, *shares))
    ends = [f"{name}{end}" for name in SHARES for end in ("", "_ci_low", "_ci_high")]
    return columns_of(["strategy", "segment", *COUNTS, *ends], rows)


def _values(runs: list[RunRecord], place: int, column: str) -> Values:
    return np.array([float(run.segments[column][place]) for run in runs])
