"""Astroturf: people paid by the brand pose as ordinary users who praise it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Broadcast, Proposal, Review, Shift, Source
from simulation.market.view import View
from simulation.network.roles import Role
from simulation.tactics.base import Tactic
from simulation.tactics.people.exposure import FAKES_EXPOSED, Exposure, is_found_out


class Astroturf(Tactic):
    """Puppet accounts post and review as if they were customers, until they are found out.

    Client's articles S0 (row 23) and S4 (row 117). A day's ``accounts posts_per_day`` posts are
    each seen by ``views_per_post`` people and believed somewhat less than a real stranger's; a
    share of them also stands on the review board (``reviews.fake_filter`` removes a part). Found
    out with chance ``1 - (1 - chance_detected_per_post)^posts`` a day; then it ends and
    ``fakes_exposed`` strikes: the planted reviews go, trust falls. ``by: staff`` costs less, is
    found out more easily (colleagues know) and spoils the mood among employees. What buyers then
    find is true quality, so the more was faked for a weak product, the more disappointment
    follows. Research: fakes raise ratings for about a month, then ratings fall below where they
    were (He et al. 2022); sizes are assumptions.
    """

    title: ClassVar = {"en": "Astroturf", "zh": "水军"}
    causes: ClassVar[tuple[str, ...]] = (FAKES_EXPOSED,)

    kind: Literal["astroturf"] = "astroturf"
    accounts: int = choice(20, "Puppet accounts", "accounts", ge=0)
    posts_per_day: float = choice(0.5, "Posts by each account", "per day", ge=0.0)
    by: Literal["agency", "staff"] = choice("agency", "Who writes: an agency, or one's own staff")
    cost_per_post: Money = choice(5.0, "Price of a post by an agency", "money")
    staff_cost_share: Share = choice(0.3, "What a post by the staff costs of that", "share")
    views_per_post: float = belief(
        3.0, "People of this market who see one post", "people", low=1.0, high=50.0, ge=0.0
    )
    credibility: Share = belief(
        0.7, "Credibility of a planted post, as a share of a stranger's", "share", low=0.3, high=1.0
    )
    reviews_per_post: Share = belief(
        0.3, "Share of posts that also stand on the review board", "share", low=0.0, high=1.0
    )
    chance_detected_per_post: Share = belief(
        0.002, "Chance that one post gives everything away", "share", low=0.0, high=0.02
    )
    staff_detection_factor: float = belief(
        3.0, "How much more often staff are found out", "ratio", low=1.0, high=10.0, ge=0.0
    )
    staff_morale_loss: Share = belief(
        0.1, "Morale that employees lose when made to pose as users", "share", low=0.0, high=0.3
    )
    exposure: Exposure = choice(Exposure(), "What being found out costs")

    @property
    def posts(self) -> float:
        """Posts a day."""
        return self.accounts * self.posts_per_day

    @property
    def chance_each(self) -> float:
        """Chance that one post is found out."""
        factor = self.staff_detection_factor if self.by == "staff" else 1.0
        return min(1.0, factor * self.chance_detected_per_post)

    @property
    def cost(self) -> float:
        """Price of a day."""
        share = self.staff_cost_share if self.by == "staff" else 1.0
        return self.posts * self.cost_per_post * share

    def problems(self, view: View) -> list[str]:
        """Nothing to post, money for not even one day, or no staff."""
        if self.posts <= 0.0:
            return ["accounts: nothing is posted. Raise accounts and posts_per_day."]
        if self.by == "staff" and not (view.population.role == Role.EMPLOYEE).any():
            return ["by: nobody works here. Raise roles.employee or write agency."]
        if self.cost > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay one day at {self.cost:,.0f}. Raise it."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Post, until found out."""
        if self.posts <= 0.0 or "found_out" in view.memory:
            return
        if self.cost > view.purse * (1 + 1e-12):
            view.leaves_money_because("one more day of posts costs more than is left")
            return
        if self.by == "staff" and view.memory.setdefault("began", view.day) == view.day:
            yield Proposal((Shift("morale", -self.staff_morale_loss, lasting=True),))
        seen = self.posts * self.views_per_post / (view.n_consumers * view.people)
        review = Review(fake=self.posts * self.reviews_per_post)
        told = Broadcast(seen, Source.PUBLIC, credibility=self.credibility)
        yield Proposal((told, review), self.cost, "fee")
        if is_found_out(view, self.posts, self.chance_each):
            view.memory["found_out"] = view.day
            view.leaves_money_because("it was found out and ended")
            yield Proposal((self.exposure.cause(),))
