"""Respond: what the brand says when something went wrong, how fast, and what it then settles."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Literal

from simulation.fields import Money, Section, Share, belief, choice
from simulation.market.actions import (
    Action,
    Broadcast,
    Proposal,
    Reply,
    Resolve,
    Source,
)
from simulation.market.crisis import Case
from simulation.market.view import View
from simulation.tactics.base import Tactic

Response = Literal["stay_silent", "deny", "explain", "apologise", "compensate"]
_HOURS = 24.0
_SCCT = "direction: Coombs, situational crisis communication theory (recalled); size assumed"
_HERHAUSEN = "direction: Herhausen et al. 2019 (slides); size assumed"


def _calming(default: float, what: str, source: str) -> float:
    """One entry of the table of answers."""
    low, high = min(default - 0.2, 0.0), max(default + 0.2, 0.2)
    return belief(  # type: ignore[no-any-return]
        default, f"Share of the anger talk that {what} takes away (below 0: fuels it)", "share",
        low=round(low, 2), high=round(high, 2), source=source, ge=-1.0, le=1.0,
    )  # fmt: skip


class Calming(Section):
    """How much anger talk the first reply takes away, by answer and blame; silence takes none."""

    deny_victim: float = _calming(0.2, "denying what the brand did not do", _SCCT)
    deny_accident: float = _calming(0.0, "denying an accident", _SCCT)
    deny_preventable: float = _calming(-0.25, "denying what was preventable", _SCCT)
    explain_victim: float = _calming(0.3, "explaining, as a victim,", _SCCT)
    explain_accident: float = _calming(0.2, "explaining an accident", _SCCT)
    explain_preventable: float = _calming(0.05, "explaining what was preventable", _SCCT)
    apologise_victim: float = _calming(0.25, "apologising, as a victim,", _HERHAUSEN)
    apologise_accident: float = _calming(0.35, "apologising for an accident", _HERHAUSEN)
    apologise_preventable: float = _calming(0.35, "apologising for the preventable", _HERHAUSEN)
    compensate_private: float = _calming(0.25, "compensating each person in private", _HERHAUSEN)
    compensate_public: float = _calming(-0.1, "offering money in public", _HERHAUSEN)


class Respond(Tactic):
    """Answer a crisis: hours count from when the brand notices it.

    The first reply takes a share of the anger talk away (:class:`Calming`), in public also of the
    news; a public statement is itself a message of the brand. Of those hurt, a share
    ``settled_at_once exp(-hours_to_reply / patience_hours)`` lets the brand settle the complaint
    after ``hours_to_resolve``: they get ``restored_share`` of their loss back and their anger
    leaves faster. No bonus beyond the old satisfaction: recovery has no significant effect on word
    of mouth (de Matos et al. 2007, abstract).
    """

    title: ClassVar = {"en": "Respond", "zh": "危机回应"}

    kind: Literal["respond"] = "respond"
    to_event: str = choice("any", "Name or kind of the event, or any")
    response: Response = choice("apologise", "What the brand says")
    public: bool = choice(True, "Whether it says so in public, or to each person")
    hours_to_reply: float = choice(24.0, "Hours from notice to the first reply", "hours", ge=0.0)
    hours_to_resolve: float | None = choice(
        None, "Hours from notice until complaints are settled; never if left out", "hours", ge=0.0
    )
    amount: Money = choice(0.0, "Paid to each person whose complaint is settled", "money")
    cost: Money = choice(0.0, "Price of the statement: staff, agency, media", "money")
    cost_per_ticket: Money = choice(20.0, "Handling one complaint", "money")
    calming: Calming = choice(Calming(), "How each answer is taken")
    statement_share: Share = belief(
        0.0, "Messages a person that a public statement itself makes", "share", low=0.0, high=0.2
    )
    settled_at_once: Share = belief(
        0.8, "Share of complaints that an instant reply could settle", "share", low=0.4, high=1.0
    )
    patience_hours: float = belief(
        30.0, "Hours of waiting after which only 37 % still let it be settled", "hours",
        low=6.0, high=120.0, gt=0.0,
    )  # fmt: skip
    restored_share: Share = belief(
        0.72, "Share of the loss that a settled complaint gives back", "share", low=0.3, high=1.0
    )

    def problems(self, view: View) -> list[str]:
        """Money that does not pay for the statement."""
        if self.response != "stay_silent" and self.cost > view.purse:
            return [f"cost: {view.purse:,.0f} cannot pay {self.cost:,.0f}. Raise the budget."]
        return []

    def is_active(self, day: int) -> bool:
        """A case that began in time is answered even after ``until``."""
        return day >= self.day

    def concerns(self, case: Case) -> bool:
        """Whether this tactic answers that case."""
        in_time = self.day <= case.day and (self.until is None or case.day <= self.until)
        return in_time and self.to_event in ("any", case.name, case.kind)

    def calms(self, case: Case) -> float:
        """Share of the anger talk taken away by this answer to that case."""
        if self.response == "stay_silent":
            return 0.0
        if self.response == "compensate":
            word = "public" if self.public else "private"
        else:
            word = case.blame
        return float(getattr(self.calming, f"{self.response}_{word}"))

    def propose(self, view: View) -> Iterable[Proposal]:
        """Reply on the day and hour agreed; settle complaints later."""
        if self.response == "stay_silent":
            return
        for case in view.cases.values():
            if not self.concerns(case):
                continue
            reply_at = case.noticed_at + self.hours_to_reply / _HOURS
            if int(reply_at) == view.day:
                if self.cost > view.purse:
                    view.memory[case.name] = "unpaid"
                    view.leaves_money_because("the statement costs more than is left")
                    continue
                said: tuple[Action, ...] = (
                    Reply(case.name, reply_at - view.day, self.calms(case), self.public),
                )
                if self.public and self.statement_share > 0.0:
                    number = (case.number - 1) % 256
                    said += (Broadcast(self.statement_share, Source.BRAND, number=number),)
                yield Proposal(said, self.cost, "response")
            if self.hours_to_resolve is None or view.memory.get(case.name) == "unpaid":
                continue
            resolve_at = max(reply_at, case.noticed_at + self.hours_to_resolve / _HOURS)
            if int(resolve_at) == view.day:
                yield Proposal((self.settlement(case, resolve_at - view.day),))

    def settlement(self, case: Case, fraction: float) -> Resolve:
        """Settle the complaints of those who still wait."""
        waited = (case.noticed_at - case.day) * _HOURS + self.hours_to_reply
        share = self.settled_at_once * math.exp(-waited / self.patience_hours)
        return Resolve(
            case.name, fraction, share, self.restored_share, self.amount + self.cost_per_ticket
        )
