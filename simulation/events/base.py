"""What every event is: something that happens to the brand, in every strategy alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Day, Share, belief, choice, fact
from simulation.market.actions import Proposal
from simulation.market.view import View
from simulation.plugins import Plugin

Blame = Literal["victim", "accident", "preventable"]
"""Whose fault people think it is (situational crisis communication theory, Coombs)."""


class Event(Plugin):
    """Something that happens to the brand.

    A new event is one file: a subclass with a ``kind``, its fields, and :meth:`strike`.
    """

    family: ClassVar[str] = "event"
    title: ClassVar[dict[Literal["en", "zh"], str]] = {}

    kind: str
    name: str | None = choice(None, "Name that a response points to; the kind if left out")
    day: Day = choice(..., "Day on which it happens", "day", ge=0)
    severity: Share = belief(
        0.5, "How bad it is for those hit; scales loss and anger", "share", low=0.2, high=0.8
    )
    blame: Blame = fact("accident", "Whose fault people think it is")
    half_life_days: float = belief(
        1.4, "Days in which the news about it halves", "days", low=0.5, high=7.0, gt=0.0
    )

    @property
    def label(self) -> str:
        """Name in addresses, in the ledger and in ``respond``."""
        return self.name or self.kind

    def strike(self, view: View) -> Iterable[Proposal]:
        """What happens on the event's ``day``, before the brands act."""
        raise NotImplementedError

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """What follows on ``day`` and on each day after it, when the brands have acted."""
        return []
