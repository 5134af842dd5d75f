"""Fakes exposed: people learn that posts were planted, paid in secret or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.base import Blame
from simulation.events.trouble import Trouble
from simulation.fields import Share, belief, fact
from simulation.market.actions import Proposal, Shift
from simulation.market.state import Stage
from simulation.market.view import View


class FakesExposed(Trouble):
    """It comes out that the brand planted, hid or deleted posts: trust falls, people are angry.

    Client's article S0 (row 23). A share ``trust_loss`` of today's trust is lost; it heals as
    ``brand.trust_recovery_days`` says. Until then whatever the brand itself says, and every paid
    post that says so, is worth less. A share of those who know the brand, owners or not, turns
    against it. Where a tactic caused it, planted reviews also leave the board. Direction: the
    article; sizes are assumptions.
    """

    title: ClassVar = {"en": "Fakes exposed", "zh": "造假曝光"}

    kind: Literal["fakes_exposed"] = "fakes_exposed"
    blame: Blame = fact("preventable", "Whose fault people think it is")
    trust_loss: Share = belief(
        0.3, "Share of the trust in the brand that is lost", "share", low=0.02, high=0.6
    )
    share_of_aware: Share = fact(0.05, "Share of the aware who are outraged", "share")

    def hit(self, view: View) -> NDArray[np.int32]:
        """People who know the brand, by lot."""
        return view.by_share(view.market.stage != Stage.UNAWARE, self.share_of_aware)

    def strike(self, view: View) -> Iterable[Proposal]:
        """Take trust, and hurt those who are outraged."""
        lost = self.trust_loss * view.scalars["trust"]
        yield Proposal((Shift("trust", -lost, lasting=True),))
        yield from super().strike(view)
