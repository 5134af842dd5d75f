"""Over time: when customers came, and whether people spoke well or badly."""

from __future__ import annotations

import math

from simulation.language import say
from simulation.results.cards.base import Card, Chart, Story, label, with_ends
from simulation.results.cards.by_day import by_day, stages_by_day

HALF = "{a}: half of all customers had bought by day {d}."
KNOWING = "Journey: means over replicates of those who know the brand, by stage."
BANDS = "Lines: median. Bands: half and 95 % of the replicates; their spread, not an interval."


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
            Chart("customers", say("Customers"), say(BANDS), by_day(measured, "customers")),
            Chart("net_sentiment", say("Net sentiment"), say(BANDS), by_day(measured, "sentiment")),
            Chart("stages", say("Journey"), say(KNOWING), stages_by_day(measured)),
        ],
    )
