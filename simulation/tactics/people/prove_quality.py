"""Prove quality: somebody tests the product, and the result is published."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Broadcast, Proposal, Shift, Source
from simulation.market.view import View
from simulation.tactics.base import Tactic

Proof = Literal["own_tests", "expert", "certification", "media"]
_SOURCES: dict[Proof, Source] = {
    "own_tests": Source.BRAND,
    "expert": Source.EXPERT,
    "certification": Source.EXPERT,
    "media": Source.NEWS,
}
_NORM = 0.5


class ProveQuality(Tactic):
    """Tests by oneself, an expert body, a certifier or the press show how good it truly is.

    Client's article S3 (rows 91, 97, 100). After ``lag_days`` the result is out: ::

        result = sharpness (quality - 0.5 + noise)      cut to -1 to 1

    with the true quality of that day and noise of standard deviation ``noise``. It is good news or
    bad by its sign, and believed like its source (the brand, an expert, the news) times the size of
    the result: evidence tracks truth, so a product below the norm is better not tested in public.
    ``if_bad: withhold`` keeps a bad result back; the fee is spent. Own tests also show what fails:
    they take ``defect_cut`` of the defects away for good. Sizes are assumptions.
    """

    title: ClassVar = {"en": "Prove quality", "zh": "权威背书"}

    kind: Literal["prove_quality"] = "prove_quality"
    source: Proof = choice("expert", "Who tests and speaks")
    fee: Money = choice(3000.0, "Price of the test and of publishing it", "money")
    lag_days: int = choice(7, "Days from the order to the result", "days", ge=0)
    exposures: float = choice(
        0.3, "Messages a person that publishing it makes, on average", "messages", ge=0.0
    )
    if_bad: Literal["publish", "withhold"] = choice(
        "publish", "What is done with a result below the norm"
    )
    half_life_days: float = belief(
        10.0, "Days in which half of the messages come", "days", low=2.0, high=60.0, gt=0.0
    )
    sharpness: float = belief(
        3.0, "How loud a result speaks that is one full unit from the norm", "ratio", low=1.0,
        high=6.0, ge=0.0,
    )  # fmt: skip
    noise: Share = belief(
        0.05, "How far a test errs: one standard deviation of quality", "share", low=0.0, high=0.2
    )
    defect_cut: Share = belief(
        0.1, "Share of the defects that own tests find and end", "share", low=0.0, high=0.5
    )

    def problems(self, view: View) -> list[str]:
        """A fee that cannot be paid, or a result after the end."""
        if self.fee > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay the fee of {self.fee:,.0f}. Raise it."]
        if self.day + self.lag_days > view.days - 1:
            return ["lag_days: the result comes after the last day. Lower it."]
        return []

    def is_active(self, day: int) -> bool:
        """A result that was ordered in time is published even after ``until``."""
        return day >= self.day

    def result(self, view: View) -> float:
        """What the test says, -1 to 1."""
        error = self.noise * NormalDist().inv_cdf(view.luck.chance(self.day, 0))
        found = self.sharpness * (view.scalars["quality"] - _NORM + error)
        return max(-1.0, min(1.0, found))

    def propose(self, view: View) -> Iterable[Proposal]:
        """Order on the first day, publish when the result is there."""
        if view.day == self.day:
            view.memory["paid"] = self.fee <= view.purse * (1 + 1e-12)
            if view.memory["paid"]:
                yield Proposal((), self.fee, "fee")
        if view.day != self.day + self.lag_days or not view.memory.get("paid"):
            return
        if self.source == "own_tests" and self.defect_cut > 0.0:
            cut = self.defect_cut * view.scalars["defect_share"]
            yield Proposal((Shift("defect_share", -cut, lasting=True),))
        result = self.result(view)
        if self.exposures <= 0.0 or result == 0.0 or (result < 0.0 and self.if_bad == "withhold"):
            return
        told = Broadcast(
            self.exposures, _SOURCES[self.source], result > 0.0, 0, abs(result),
            self.half_life_days,
        )  # fmt: skip
        yield Proposal((told,))
