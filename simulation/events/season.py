"""Season: for some days people buy more, or less, than usual."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.events.base import Event
from simulation.fields import Share, belief, fact
from simulation.market.actions import Press, Proposal, Transition
from simulation.market.view import View


class Season(Event):
    """A sales season (a holiday, Double 11): people look and buy more, or less, for some days.

    While it lasts ``ln demand_factor`` is added to the log-odds of buying and of buying again, and
    ``interest_part`` of it to those of becoming interested: a rare purchase becomes
    ``demand_factor`` times as likely. With ``pulled_forward`` the season takes purchases from the
    days after it: for as many days again ``pulled_forward ln demand_factor`` is taken away. It acts
    on one brand; with rivals list it once for each. Not in the client's articles; planners ask.
    """

    title: ClassVar = {"en": "Season", "zh": "大促季"}
    is_trouble: ClassVar[bool] = False

    kind: Literal["season"] = "season"
    demand_factor: float = fact(
        2.0, "How many times as likely a purchase is as on other days", "ratio", gt=0.0
    )
    for_days: int = fact(14, "Days that the season lasts", "days", ge=1)
    interest_part: Share = belief(
        0.5, "Part of the push that also makes the aware interested", "share", low=0.0, high=1.0
    )
    pulled_forward: Share = belief(
        0.0, "Part of the push that is missing for as long after the season", "share",
        low=0.0, high=1.0,
    )  # fmt: skip

    def strike(self, view: View) -> Iterable[Proposal]:
        """Nobody is hurt."""
        return []

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """Press on interest and purchase while it lasts, against them afterwards."""
        age = view.day - view.cases[self.label].day
        push = math.log(self.demand_factor)
        if age >= self.for_days:
            push = -self.pulled_forward * push if age < 2 * self.for_days else 0.0
        if push != 0.0:
            yield Proposal(
                (
                    Press(Transition.PURCHASE, push),
                    Press(Transition.REPEAT, push),
                    Press(Transition.INTEREST, self.interest_part * push),
                )
            )
