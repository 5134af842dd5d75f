"""Stock-out: for some days there is nothing to sell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.events.base import Event
from simulation.fields import belief, fact
from simulation.market.actions import Limit, Proposal
from simulation.market.view import View


class StockOut(Event):
    """For some days nobody can buy; who wants a unit waits, and holds it against the brand.

    Client's article S0 (row 29). Each time that somebody who would have bought finds nothing adds
    ``frustration`` to the evidence against the brand (assumption). It hurts nobody who has a unit
    and makes no news; interest that cools while people wait is lost.
    """

    is_trouble: ClassVar[bool] = False
    title: ClassVar = {"en": "Stock-out", "zh": "断货"}

    kind: Literal["stock_out"] = "stock_out"
    for_days: int = fact(14, "Days without units", "days", ge=1)
    frustration: float = belief(
        0.3, "Bad evidence each time that somebody is turned away", "exposures",
        low=0.0, high=1.0, ge=0.0,
    )  # fmt: skip

    def strike(self, view: View) -> Iterable[Proposal]:
        """Nobody is hurt at once; the shop closes in :meth:`aftermath`."""
        return []

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """Keep the shop closed until new units come."""
        if view.day < view.cases[self.label].day + self.for_days:
            yield Proposal((Limit(closed=True, frustration=self.frustration),))
