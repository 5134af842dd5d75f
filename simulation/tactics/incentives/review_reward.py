"""Review reward: any review is paid, good or bad."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, choice
from simulation.market.actions import Incite, PayOn, Proposal
from simulation.market.view import View
from simulation.tactics.incentives.rewards import RewardTalk


class ReviewReward(RewardTalk):
    """Owners post more in public for a reward; what they write is what they think.

    Client's article S3 (row 87). Research: paid reviews were more negative on average and moved no
    sales (Fradkin & Holtz 2023, abstract); money raises volume (Burtch et al. 2018, abstract).
    Valence therefore comes from true satisfaction.
    """

    title: ClassVar = {"en": "Review reward", "zh": "评价有礼"}

    kind: Literal["review_reward"] = "review_reward"
    reward: Money = choice(10.0, "Paid for each review", "money", gt=0.0)

    def problems(self, view: View) -> list[str]:
        """Money for not even one reward."""
        return self.unpayable("reward", self.reward, view)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Invite owners as long as the next review can be paid."""
        if view.purse < self.reward * view.people:
            return
        view.leaves_money_because("paid only for reviews that are written")
        incite = Incite(-1.0, 0.0, self.gain(self.reward, view))
        yield Proposal((incite, PayOn("incited_post", self.reward, "reward")))
