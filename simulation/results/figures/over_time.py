"""Figures over time: the middle replicate, and bands that hold half and 95 % of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.language import say
from simulation.results.facts import Facts
from simulation.results.figures.style import (
    colour,
    label,
    large_numbers,
    legend,
    line,
    mark_events,
    wrapped,
)
from simulation.results.measured import Measured

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WINDOW = 7
"""Days over which talk is summed for the course of net sentiment."""

BANDS = ((2.5, 97.5, 0.10), (25.0, 75.0, 0.20))
"""Lower and upper percentile, and opacity, of each band."""

Courses = NDArray[np.float64]
"""Course of a measure in each replicate, (replicates, days)."""


def customers(measured: Measured, ax: Axes) -> Axes:
    """How many people have bought by each day, for each strategy."""
    for strategy in measured.facts.names:
        _draw(measured, strategy, _courses(measured, strategy, "customers"), ax)
    ax.set_ylim(bottom=0.0)
    return _finish(measured, ax, say("Customers by day"))


def net_sentiment(measured: Measured, ax: Axes) -> Axes:
    """Whether people speak well or badly: (good - bad) / all, over the last seven days."""
    for strategy in measured.facts.names:
        _draw(measured, strategy, sentiment(measured, strategy), ax)
    ax.set_ylim(-1.05, 1.05)
    ax.axhline(0.0, color="black", linewidth=0.6)
    return _finish(measured, ax, say("Net sentiment of talk, last {n} days").format(n=WINDOW))


def sentiment(measured: Measured, strategy: str) -> Courses:
    """(good - bad) / all, over the last seven days; NaN where nobody spoke."""
    good = _last_days(_courses(measured, strategy, "good_messages"))
    bad = _last_days(_courses(measured, strategy, "bad_messages"))
    balance = np.full(good.shape, np.nan)
    np.divide(good - bad, good + bad, out=balance, where=good + bad > 0)
    return balance


def bad_talk(measured: Measured, ax: Axes) -> Axes:
    """How many bad messages consumers said over the last seven days."""
    for strategy in measured.facts.names:
        _draw(measured, strategy, bad_messages(measured, strategy), ax, _with_answer)
    ax.set_ylim(bottom=0.0)
    return _finish(measured, ax, say("Bad messages said, last {n} days").format(n=WINDOW))


def bad_messages(measured: Measured, strategy: str) -> Courses:
    """Bad messages that consumers said over the last seven days."""
    return _last_days(_courses(measured, strategy, "bad_messages"))


def _with_answer(facts: Facts, strategy: str) -> str:
    """A strategy, and below it what it answers to trouble and how soon."""
    answer = facts.strategy(strategy).answer
    name = label(facts, strategy)
    return f"{name}\n{wrapped(answer.label)}" if answer.responses else name


def _courses(measured: Measured, strategy: str, column: str) -> Courses:
    return np.array([run.daily[column] for run in measured.of(strategy)], dtype=np.float64)


def _last_days(courses: Courses) -> Courses:
    sums = np.cumsum(courses, axis=1)
    sums[:, WINDOW:] -= sums[:, :-WINDOW].copy()
    return sums


def _draw(
    measured: Measured,
    strategy: str,
    courses: Courses,
    ax: Axes,
    named: Callable[[Facts, str], str] = label,
) -> None:
    days = np.flatnonzero(~np.isnan(courses).all(axis=0))
    if not len(days):
        return
    seen, ink = courses[:, days], colour(measured.facts, strategy)
    if len(courses) > 1:
        for low, high, opacity in BANDS:
            edges = np.nanpercentile(seen, (low, high), axis=0)
            ax.fill_between(days, edges[0], edges[1], color=ink, alpha=opacity, linewidth=0.0)
    middle = np.nanmedian(seen, axis=0)
    style = line(measured.facts, strategy)
    ax.plot(
        days,
        middle,
        color=ink,
        linestyle=style,
        linewidth=1.6,
        label=named(measured.facts, strategy),
    )


def _finish(measured: Measured, ax: Axes, title: str) -> Axes:
    mark_events(measured.facts, ax)
    ax.set_title(title)
    ax.set_xlabel(say("day"))
    ax.set_xlim(0, max(1, measured.facts.days - 1))
    large_numbers(ax.yaxis)
    legend(ax, measured.facts.names)
    return ax
