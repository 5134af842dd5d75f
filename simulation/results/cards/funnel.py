"""The funnel: how many people reach each step, and where most of them are lost."""

from __future__ import annotations

from itertools import pairwise

from simulation.language import say, say_count
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table, label, with_ends
from simulation.results.journey import STEPS, reached, share_of_step
from simulation.results.measured import Measured

LOSES_ALONE = "{a} loses most people between {s} and {t}, in {k} of {n} replicate."
LOSES = "{a} loses most people between {s} and {t}, in {k} of {n} replicates."
NOTE = "Bars: means of a run, with 95 % intervals. Each step counts people who ever reached it."


def card(story: Story) -> Card:
    """Where the leader loses most people, and the steps of every strategy."""
    measured, verdict = story.measured, story.verdict
    leader = verdict.ranked[0]
    return Card(
        "funnel",
        say("Funnel"),
        [_loses(measured, leader)],
        charts=[Chart("funnel", say("Funnel"), say(NOTE), _shares(measured))],
        notes=[wording.covers()],
    )


def _loses(measured: Measured, strategy: str) -> str:
    counts = [reached(measured, strategy, step) for step in STEPS]
    lost = [before - after for before, after in pairwise(counts)]
    means = [float(each.mean()) for each in lost]
    worst = means.index(max(means))
    k = sum(
        all(each[r] <= lost[worst][r] for each in lost) for r in range(len(measured.replicates))
    )
    n = len(measured.replicates)
    return say_count(LOSES_ALONE, LOSES, n).format(
        a=label(measured.facts, strategy),
        s=wording.step(STEPS[worst]),
        t=wording.step(STEPS[worst + 1]),
        k=k,
        n=n,
    )


def _shares(measured: Measured) -> Table:
    """What share of the step before reached each step."""
    head = [say("Strategy"), *(wording.step(step) for step in STEPS[1:])]
    rows = [
        [
            label(measured.facts, name),
            *(with_ends(share_of_step(measured, name, step)) for step in STEPS[1:]),
        ]
        for name in measured.facts.names
    ]
    return Table(say("Data: share of the step before"), head, rows, is_open=False)
