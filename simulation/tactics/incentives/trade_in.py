"""Trade-in: credit for the old unit when an owner buys a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Enrol, PayOn, Price, Proposal, Reopen
from simulation.market.view import View
from simulation.tactics.base import Tactic
from simulation.tactics.enrolling import active_owners, is_member


class TradeIn(Tactic):
    """Owners of an old unit buy a new one for less.

    Client's article S3 (row 105). Who has lived ``after_days`` with a unit (since it was bought or
    last failed) may buy another at the price less ``credit``: a neutral owner with chance
    ``chance_per_day`` at the usual price, more if satisfied or cheaper, less if not. The credit
    shows in the revenue; ``cost_per_unit`` is what taking a unit back costs, less what it is still
    worth. Where ``brand.revenue_model`` is ``one_off`` nobody replaces a unit by himself, so all
    that is bought this way counts as won: write ``repeat`` if people would come back anyway.
    """

    title: ClassVar = {"en": "Trade-in", "zh": "以旧换新"}
    enrols: ClassVar[bool] = True

    kind: Literal["trade_in"] = "trade_in"
    credit: Money = choice(50.0, "Taken off the price for an old unit", "money")
    after_days: int = choice(365, "Age of a unit that is taken back", "days", ge=1)
    cost_per_unit: Money = choice(10.0, "Taking back one old unit", "money")
    chance_per_day: Share = belief(
        0.0015, "Chance a day that a neutral owner replaces an old unit at the usual price",
        "share", low=0.0005, high=0.005,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Nothing left of the price, units that never get old, no money for one."""
        if self.credit >= view.price:
            return ["credit: nothing is left of the price. Lower it."]
        if self.cost_per_unit * view.people > view.purse:
            short = f"{view.purse:,.0f} cannot pay for one at {self.cost_per_unit:,.0f}"
            return [f"cost_per_unit: {short}. Raise the budget."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Enrol owners of old units and open the shop to them."""
        age = view.day - view.market.experienced_day.astype(np.int64)
        old, before = active_owners(view) & (age >= self.after_days), is_member(view)
        joining = np.flatnonzero(old & ~before).astype(np.int32)
        leaving = np.flatnonzero(before & ~old).astype(np.int32)
        actions: tuple[Action, ...] = (Enrol(joining),) if len(joining) else ()
        if len(leaving):
            actions += (Enrol(leaving, leave=True),)
        if view.purse >= self.cost_per_unit * view.people:
            view.leaves_money_because("paid only for units that are taken back")
            factor = max(0.0, 1.0 - self.credit / view.price)
            actions += (Reopen(self.chance_per_day), Price(factor, members=True))
            if self.cost_per_unit > 0.0:
                actions += (PayOn("member_purchase", self.cost_per_unit, "fee"),)
        if actions:
            yield Proposal(actions)
