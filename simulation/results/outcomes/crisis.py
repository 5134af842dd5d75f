"""How deep a crisis goes and how long it lasts, against the seven days before the event."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.outcomes.base import NOT_NEGATIVE, RunView, define, total

BEFORE = 7
"""Days before the event with which a crisis is compared."""

LEAST_FALL = 0.02
"""Fall of reputation (of 2, from -1 to 1) below which there is nothing to recover from."""

REGAINED = 0.9
"""Share of the fall in reputation after which it counts as recovered."""


class Fall(NamedTuple):
    """The course of reputation around the first event."""

    before: float
    lowest: float
    lowest_day: int
    reputation: NDArray[np.float64]

    @property
    def depth(self) -> float:
        """How far reputation fell; negative where it never fell below its level before."""
        return self.before - self.lowest


def _fall(run: RunView) -> Fall | None:
    """The fall after the first event; None without an event or without days before it."""
    event = run.event_day
    if event is None or event == 0 or event >= run.record.days:
        return None
    knowing = run.n_people - run.daily("unaware")
    reputation = np.full(run.record.days, math.nan)
    np.divide(run.daily("opinion_sum"), knowing, out=reputation, where=knowing > 0)
    before, after = reputation[max(0, event - BEFORE) : event], reputation[event:]
    if np.isnan(before).all() or np.isnan(after).all():
        return None
    lowest_day = event + int(np.nanargmin(after))
    return Fall(float(np.nanmean(before)), float(reputation[lowest_day]), lowest_day, reputation)


def _depth(run: RunView) -> float:
    fall = _fall(run)
    return math.nan if fall is None else fall.depth


def _days_to_recover(run: RunView) -> float:
    """Days from the event to the day on which 90 % of the fall is regained."""
    fall = _fall(run)
    if fall is None or run.event_day is None:
        return math.nan
    if fall.depth < LEAST_FALL:
        return math.nan
    enough = fall.lowest + REGAINED * fall.depth
    regained = np.flatnonzero(fall.reputation[fall.lowest_day :] >= enough)
    return float(fall.lowest_day + regained[0] - run.event_day) if len(regained) else math.nan


def _fallen(run: RunView) -> float:
    """How far reputation fell; 0 where it never fell below its level before."""
    fall = _fall(run)
    return math.nan if fall is None else max(0.0, fall.depth)


def _regained(run: RunView) -> float:
    """How much of the fall is regained on the last day."""
    fall = _fall(run)
    if fall is None:
        return math.nan
    return float(fall.reputation[-1] - fall.lowest) if fall.depth > 0.0 else 0.0


def _half_life(run: RunView) -> float:
    """Days from the peak of bad talk after the event until its excess has halved."""
    event = run.event_day
    if event is None or event == 0 or event >= run.record.days:
        return math.nan
    bad = run.daily("bad_messages")
    usual = float(bad[max(0, event - BEFORE) : event].mean())
    excess = bad[event:] - usual
    peak = int(np.argmax(excess))
    if excess[peak] <= 0.0:
        return math.nan
    halved = np.flatnonzero(excess[peak:] <= excess[peak] / 2.0)
    return float(halved[0]) if len(halved) else math.nan


def _days_to_contain(run: RunView) -> float:
    """Days from the event to the day with the most bad talk after it."""
    event = run.event_day
    if event is None or event == 0 or event >= run.record.days:
        return math.nan
    bad = run.daily("bad_messages")
    peak = int(np.argmax(bad[event:]))
    grew = bad[event + peak] > float(bad[max(0, event - BEFORE) : event].mean())
    return float(peak) if grew and event + peak < run.record.days - 1 else math.nan


define(
    "crisis_depth",
    ("Crisis depth", "危机深度"),
    -1,
    "opinion",
    "Fall of reputation from its mean over the seven days before the first event to its lowest "
    "day after; undefined without an event",
    _depth,
    within=(-2.0, 2.0),
)
define(
    "crisis_half_life",
    ("Crisis half-life", "危机半衰期"),
    -1,
    "days",
    "Days from the peak of bad word of mouth after the first event until what exceeds the mean of "
    "the seven days before has halved; undefined when it never does",
    _half_life,
    within=NOT_NEGATIVE,
)
define(
    "days_to_contain",
    ("Days to contain", "遏制天数"),
    -1,
    "days",
    "Days from the first event until bad word of mouth stops growing: the day with the most of it. "
    "Undefined where it never exceeds the mean of the seven days before, and where the last day "
    "has the most, because then it is not contained",
    _days_to_contain,
    within=NOT_NEGATIVE,
)
define(
    "days_to_recover",
    ("Days to recover", "恢复天数"),
    -1,
    "days",
    "Days from the first event until reputation has regained 90 % of its fall; undefined when it "
    "never does, so the mean is of those runs that recover, and when it fell by less than 0.02",
    _days_to_recover,
    within=NOT_NEGATIVE,
)
define(
    "reputation_recovered",
    ("Reputation recovered", "声誉恢复率"),
    1,
    "share",
    "What reputation regains from its lowest day after the first event to the last day over its "
    "fall, both summed over replicates; undefined without an event",
    _regained,
    total("reputation_fallen", _fallen),
    within=NOT_NEGATIVE,
)
