"""The answer: what the leader brings, how often it is best, and what is not settled."""

from __future__ import annotations

from simulation.language import say
from simulation.results import wording
from simulation.results.cards.base import Card, Story


def card(story: Story) -> Card:
    """The answer in one to four sentences, each past its gate."""
    return Card(
        "answer",
        say("Answer"),
        [*wording.answer(story.verdict), *wording.leads(story.worlds)],
        notes=[wording.covers()],
    )
