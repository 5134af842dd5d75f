"""Remember: what was heard today becomes evidence and fatigue."""

from __future__ import annotations

import numpy as np

from simulation.dynamics.jit import inner, jit
from simulation.dynamics.loops.blocks import BLOCK, new_scratch, of_segment
from simulation.dynamics.rules.hear import confirmed, remember
from simulation.dynamics.tables import HEARD_WEIGHT, LOST_WEIGHT

_PER_EXPOSURE = 1.0 / 65536.0
_TOGETHER = 16
"""Consumers whose sums are looked at together: most of them heard nothing today."""


@jit
def remember_all(population, market, segment, counts, p):  # type: ignore[no-untyped-def]
    """Every consumer of a segment (-1: all) remembers."""
    n = len(market.stage)
    scratch = new_scratch()
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        heard = list_heard(first, last, segment, population, market, scratch.heard)
        remember_rows(first, last, heard, population, market, segment, counts, p, scratch)


@inner
def remember_rows(  # type: ignore[no-untyped-def]
    first, last, n, population, market, segment, counts, p, scratch
):  # fmt: skip
    """A block of consumers remembers what it heard today: the first ``n`` of ``scratch.heard``.

    ``heard_*`` keep the day's sums until they were decided on. For who heard nothing the rule is a
    product.
    """
    heard_good, heard_bad = market.heard_good, market.heard_bad
    all_for, all_against, all_fatigue = market.evidence_for, market.evidence_against, market.fatigue
    voices, rows = market.voices, scratch.heard
    new_for, new_against, new_fatigue = scratch.new_for, scratch.new_against, scratch.new_fatigue
    heard, missed = 0, 0
    for j in range(n):
        i = rows[j]
        factor = 1.0
        if p.confirmation > 0.0:
            factor = confirmed(int(voices[i]), p.confirmation)
        good, bad = int(heard_good[i]), int(heard_bad[i])
        new_for[j], new_against[j], new_fatigue[j], lost = remember(
            float(good) * _PER_EXPOSURE, float(bad) * _PER_EXPOSURE, float(all_for[i]),
            float(all_against[i]), float(all_fatigue[i]), factor, p,
        )  # fmt: skip
        heard += good + bad
        missed += int(lost * 65536.0 + 0.5)
    segments = population.segment[first:last]
    _fade(all_for[first:last], p.remember, segments, segment)
    _fade(all_against[first:last], p.remember, segments, segment)
    _fade(all_fatigue[first:last], p.fatigue_keep, segments, segment)
    for j in range(n):
        i = rows[j]
        all_for[i], all_against[i], all_fatigue[i] = new_for[j], new_against[j], new_fatigue[j]
    counts[HEARD_WEIGHT] += heard
    counts[LOST_WEIGHT] += missed


@inner
def list_heard(first, last, segment, population, market, rows):  # type: ignore[no-untyped-def]
    """List who of a block heard something today; consumers are passed over many at a time."""
    heard_good, heard_bad = market.heard_good[first:last], market.heard_bad[first:last]
    size = len(heard_good)
    n = 0
    for group in range(0, size - _TOGETHER + 1, _TOGETHER):
        some = np.int32(0)
        for j in range(group, group + _TOGETHER):
            some |= heard_good[j] | heard_bad[j]
        if some != 0:
            for j in range(group, group + _TOGETHER):
                rows[n] = first + j
                n += int((heard_good[j] | heard_bad[j]) != 0)
    for j in range(size - size % _TOGETHER, size):
        rows[n] = first + j
        n += int((heard_good[j] | heard_bad[j]) != 0)
    return of_segment(rows, n, segment, population.segment)


@inner
def _fade(values, keep, segments, segment):  # type: ignore[no-untyped-def]
    if segment < 0:
        for j in range(len(values)):
            values[j] = float(values[j]) * keep
        return
    for j in range(len(values)):
        if segments[j] == segment:
            values[j] = float(values[j]) * keep
