"""Build a community: an opt-in group in which the brand and its users meet."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    Action,
    Incite,
    Press,
    Proposal,
    Source,
    Tell,
    Transition,
)
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.enrolling import DAYS_A_MONTH, Members, active_owners, willing

_USUAL_POSTS = 2.0
"""Posts a week at which a group gives 63 % of what it can (assumption)."""


class BuildCommunity(Members):
    """People join a group of the brand: they hear more, talk more and stay longer.

    Client's articles S3 (rows 84, 85) and S1 (row 48). Of those who may join (``who``: owners,
    people who are interested, or both) ``enrol_share`` do. The brand posts ``posts_per_week``; each
    member reads a post with chance ``read_share``. While the group is alive, by ``a = 1 -
    exp(-posts_per_week / 2)``, members' own talk gains ``talk_gain a`` (what they say is what they
    think), their daily chance of loyalty grows and that of lapsing falls by ``hold a``
    (logarithms). Posts tire as all messages do. Sizes are assumptions.
    """

    title: ClassVar = {"en": "Build a community", "zh": "私域社群"}

    kind: Literal["build_community"] = "build_community"
    who: Literal["owners", "interested", "both"] = choice("owners", "Who may join")
    posts_per_week: float = choice(3.0, "Posts of the brand in the group", "a week", ge=0.0)
    cost_per_month: Money = choice(500.0, "Price of running the group", "money a month")
    read_share: Share = belief(0.3, "Share of members who read a post", "share", low=0.1, high=0.6)
    talk_gain: float = belief(
        0.2, "Extra talk of members in a lively group", "own talk", low=0.0, high=0.6, ge=0.0
    )
    hold: float = belief(
        0.3, "Log of the daily chances of loyalty won and of lapsing lost in a lively group", "log",
        low=0.0, high=0.8, ge=0.0,
    )  # fmt: skip

    def may_join(self, view: View) -> NDArray[np.bool_]:
        """Owners, interested people, or both; who has joined as interested stays as an owner."""
        owners = active_owners(view)
        if self.who == "owners":
            return owners
        interested: NDArray[np.bool_] = view.market.stage == Stage.INTERESTED
        if self.who == "both":
            return owners | interested
        joined: NDArray[np.bool_] = view.memory.setdefault(
            "joined", np.zeros(view.n_consumers, np.bool_)
        )
        joined |= interested & willing(view, self.enrol_share)
        return interested | (owners & joined)

    def problems(self, view: View) -> list[str]:
        """Money for not even one day."""
        a_day = self.cost_per_month / DAYS_A_MONTH
        if a_day > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay one day at {a_day:,.0f}. Raise it."]
        return self.unpayable_perks(view)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Enrol, post in the group, pay for it."""
        joining, members = self.enrolment(view)
        if len(members) == 0 and not joining:
            return
        alive = 1.0 - math.exp(-self.posts_per_week / _USUAL_POSTS)
        actions: tuple[Action, ...] = joining
        since = view.day - self.day
        posts = int((since + 1) * self.posts_per_week / 7.0) - int(since * self.posts_per_week / 7)
        actions += tuple(
            Tell(members, self.read_share, Source.MEMBER, number=number)
            for number in range(min(posts, 255) if len(members) else 0)
        )
        if alive > 0.0:
            gain, hold = self.talk_gain * alive, self.hold * alive
            actions += (
                Incite(contacts_gain=gain, posts_gain=gain, members=True, credibility=1.0),
                Press(Transition.LOYALTY, hold, members=True),
                Press(Transition.LAPSE, -hold, members=True),
            )
        cost = self.cost_per_month / DAYS_A_MONTH + self.perks(members, view)
        yield Proposal(actions, cost, "staff")
