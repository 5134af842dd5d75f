"""Invest in ESG: good deeds that slowly build an image, for those who care and for bad days."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    Action,
    Enrol,
    Press,
    Proposal,
    Shift,
    Source,
    Tell,
    Transition,
)
from simulation.market.media import adstock, hill
from simulation.market.view import View
from simulation.tactics.base import Tactic, Whole, meant, unknown_in
from simulation.tactics.product.running_cost import DAYS_A_MONTH, a_day_of, unpayable


class InvestInEsg(Tactic):
    """Money for a good cause, month by month, builds an image that fades as slowly.

    ::

        working spend  w <- k w + (1 - k) spend,  k = exp(-1 / lag_days)
        image = w / (w + half_spend)

    The people in ``to`` (those who care) hear of it from third parties, ``told_per_day image``
    messages a day each, and become interested more readily (``interest_gain image`` log-odds). For
    all others it is nothing but a reserve: a brand that is attacked can ``remind`` of its deeds
    (tactic ``respond``), which helps the more image there is. When the money stops, the image fades
    over ``lag_days``.

    Client's article S3 (row 96: five years of rural education, +35 % among the young, without a
    source). Every size is an assumption.
    """

    title: ClassVar = {"en": "Invest in ESG", "zh": "ESG公益"}
    enrols: ClassVar[bool] = True

    kind: Literal["invest_in_esg"] = "invest_in_esg"
    to: Whole = choice("everyone", "Who cares: a word, labels, or {segments: [young]}")
    spend_per_month: Money = choice(2000.0, "Money for the cause", "money a month")
    lag_days: float = belief(
        360.0, "Days in which 63 % of an image is built, or fades", "days",
        low=90.0, high=1000.0, gt=0.0,
    )  # fmt: skip
    half_spend: float = belief(
        0.2, "Money a month, for each person of the market, that builds half of an image", "money",
        low=0.05, high=1.0, gt=0.0,
    )  # fmt: skip
    told_per_day: Share = belief(
        0.02, "Chance a day of hearing about the deeds at full image", "share", low=0.0, high=0.06
    )
    interest_gain: float = belief(
        0.3, "Log-odds of interest that a full image adds for those who care", "log-odds",
        low=0.0, high=0.8, ge=0.0,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Money for not even one day, or nobody who cares."""
        found = unpayable("spend_per_month", self.spend_per_month, view) + unknown_in(self.to, view)
        if not found and len(meant(self.to, view)) == 0:
            found.append("to: nobody is meant on day 0. Choose others.")
        return found

    def is_active(self, day: int) -> bool:
        """An image fades after ``until``."""
        return day >= self.day

    def image(self, view: View, spend: float) -> float:
        """The image that this tactic has built by today, 0 to 1."""
        keep = math.exp(-1.0 / self.lag_days)
        work = view.memory["work"] = adstock(view.memory.get("work", 0.0), spend, keep)
        people = view.n_consumers * view.people
        return hill(work, a_day_of(self.half_spend * people))

    def propose(self, view: View) -> Iterable[Proposal]:
        """Spend today's money; those who care hear of it now and then."""
        if self.spend_per_month == 0.0:
            return
        spend = 0.0
        if self.until is None or view.day <= self.until:
            spend = min(self.spend_per_month / DAYS_A_MONTH, view.purse)
        before = view.memory.get("image", 0.0)
        image = view.memory["image"] = self.image(view, spend)
        does: tuple[Action, ...] = (Shift("image", image - before, lasting=True),)
        if "who" not in view.memory:
            view.memory["who"] = meant(self.to, view)
            does += (Enrol(view.memory["who"]),)
        if image > 0.0:
            told = Tell(view.memory["who"], self.told_per_day * image, Source.NEWS)
            does += (told, Press(Transition.INTEREST, self.interest_gain * image, members=True))
        yield Proposal(does, spend, "fee")
