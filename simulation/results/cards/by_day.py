"""The numbers behind figures over time, on some of the days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Table, label
from simulation.results.figures.over_time import bad_messages, sentiment
from simulation.results.measured import Measured
from simulation.results.numbers import number
from simulation.results.record import STAGE_COLUMNS

Course = Literal["customers", "sentiment", "bad_talk"]
"""What is shown over time."""

ROWS: Final = 12
"""About so many days stand in the table behind a figure."""

FEWER_ROWS: Final = 6
"""The same for each strategy, where a table has them all below one another."""


def by_day(measured: Measured, what: Course) -> Table:
    """Medians over replicates on some days, a column a strategy."""
    names = measured.facts.names
    courses = {name: _median(COURSES[what](measured, name)) for name in names}
    head = [say("day"), *(label(measured.facts, name) for name in names)]
    rows = [
        [str(day), *(number(float(courses[name][day])) for name in names)]
        for day in _days(measured, ROWS)
    ]
    return Table(say("Data: median of the replicates"), head, rows, 1, is_open=False)


def stages_by_day(measured: Measured) -> Table:
    """Means over replicates of the people in each stage, on some days of each strategy."""
    rows = []
    for name in measured.facts.names:
        runs = measured.of(name)
        means = [np.mean([run.daily[stage] for run in runs], axis=0) for stage in STAGE_COLUMNS]
        rows += [
            [label(measured.facts, name), str(day), *(number(float(each[day])) for each in means)]
            for day in _days(measured, FEWER_ROWS)
        ]
    head = [say("Strategy"), say("day"), *(wording.stage(stage) for stage in STAGE_COLUMNS)]
    return Table(say("Data: people by stage"), head, rows, 1, is_open=False)


def _days(measured: Measured, rows: int) -> list[int]:
    days = measured.facts.days
    return sorted({*range(0, days, max(1, days // rows)), days - 1})


def _customers(measured: Measured, strategy: str) -> NDArray[np.float64]:
    return np.array([run.daily["customers"] for run in measured.of(strategy)], np.float64)


COURSES: Final[dict[Course, Callable[[Measured, str], NDArray[np.float64]]]] = {
    "customers": _customers,
    "sentiment": sentiment,
    "bad_talk": bad_messages,
}


def _median(courses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of the replicates in which there is a value; NaN where there is none."""
    with np.errstate(all="ignore"):
        empty = np.isnan(courses).all(axis=0)
        return np.where(empty, np.nan, np.nanmedian(np.where(empty, 0.0, courses), axis=0))
