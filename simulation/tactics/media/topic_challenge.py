"""Topic challenge: a hashtag under which owners are invited to post what they think."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Broadcast, Incite, Post, Proposal, Source
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.network.roles import Role
from simulation.tactics.base import Tactic


class TopicChallenge(Tactic):
    """A hashtag, paid starters and a prize invite owners to post; the platform shows the topic.

    Client's articles S0 (row 4) and S3 (the topic with a claimed 50 million exposures a month). On
    the first day ``starters`` KOCs post once for their fee. For ``topic_days`` each owner posts
    with a chance that grows with the starters s and the prize z, both with diminishing returns::

        join_per_day (1 - (half_starters / (half_starters + s)) (half_prize / (half_prize + z)))

    times the owner's readiness to post. They say what they think: a topic about a poor product
    fills with complaints. For each post the platform shows the topic to ``featured`` more people,
    by lot, good and bad posts as satisfied and dissatisfied owners make them. All sizes are
    assumptions.
    """

    title: ClassVar = {"en": "Topic challenge", "zh": "话题挑战"}
    is_media: ClassVar[bool] = True

    kind: Literal["topic_challenge"] = "topic_challenge"
    topic_days: int = choice(30, "Days that the topic is open", "days", ge=1)
    starters: int = choice(5, "KOCs who are paid to post first", "accounts", ge=0)
    prize: Money = choice(2000.0, "Prizes for the best posts, paid when the topic opens", "money")
    fee: Money | None = choice(None, "Price of a starter's post; else the price list", "money")
    disclosed: bool = choice(True, "Whether starters say that they are paid")
    join_per_day: Share = belief(
        0.03, "Chance a day that an owner posts when everything invites", "share",
        low=0.005, high=0.1,
    )  # fmt: skip
    half_starters: float = belief(
        5.0, "Starters at which half of what they can do is done", "accounts", low=2.0, high=20.0,
        gt=0.0,
    )  # fmt: skip
    half_prize: float = belief(
        3000.0, "Prize at which half of what it can do is done", "money", low=500.0, high=20000.0,
        gt=0.0,
    )  # fmt: skip
    featured: float = belief(
        10.0, "People to whom the platform shows a post of the topic", "people", low=0.0, high=50.0,
        ge=0.0,
    )  # fmt: skip
    starter_reach: Share = belief(
        0.35, "Share of a starter's followers whom the post reaches", "share", low=0.05, high=0.6
    )

    def costs(self, view: View) -> tuple[np.ndarray, float]:
        """Starters, the largest following first, and what they and the prize cost."""
        score = view.population.followers.astype(np.float64)
        who = view.in_order(view.population.role == Role.KOC, score)[: self.starters]
        price = view.fees[Role.KOC]
        fees = price.base + price.per_follower * view.population.followers[who]
        asked = float(fees.sum()) if self.fee is None else len(who) * self.fee
        return who, asked + self.prize

    def problems(self, view: View) -> list[str]:
        """Fewer KOCs than starters, or too little money."""
        who, cost = self.costs(view)
        if len(who) < self.starters:
            asked = f"{self.starters} asked, {len(who)} KOCs exist"
            return [f"starters: {asked}. Lower it or raise roles.koc."]
        if cost > view.purse:
            short = f"{view.purse:,.0f} cannot pay starters and prize, {cost:,.0f}"
            return [f"prize: {short}. Lower it, hire fewer starters or raise the budget."]
        return []

    def chance(self) -> float:
        """Chance a day that an owner of usual readiness posts."""
        no_starters = self.half_starters / (self.half_starters + self.starters)
        no_prize = self.half_prize / (self.half_prize + self.prize)
        return self.join_per_day * (1.0 - no_starters * no_prize)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Open the topic; while it is open owners post and the platform shows it."""
        if view.day == self.day:
            who, cost = self.costs(view)
            view.memory["open"] = cost <= view.purse * (1 + 1e-12)
            if not view.memory["open"]:
                view.leaves_money_because("starters and prize cost more than is left")
                return
            post = Post(who, self.starter_reach, Source.KOC, True, self.disclosed)
            yield Proposal((post,) if len(who) else (), cost, "fee")
        chance = self.chance()
        if not view.memory.get("open") or view.day >= self.day + self.topic_days or chance <= 0.0:
            return
        actions: list[Action] = [Incite(posts=chance, credibility=1.0)]
        for number, good in enumerate((True, False)):
            reach = chance * self.featured * self.ready(view, good=good) / view.n_consumers
            if reach > 0.0:
                actions.append(Broadcast(reach, Source.PUBLIC, good, number))
        yield Proposal(tuple(actions))

    def ready(self, view: View, *, good: bool) -> float:
        """Summed readiness to post of the owners who think well, or badly, of their unit."""
        market = view.market
        owns = (market.units > 0) & (market.stage != Stage.LAPSED)
        pleased = market.satisfaction > 0.0
        rows = owns & (pleased if good else ~pleased)
        return float(view.population.participation[rows].sum())
