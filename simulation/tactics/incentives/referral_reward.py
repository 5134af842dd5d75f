"""Referral reward: both sides are rewarded for a tracked purchase."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, choice
from simulation.market.actions import Coupon, Incite, PayOn, Proposal
from simulation.market.view import View
from simulation.tactics.incentives.rewards import RewardTalk


class ReferralReward(RewardTalk):
    """Owners recommend more; who buys on such a recommendation brings the owner a reward.

    Client's articles S0 (row 15) and S4 (row 113). ``min_satisfaction`` is the programme's gate:
    owners less satisfied are not invited. Only what is said because of the programme is tracked
    and rewarded; a real programme also pays for what owners would have said anyway, so its cost
    here is a lower bound. The referee's part is a lower price, so it is shown in the revenue and
    not booked as a cost. Whoever comes by a recommendation of somebody who stays also stays longer
    (``consumers.experience.bond``; direction: Van den Bulte et al. 2018, abstract), paid or not.
    """

    title: ClassVar = {"en": "Referral reward", "zh": "推荐有礼"}

    kind: Literal["referral_reward"] = "referral_reward"
    referrer: Money = choice(20.0, "Paid to the owner for each tracked first purchase", "money")
    referee: Money = choice(0.0, "Taken off the price for the new customer", "money")
    limit: int | None = choice(None, "Largest number of rewards", "rewards", ge=1)
    min_satisfaction: float = choice(
        0.0, "Least satisfaction of owners who are invited", "-1 to 1", ge=-1.0, le=1.0
    )

    def problems(self, view: View) -> list[str]:
        """Money for not even one reward, or nothing left of the price."""
        if self.referee >= view.price:
            return ["referee: nothing is left of the price. Lower it."]
        return self.unpayable("referrer", self.referrer, view)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Invite owners as long as the next reward can be paid."""
        rest = None
        if self.limit is not None and self.referrer > 0.0:
            rest = self.limit - round(view.spent / self.referrer)
        if (rest is not None and rest < view.people) or view.purse < self.referrer * view.people:
            return
        view.leaves_money_because("paid only for tracked purchases")
        incite = Incite(self.min_satisfaction, self.gain(self.referrer, view), 0.0)
        pay = PayOn("credited_purchase", self.referrer, "reward", rest)
        yield Proposal((incite, pay, Coupon(self.referee)))
