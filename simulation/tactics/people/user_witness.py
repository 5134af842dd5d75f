"""User witness: households try the product and broadcast what truly happens."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    Action,
    Broadcast,
    Consumers,
    Enrol,
    Give,
    Incite,
    Proposal,
    Source,
)
from simulation.market.view import View
from simulation.tactics.base import Tactic, To, meant, unknown_in


class UserWitness(Tactic):
    """Households get a unit and show in public, week after week, how it really is.

    Client's article S3 (row 92). From ``first_after_days`` to the end of the trial each household
    makes ``broadcasts_per_week``: to its own followers, and to ``views_per_broadcast`` people
    beyond them. What they say is what they found: good with a satisfied household, bad with a
    dissatisfied one, so a programme for a weak product spreads bad word. A unit received free takes
    something from credibility (assumption). They stay owners who talk by themselves afterwards.
    """

    title: ClassVar = {"en": "User witness", "zh": "用户见证计划"}
    enrols: ClassVar[bool] = True

    kind: Literal["user_witness"] = "user_witness"
    households: int = choice(20, "Households that get a unit", "households", ge=1)
    to: To = choice("random", "Which people: a word, or a list of the graph's labels")
    trial_days: int = choice(30, "Days for which they broadcast", "days", ge=1)
    first_after_days: int = choice(3, "Days of use before the first broadcast", "days", ge=0)
    broadcasts_per_week: float = choice(2.0, "Broadcasts by each household", "per week", ge=0.0)
    cost_per_broadcast: Money = choice(60.0, "Help with filming and showing one", "money")
    views_per_broadcast: float = belief(
        30.0, "People of this market beyond the followers who see one", "people", low=5.0,
        high=300.0, ge=0.0,
    )  # fmt: skip
    credibility: Share = belief(
        0.85, "Credibility kept by somebody whose unit was free", "share", low=0.6, high=1.0
    )

    def problems(self, view: View) -> list[str]:
        """Unknown names, too few people, a trial without a broadcast, or no money for a unit."""
        unknown = unknown_in(self.to, view)
        if unknown:
            return unknown
        if self.households < view.people:
            scale = f"one consumer stands for {view.people} people"
            return [f"households: {self.households}, but {scale}. Raise it to {view.people}."]
        last = view.days - 1 if self.until is None else self.until
        if self.first_after_days > self.trial_days or self.day + self.first_after_days > last:
            return ["first_after_days: no broadcast fits in. Lower it."]
        if math.isfinite(view.purse) and view.unit_cost > view.purse:
            text = f"{view.purse:,.0f} cannot buy one unit at {view.unit_cost:,.0f}"
            return [f"budget: {text}. Raise it."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Hand out the units on the first day; then show what happens."""
        if view.day == self.day:
            who = self._households(view)
            if len(who):
                yield Proposal((Give(who), Enrol(who)), len(who) * view.unit_cost, "product")
        if not self.first_after_days <= view.day - self.day <= self.trial_days:
            return
        members = view.members
        a_day = self.broadcasts_per_week / 7.0
        if len(members) == 0 or a_day <= 0.0:
            return
        cost = len(members) * view.people * a_day * self.cost_per_broadcast
        if cost > view.purse * (1 + 1e-12):
            view.leaves_money_because("one more day of broadcasts costs more than is left")
            return
        yield Proposal(self._shown(view, members, a_day), cost, "fee")

    def _households(self, view: View) -> Consumers:
        """Those meant who have no unit, as many as the purse buys units for."""
        who = meant(self.to, view)
        without: Consumers = who[view.market.units[who] == 0][: self.households // view.people]
        if view.unit_cost > 0.0 and math.isfinite(view.purse):
            without = without[: int(view.purse / view.unit_cost * (1 + 1e-12))]
        return without

    def _shown(self, view: View, members: Consumers, a_day: float) -> tuple[Action, ...]:
        """Posts to their followers, and what people beyond these see, good and bad."""
        content = int((view.market.satisfaction[members] > 0.0).sum())
        each = a_day * self.views_per_broadcast / view.n_consumers
        shown: list[Action] = [Incite(posts=a_day, members=True, credibility=self.credibility)]
        for good, count in ((True, content), (False, len(members) - content)):
            if count and each > 0.0:
                seen = Broadcast(each * count, Source.PUBLIC, good, int(good), self.credibility)
                shown.append(seen)
        return tuple(shown)
