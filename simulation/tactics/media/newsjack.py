"""Newsjack: ride the news of the day for cheap reach, at some risk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.events.newsjack_backfire import NewsjackBackfire
from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Broadcast, Cause, Proposal, Source
from simulation.market.view import View
from simulation.tactics.base import Tactic

BACKFIRE: str = NewsjackBackfire.model_fields["kind"].default


class Newsjack(Tactic):
    """Posts that ride what everybody talks about reach many at once, and may backfire.

    Client's article S4 (row 122). Each ride makes ``reach_share`` messages a person on its day.
    With chance ``chance_backfire`` it is found tasteless: the event ``newsjack_backfire`` strikes
    on the same day (once in a run), and the brand stops riding. The bolder the ride, the wider its
    reach and the likelier the trouble: both are the strategist's to set. All sizes are assumed.
    """

    title: ClassVar = {"en": "Newsjack", "zh": "借势营销"}
    is_media: ClassVar[bool] = True
    causes: ClassVar = (BACKFIRE,)

    kind: Literal["newsjack"] = "newsjack"
    rides: int = choice(1, "How many times the brand rides the news", "times", ge=0, le=255)
    every_days: int = choice(14, "Days between two rides", "days", ge=1)
    reach_share: Share = choice(0.1, "Messages a person that one ride makes", "share")
    cost: Money = choice(1000.0, "Price of one ride", "money")
    chance_backfire: Share = belief(
        0.05, "Chance that a ride is found tasteless", "share", low=0.0, high=0.3
    )
    outraged_share: Share = belief(
        0.1, "Share of those who know the brand whom that outrages", "share", low=0.02, high=0.3
    )
    severity: Share = belief(0.5, "How bad they find it", "share", low=0.2, high=0.8)

    def problems(self, view: View) -> list[str]:
        """Too little money for one ride."""
        if self.rides and self.cost > view.purse:
            return [f"cost: {view.purse:,.0f} cannot pay {self.cost:,.0f}. Raise the budget."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Ride on the days agreed, until it goes wrong."""
        number, rest = divmod(view.day - self.day, self.every_days)
        if rest or number >= self.rides or view.memory.get("stopped"):
            return
        if self.cost > view.purse * (1 + 1e-12):
            view.leaves_money_because("the next ride costs more than is left")
            return
        actions: tuple[Action, ...] = ()
        if self.reach_share > 0.0:
            actions = (Broadcast(self.reach_share, Source.BRAND, number=number),)
        if view.chance() < self.chance_backfire:
            view.memory["stopped"] = True
            fields = {"share_of_aware": self.outraged_share, "severity": self.severity}
            actions += (Cause(BACKFIRE, fields),)
        yield Proposal(actions, self.cost, "fee")
