"""Membership: points, levels and perks for customers who come back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Share, belief, choice
from simulation.market.actions import Action, PayOn, Press, Proposal, Transition
from simulation.market.view import View
from simulation.tactics.enrolling import Members


class Membership(Members):
    """Members get points back on each further purchase, and perks by level.

    Client's articles S0 (row 27) and S3 (rows 101, 102). Owners join by lot (``enrol_share``).
    Points: each purchase by which a member comes back is paid ``points_share`` of the price (kind
    ``reward``), and coming back gains ``points_felt * -ln(1 - points_share)`` log-odds: points are
    felt as a lower price, but less so, since they come later. Levels: with ``tiers`` of them,
    ``tiers - 1`` steps each add ``step_loyalty`` to the logarithm of the daily chance of loyalty
    and take ``step_stay`` from that of lapsing. Members who would have come back anyway are paid
    too: whether points earn their money is an open question (assumptions).
    """

    title: ClassVar = {"en": "Membership", "zh": "会员积分"}

    kind: Literal["membership"] = "membership"
    points_share: Share = choice(
        0.05, "Share of the price given back on each further purchase", "share", lt=1.0
    )
    tiers: int = choice(1, "Levels of membership", "levels", ge=1, le=5)
    points_felt: float = belief(
        1.5, "Log-odds of buying again for each log point of the price given back", "ratio",
        low=0.5, high=3.0, ge=0.0,
    )  # fmt: skip
    step_loyalty: float = belief(
        0.2, "Log of the daily chance of loyalty that each further level adds", "log",
        low=0.0, high=0.5, ge=0.0,
    )  # fmt: skip
    step_stay: float = belief(
        0.15, "Log of the daily chance of lapsing that each further level takes away", "log",
        low=0.0, high=0.4, ge=0.0,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Money for not even one member."""
        return self.unpayable_perks(view)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Enrol, pay perks, press on the steps of members."""
        joining, members = self.enrolment(view)
        if len(members) == 0 and not joining:
            return
        points = self.points_share * view.price
        actions: tuple[Action, ...] = joining
        if points > 0.0 and view.purse >= points * view.people:
            felt = self.points_felt * -math.log(1.0 - self.points_share)
            actions += (
                Press(Transition.REPEAT, felt, members=True),
                PayOn("repeat", points, "reward"),
            )
        steps = self.tiers - 1
        if steps:
            actions += (
                Press(Transition.LOYALTY, self.step_loyalty * steps, members=True),
                Press(Transition.LAPSE, -self.step_stay * steps, members=True),
            )
        yield Proposal(actions, self.perks(members, view), "reward")
