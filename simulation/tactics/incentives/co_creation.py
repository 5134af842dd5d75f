"""Co-creation: users help to design the product."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    Action,
    Consumers,
    Enrol,
    Incite,
    Press,
    Proposal,
    Shift,
    Transition,
)
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic, To, meant, unknown_in


class CoCreation(Tactic):
    """Some users help to design; they feel it is theirs, and the product gets better later.

    Client's articles S0 (row 28) and S3 (row 102). Places are taken by those meant (``to``), in
    their order, until ``number`` are in. Taking part adds ``belonging`` to the logarithm of the
    daily chances of loyalty and advocacy and ``talk_gain`` to an owner's own talk, which still says
    what the owner thinks. After ``lag_days`` the true quality rises by ``quality_gain`` times the
    share of places that were filled. All sizes are assumptions.
    """

    title: ClassVar = {"en": "Co-creation", "zh": "用户共创"}
    enrols: ClassVar[bool] = True

    kind: Literal["co_creation"] = "co_creation"
    to: To = choice("owners", "Who is asked: a word, labels or several traits")
    number: int = choice(50, "Users who help to design", "people", ge=1)
    cost: Money = choice(5000.0, "Price of the programme", "money")
    cost_per_head: Money = choice(100.0, "Price of each user who takes part", "money")
    lag_days: int = choice(60, "Days until what they designed is in the product", "days", ge=0)
    quality_gain: Share = belief(
        0.03, "Quality won when every place is filled", "quality", low=0.0, high=0.1
    )
    belonging: float = belief(
        0.5, "Log of the daily chances of loyalty and advocacy that taking part adds", "log",
        low=0.0, high=1.0, ge=0.0,
    )  # fmt: skip
    talk_gain: float = belief(
        0.3, "Extra talk of those who take part", "own talk", low=0.0, high=1.0, ge=0.0
    )

    def places(self, view: View) -> int:
        """Consumers who can take part."""
        return self.number // view.people

    def problems(self, view: View) -> list[str]:
        """Too little money, too few people, or an end before anything can come of it."""
        first = self.cost + self.cost_per_head * view.people
        if first > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay {first:,.0f}. Raise it."]
        if self.number < view.people:
            scale = f"one consumer stands for {view.people} people"
            return [f"number: {self.number} users, but {scale}. Raise it to {view.people}."]
        last = view.days - 1 if self.until is None else self.until
        if self.quality_gain > 0.0 and self.day + self.lag_days > last:
            return ["lag_days: the product gets better only after the end. Lower it."]
        return unknown_in(self.to, view)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Fill the places, let the members belong, better the product when the time has come."""
        if view.day == self.day:
            view.memory["paid"] = self.cost <= view.purse
            if view.memory["paid"]:
                yield Proposal((), self.cost, "product")
        if not view.memory.get("paid"):
            return
        yield from self._fill(view)
        if view.day == self.day + self.lag_days and self.quality_gain > 0.0:
            filled = len(view.members) / self.places(view) if self.places(view) else 0.0
            yield Proposal((Shift("quality", self.quality_gain * min(1.0, filled), lasting=True),))

    def _fresh(self, view: View, members: Consumers) -> Consumers:
        """Those meant who do not take part yet, in the order in which they are taken."""
        who = meant(self.to, view)
        fresh: Consumers = who[~np.isin(who, members) & (view.market.stage[who] != Stage.LAPSED)]
        return fresh

    def _fill(self, view: View) -> Iterable[Proposal]:
        members = view.members
        room = max(0, self.places(view) - len(members))
        fresh = self._fresh(view, members) if room else members[:0]
        count = min(len(fresh), room)
        each = self.cost_per_head * view.people
        if each > 0.0 and math.isfinite(view.purse):
            count = min(count, int(view.purse / each * (1 + 1e-12)))
        actions: tuple[Action, ...] = (Enrol(fresh[:count]),) if count else ()
        if count or len(members):
            actions += (
                Press(Transition.LOYALTY, self.belonging, members=True),
                Press(Transition.ADVOCACY, self.belonging, members=True),
                Incite(contacts_gain=self.talk_gain, posts_gain=self.talk_gain, to="anybody",
                       members=True, credibility=1.0),
            )  # fmt: skip
            yield Proposal(actions, count * each, "product")
