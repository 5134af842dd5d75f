"""Advertise: buy exposures in a channel, with carry-over and saturation."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, choice
from simulation.market.actions import Broadcast, Proposal, Source
from simulation.market.media import adstock, carryover, exposures_bought
from simulation.market.view import View
from simulation.tactics.base import Tactic


class Advertise(Tactic):
    """Money a day buys exposures to everybody in this market, by lot.

    Spending works over several days (normalised adstock) and saturates (Hill): see
    :mod:`simulation.market.media`. With a ``budget`` and no ``spend_per_day`` the budget is spread
    evenly over the days from ``day`` to ``until`` (or ``spread_days``).
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

    def is_active(self, day: int) -> bool:
        """Carry-over works on after the last day of spending."""
        return day >= self.day

    def propose(self, view: View) -> Iterable[Proposal]:
        """Spend today's money; all of the working pressure is heard."""
        channel = view.channels[self.channel]
        last = self.last_day(view)
        spend = 0.0
        if view.day == self.day:
            view.memory["whole"] = view.purse
        if view.day <= last:
            n_days = last - self.day + 1
            even = view.memory.get("whole", 0.0) / n_days
            wanted = even if self.spend_per_day is None else self.spend_per_day
            spend = min(wanted, view.purse)
        pressure = adstock(
            view.memory.get("pressure", 0.0), spend, carryover(channel.carryover_days)
        )
        view.memory["pressure"] = pressure
        exposures = exposures_bought(pressure, channel) / view.n_consumers
        if spend > 0.0 or exposures * view.n_consumers > 0.01:
            heard = (Broadcast(exposures, Source.ADVERTISING),)
            yield Proposal(heard, spend, "media")
