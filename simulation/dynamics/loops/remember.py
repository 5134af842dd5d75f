"""Remember: what was heard today becomes evidence and fatigue."""

from __future__ import annotations

import numpy as np

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.blocks import BLOCK, of_segment
from simulation.dynamics.rules.hear import confirmed, remember
from simulation.dynamics.tables import HEARD_WEIGHT, LOST_WEIGHT

_PER_EXPOSURE = 1.0 / 65536.0


@jit
def remember_all(population, market, segment, counts, p):  # type: ignore[no-untyped-def]
    """Every consumer of a segment (-1: all) remembers."""
    n = len(market.stage)
    for first in range(0, n, BLOCK):
        remember_rows(first, min(first + BLOCK, n), population, market, segment, counts, p)


@inner
def remember_rows(first, last, population, market, segment, counts, p):  # type: ignore[no-untyped-def]
    """A block of consumers remembers what it heard today.

    ``heard_*`` keep the day's sums until they were decided on. For who heard nothing the rule is a
    product.
    """
    heard_good, heard_bad = market.heard_good[first:last], market.heard_bad[first:last]
    evidence_for, fatigue = market.evidence_for[first:last], market.fatigue[first:last]
    evidence_against, voices = market.evidence_against[first:last], market.voices[first:last]
    segments = population.segment[first:last]
    rows = np.empty(BLOCK, np.int32)
    n = list_heard(segments, segment, heard_good, heard_bad, rows)
    new = np.empty((3, n), np.float32)
    heard, missed = 0, 0
    for j in range(n):
        i = rows[j]
        factor = 1.0
        if p.confirmation > 0.0:
            factor = confirmed(int(voices[i]), p.confirmation)
        good, bad = int(heard_good[i]), int(heard_bad[i])
        new[0, j], new[1, j], new[2, j], lost = remember(
            float(good) * _PER_EXPOSURE, float(bad) * _PER_EXPOSURE, float(evidence_for[i]),
            float(evidence_against[i]), float(fatigue[i]), factor, p,
        )  # fmt: skip
        heard += good + bad
        missed += int(lost * 65536.0 + 0.5)
    _fade(evidence_for, p.remember, segments, segment)
    _fade(evidence_against, p.remember, segments, segment)
    _fade(fatigue, p.fatigue_keep, segments, segment)
    for j in range(n):
        i = rows[j]
        evidence_for[i], evidence_against[i], fatigue[i] = new[0, j], new[1, j], new[2, j]
    counts[HEARD_WEIGHT] += heard
    counts[LOST_WEIGHT] += missed


@inner
def list_heard(segments, segment, heard_good, heard_bad, rows):  # type: ignore[no-untyped-def]
    """List who of a block heard something today, by the place in the block."""
    n = 0
    for j in range(len(heard_good)):
        rows[n] = j
        n += int((heard_good[j] | heard_bad[j]) != 0)
    return of_segment(rows, n, segment, segments)


@inner
def _fade(values, keep, segments, segment):  # type: ignore[no-untyped-def]
    if segment < 0:
        for j in range(len(values)):
            values[j] = float(values[j]) * keep
        return
    for j in range(len(values)):
        if segments[j] == segment:
            values[j] = float(values[j]) * keep
