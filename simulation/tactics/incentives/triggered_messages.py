"""Triggered messages: an automatic message when something happens on the journey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Action, Enrol, Press, Proposal, Source, Tell, Transition
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic
from simulation.tactics.enrolling import active_owners, is_member

Trigger = Literal["welcome", "abandoned_cart", "care", "news"]
_WORDS = 2.0**32
_PRESSES: dict[Trigger, tuple[tuple[Transition, float], ...]] = {
    "welcome": ((Transition.LOYALTY, 1.0), (Transition.LAPSE, -1.0)),
    "abandoned_cart": ((Transition.PURCHASE, 1.0),),
    "care": ((Transition.REPEAT, 1.0), (Transition.LAPSE, -1.0)),
    "news": ((Transition.REPEAT, 1.0), (Transition.ADVOCACY, 1.0)),
}
"""Steps on which each message presses, with the sign of ``push``."""


class TriggeredMessages(Tactic):
    """Who reaches a point of the journey gets a message of the brand.

    Client's article S2 (row 70). ``welcome`` goes to the new customers of yesterday,
    ``abandoned_cart`` to people who have been interested for ``after_days`` without buying,
    ``care`` to owners ``after_days`` after the purchase or a failure, ``news`` to all owners on
    ``day`` and every ``after_days`` from then on. It is read with chance ``read_share``; a reader
    hears it as a message meant for oneself, and for ``works_days`` it presses with ``push`` on
    purchase (cart), loyalty and staying (welcome), coming back and staying (care), or coming back
    and advocacy (news). Messages tire as all messages do. Sizes are assumptions.
    """

    title: ClassVar = {"en": "Triggered messages", "zh": "营销自动化触达"}
    enrols: ClassVar[bool] = True

    kind: Literal["triggered_messages"] = "triggered_messages"
    trigger: Trigger = choice("welcome", "What makes the message go out")
    after_days: int = choice(
        7, "Days after becoming interested (cart), after the purchase (care), between two (news)",
        "days", ge=1,
    )  # fmt: skip
    cost_per_message: Money = choice(0.1, "Price of a message", "money")
    read_share: Share = belief(0.25, "Share of messages that are read", "share", low=0.1, high=0.5)
    works_days: int = belief(
        7, "Days for which a message that was read works", "days", low=2, high=21, ge=1
    )
    push: float = belief(
        0.3, "Log-odds of the step while it works", "log-odds", low=0.0, high=0.8, ge=0.0
    )

    def problems(self, view: View) -> list[str]:
        """Money for not even one message."""
        if self.cost_per_message * view.people > view.purse:
            short = f"{view.purse:,.2f} cannot pay one message at {self.cost_per_message:,.2f}"
            return [f"cost_per_message: {short}. Raise the budget."]
        return []

    def triggered(self, view: View) -> NDArray[np.bool_]:
        """Who is due a message today, (n,) bool."""
        market, due = view.market, np.zeros(view.n_consumers, np.bool_)
        if self.trigger == "welcome":
            due[market.first_purchase_day == view.day - 1] = True
        elif self.trigger == "care":
            age = view.day - market.experienced_day.astype(np.int64)
            due[active_owners(view) & (age == self.after_days)] = True
        elif self.trigger == "news":
            if (view.day - self.day) % self.after_days == 0:
                due[active_owners(view)] = True
        else:
            interested = market.stage == Stage.INTERESTED
            since = view.memory.setdefault("since", np.full(view.n_consumers, -1, np.int32))
            since[interested & (since < 0)] = view.day
            since[~interested] = -1
            due[interested & (since == view.day - self.after_days)] = True
        return due

    def propose(self, view: View) -> Iterable[Proposal]:
        """Send what is due, as far as the money goes; press on those who read it lately."""
        rows = self.triggered(view)
        due, each = np.flatnonzero(rows).astype(np.int32), self.cost_per_message * view.people
        if each * len(due) > view.purse:
            due = view.in_order(rows, None)[: int(view.purse / each * (1 + 1e-12))]
        readers = due
        if len(due):
            words = view.luck.lots(1 + view.day, due).astype(np.float64)
            readers = due[words / _WORDS < self.read_share]
            told: tuple[Action, ...] = ()
            if len(readers):
                number = view.day % 256
                told = (Enrol(readers), Tell(readers, 1.0, Source.MEMBER, number=number))
            yield Proposal(told, len(due) * each, "fee")
        yield from self._press(readers, view)

    def _press(self, readers: NDArray[np.int32], view: View) -> Iterable[Proposal]:
        read_on = view.memory.get("read_on")
        if read_on is None:
            read_on = view.memory["read_on"] = np.full(view.n_consumers, -(2**30), np.int32)
        read_on[readers] = view.day
        over = is_member(view) & (read_on <= view.day - self.works_days)
        actions: tuple[Action, ...] = ()
        if over.any():
            actions = (Enrol(np.flatnonzero(over).astype(np.int32), leave=True),)
        if (read_on > view.day - self.works_days).any():
            actions += tuple(
                Press(step, sign * self.push, members=True) for step, sign in _PRESSES[self.trigger]
            )
        if actions:
            yield Proposal(actions)
