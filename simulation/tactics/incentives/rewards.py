"""How a reward makes owners speak: what referral and review rewards have in common."""

from __future__ import annotations

import math

from simulation.fields import Money, belief
from simulation.market.view import View
from simulation.tactics.base import Tactic


class RewardTalk(Tactic):
    """Owners talk more for a reward; the reward changes how much they say, not what they think.

    Extra talk in units of an owner's own talk: ``response ln(1 + reward / (reference_share
    price))`` (science (2); concave as in Lobel et al., abstract). A reward ends with its money:
    when the purse cannot pay the next one, nobody is incited any more.
    """

    response: float = belief(
        0.5, "Extra talk per logarithmic unit of reward", "own talk", low=0.1, high=1.5, ge=0.0
    )
    reference_share: float = belief(
        0.02, "Reward, as a share of the price, that starts to matter", "share of price",
        low=0.005, high=0.1, gt=0.0, le=1.0,
    )  # fmt: skip

    def unpayable(self, field: str, reward: Money, view: View) -> list[str]:
        """Money for not even one reward, as :meth:`problems` says it."""
        if reward * view.people > view.purse:
            return [f"{field}: {view.purse:,.0f} cannot pay one reward of {reward:,.0f}. Lower it."]
        return []

    def gain(self, reward: Money, view: View) -> float:
        """Extra talk for a reward, in units of an owner's own talk."""
        reference = self.reference_share * max(view.price, 0.01)
        return self.response * math.log(1.0 + reward / reference)
