"""Limited release: few units at a time, or only for those with a code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, belief, choice
from simulation.market.actions import (
    Action,
    Consumers,
    Enrol,
    Incite,
    Limit,
    Press,
    Proposal,
    Source,
    Tell,
    Transition,
)
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic

_PLENTY = 100
"""Units for each of the people that the open sale on the last day releases."""


class LimitedRelease(Tactic):
    """Units are scarce, or need an invite code that buyers pass on to friends.

    Client's article S0 (rows 28, 29). ``units`` go on sale on ``day`` and every ``every_days``.
    With codes only who has one can buy: the first ``first_codes`` go by lot to people who are
    interested, then to those who know the brand; each new customer then passes
    ``codes_per_customer`` to friends without a unit, interested ones first, and a code is a
    friend's recommendation (the first ones are messages of the brand). On the last day (``until``)
    the sale opens to all, unless ``brand.stock`` is limited by itself. A release that cannot be
    paid brings neither units nor codes, and until the next one nobody is the keener. Both sides are
    there: what is scarce is wanted more (``wanted``; direction: commodity theory, recalled; size
    assumed) and those who wait talk about it (``waiting_talk``); but sales are lost, and who is
    turned away holds it against the brand (``frustration``).
    """

    title: ClassVar = {"en": "Limited release", "zh": "限量邀请码"}
    enrols: ClassVar[bool] = True

    kind: Literal["limited_release"] = "limited_release"
    units: int | None = choice(None, "Units of each release; no limit if left out", "units", ge=1)
    every_days: int = choice(7, "Days between two releases", "days", ge=1)
    codes_per_customer: int = choice(
        2, "Codes that a new customer passes on; 0 with first_codes 0: none is needed", "codes",
        ge=0, le=20,
    )  # fmt: skip
    first_codes: int = choice(100, "Codes given out on the first day", "codes", ge=0)
    cost: Money = choice(500.0, "Price of each release: staff, platform", "money")
    wanted: float = belief(
        0.2, "Log-odds of purchase that scarcity adds", "log-odds", low=0.0, high=0.6
    )
    waiting_talk: float = belief(
        0.05, "Conversations of somebody who waits for a unit", "per day", low=0.0, high=0.2,
        ge=0.0,
    )  # fmt: skip
    frustration: float = belief(
        0.1, "Bad evidence each time that somebody is turned away", "exposures",
        low=0.0, high=0.5, ge=0.0,
    )  # fmt: skip

    @property
    def by_code(self) -> bool:
        """Whether a code is needed."""
        return self.codes_per_customer > 0 or self.first_codes > 0

    def problems(self, view: View) -> list[str]:
        """Nothing limited, nobody to begin with, or no money for a release."""
        if self.units is None and not self.by_code:
            return ["units: nothing is limited. Give units or codes."]
        if self.codes_per_customer > 0 and self.first_codes == 0:
            return ["first_codes: nobody would have the first code. Raise it."]
        for name, number in (("units", self.units), ("first_codes", self.first_codes)):
            if number is not None and 0 < number < view.people:
                scale = f"one consumer stands for {view.people} people"
                return [f"{name}: {number}, but {scale}. Raise it to {view.people}."]
        if self.cost > view.purse:
            return [f"cost: {view.purse:,.0f} cannot pay {self.cost:,.0f}. Raise the budget."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Release, pass codes on, keep the others waiting; open the sale on the last day."""
        released = (view.day - self.day) % self.every_days == 0
        if released:
            view.memory["paid"] = self.cost <= view.purse * (1 + 1e-12)
            if not view.memory["paid"]:
                view.leaves_money_because("a release costs more than is left")
        if view.day == self.day and view.memory["paid"]:
            view.memory["was_limited"] = view.stock() is not None
        if "was_limited" not in view.memory:
            return
        if view.day == self.until and self.day != self.until:
            if self.units is not None and not view.memory["was_limited"]:
                yield Proposal((Limit(release=_PLENTY * view.n_consumers * view.people),))
            return
        talk = Incite(contacts=self.waiting_talk, to="waiting", credibility=1.0)
        if not view.memory["paid"]:
            yield Proposal((Limit(self.by_code, False, None, self.frustration), talk))
            return
        invited = self._invited(view) if self.by_code else np.zeros(0, np.int32)
        actions: tuple[Action, ...] = ()
        if len(invited):
            source = Source.MEMBER if view.day == self.day else Source.FRIEND
            actions = (Enrol(invited), Tell(invited, 1.0, source))
        limit = Limit(self.by_code, False, self.units if released else None, self.frustration)
        push = Press(Transition.PURCHASE, self.wanted)
        yield Proposal((*actions, limit, talk, push), self.cost if released else 0.0, "fee")

    def _invited(self, view: View) -> Consumers:
        """Who gets a code today."""
        if view.day == self.day:
            return self._fans(view)[: self.first_codes // view.people]
        if self.codes_per_customer == 0:
            return np.zeros(0, np.int32)
        return self._friends(view)

    def _fans(self, view: View) -> Consumers:
        stage = view.market.stage
        score = (stage == Stage.INTERESTED).astype(np.float64)
        return view.in_order((stage == Stage.INTERESTED) | (stage == Stage.AWARE), score)

    def _friends(self, view: View) -> Consumers:
        """Friends of yesterday's new customers, as many of each as there are codes."""
        market, ties = view.market, view.graph.layers["strong"]
        taken = market.units > 0
        taken[view.members] = True
        found = []
        for buyer in np.flatnonzero(market.first_purchase_day == view.day - 1):
            friends = ties.listener[ties.first[buyer] : ties.first[buyer + 1]]
            open_to = friends[~taken[friends]]
            keys = (view.luck.lots(1, open_to), market.stage[open_to] != Stage.INTERESTED)
            chosen = open_to[np.lexsort(keys)][: self.codes_per_customer]
            taken[chosen] = True
            found.append(chosen)
        return np.concatenate([np.zeros(0, np.int32), *found]).astype(np.int32)
