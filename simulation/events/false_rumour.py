"""False rumour: something that is not true is told about the brand, and some believe it."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.base import Blame
from simulation.events.trouble import Trouble
from simulation.fields import Share, fact
from simulation.market.state import Stage
from simulation.market.view import View


class FalseRumour(Trouble):
    """Some who know the brand and own nothing of it believe a rumour, tell it on, and it is news.

    Owners know better. The brand is a victim. The rumour lives by the talk of those who believe it
    and by the news; a public answer takes its part of both away, and a third party's rebuttal
    (``respond: rebut``) also convinces some of those who believe it.
    """

    title: ClassVar = {"en": "False rumour", "zh": "不实传闻"}

    kind: Literal["false_rumour"] = "false_rumour"
    blame: Blame = fact("victim", "Whose fault people think it is")
    share_of_aware: Share = fact(
        0.2, "Share of those who know the brand without owning it who believe it", "share"
    )

    def hit(self, view: View) -> NDArray[np.int32]:
        """People without a unit who know the brand, by lot."""
        aware = view.market.stage != Stage.UNAWARE
        return view.by_share(aware & (view.market.units == 0), self.share_of_aware)
