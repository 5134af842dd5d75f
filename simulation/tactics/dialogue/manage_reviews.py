"""Manage reviews: answer, settle complaints about units that failed, order what people read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    COMPLAINTS,
    Action,
    Press,
    Proposal,
    Resolve,
    Review,
    Transition,
)
from simulation.market.view import View
from simulation.tactics.base import Tactic
from simulation.tactics.enrolling import DAYS_A_MONTH
from simulation.tactics.settling import Settling


class ManageReviews(Settling, Tactic):
    """Complaints are answered and settled; good reviews may be pinned to the top.

    Client's article S3 (rows 88, 90). Of the owners whose unit failed, a share ``coverage_share
    settled_at_once exp(-hours_to_reply / patience_hours)`` lets the brand settle the complaint
    after ``hours_to_resolve``, at most ``capacity_per_day``: they get ``restored_share`` of what
    they lost back, never more (de Matos et al. 2007, abstract: recovery has no significant effect
    on word of mouth, purchase or image). Readers who see bad reviews answered are a little less
    put off: ``reply_push`` log-odds of purchase where all reviews shown are bad and all answered at
    once (direction: Proserpio & Zervas, recalled; size assumed). ``pin_good`` fills that share of
    what people read with good reviews.
    """

    title: ClassVar = {"en": "Manage reviews", "zh": "评价管理"}

    kind: Literal["manage_reviews"] = "manage_reviews"
    coverage_share: Share = choice(0.8, "Share of complaints that are found", "share")
    hours_to_reply: float = choice(24.0, "Hours to the first reply", "hours", ge=0.0)
    hours_to_resolve: float = choice(
        72.0, "Hours until a complaint is settled, in whole days", "hours", ge=0.0
    )
    capacity_per_day: int | None = choice(
        None, "Complaints that can be settled a day; no limit if left out", "complaints", ge=1
    )
    pin_good: Share = choice(0.0, "Share of the reviews read that are pinned good ones", "share")
    cost_per_ticket: Money = choice(20.0, "Handling one complaint that is settled", "money")
    amount: Money = choice(0.0, "Paid to each person whose complaint is settled", "money")
    cost_per_month: Money = choice(500.0, "Price of people and tools", "money a month")
    reply_push: float = belief(
        0.1, "Log-odds of purchase that answering an entirely bad board gives back", "log-odds",
        low=0.0, high=0.3, ge=0.0, source="direction: Proserpio & Zervas (recalled); size assumed",
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Money for not even one day or one complaint."""
        a_day = self.cost_per_month / DAYS_A_MONTH
        if a_day > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay one day at {a_day:,.0f}. Raise it."]
        ticket = self.cost_per_ticket + self.amount
        if ticket * view.people > view.purse:
            return [f"budget: {view.purse:,.0f} cannot settle one at {ticket:,.0f}. Raise it."]
        if self.capacity_per_day is not None and self.capacity_per_day < view.people:
            scale = f"one consumer stands for {view.people} people"
            return [f"capacity_per_day: too small, {scale}. Raise it to {view.people}."]
        return []

    @property
    def in_time(self) -> float:
        """Share of complaints found in time by whoever waits for the first reply."""
        return self.coverage_share * self.patient_after(self.hours_to_reply)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay the people, settle what is due, order the board."""
        most = self.capacity_per_day
        actions: tuple[Action, ...] = ()
        if self.coverage_share > 0.0:
            share = self.settled_at_once * self.in_time
            actions = (
                Resolve(
                    COMPLAINTS, 0.0, share, self.restored_share,
                    self.cost_per_ticket + self.amount, self.hours_to_resolve,
                    None if most is None else most // view.people,
                ),
            )  # fmt: skip
            bad = 1.0 - view.board.share_good if view.board.volume > 0.0 else 0.0
            push = self.reply_push * self.in_time * bad
            if push > 0.0:
                actions += (Press(Transition.PURCHASE, push),)
        if self.pin_good > 0.0:
            actions += (Review(pinned=self.pin_good),)
        yield Proposal(actions, self.cost_per_month / DAYS_A_MONTH, "staff")
