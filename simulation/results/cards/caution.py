"""What to know before the results are used: the warnings of the scenario."""

from __future__ import annotations

from simulation.language import say
from simulation.results.cards.base import Card, Story
from simulation.results.retold import retell


def card(story: Story) -> Card | None:
    """The warnings; None without any."""
    if not story.warnings:
        return None
    return Card(
        "warnings", say("Before you use this"), [retell(warning) for warning in story.warnings]
    )
