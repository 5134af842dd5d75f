"""What every event is: something that happens to the brand, in every strategy alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import model_validator

from simulation.fields import Day, Share, belief, choice, fact, wrong
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
    is_trouble: ClassVar[bool] = True
    """Whether it is trouble, which is answered and recovered from; a busy season is none."""

    kind: str
    name: str | None = choice(None, "Name that a response points to; the kind if left out")
    day: Day | None = choice(None, "Day on which it happens", "day", ge=0)
    chance_per_day: Share | None = choice(
        None, "Chance a day that it happens, once in a run; instead of a day", "share"
    )
    severity: Share = belief(
        0.5, "How bad it is for those hit; scales loss and anger", "share", low=0.2, high=0.8
    )
    blame: Blame = fact("accident", "Whose fault people think it is")
    half_life_days: float = belief(
        1.4, "Days in which the news about it halves", "days", low=0.5, high=7.0, gt=0.0
    )

    brand: str | None = fact(None, "Name of the brand that it strikes; our own if left out")

    @property
    def label(self) -> str:
        """Name in addresses, in the ledger and in ``respond``."""
        return self.name or self.kind

    @model_validator(mode="after")
    def _day_or_chance(self) -> Event:
        if (self.day is None) == (self.chance_per_day is None):
            raise wrong("exactly one of day and chance_per_day is needed.")
        return self

    def strike(self, view: View) -> Iterable[Proposal]:
        """What happens on the day of the event, before the brands act."""
        raise NotImplementedError

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """What follows on that day and on each day after it, when the brands have acted.

        ``view.cases[self.label].day`` is the day on which it happened.
        """
        return []
