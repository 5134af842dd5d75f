"""Rival move: a brand lowers its price for some time, and brings out a better product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.events.base import Event
from simulation.fields import Share, fact
from simulation.market.actions import Action, Price, Proposal, Shift
from simulation.market.view import View


class RivalMove(Event):
    """A rival cuts its price for some days, improves its product, or both.

    Client's article S1 (row 55): fierce competition. ``brand`` names the rival (``rivals[].name``);
    left out, the move is our own brand's. The price is ``1 - price_share`` times its list price
    from the day of the move for ``for_days``; the quality rises for good. What a move costs the
    rival shows in its own revenue only.
    """

    title: ClassVar = {"en": "Rival move", "zh": "竞品动作"}
    is_trouble: ClassVar[bool] = False

    kind: Literal["rival_move"] = "rival_move"
    price_share: Share = fact(0.1, "Share of its price that the brand takes off", "share", lt=1.0)
    for_days: int | None = fact(
        None, "Days for which the price is lower; to the end if left out", "days", ge=1
    )
    quality_gain: Share = fact(0.0, "Quality that its product gains for good", "share")

    def strike(self, view: View) -> Iterable[Proposal]:
        """The better product comes out."""
        actions: tuple[Action, ...] = ()
        if self.quality_gain > 0.0:
            actions = (Shift("quality", self.quality_gain, lasting=True),)
        yield Proposal(actions)

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """The price is lower while the cut lasts."""
        age = view.day - view.cases[self.label].day
        if self.price_share > 0.0 and (self.for_days is None or age < self.for_days):
            yield Proposal((Price(1.0 - self.price_share),))
