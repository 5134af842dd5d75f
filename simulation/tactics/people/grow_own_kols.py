"""Grow own KOLs: the brand helps its most satisfied users to become known."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Broadcast, Consumers, Post, Proposal, Source
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic

DAYS_A_MONTH = 365.0 / 12.0


class GrowOwnKols(Tactic):
    """Satisfied heavy users get training and traffic; their audience and credibility grow slowly.

    Client's articles S4 (row 115) and S0 (row 13). Chosen are owners at least as satisfied as
    ``min_satisfaction``, advocates first, then the most satisfied; free places are filled as such
    owners appear. After ``t`` months in the programme a person's level is ::

        L = 1 - (1 - growth_per_month)^t

    The share of followers reached grows from ``reach_at_start`` to ``reach_grown``, credibility
    from that of a stranger's post to that of a KOC, and ``views_grown L`` people beyond the
    followers see each post. They say what they think: who is no longer satisfied leaves the
    programme, and talks as any owner does. So the weaker the product, the fewer can be grown. Shape
    and sizes are assumptions; the direction is the article's.
    """

    title: ClassVar = {"en": "Grow own KOLs", "zh": "自有达人培育"}

    kind: Literal["grow_own_kols"] = "grow_own_kols"
    number: int = choice(10, "Places in the programme", "accounts", ge=1)
    cost_per_month: Money = choice(
        300.0, "Price of each account: training, traffic", "money a month"
    )
    posts_per_week: float = choice(1.0, "Posts by each account", "per week", gt=0.0, le=7.0)
    min_satisfaction: float = choice(
        0.1, "Least satisfaction of owners who are asked", "-1 to 1", ge=0.0, le=1.0
    )
    disclosed: bool = choice(True, "Whether posts say that the brand supports them")
    growth_per_month: Share = belief(
        0.15, "Share of what is missing to a KOC that a month adds", "share", low=0.03, high=0.4
    )
    reach_at_start: Share = belief(
        0.15, "Share of followers whom a post reaches on the first day", "share", low=0.05, high=0.3
    )
    reach_grown: Share = belief(
        0.35, "Share of followers whom a post reaches when fully grown", "share", low=0.2, high=0.6
    )
    views_grown: float = belief(
        40.0, "People of this market beyond the followers who see a post when fully grown",
        "people", low=10.0, high=300.0, ge=0.0,
    )  # fmt: skip
    credibility_at_start: Share = belief(
        0.89, "Credibility on the first day, as a share of a KOC's", "share", low=0.6, high=1.0
    )

    def problems(self, view: View) -> list[str]:
        """Money for not even one account and day."""
        a_day = self.cost_per_month / DAYS_A_MONTH
        if a_day > view.purse:
            text = f"{view.purse:,.0f} cannot pay one account for a day at {a_day:,.2f}"
            return [f"budget: {text}. Raise it."]
        return []

    def level(self, days: int) -> float:
        """How far somebody has grown after some days, 0 to 1."""
        return 1.0 - math.pow(1.0 - self.growth_per_month, days / DAYS_A_MONTH)

    def _fit(self, view: View) -> NDArray[np.bool_]:
        """Owners who are satisfied enough."""
        market = view.market
        owns = (market.units > 0) & (market.stage != Stage.LAPSED)
        fit: NDArray[np.bool_] = owns & (market.satisfaction >= self.min_satisfaction)
        return fit & (market.satisfaction > 0.0)

    def _members(self, view: View, places: int) -> tuple[Consumers, NDArray[np.int64]]:
        """Who is in the programme today, and since when: leavers go, newcomers fill the places."""
        since: NDArray[np.int64] = view.memory.get("since", np.full(view.n_consumers, -1, np.int64))
        fit = self._fit(view)
        since = np.where(fit, since, -1)
        stay = since >= 0
        if stay.sum() < places:
            market = view.market
            score = market.satisfaction + 2.0 * (market.stage == Stage.ADVOCATE)
            new = view.in_order(fit & ~stay, score.astype(np.float64))[: places - int(stay.sum())]
            since[new] = view.day
        members = np.flatnonzero(since >= 0)
        if len(members) > places:  # less money: who came last goes first
            last = members[np.argsort(since[members], kind="stable")[places:]]
            since[last] = -1
            members = np.flatnonzero(since >= 0)
        view.memory["since"] = since
        return members.astype(np.int32), since[members]

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay everybody's day, and let those post whose turn it is."""
        a_day = self.cost_per_month / DAYS_A_MONTH
        places = self.number
        if a_day > 0.0 and view.purse < places * a_day:
            places = int(view.purse / a_day * (1 + 1e-12))
        who, since = self._members(view, places)
        if len(who) == 0:
            view.leaves_money_because("too few owners are satisfied")
            return
        yield Proposal(self._posts(view, who, view.day - since), len(who) * a_day, "fee")
        if len(who) < places:
            view.leaves_money_because("too few owners are satisfied")

    def _posts(
        self, view: View, who: Consumers, days: NDArray[np.int64]
    ) -> tuple[Post | Broadcast, ...]:
        """Posts of those whose turn it is, by how long they have been in the programme."""
        rate = self.posts_per_week / 7.0
        due = np.floor((days + 1) * rate) > np.floor(days * rate)
        actions: list[Post | Broadcast] = []
        beyond = believed = 0.0
        for age in np.unique(days[due]):
            mine = who[due & (days == age)]
            level = self.level(int(age))
            reach = self.reach_at_start + level * (self.reach_grown - self.reach_at_start)
            trust = self.credibility_at_start + level * (1.0 - self.credibility_at_start)
            actions.append(Post(mine, reach, Source.KOC, True, self.disclosed, credibility=trust))
            beyond += level * len(mine)
            believed += level * len(mine) * trust
        if beyond > 0.0 and self.views_grown > 0.0:
            seen = self.views_grown * beyond / (view.n_consumers * view.people)
            actions.append(Broadcast(seen, Source.KOC, credibility=believed / beyond))
        return tuple(actions)
