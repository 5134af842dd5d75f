"""Newsjack backfire: a brand that rode the news is condemned for it."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.base import Blame
from simulation.events.trouble import Trouble
from simulation.fields import Share, belief, fact
from simulation.market.state import Stage
from simulation.market.view import View


class NewsjackBackfire(Trouble):
    """A post that rode the news is found tasteless: people who know the brand are angry about it.

    Client's article S4 (row 122): shameless borrowing of the news burns the brand itself. A share
    of the aware, by lot, is hurt as by a scandal; it was preventable. The tactic ``newsjack`` may
    bring it on a brand; it can also be scheduled. All sizes are assumptions.
    """

    title: ClassVar = {"en": "Newsjack backfire", "zh": "借势翻车"}

    kind: Literal["newsjack_backfire"] = "newsjack_backfire"
    share_of_aware: Share = fact(0.1, "Share of the aware who are outraged", "share")
    blame: Blame = fact("preventable", "Whose fault people think it is")
    news_share: Share = belief(
        0.05, "Messages a person that the news makes on the first day", "share",
        low=0.0, high=0.3,
    )  # fmt: skip

    def hit(self, view: View) -> NDArray[np.int32]:
        """People who know the brand, by lot."""
        return view.by_share(view.market.stage != Stage.UNAWARE, self.share_of_aware)
