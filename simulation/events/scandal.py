"""Scandal: the brand did something that people who know it condemn."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.trouble import Trouble
from simulation.fields import Share, fact
from simulation.market.state import Stage
from simulation.market.view import View


class Scandal(Trouble):
    """A share of those who know the brand, owners or not, turns against it and says so."""

    title: ClassVar = {"en": "Scandal", "zh": "品牌丑闻"}

    kind: Literal["scandal"] = "scandal"
    share_of_aware: Share = fact(0.1, "Share of the aware who are outraged", "share")

    def hit(self, view: View) -> NDArray[np.int32]:
        """People who know the brand, by lot."""
        return view.by_share(view.market.stage != Stage.UNAWARE, self.share_of_aware)
