"""Over time: when customers came, and whether people spoke well or badly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.language import say
from simulation.results.cards.base import Card, Chart, Story, Table, label, with_ends
from simulation.results.figures.over_time import sentiment
from simulation.results.measured import Measured
from simulation.results.numbers import number

HALF = "{a}: half of all customers had bought by day {d}."
KNOWING = "Journey: means over replicates of those who know the brand, by stage."
BANDS = "Lines: median. Bands: half and 95 % of the replicates; their spread, not an interval."
ROWS = 12
"""About so many days stand in the table behind a figure."""


def card(story: Story) -> Card:
    """When half of the customers had bought, and both courses."""
    measured, verdict = story.measured, story.verdict
    said = []
    for name in dict.fromkeys([verdict.ranked[0], measured.facts.baseline]):
        found = measured.estimate(name, "days_to_50")
        if not math.isnan(found.value):
            said.append(say(HALF).format(a=label(measured.facts, name), d=with_ends(found)))
    return Card(
        "over-time",
        say("Over time"),
        said,
        charts=[
            Chart("customers", say("Customers"), say(BANDS), _data(measured, "customers")),
            Chart("net_sentiment", say("Net sentiment"), say(BANDS), _data(measured, "sentiment")),
            Chart("stages", say("Journey"), say(KNOWING)),
        ],
    )


def _data(measured: Measured, what: str) -> Table:
    """Medians over replicates on some days."""
    days = measured.facts.days
    shown = sorted({*range(0, days, max(1, days // ROWS)), days - 1})
    names = measured.facts.names
    courses = {name: _median(measured, name, what) for name in names}
    head = [say("day"), *(label(measured.facts, name) for name in names)]
    rows = [[str(day), *(number(float(courses[name][day])) for name in names)] for day in shown]
    return Table(say("Data: median of the replicates"), head, rows, 1, is_open=False)


def _median(measured: Measured, strategy: str, what: str) -> NDArray[np.float64]:
    if what == "sentiment":
        courses = sentiment(measured, strategy)
    else:
        courses = np.array([run.daily[what] for run in measured.of(strategy)], np.float64)
    with np.errstate(all="ignore"):
        empty = np.isnan(courses).all(axis=0)
        return np.where(empty, np.nan, np.nanmedian(np.where(empty, 0.0, courses), axis=0))
