"""Every outcome that was asked for: its definition, each strategy's value and difference."""

from __future__ import annotations

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table, label
from simulation.results.measured import Measured
from simulation.results.numbers import span
from simulation.results.outcomes import OUTCOMES
from simulation.results.screen import shown


def card(story: Story) -> Card:
    """A folded table for each outcome, and the differences side by side."""
    measured = story.measured
    return Card(
        "outcomes",
        say("Every outcome asked for"),
        charts=[
            Chart(
                "differences",
                say("Differences to the baseline"),
                say("Bars: paired 95 % intervals."),
            )
        ],
        tables=[_table(measured, outcome) for outcome in measured.facts.outcomes],
        notes=[say(wording.COVERS)],
    )


def _table(measured: Measured, outcome: str) -> Table:
    found = OUTCOMES[outcome]
    rows = []
    for name in measured.facts.names:
        value = measured.estimate(name, outcome)
        ends = span(value.low, value.high, joint=say(" to "))
        rows.append([label(measured.facts, name), shown(value), ends])
    title = f"{wording.title(found)}: {say(found.definition)}{say('.')}"
    head = [say("Strategy"), say("Value"), say("95 % interval")]
    return Table(title, head, rows, is_open=False, note=say(wording.COVERS))
