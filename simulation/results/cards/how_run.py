"""How it was run: versions, seed, hash of the scenario, and the command that repeats it."""

from __future__ import annotations

from simulation.language import say
from simulation.results.cards.base import Card, Story


def card(story: Story) -> Card:
    """Pairs of a name and a value."""
    pairs = [(say(name), value) for name, value in story.provenance]
    return Card("how-run", say("How run"), pairs=pairs)
