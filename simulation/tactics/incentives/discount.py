"""Discount: a lower price for some time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import model_validator

from simulation.fields import Money, Share, choice, wrong
from simulation.market.actions import Price, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic


class Discount(Tactic):
    """Everybody pays less while it runs.

    Revenue is booked at the price paid, so the discount shows there and is not a cost of its own.
    """

    title: ClassVar = {"en": "Discount", "zh": "促销优惠"}

    kind: Literal["discount"] = "discount"
    share: Share | None = choice(None, "Share of the list price taken off", "share")
    amount: Money | None = choice(None, "Money taken off the list price", "money")

    @model_validator(mode="after")
    def _share_or_amount(self) -> Discount:
        if (self.share is None) == (self.amount is None):
            raise wrong("exactly one of share and amount is needed.")
        return self

    def problems(self, view: View) -> list[str]:
        """A discount that leaves no price."""
        if self.factor(view.price) <= 0.0:
            field = "amount" if self.share is None else "share"
            return [f"{field}: nothing is left of the price. Lower it."]
        return []

    def factor(self, price: float) -> float:
        """Price paid over list price."""
        if self.share is not None:
            return 1.0 - self.share
        return 1.0 - (self.amount or 0.0) / price if price > 0.0 else 1.0

    def propose(self, view: View) -> Iterable[Proposal]:
        """Lower today's price."""
        yield Proposal((Price(self.factor(view.price)),))
