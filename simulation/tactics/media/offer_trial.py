"""Offer a trial: a store, a stand or a test drive where people meet the product before buying."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, belief, choice
from simulation.market.actions import Consumers, Proposal, Sample
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic, Whole, among, unknown_in

_WORDS = 2.0**32


class OfferTrial(Tactic):
    """People without a unit try the product in a store and meet its true quality.

    Client's articles S0 (row 26) and S2 (131: the experience store). Each day ``visitors_per_day``
    people who have no unit come, each once in a run; the interested come ``interested_come`` times
    as readily as people who never heard of the brand, the aware ``aware_come`` times. A visitor
    meets a unit as a buyer would and remembers it as ``weight`` messages times how satisfied it
    made: for a good product, against a poor one (the article speaks of trust and repeat purchase
    only). Money is paid a day; a day that cannot be paid is closed. All sizes are assumptions.
    """

    title: ClassVar = {"en": "Offer a trial", "zh": "体验店试用"}

    kind: Literal["offer_trial"] = "offer_trial"
    visitors_per_day: float = choice(5.0, "People who try it in a day", "people a day", ge=0.0)
    cost: Money = choice(0.0, "Price of fitting it up, on the first day", "money")
    cost_per_day: Money = choice(500.0, "Rent and staff", "money a day")
    to: Whole = choice("everyone", "Who may come, of those who have no unit")
    interested_come: float = belief(
        8.0, "How many times as readily the interested come", "ratio", low=3.0, high=20.0, gt=0.0
    )
    aware_come: float = belief(
        3.0, "How many times as readily people come who know the brand", "ratio",
        low=1.0, high=8.0, gt=0.0,
    )  # fmt: skip
    weight: float = belief(
        5.0, "Messages that a fully satisfying try counts for", "messages", low=1.0, high=10.0,
        ge=0.0,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Unknown people, or money for not even one day."""
        unknown = unknown_in(self.to, view)
        if unknown:
            return unknown
        first = self.cost + self.cost_per_day
        if first > view.purse:
            return [f"cost_per_day: {view.purse:,.0f} cannot pay {first:,.0f}. Raise the budget."]
        return []

    def visitors(self, view: View) -> Consumers:
        """Who comes today: by lot, each as readily as its stage says, nobody twice."""
        people = self.visitors_per_day / view.people
        age = view.day - self.day
        count = int((age + 1) * people + 1e-9) - int(age * people + 1e-9)
        if count == 0:
            return np.zeros(0, np.int32)
        market, came = view.market, view.memory.get("came", np.zeros(view.n_consumers, np.bool_))
        may = among(self.to, view) & (market.units == 0) & ~came
        who = np.flatnonzero(may)
        readily = np.ones(view.n_consumers)
        readily[market.stage == Stage.AWARE] = self.aware_come
        readily[market.stage == Stage.INTERESTED] = self.interested_come
        u = (view.luck.lots(1 + view.day, who) + 0.5) / _WORDS
        first = np.argsort(-np.log(u) / readily[who], kind="stable")[:count]
        return who[first].astype(np.int32)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Open for today, if it can be paid."""
        cost = self.cost_per_day + (self.cost if view.day == self.day else 0.0)
        if cost > view.purse * (1 + 1e-12) or (view.day > self.day and "open" not in view.memory):
            view.leaves_money_because("another day costs more than is left")
            return
        view.memory["open"] = True
        who = self.visitors(view)
        came = view.memory.get("came", np.zeros(view.n_consumers, np.bool_)).copy()
        came[who] = True
        view.memory["came"] = came
        yield Proposal((Sample(who, self.weight),) if len(who) else (), cost, "fee")
