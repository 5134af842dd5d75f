"""Hiring accounts that post for money: what KOLs and KOCs have in common."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulation.fields import Day, Money, Share, belief, choice, wrong
from simulation.market.actions import Action, Consumers, Give, Post, Proposal, Source
from simulation.market.view import View
from simulation.network.roles import Role
from simulation.tactics.base import Buys, Pick, Tactic
from simulation.tactics.people.exposure import FAKES_EXPOSED, Exposure, is_found_out


class Hired(NamedTuple):
    """Accounts that took the money."""

    who: Consumers


class HireAccounts(Tactic, Buys):
    """Accounts of one role are paid to post well about the brand.

    Money: an account costs its posts times its fee (``fee``, or its own price in the graph file, or
    the price list: ``base + per_follower * followers``), with ``gift`` also the unit. Accounts are
    taken by rank of followers or by lot while the purse pays the next one. With ``hold_until`` they
    are hired on ``day`` and all keep silent until that day (an embargo: client's article S1, row
    45).

    Posts that hide that they are paid (``disclosed: false``) are believed more until they are found
    out, each with ``chance_exposed_per_post``; then the event ``fakes_exposed`` strikes, once, and
    later posts are known to be paid. Research: disclosure lowers credibility and brand attitude
    (Eisend et al. 2020, abstract); yet making the sponsor prominent raised effectiveness (Leung et
    al. 2022, abstract): sweep ``consumers.hear.disclosed_factor`` up to 1.
    """

    causes: ClassVar[tuple[str, ...]] = (FAKES_EXPOSED,)

    posts: int = choice(3, "Posts by each account", "posts", ge=1, le=255)
    every_days: int = choice(2, "Days between two posts of an account", "days", ge=1)
    fee: Money | None = choice(None, "Price of a post of any account; else the price list", "money")
    disclosed: bool = choice(True, "Whether posts say that they are paid")
    hold_until: Day | None = choice(None, "Day of the first post, if hired before it", "day", ge=0)
    gift: bool = choice(False, "Whether each account also keeps a unit, which it then uses")
    pick: Pick = choice("rank", "Largest following first, or by lot")
    reach_share: Share = belief(
        0.35,
        "Share of an account's followers whom one paid post reaches",
        "share",
        low=0.05,
        high=0.6,
    )
    chance_exposed_per_post: Share = belief(
        0.002, "Chance that a post which hides that it is paid is found out", "share",
        low=0.0, high=0.02,
    )  # fmt: skip
    exposure: Exposure = choice(
        Exposure(trust_loss=0.1, share_of_aware=0.02), "What being found out costs"
    )

    @model_validator(mode="after")
    def _held_after_day(self) -> HireAccounts:
        if self.hold_until is not None and self.hold_until < self.day:
            raise wrong(f"hold_until: {self.hold_until} is before day ({self.day}). Raise it.")
        if self.hold_until is not None and self.until is not None and self.hold_until > self.until:
            raise wrong(f"hold_until: {self.hold_until} is after until ({self.until}). Lower it.")
        return self

    @property
    def first_post(self) -> int:
        """Day of the first post."""
        return self.day if self.hold_until is None else self.hold_until

    def role(self) -> Role:
        """Role of the accounts to hire."""
        raise NotImplementedError

    def source(self) -> Source:
        """Whose credibility their posts have."""
        raise NotImplementedError

    def costs(self, view: View) -> tuple[Consumers, NDArray[np.float64]]:
        """Accounts in the order in which they are asked, and what each of them costs."""
        rows = view.population.role == self.role()
        score = view.population.followers.astype(np.float64) if self.pick == "rank" else None
        who = view.in_order(rows, score)
        followers = view.population.followers[who]
        if self.fee is not None:
            fees = np.full(len(who), self.fee)
        else:
            price = view.fees[self.role()]
            fees = price.base + price.per_follower * followers
            own = view.graph.attributes.get("price")
            if own is not None:
                named = np.asarray(own, np.float64)[who]
                fees = np.where(np.isfinite(named), named, fees)
        return who, self.n_posts(view) * fees + (view.unit_cost if self.gift else 0.0)

    def n_posts(self, view: View) -> int:
        """Posts of each account that fit before the end; only these are paid."""
        last = view.days - 1 if self.until is None else self.until
        return min(self.posts, 1 + (last - self.first_post) // self.every_days)

    def problems(self, view: View) -> list[str]:
        """More accounts asked than exist, or money for not even one."""
        who, costs = self.costs(view)
        name = self.role().name.lower()
        if len(who) == 0:
            return [f": no {name} exists in this market. Raise roles.{name}."]
        if self.number is not None and self.number > len(who):
            asked = f"{self.number} {role_words(self.role())} asked, {len(who)} exist"
            return [f"number: {asked}. Lower it or raise roles.{name}."]
        if math.isfinite(view.purse) and costs[0] > view.purse:
            short = f"{view.purse:,.0f} cannot buy one {role_words(self.role())[:-1]}"
            remedy = "Raise it, lower posts or hire a smaller tier."
            return [f"budget: {short}; the first costs {costs[0]:,.0f}. {remedy}"]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Hire on the first day, post on the days agreed."""
        if view.day == self.day:
            who, costs = self.costs(view)
            count = self.number if self.number is not None else len(who)
            affordable = int(np.searchsorted(np.cumsum(costs), view.purse * (1 + 1e-12), "right"))
            count = min(count, affordable)
            view.memory["hired"] = Hired(who[:count])
            if count == len(who):
                view.leaves_money_because(f"there are no more {role_words(self.role())}")
            elif self.number is None:
                view.leaves_money_because("the next account asks more than is left")
            if count:
                yield self._contract(view, who[:count], float(costs[:count].sum()))
        hired = view.memory.get("hired")
        if hired is None or len(hired.who) == 0:
            return
        number, rest = divmod(view.day - self.first_post, self.every_days)
        if number >= 0 and rest == 0 and number < self.n_posts(view):
            yield from self._posts(view, hired.who, number)

    def _posts(self, view: View, who: Consumers, number: int) -> Iterable[Proposal]:
        """Everybody posts; what is hidden may be found out."""
        hidden = not self.disclosed and "found_out" not in view.memory
        post = Post(who, self.reach_share, self.source(), True, not hidden, number)
        yield Proposal((post,))
        if hidden and is_found_out(view, len(who), self.chance_exposed_per_post):
            view.memory["found_out"] = view.day
            yield Proposal((self.exposure.cause(),))

    def _contract(self, view: View, who: Consumers, cost: float) -> Proposal:
        """Pay the accounts; a gift is used from today on."""
        actions: tuple[Action, ...] = (Give(who),) if self.gift else ()
        return Proposal(actions, cost, "fee")


def role_words(role: Role) -> str:
    """What people call accounts of a role, in the plural."""
    return {
        Role.KOL_HEAD: "head KOLs",
        Role.KOL_WAIST: "waist KOLs",
        Role.KOL_TAIL: "tail KOLs",
        Role.KOC: "KOCs",
    }[role]
