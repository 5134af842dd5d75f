"""Monitor talk: notice trouble sooner; others act on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Share, choice
from simulation.market.actions import Notice, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic

DAYS_A_MONTH = 365.0 / 12.0


class MonitorTalk(Tactic):
    """A team or service reads what is said and rings the bell.

    Client's article S3 (row 86). A case is caught with chance ``coverage_share`` and then noticed
    within ``hours_to_notice``; else the brand notices by itself (``brand.hours_to_notice``).
    """

    title: ClassVar = {"en": "Monitor talk", "zh": "舆情监测"}
    goes_first: ClassVar[bool] = True

    kind: Literal["monitor_talk"] = "monitor_talk"
    coverage_share: Share = choice(0.8, "Share of places with talk that are read", "share")
    hours_to_notice: float = choice(
        2.0, "Hours until a case that is caught is known", "hours", ge=0
    )
    cost_per_month: Money = choice(1500.0, "Price of the service", "money a month")

    def problems(self, view: View) -> list[str]:
        """Money for not even one day."""
        a_day = self.cost_per_month / DAYS_A_MONTH
        if a_day > view.purse:
            return [f"budget: {view.purse:,.0f} cannot pay one day at {a_day:,.0f}. Raise it."]
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay today's part and watch."""
        notice = Notice(self.hours_to_notice, self.coverage_share)
        yield Proposal((notice,), self.cost_per_month / DAYS_A_MONTH, "staff")
