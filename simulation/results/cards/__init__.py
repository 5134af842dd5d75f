"""Cards of the report, a file each: a new card is a new file, named in :data:`CARDS`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from simulation.results.cards import (
    answer,
    caution,
    crisis,
    funnel,
    how_run,
    margins,
    money,
    outcomes,
    over_time,
    ranking,
    rests_on,
    robustness,
    sources,
    what_if,
)
from simulation.results.cards.base import Card, Chart, Story, Table

CARDS: Final[tuple[Callable[[Story], Card | None], ...]] = (
    answer.card,
    caution.card,
    ranking.card,
    money.card,
    margins.card,
    over_time.card,
    funnel.card,
    sources.card,
    crisis.card,
    what_if.card,
    robustness.card,
    outcomes.card,
    rests_on.card,
    how_run.card,
)
"""What tells each card, in the order of the page; None where there is nothing to tell."""


def cards(story: Story) -> list[Card]:
    """Every card that has something to tell."""
    told = (tell(story) for tell in CARDS)
    return [card for card in told if card is not None]


__all__ = ["CARDS", "Card", "Chart", "Story", "Table", "cards"]
