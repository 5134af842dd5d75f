"""Seed products: give units to chosen people and let them say what they think."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import belief, choice
from simulation.market.actions import Consumers, Give, Proposal
from simulation.market.view import View
from simulation.tactics.base import Buys, Pick, Tactic, To, meant, unknown_in


class SeedProducts(Tactic, Buys):
    """Free products go to people who then talk as any owner does, well or badly.

    Angel users of the client's article S4 (row 115). Hubs decline more often: a person with ``f``
    followers accepts with chance ``1 / (1 + f / accept_half_followers)``. Cui et al. (2018,
    abstract): with negative word of mouth about, early adopters beat hubs, hubs beat random; here
    this has to emerge, nothing is wired in.
    """

    title: ClassVar = {"en": "Seed products", "zh": "天使用户铺样"}
    is_at_once: ClassVar[bool] = True

    kind: Literal["seed_products"] = "seed_products"
    to: To = choice("random", "Who gets a unit: a word, or a list of the graph's labels")
    pick: Pick = choice("rank", "Best of the ranking first, or by lot among its best tenth")
    accept_half_followers: float = belief(
        300.0,
        "Followers at which every second person declines a free unit as pay",
        "followers",
        low=50.0,
        high=3000.0,
        gt=0.0,
    )

    def problems(self, view: View) -> list[str]:
        """Unknown labels, more units than people, or money for not even one unit."""
        unknown = unknown_in(self.to, view)
        if unknown:
            return unknown
        listed = len(set(self.to)) if isinstance(self.to, list) else None
        if listed is not None and self.number is not None and self.number > listed * view.people:
            asked = f"{self.number} units for {listed} people listed"
            return [f"number: {asked}. Lower it or list more."]
        if self.number is not None and self.number > view.n_consumers * view.people:
            there = view.n_consumers * view.people
            return [f"number: {self.number} units for {there} people. Lower it."]
        if self.number is not None and self.number < view.people:
            scale = f"one consumer stands for {view.people} people"
            return [f"number: {self.number} units, but {scale}. Raise it to {view.people}."]
        if math.isfinite(view.purse) and view.unit_cost > view.purse:
            return [
                f"budget: {view.purse:,.0f} cannot buy one unit at {view.unit_cost:,.0f}. Raise it."
            ]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Give the units on the first day."""
        if view.day != self.day:
            return
        who = self._accepting(view)
        count = len(who) if self.number is None else min(self.number // view.people, len(who))
        if view.unit_cost > 0.0 and math.isfinite(view.purse):
            count = min(count, int(view.purse / view.unit_cost * (1 + 1e-12)))
        if count == len(who):
            view.leaves_money_because("nobody else takes a unit")
        elif self.number is None:
            view.leaves_money_because("one more unit costs more than is left")
        if count:
            yield Proposal((Give(who[:count]),), count * view.unit_cost, "product")

    def _accepting(self, view: View) -> Consumers:
        """Those meant who have no unit and do not decline; a list of labels is taken as given."""
        who = meant(self.to, view, self.pick)
        if isinstance(self.to, list) or self.to == "owners":
            return who
        words = view.luck.lots(1, who).astype(np.float64) / 2.0**32
        chance = 1.0 / (1.0 + view.population.followers[who] / self.accept_half_followers)
        accepts: Consumers = who[(words < chance) & (view.market.units[who] == 0)]
        return accepts
