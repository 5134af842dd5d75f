"""Improve product: rounds of development that raise quality and cut defects after a while."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.dynamics.tables import BAD_MESSAGES, DETRACTORS, OWNERS
from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Proposal, Shift
from simulation.market.view import View
from simulation.tactics.base import Tactic

_LISTENING = ("research", "bad_talk")


class ImproveProduct(Tactic):
    """Develop the product in rounds; each release is better by what its changes hit.

    A round is paid when it begins and released ``lag_days`` later; the next one begins then. A
    release adds ``quality_gain hit`` to quality and takes ``defect_cut_share hit`` of the defects
    and of the failures in use away, for good. Units sold before keep the quality they had.

    ``hit`` is the share of the changes that meet what users miss. It is ``plan_hit`` when the brand
    plans alone and ``research_hit`` after research. Driven by bad talk it is::

        bad_talk_hit  n / (n + enough_bad_talk)  min(1, d / detractors_full)

    with ``n`` the bad messages a person that were noticed (``coverage_share``) in the last
    ``listen_days`` and ``d`` the share of owners who would warn of the product: who hears nothing
    learns nothing, and what is mended is no longer complained of. Research and listening take
    ``listen_days`` before the first round and ``research_cost`` for each.

    Client's articles S0 (row 20: listen, then improve) and S3 (rows 93 and 98: iterate, ask users).
    Direction: practitioner claims; every size is an assumption.
    """

    title: ClassVar = {"en": "Improve product", "zh": "产品迭代"}

    kind: Literal["improve_product"] = "improve_product"
    driven_by: Literal["plan", "research", "bad_talk"] = choice("plan", "Who says what to change")
    quality_gain: Share = choice(
        0.1, "Quality that a release would add if all its changes met a need", "0 to 1"
    )
    defect_cut_share: Share = choice(
        0.0, "Share of defects and failures that such a release would take away", "share"
    )
    rounds: int = choice(1, "Releases, one after the other", "releases", ge=1)
    lag_days: int = choice(60, "Days from the beginning of a round to its release", "days", ge=1)
    cost: Money = choice(5000.0, "Price of one round", "money")
    research_cost: Money = choice(
        1000.0, "Price of research, or of listening, for one round", "money"
    )
    listen_days: int = choice(
        28, "Days of research or listening before the first round", "days", ge=1
    )
    coverage_share: Share = choice(
        0.8, "Share of places with talk that are read; for bad_talk", "share"
    )
    plan_hit: Share = belief(
        0.5, "Share of planned changes that meet what users miss", "share", low=0.2, high=0.8
    )
    research_hit: Share = belief(
        0.7, "The same after research among users", "share", low=0.4, high=0.9
    )
    bad_talk_hit: Share = belief(
        0.9, "The same where bad talk says all there is to say", "share", low=0.5, high=1.0
    )
    enough_bad_talk: float = belief(
        0.05, "Noticed bad messages a person that tell half of what is wrong", "messages a person",
        low=0.01, high=0.3, gt=0.0,
    )  # fmt: skip
    detractors_full: Share = belief(
        0.3, "Share of detractors from which on every change meets a need", "share",
        low=0.1, high=0.6, gt=0.0,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """A round that cannot be paid, or a first release after the end."""
        found = []
        if self.price > view.purse:
            found.append(f"cost: {view.purse:,.0f} cannot pay {self.price:,.0f}. Lower it.")
        first = self.first_round + self.lag_days
        if first >= view.days:
            found.append(f"lag_days: the first release is on day {first}, after the end. Lower it.")
        return found

    def is_active(self, day: int) -> bool:
        """What was begun in time is released even after ``until``."""
        return day >= self.day

    @property
    def price(self) -> float:
        """Money for one round."""
        return self.cost + (self.research_cost if self.driven_by in _LISTENING else 0.0)

    @property
    def first_round(self) -> int:
        """Day on which development begins."""
        return self.day + (self.listen_days if self.driven_by in _LISTENING else 0)

    def hit(self, view: View, noticed: float) -> float:
        """Share of the changes that meet what users miss; ``noticed`` bad messages a person."""
        if self.driven_by == "plan":
            return self.plan_hit
        if self.driven_by == "research":
            return self.research_hit
        owners = int(view.yesterday[OWNERS])
        angry = int(view.yesterday[DETRACTORS]) / owners if owners else 0.0
        heard = noticed / (noticed + self.enough_bad_talk)
        return self.bad_talk_hit * heard * min(1.0, angry / self.detractors_full)

    def release(self, view: View, hit: float) -> Proposal:
        """The better product, from today on."""
        cut = self.defect_cut_share * hit
        shifts: tuple[Action, ...] = (
            Shift("quality", self.quality_gain * hit, lasting=True),
            Shift("defect_share", -cut * view.scalars["defect_share"], lasting=True),
            Shift("failures_per_year", -cut * view.scalars["failures_per_year"], lasting=True),
        )
        return Proposal(shifts)

    def listen(self, view: View) -> float:
        """Bad messages a person noticed in the last ``listen_days``, and keep today's count."""
        heard = [*view.memory.get("bad", []), int(view.yesterday[BAD_MESSAGES])]
        view.memory["bad"] = heard[-self.listen_days :]
        return float(self.coverage_share * sum(view.memory["bad"]) / view.n_consumers)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Listen every day; begin and release rounds on their days."""
        noticed = self.listen(view)
        place, rest = divmod(view.day - self.first_round, self.lag_days)
        if rest or place < 0:
            return
        if "hit" in view.memory:
            yield self.release(view, view.memory.pop("hit"))
        if place >= self.rounds or (self.until is not None and view.day > self.until):
            return
        if self.price > view.purse:
            view.leaves_money_because("a round costs more than is left")
            return
        view.memory["hit"] = self.hit(view, noticed)
        yield Proposal((), self.price, "fee")
