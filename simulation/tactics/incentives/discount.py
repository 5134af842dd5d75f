"""Discount: a lower price for some time, for all or for some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from pydantic import model_validator

from simulation.fields import Money, Share, belief, choice, wrong
from simulation.market.actions import Action, Enrol, Price, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic, Whole, among, unknown_in
from simulation.tactics.enrolling import is_member, willing

Form = Literal["price", "coupon"]


class Discount(Tactic):
    """A lower price while it runs: for everybody, for those meant, or for who has the coupon.

    Without ``to`` and as a ``price`` all pay less. With ``to`` only who is meant on the day (rows
    59, 46: for instance owners, or a segment) pays less. As a ``coupon`` only ``used_share`` of
    those meant, by lot, has it at hand and uses it; the others pay the full price. Revenue is
    booked at the price paid, so the discount shows there and is not a cost of its own.
    """

    title: ClassVar = {"en": "Discount", "zh": "促销优惠"}

    kind: Literal["discount"] = "discount"
    share: Share | None = choice(None, "Share of the list price taken off", "share")
    amount: Money | None = choice(None, "Money taken off the list price", "money")
    form: Form = choice("price", "A lower price, or a coupon that one must bring")
    to: Whole | None = choice(None, "Who pays less: a word, labels or several traits; else all")
    used_share: Share = belief(0.3, "Share of coupons that are used", "share", low=0.05, high=0.6)

    @property
    def enrols(self) -> bool:  # type: ignore[override]
        """Whether it needs a group: only where not everybody pays less."""
        return self.to is not None or self.form == "coupon"

    @model_validator(mode="after")
    def _share_or_amount(self) -> Discount:
        if (self.share is None) == (self.amount is None):
            raise wrong("exactly one of share and amount is needed.")
        return self

    def problems(self, view: View) -> list[str]:
        """A discount that leaves no price, or is for people who do not exist."""
        if self.factor(view.price) <= 0.0:
            field = "amount" if self.share is None else "share"
            return [f"{field}: nothing is left of the price. Lower it."]
        return [] if self.to is None else unknown_in(self.to, view)

    def factor(self, price: float) -> float:
        """Price paid over list price."""
        if self.share is not None:
            return 1.0 - self.share
        return 1.0 - (self.amount or 0.0) / price if price > 0.0 else 1.0

    def propose(self, view: View) -> Iterable[Proposal]:
        """Lower today's price."""
        factor = self.factor(view.price)
        if not self.enrols:
            yield Proposal((Price(factor),))
            return
        rows = among("everyone" if self.to is None else self.to, view)
        if self.form == "coupon":
            rows &= willing(view, self.used_share)
        before = is_member(view)
        joining = np.flatnonzero(rows & ~before).astype(np.int32)
        leaving = np.flatnonzero(before & ~rows).astype(np.int32)
        actions: tuple[Action, ...] = (Enrol(joining),) if len(joining) else ()
        if len(leaving):
            actions += (Enrol(leaving, leave=True),)
        yield Proposal((*actions, Price(factor, members=True)))
