"""The journey: how many people reach each step, how long they stay and where they are lost."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.results.measured import Measured
from simulation.results.outcomes.base import NOT_NEGATIVE, SHARE
from simulation.results.record import STAGE_COLUMNS, Columns, RunRecord, people_of
from simulation.results.statistics import (
    Estimate,
    Values,
    estimate,
    mean_sample,
    ratio_sample,
    within,
)
from simulation.results.tables import columns_of

Count = Callable[[RunRecord], float]


def _last(column: str) -> Count:
    return lambda run: float(run.daily[column][-1])


class Step(NamedTuple):
    """A step of the funnel: how many people reached it, and the step that it is a share of."""

    reached: Count
    of: str = ""


FUNNEL: dict[str, Step] = {
    "people": Step(people_of),
    "aware": Step(_last("ever_aware"), "people"),
    "interested": Step(_last("ever_interested"), "aware"),
    "customers": Step(_last("customers"), "interested"),
    "retained": Step(_last("active_customers"), "customers"),
    "repeat_customers": Step(_last("repeat_customers"), "customers"),
    "owners": Step(_last("owners"), "people"),
    "advocates": Step(_last("advocate"), "owners"),
}
"""Steps of the funnel; owners and advocates are those at the end, gifts included."""

STEPS = ("people", "aware", "interested", "customers", "retained")
"""The steps that follow one another."""

_REACHED: dict[str, tuple[str, str | None]] = {
    "unaware": ("people", "aware"),
    "aware": ("aware", "interested"),
    "interested": ("interested", "customers"),
}
"""Stages through which everybody goes: the steps of the funnel that begin and end them."""


def funnel(measured: Measured) -> Columns:
    """How many people reached each step of each strategy, and what share of another step.

    Means of a run with their 95 % interval over replicates; shares are ratios of sums.
    """
    rows = []
    for strategy in measured.facts.names:
        counts = _counts(measured, strategy)
        for name, step in FUNNEL.items():
            found = within(estimate(mean_sample(counts[name])), NOT_NEGATIVE)
            share = _nothing()
            if step.of:
                share = within(estimate(ratio_sample(counts[name], counts[step.of])), SHARE)
            rows.append((strategy, name, *_ends(found), step.of, *_ends(share)))
    names = "strategy step people ci_low ci_high of share share_ci_low share_ci_high"
    return columns_of(names.split(), rows)


def journey(measured: Measured) -> Columns:
    """How long people stay in each stage of the journey, and how many never leave it forward.

    ``share_of_time`` is the share of all consumer-days spent in the stage. ``dwell_days`` are the
    days in the stage for each person who ever reached it, and ``dropped_off`` the share of these
    who had not reached the next stage by the end; both only for the stages through which everybody
    goes, and both cut off by the end of the run.
    """
    rows = []
    for strategy in measured.facts.names:
        counts = _counts(measured, strategy)
        days = float(measured.facts.days)
        for stage in STAGE_COLUMNS:
            runs = measured.of(strategy)
            spent = np.array([float(run.daily[stage].sum()) for run in runs])
            at_end = np.array([float(run.daily[stage][-1]) for run in runs])
            of_time = estimate(ratio_sample(spent, days * counts["people"]))
            reached, onward = _REACHED.get(stage, (None, None))
            dwell, left = _nothing(), _nothing()
            if reached is not None and onward is not None:
                dwell = within(estimate(ratio_sample(spent, counts[reached])), (0.0, days))
                gone = ratio_sample(counts[reached] - counts[onward], counts[reached])
                left = within(estimate(gone), SHARE)
            rows.append(
                (strategy, stage, float(at_end.mean()), of_time.value, *_ends(dwell), *_ends(left))
            )
    names = "strategy stage people_at_end share_of_time dwell_days dwell_ci_low dwell_ci_high"
    return columns_of(
        [*names.split(), "dropped_off", "dropped_ci_low", "dropped_ci_high"],
        rows,
    )


def reached(measured: Measured, strategy: str, step: str) -> Values:
    """How many people reached a step, by replicate."""
    return np.array([FUNNEL[step].reached(run) for run in measured.of(strategy)], np.float64)


def people_at(measured: Measured, strategy: str, step: str) -> Estimate:
    """How many people of a run reached a step."""
    return within(estimate(mean_sample(reached(measured, strategy, step))), NOT_NEGATIVE)


def share_of_step(measured: Measured, strategy: str, step: str) -> Estimate:
    """What share of the step before reached a step: ratio of sums over replicates."""
    before = reached(measured, strategy, FUNNEL[step].of)
    return within(estimate(ratio_sample(reached(measured, strategy, step), before)), SHARE)


def _counts(measured: Measured, strategy: str) -> dict[str, Values]:
    """People who reached each step, by replicate."""
    runs = measured.of(strategy)
    return {
        name: np.array([step.reached(run) for run in runs], dtype=np.float64)
        for name, step in FUNNEL.items()
    }


def _ends(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def _nothing() -> Estimate:
    return Estimate(math.nan, math.nan, math.nan, math.nan, 0)
