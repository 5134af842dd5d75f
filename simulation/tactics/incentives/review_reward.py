"""Review reward: any review is paid or asked for, good or bad."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.dynamics.tables import BUYERS
from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Incite, PayOn, Proposal
from simulation.market.view import View
from simulation.tactics.incentives.rewards import RewardTalk


class ReviewReward(RewardTalk):
    """More reviews for a reward, or by telling buyers that others write; valence stays true.

    Client's article S3 (row 87). Each review that is written while it runs is paid, also those
    that would have come anyway. ``appeal``: ``money`` multiplies the chance of a review by ``1 +
    response ln(1 + reward / (reference_share price))``, ``norm`` ("most buyers write one") by
    ``1 + norm_gain`` and pays nothing, ``both`` by one plus both gains. ``shared_share`` of the
    gain also shows in owners' own posts, which are not paid. Research: money raises volume, money
    with a norm is best (Burtch et al. 2018, abstract); paid reviews were more negative on average
    and moved no sales (Fradkin & Holtz 2023, abstract). Valence comes from true satisfaction.
    """

    title: ClassVar = {"en": "Review reward", "zh": "评价有礼"}

    kind: Literal["review_reward"] = "review_reward"
    reward: Money = choice(10.0, "Paid for each review", "money", gt=0.0)
    appeal: Literal["money", "norm", "both"] = choice("money", "What buyers are asked with")
    cost_per_ask: Money = choice(0.0, "Asking one buyer", "money")
    norm_gain: float = belief(
        0.4, "Extra reviews when buyers are told that others write them", "own reviews",
        low=0.0, high=1.0, ge=0.0, source="direction: Burtch et al. (2018, abstract); size assumed",
    )  # fmt: skip
    shared_share: Share = belief(
        0.2, "Part of the gain that also shows in public posts", "share", low=0.0, high=0.5
    )

    @property
    def pays(self) -> bool:
        """Whether reviews are paid."""
        return self.appeal != "norm"

    def problems(self, view: View) -> list[str]:
        """Money for not even one reward."""
        if self.pays:
            return self.unpayable("reward", self.reward, view)
        return self.unpayable("cost_per_ask", self.cost_per_ask, view)

    def extra(self, view: View) -> float:
        """Extra reviews, in units of those that would be written anyway."""
        gain = self.gain(self.reward, view) if self.pays else 0.0
        return gain + (self.norm_gain if self.appeal != "money" else 0.0)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Ask yesterday's buyers as long as the next review can be paid."""
        asked = int(view.yesterday[BUYERS]) * view.people if view.day else 0
        cost = asked * self.cost_per_ask
        if view.purse < cost + (self.reward * view.people if self.pays else 0.0):
            return
        gain = self.extra(view)
        actions: tuple[Action, ...] = (
            Incite(-1.0, 0.0, self.shared_share * gain, reviews_gain=gain, credibility=1.0),
        )
        if self.pays:
            view.leaves_money_because("paid only for reviews that are written")
            actions += (PayOn("review", self.reward, "reward"),)
        yield Proposal(actions, cost, "fee")
