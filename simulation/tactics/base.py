"""What every tactic is: one lever that a brand pulls, with a day, a budget and a price."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulation.fields import Day, Money, Section, Text, choice, wrong
from simulation.market.actions import Consumers, Proposal
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.network.roles import Role
from simulation.plugins import Plugin

StageName = Literal[
    "unaware", "aware", "interested", "customer", "loyal", "advocate", "rejecter", "lapsed"
]
RoleName = Literal["consumer", "koc", "kol_tail", "kol_waist", "kol_head", "employee"]


class Target(Section):
    """People described by several traits; everybody who has all of those given."""

    segments: list[str] = choice([], "Names of segments; all if left out")
    stages: list[StageName] = choice([], "Stages of the journey; all if left out")
    roles: list[RoleName] = choice([], "Roles; all if left out")
    labels: list[str | int] = choice([], "Labels of the graph; all if left out")

    def unknown(self, view: View) -> list[str]:
        """Names that this market does not have, as ``field: text`` lines."""
        known = ", ".join(view.segments) or "none"
        found = [
            f'to.segments: no segment "{name}". Here: {known}.'
            for name in self.segments
            if name not in view.segments
        ]
        found += [
            f'to.labels: no consumer is labelled "{label}" in this graph. Correct it.'
            for label in self.labels
            if view.row_of(label) < 0
        ]
        return found

    def rows(self, view: View) -> NDArray[np.bool_]:
        """Who is meant, (n,) bool."""
        meant = np.ones(view.n_consumers, np.bool_)
        if self.segments:
            numbers = [view.segments.index(name) for name in self.segments]
            meant &= np.isin(view.population.segment, numbers)
        if self.stages:
            meant &= np.isin(view.market.stage, [Stage[name.upper()] for name in self.stages])
        if self.roles:
            meant &= np.isin(view.population.role, [Role[name.upper()] for name in self.roles])
        if self.labels:
            listed = np.zeros(view.n_consumers, np.bool_)
            listed[[view.row_of(label) for label in self.labels]] = True
            meant &= listed
        return meant


To = (
    Literal["everyone", "owners", "random", "hubs", "bridges", "core", "fringe", "early_adopters"]
    | list[str | int]
    | Target
)
"""Whom a tactic is meant for: a word, a list of the graph's labels, or several traits."""


Whole = Literal["everyone", "owners"] | list[str | int] | Target
"""Whom a tactic is meant for that takes all of them: rankings would leave nobody out."""


def among(to: Whole, view: View) -> NDArray[np.bool_]:
    """All whom ``to`` names, (n,) bool."""
    if isinstance(to, Target):
        return to.rows(view)
    if to == "owners":
        owners: NDArray[np.bool_] = view.market.units > 0
        return owners
    rows = np.full(view.n_consumers, to == "everyone")
    if isinstance(to, list):
        rows[[view.row_of(label) for label in to]] = True
    return rows


def meant(to: To, view: View, pick: str = "rank") -> Consumers:
    """Rows of the consumers that ``to`` names, in the order in which they are taken."""
    if isinstance(to, Target):
        return view.in_order(to.rows(view), None)
    return view.meant(to, pick)


def unknown_in(to: To, view: View) -> list[str]:
    """Names in ``to`` that this market does not have, as ``field: text`` lines."""
    if isinstance(to, Target):
        return to.unknown(view)
    if not isinstance(to, list):
        return []
    if not to:
        return ["to: nobody is listed. Name at least one."]
    unknown = [label for label in to if view.row_of(label) < 0]
    if unknown:
        return [f'to: no consumer is labelled "{unknown[0]}" in this graph. Correct it.']
    return []


Pick = Literal["rank", "lot"]
"""How people are chosen among those meant: the highest rank first, or by lot."""


class Tactic(Plugin):
    """One lever a brand pulls.

    A new tactic is one file: a subclass with a ``kind``, its fields, and :meth:`propose`. The first
    line of its docstring is what ``womsim list tactics`` prints.
    """

    family: ClassVar[str] = "tactic"
    title: ClassVar[dict[Literal["en", "zh"], str]] = {}
    """Name of the lever for people, in both languages."""
    goes_first: ClassVar[bool] = False
    """Whether it acts before the tactics listed above it (who watches tells those who answer)."""
    is_media: ClassVar[bool] = False
    """Whether its cost is spending on media."""

    is_at_once: ClassVar[bool] = False
    """Whether it does all that it pays for on its first day."""
    enrols: ClassVar[bool] = False
    """Whether it enrols people in a group of its own."""
    causes: ClassVar[tuple[str, ...]] = ()
    """Kinds of the events that it may bring on the brand itself."""

    kind: str
    name: str | None = choice(None, "Name in addresses and in the ledger; the kind if left out")
    day: Day = choice(0, "First day", "day", ge=0)
    until: Day | None = choice(None, "Last day; the last day of the run if left out", "day", ge=0)
    budget: Money | None = choice(
        None, "Money reserved for this tactic from day 0; else it draws on the rest", "money"
    )

    @property
    def label(self) -> str:
        """Name in addresses and in the ledger."""
        return self.name or self.kind

    def is_active(self, day: int) -> bool:
        """Whether the tactic runs on this day."""
        return self.day <= day and (self.until is None or day <= self.until)

    @property
    def needs_people(self) -> bool:
        """Whether :meth:`problems` has to see the market before a run starts."""
        return type(self).problems is not Tactic.problems

    def problems(self, view: View) -> list[str]:
        """What cannot work in this market, as ``field: text`` lines, before anything runs.

        Called on day 0 of the first replicate with ``view.purse`` set.
        """
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Actions for today with their cost. Called on each day from ``day`` to ``until``.

        Keep what must be remembered between days in ``view.memory``; change nothing else.
        """
        raise NotImplementedError

    @model_validator(mode="after")
    def _until_not_before_day(self) -> Tactic:
        if self.until is not None and self.until < self.day:
            raise wrong(f"until: {self.until} is before day ({self.day}). Raise it.")
        return self


class Buys(Section):
    """Fields of a tactic that buys units: exactly one of ``budget`` and ``number``."""

    number: int | None = choice(None, "How many to buy; else as many as the budget pays", "", ge=1)

    @model_validator(mode="after")
    def _budget_or_number(self) -> Buys:
        if self.number is not None and getattr(self, "budget", None) is not None:
            raise wrong("budget and number are both given. Keep one.")
        return self


__all__ = [
    "Buys", "Pick", "Proposal", "Tactic", "Target", "Text", "To", "View", "Whole", "among", "meant",
    "unknown_in",
]  # fmt: skip
