"""Every outcome that was asked for: its definition, each strategy's value and difference."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table, label, with_ends
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
        charts=beside_baseline("differences", measured, measured.facts.outcomes),
        tables=[_table(measured, outcome) for outcome in measured.facts.outcomes],
        notes=[wording.covers()],
    )


def beside_baseline(figure: str, measured: Measured, outcomes: Sequence[str]) -> list[Chart]:
    """The chart of differences to the baseline; none where there is no other strategy."""
    if measured.facts.names == (measured.facts.baseline,):
        return []
    data = gaps(measured, outcomes)
    title, note = say("Differences to the baseline"), say("Bars: paired 95 % intervals.")
    return [Chart(figure, title, note, data)]


def gaps(measured: Measured, outcomes: Sequence[str]) -> Table:
    """How much more than the baseline each other strategy has of some outcomes.

    An outcome that compares with the baseline by itself is shown as it is.
    """
    facts = measured.facts
    rows = [
        [label(facts, name), *(_gap(measured, name, outcome) for outcome in outcomes)]
        for name in facts.names
        if name != facts.baseline
    ]
    title = say("Data: differences to {baseline}").format(baseline=label(facts, facts.baseline))
    head = [say("Strategy"), *(wording.title_of(outcome) for outcome in outcomes)]
    return Table(title, head, rows, is_open=False, note=wording.covers())


def _gap(measured: Measured, name: str, outcome: str) -> str:
    if OUTCOMES[outcome].comparison:
        return with_ends(measured.estimate(name, outcome))
    return with_ends(measured.difference(name, measured.facts.baseline, outcome).estimate)


def _table(measured: Measured, outcome: str) -> Table:
    found = OUTCOMES[outcome]
    rows = []
    for name in measured.facts.names:
        value = measured.estimate(name, outcome)
        ends = span(value.low, value.high, joint=say(" to "))
        rows.append([label(measured.facts, name), shown(value), ends])
    title = f"{wording.title(found)}{say(': ')}{say(found.definition)}{say('.')}"
    head = [say("Strategy"), say("Value"), say("95 % interval")]
    return Table(title, head, rows, is_open=False, note=wording.covers())
