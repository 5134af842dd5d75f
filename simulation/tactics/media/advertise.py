"""Advertise: buy exposures in a channel, with carry-over and saturation."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, choice
from simulation.market.actions import BuyMedia, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic


class Advertise(Tactic):
    """Money a day buys exposures to everybody in this market, by lot.

    Spending works over several days (normalised adstock) and saturates (Hill) with all that is
    spent on the channel: see :mod:`simulation.market.media`. With a ``budget`` and no
    ``spend_per_day`` the budget is spread evenly over the days from ``day`` to ``until`` (or
    ``spread_days``).
    """

    title: ClassVar = {"en": "Advertise", "zh": "广告投放"}
    is_media: ClassVar[bool] = True

    kind: Literal["advertise"] = "advertise"
    channel: str = choice("video", "Name of a channel in media.channels")
    spend_per_day: Money | None = choice(
        None, "Money a day; else the budget spread evenly", "money a day"
    )
    spread_days: int = choice(28, "Days over which a budget is spread", "days", ge=1)

    def problems(self, view: View) -> list[str]:
        """An unknown channel, or nothing to spend."""
        if self.channel not in view.channels:
            known = ", ".join(view.channels)
            return [f'channel: "{self.channel}" is not in media.channels ({known}).']
        if self.spend_per_day is None and not math.isfinite(view.purse):
            return ["spend_per_day: neither spend_per_day nor a budget is given. Give one."]
        return []

    def last_day(self, view: View) -> int:
        """Last day of spending."""
        last = view.days - 1 if self.until is None else self.until
        if self.spend_per_day is not None:
            return last
        return min(last, self.day + self.spread_days - 1)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Spend today's money."""
        last = self.last_day(view)
        if view.day == self.day:
            view.memory["whole"] = view.purse
        if view.day > last:
            return
        even = view.memory["whole"] / (last - self.day + 1)
        wanted = even if self.spend_per_day is None else self.spend_per_day
        spend = min(wanted, view.purse)
        if spend > 0.0:
            yield Proposal((BuyMedia(self.channel, spend),), spend, "media", divisible=True)
