"""Connect the channels: one touchpoint leads on to the next, and knows who is coming."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Press, Proposal, Shift, Transition
from simulation.market.view import View
from simulation.tactics.base import Tactic

_DAYS_A_MONTH = 365.0 / 12.0


class ConnectChannels(Tactic):
    """Advertisement, booking, shop and group lead from one to the next, and share what they know.

    Client's articles S1 (rows 37, 48, 50) and S2 (61, 64, 69). While it is paid,
    ``handoff_share`` h of the contacts are led on without a break: channels push ``1 + h`` times as
    hard on the steps that they act on (``media.channels.NAME.acts_on``), and ``friction h`` is
    added to the interested people's log-odds of buying. ``data_integration`` lets targeted
    advertising reach more of those it is meant for (``advertise.accuracy``). Without channels that
    act on a step and without targeting only the easier purchase is left. Sizes are assumptions.
    """

    title: ClassVar = {"en": "Connect the channels", "zh": "触点打通"}
    goes_first: ClassVar[bool] = True

    kind: Literal["connect_channels"] = "connect_channels"
    handoff_share: Share = choice(0.5, "Share of contacts that are led on without a break", "share")
    data_integration: Share = choice(0.5, "How far the data of all touchpoints are joined", "share")
    cost: Money = choice(0.0, "Price of joining them, on the first day", "money")
    cost_per_month: Money = choice(2000.0, "Running systems and staff", "money a month")
    friction: float = belief(
        0.3, "Log-odds of buying that are lost where every step must be found anew", "log-odds",
        low=0.05, high=0.8, ge=0.0,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Money that does not pay for the first day."""
        first = self.cost + self.cost_per_month / _DAYS_A_MONTH
        if first > view.purse:
            return [f"cost: {view.purse:,.0f} cannot pay {first:,.0f}. Raise the budget."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay for today and keep the channels joined."""
        cost = self.cost_per_month / _DAYS_A_MONTH
        if view.day == self.day:
            cost += self.cost
        elif "joined" not in view.memory:
            return
        if cost > view.purse * (1 + 1e-12):
            view.leaves_money_because("another day costs more than is left")
            return
        view.memory["joined"] = True
        actions: tuple[Action, ...] = (
            Shift("handoff", self.handoff_share),
            Shift("data", self.data_integration),
        )
        if self.handoff_share * self.friction > 0.0:
            actions += (Press(Transition.PURCHASE, self.handoff_share * self.friction),)
        yield Proposal(actions, cost, "staff")
