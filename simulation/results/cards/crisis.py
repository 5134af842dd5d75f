"""The crisis: how deep it goes, when bad talk has halved, and what comes back."""

from __future__ import annotations

import math

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table, label, with_ends
from simulation.results.measured import Measured
from simulation.results.outcomes import OUTCOMES
from simulation.results.screen import shown

OUTCOMES_OF_IT = (
    "crisis_depth",
    "days_to_contain",
    "crisis_half_life",
    "days_to_recover",
    "reputation_recovered",
)
"""What is measured of a crisis."""

HALVES = "{a}: the bad talk beyond the usual halves within {d} days of its peak{k}."
IN_SOME = ", in {k} of {n} replicates"
NEVER = "{a}: no half-life could be measured."
NOTE = (
    "Lines: median of the bad messages said in seven days. Bands: half and 95 % of the replicates; "
    "their spread, not an interval."
)
UNDEFINED = (
    "Left out and counted: replicates with no days before the event, with nothing to halve or to "
    "regain, or in which that does not happen before the last day."
)
DEFINED = "{value}, in {k} of {n}"


def card(story: Story) -> Card | None:
    """Depth, containment and recovery by strategy; None without an event."""
    measured, verdict = story.measured, story.verdict
    if measured.facts.event_day is None:
        return None
    said = [
        _halves(measured, name) for name in dict.fromkeys([_fastest(measured), verdict.baseline])
    ]
    return Card(
        "crisis",
        say("Crisis"),
        said,
        charts=[Chart("bad_talk", say("Bad word of mouth"), say(NOTE))],
        tables=[_table(measured)],
        notes=[f"{say(wording.COVERS)}{say('.')} {say(UNDEFINED)}"],
    )


def _fastest(measured: Measured) -> str:
    """The strategy under which bad talk halves soonest."""

    def days(name: str) -> float:
        found = measured.estimate(name, "crisis_half_life")
        return math.inf if 2 * found.n < len(measured.replicates) else found.value

    return min(measured.facts.names, key=days)


def _halves(measured: Measured, name: str) -> str:
    found = measured.estimate(name, "crisis_half_life")
    text = say(NEVER if math.isnan(found.value) else HALVES)
    n = len(measured.replicates)
    some = say(IN_SOME).format(k=found.n, n=n) if found.n < n else ""
    return text.format(a=label(measured.facts, name), d=with_ends(found), k=some)


def _table(measured: Measured) -> Table:
    head = [say("Strategy"), *(wording.title(OUTCOMES[name]) for name in OUTCOMES_OF_IT)]
    rows = [
        [
            label(measured.facts, name),
            *(_cell(measured, name, outcome) for outcome in OUTCOMES_OF_IT),
        ]
        for name in measured.facts.names
    ]
    return Table("", head, rows)


def _cell(measured: Measured, strategy: str, outcome: str) -> str:
    found, n = measured.estimate(strategy, outcome), len(measured.replicates)
    if found.n in (0, n):
        return with_ends(found) if found.n else shown(found)
    return say(DEFINED).format(value=with_ends(found), k=found.n, n=n)
