"""Align the message: every touchpoint says the same, clearly, after some rounds of approval."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, choice, fact
from simulation.market.actions import Action, Proposal, Shift
from simulation.market.view import View
from simulation.tactics.base import Tactic

_DAYS_A_MONTH = 365.0 / 12.0
_DAYS_A_WEEK = 7.0


class AlignMessage(Tactic):
    """Advertising, pages, packaging, shops and service say one thing: consistency and clarity rise.

    Client's articles S0 (rows 7, 10), S1 (36, 38, 47, 51, 53) and S2 (60). While it runs the
    brand's consistency moves from what it was towards ``consistency``, as far as the departments
    pull together (``alignment``)::

        consistency today = before + alignment (consistency - before)

    and clarity rises for good by ``alignment clarity_gain_per_week`` a week. Both begin
    ``approval_days`` after the first day; the money is due from the first day on. In the model
    mixed or vague messages keep the aware from becoming interested (``consumers.decide.confusion``)
    and lose more at each retelling (``consumers.hear.fidelity``); where a brand is already clear
    and consistent there is little left to win. A target below what the brand has lets the
    touchpoints drift apart.
    """

    title: ClassVar = {"en": "Align the message", "zh": "统一口径"}
    goes_first: ClassVar[bool] = True

    kind: Literal["align_message"] = "align_message"
    consistency: Share = choice(0.95, "Consistency aimed at", "share")
    clarity_gain_per_week: Share = choice(0.01, "Clarity won in a week, for good", "share a week")
    alignment: Share = fact(
        0.8, "How far the departments pull together: what is reached of what is aimed at", "share"
    )
    approval_days: int = fact(
        14, "Days of approval before the first aligned message goes out", "days", ge=0
    )
    cost_per_month: Money = choice(3000.0, "Staff, guidelines, training", "money a month")

    def problems(self, view: View) -> list[str]:
        """Money for not even one day, or approval that takes longer than the tactic."""
        daily = self.cost_per_month / _DAYS_A_MONTH
        if daily > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay one day at {daily:,.2f}. Raise it."]
        last = view.days - 1 if self.until is None else self.until
        if self.day + self.approval_days > last:
            return ["approval_days: approval ends after the last day. Lower it."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay for today; once approved, speak with one voice."""
        daily = self.cost_per_month / _DAYS_A_MONTH
        if daily > view.purse * (1 + 1e-12):
            view.leaves_money_because("another day costs more than is left")
            return
        before = view.memory.setdefault("before", view.scalars["consistency"])
        actions: tuple[Action, ...] = ()
        if view.day >= self.day + self.approval_days:
            clearer = self.alignment * self.clarity_gain_per_week / _DAYS_A_WEEK
            moved = self.alignment * (self.consistency - before)
            actions = (Shift("consistency", moved), Shift("clarity", clearer, lasting=True))
        yield Proposal(actions, daily, "staff")
