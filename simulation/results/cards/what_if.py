"""What if: the same strategies, on the same luck, in other worlds."""

from __future__ import annotations

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Chart, Story, Table
from simulation.results.cards.outcomes import gaps
from simulation.results.cards.ranking import table
from simulation.results.screen import size
from simulation.results.signs import legend
from simulation.results.verdict import Verdict
from simulation.results.wording_replicates import pairing, replicates

BARS = "Bars: paired 95 % intervals in each world."
NOTE = (
    "In each world the strategies meet the same luck as in the others; a strategy leads where it "
    "is settled to be the best."
)


def card(story: Story) -> Card | None:
    """Where the leader leads and where it does not; None where there is one world."""
    if len(story.worlds) < 2:
        return None
    verdicts = {name: Verdict(measured) for name, measured in story.worlds.items()}
    tables = [
        _ranking(wording.world_name(name), verdict, story) for name, verdict in verdicts.items()
    ]
    return Card(
        "what-if",
        say("What if"),
        wording.leads(story.worlds),
        charts=[Chart("what_if", say("What if"), say(BARS), _gaps(story))],
        tables=tables,
        notes=[say(NOTE)],
    )


def _gaps(story: Story) -> Table:
    """What the figure shows: differences in each world, in the outcome that decides there."""
    rows = []
    for name, measured in story.worlds.items():
        decides = measured.facts.decide_by
        title = wording.title_of(decides)
        there = gaps(measured, [decides])
        rows += [[wording.world_name(name), row[0], title, row[1]] for row in there.rows]
    head = [say(word) for word in ("World", "Strategy", "Outcome", "Difference")]
    title = gaps(story.measured, [story.facts.decide_by]).title
    return Table(title, head, rows, 3, is_open=False, note=wording.covers())


def _ranking(name: str, verdict: Verdict, story: Story) -> Table:
    """A world's answer and ranking."""
    here, there = size(verdict.measured), size(story.measured)
    covers = wording.covers()
    words = [here if here != there else "", covers, legend(verdict)]
    words += [*replicates(verdict), pairing(verdict)]
    return table(verdict, name)._replace(
        said=wording.answer(verdict), note=" ".join(word for word in words if word)
    )
