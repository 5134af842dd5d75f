"""Tactics with a group of their own: who may join, who joins, who leaves, what a member costs."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import Consumers, Enrol
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic

DAYS_A_MONTH = 365.0 / 12.0
_WORDS = 2.0**32


def is_member(view: View) -> NDArray[np.bool_]:
    """Who is enrolled by this tactic, (n,) bool."""
    bit = np.uint8(view.groups.get(view.label, 0))
    rows: NDArray[np.bool_] = (view.market.groups & bit) > 0
    return rows


def active_owners(view: View) -> NDArray[np.bool_]:
    """Who has a unit and has not lapsed, (n,) bool."""
    owns: NDArray[np.bool_] = (view.market.units > 0) & (view.market.stage != Stage.LAPSED)
    return owns


def willing(view: View, share: float, k: int = 0) -> NDArray[np.bool_]:
    """A share of all consumers, the same on each day: by their lots of number ``k``."""
    asked = f"willing {k} {share}"
    rows: NDArray[np.bool_] | None = view.memory.get(asked)
    if rows is None:
        rows = view.memory[asked] = view.luck.lots(k).astype(np.float64) / _WORDS < share
        rows.flags.writeable = False
    return rows


class Members(Tactic):
    """People join a group of the brand by their own choice, and each member costs something.

    Of those who may join, ``enrol_share`` do, on the first day or as soon as they may; who lapses
    leaves. A day that the purse cannot pay for all members brings nothing.
    """

    enrols: ClassVar[bool] = True

    enrol_share: Share = belief(
        0.3, "Share of those who may join who do", "share", low=0.1, high=0.6
    )
    perk_cost: Money = choice(1.0, "What a member costs", "money a month")

    def may_join(self, view: View) -> NDArray[np.bool_]:
        """Who may be a member today, (n,) bool."""
        return active_owners(view)

    def enrolment(self, view: View) -> tuple[tuple[Enrol, ...], Consumers]:
        """Who joins and who leaves today, and who is a member then."""
        before, may = is_member(view), self.may_join(view)
        after = may & (before | willing(view, self.enrol_share))
        joining = np.flatnonzero(after & ~before).astype(np.int32)
        leaving = np.flatnonzero(before & ~may).astype(np.int32)
        actions: tuple[Enrol, ...] = (Enrol(joining),) if len(joining) else ()
        if len(leaving):
            actions += (Enrol(leaving, leave=True),)
        return actions, np.flatnonzero(after).astype(np.int32)

    def perks(self, members: Consumers, view: View) -> float:
        """What these members cost today."""
        return len(members) * self.perk_cost * view.people / DAYS_A_MONTH

    def unpayable_perks(self, view: View) -> list[str]:
        """Money for not even one member on one day, as :meth:`problems` says it."""
        a_day = self.perk_cost * view.people / DAYS_A_MONTH
        if a_day > view.purse:
            return [f"budget: {view.purse:,.2f} cannot pay one member for a day. Raise it."]
        return []
