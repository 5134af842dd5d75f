"""Monitor talk: notice trouble sooner; others act on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES
from simulation.fields import Money, Share, choice
from simulation.market.actions import Action, Notice, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic

DAYS_A_MONTH = 365.0 / 12.0
ENOUGH_TO_TELL = 10
"""Messages seen yesterday below which a share says nothing."""


class MonitorTalk(Tactic):
    """A team or service reads what is said and rings the bell.

    Client's article S3 (row 86). A case is caught with chance ``coverage_share`` and then noticed
    within ``hours_to_notice``; else the brand notices by itself (``brand.hours_to_notice``). With
    ``alarm_share`` a second bell rings on the morning after bad talk passed that share of all talk,
    whatever the case: it catches what was missed, if at least ten messages were seen.
    """

    title: ClassVar = {"en": "Monitor talk", "zh": "舆情监测"}
    goes_first: ClassVar[bool] = True

    kind: Literal["monitor_talk"] = "monitor_talk"
    coverage_share: Share = choice(0.8, "Share of places with talk that are read", "share")
    hours_to_notice: float = choice(
        2.0, "Hours until a case that is caught is known", "hours", ge=0
    )
    alarm_share: Share | None = choice(
        None, "Bad share of yesterday's talk that rings the bell; never if left out", "share"
    )
    cost_per_month: Money = choice(1500.0, "Price of the service", "money a month")

    def problems(self, view: View) -> list[str]:
        """Money for not even one day."""
        a_day = self.cost_per_month / DAYS_A_MONTH
        if a_day > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay one day at {a_day:,.0f}. Raise it."]
        return []

    def alarms(self, view: View) -> bool:
        """Whether the share of bad talk seen yesterday rings the bell."""
        if self.alarm_share is None or view.day == 0:
            return False
        good, bad = int(view.yesterday[GOOD_MESSAGES]), int(view.yesterday[BAD_MESSAGES])
        seen = (good + bad) * self.coverage_share
        return seen >= ENOUGH_TO_TELL and bad > self.alarm_share * (good + bad)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay today's part and watch."""
        actions: tuple[Action, ...] = (Notice(self.hours_to_notice, self.coverage_share),)
        if self.alarms(view):
            actions += (Notice(0.0, 1.0),)
        yield Proposal(actions, self.cost_per_month / DAYS_A_MONTH, "staff")
