"""Respond: what the brand says when something went wrong, how fast, and what it then settles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
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
from simulation.tactics.crisis.calming import PRIVATE, WORDLESS, Calming, Response
from simulation.tactics.crisis.measures import Measures
from simulation.tactics.settling import Settling

_HOURS = 24.0
_N_NUMBERS = 256
_APART = 16
"""Numbers between the statements of two steps on one case."""


class Step(Section):
    """One of several answers to a case."""

    response: Response = choice(..., "What the brand says or does")
    after_hours: float = choice(24.0, "Hours from notice to this answer", "hours", ge=0.0)
    public: bool = choice(True, "Whether it says so in public, or to each person")
    cost: Money = choice(0.0, "Price of the statement: staff, agency, media", "money")


class Respond(Settling, Tactic):
    """Answer a crisis: hours count from when the brand notices it.

    Each reply takes a share of the anger talk away (:class:`Calming`), in public also of the
    news; a public statement is itself a message of the brand. Of those hurt, a share
    ``settled_at_once exp(-hours_to_reply / patience_hours)`` lets the brand settle the complaint
    after ``hours_to_resolve``: they get ``restored_share`` of their loss back and their anger
    leaves faster. No bonus beyond the old satisfaction: recovery has no significant effect on word
    of mouth (de Matos et al. 2007, abstract).

    ``steps`` lists several answers in place of ``response``. Some do more than speak
    (:class:`Measures`): a recall takes back the units of the owners hit and ends a part of further
    defects; a correction ends them later and adds quality; a third party's rebuttal convinces some
    of those who believe a rumour; reminding of good deeds helps as far as there is an image
    (``invest_in_esg``) and angers where there is none; deleted posts are not seen, until it comes
    out. A case that nobody answers is met with silence. Client's article S4 (row 126).

    Words are free unless ``cost`` says what staff, agency and media cost; ``check`` cannot know. A
    recall pays for the units of owners whom the event hit: where it hit none (a rumour), it takes
    nothing back and costs nothing, but still ends a part of the defects.
    """

    title: ClassVar = {"en": "Respond", "zh": "危机回应"}

    kind: Literal["respond"] = "respond"
    to_event: str = choice("any", "Name or kind of the event, or any")
    response: Response = choice("apologise", "What the brand says")
    steps: list[Step] = choice([], "Several answers, each {response, after_hours, public, cost}")
    public: bool = choice(True, "Whether it says so in public, or to each person")
    hours_to_reply: float = choice(24.0, "Hours from notice to the first reply", "hours", ge=0.0)
    hours_to_resolve: float | None = choice(
        None, "Hours from notice until complaints are settled; never if left out", "hours", ge=0.0
    )
    amount: Money = choice(0.0, "Paid to each person whose complaint is settled", "money")
    cost: Money = choice(0.0, "Price of the statement: staff, agency, media", "money")
    cost_per_ticket: Money = choice(20.0, "Handling one complaint", "money")
    calming: Calming = choice(Calming(), "How each answer is taken")
    measures: Measures = choice(Measures(), "What answers do beside the words")
    statement_share: Share = belief(
        0.0, "Messages a person that a public statement itself makes", "share", low=0.0, high=0.2
    )

    @property
    def plan(self) -> tuple[Step, ...]:
        """The answers in the order in which they are written."""
        if self.steps:
            return tuple(self.steps)
        return (
            Step(
                response=self.response, after_hours=self.hours_to_reply, public=self.public,
                cost=self.cost,
            ),
        )  # fmt: skip

    @property
    def spoken(self) -> tuple[Step, ...]:
        """The answers that are not silence."""
        return tuple(step for step in self.plan if step.response != "stay_silent")

    def problems(self, view: View) -> list[str]:
        """Money that does not pay for the statement, or a better product without a price."""
        answers: Sequence[Step | Respond] = self.steps or [self]
        for place, answer in enumerate(answers):
            if answer.response == "correct" and "cost" not in answer.model_fields_set:
                field = f"steps[{place}]" if self.steps else "response"
                return [f"{field}: a better product has a price. Give correct a cost."]
        price = math.fsum(step.cost for step in self.spoken)
        if price > view.purse:
            field = "steps" if self.steps else "cost"
            return [f"{field}: {view.purse:,.0f} cannot pay {price:,.0f}. Raise the budget."]
        return []

    def is_active(self, day: int) -> bool:
        """A case that began in time is answered even after ``until``."""
        return day >= self.day

    def concerns(self, case: Case) -> bool:
        """Whether this tactic answers that case."""
        in_time = self.day <= case.day and (self.until is None or case.day <= self.until)
        meant = (case.name, case.kind, "any") if case.is_trouble else (case.name, case.kind)
        return in_time and self.to_event in meant

    def calms(self, case: Case, step: Step | None = None, image: float = 0.0) -> float:
        """Share of the anger talk that an answer, given at once, takes away from that case."""
        said = self.plan[0] if step is None else step
        return self.calming.of(
            said.response, case.blame, public=said.public, image=image, severity=case.severity
        )

    def propose(self, view: View) -> Iterable[Proposal]:
        """Reply on the day and hour agreed; settle complaints later."""
        if not self.spoken:
            return
        for case in view.cases.values():
            if not self.concerns(case):
                continue
            for number, step in enumerate(self.spoken):
                yield from self.take(case, number, step, view)
            if self.hours_to_resolve is None or view.memory.get(f"{case.name} 0") == "unpaid":
                continue
            reply_at = case.noticed_at + self.spoken[0].after_hours / _HOURS
            resolve_at = max(reply_at, case.noticed_at + self.hours_to_resolve / _HOURS)
            if int(resolve_at) == view.day:
                yield Proposal((self.settlement(case, resolve_at - view.day),))

    def take(self, case: Case, number: int, step: Step, view: View) -> Iterable[Proposal]:
        """What one answer does today."""
        at, paid = case.noticed_at + step.after_hours / _HOURS, f"{case.name} {number}"
        fraction = at - view.day
        if int(at) == view.day:
            if step.cost > view.purse:
                view.memory[paid] = "unpaid"
                view.leaves_money_because("the statement costs more than is left")
                return
            view.memory[paid] = "paid"
            yield Proposal(self.said(case, number, step, fraction, view), step.cost, "response")
            if step.response == "recall":
                yield self.measures.recall(case, fraction, self.restored_share, view)
            elif step.response == "rebut" and case.blame == "victim":
                yield self.measures.rebuttal(case, fraction)
        if view.memory.get(paid) != "paid":
            return
        if step.response == "delete_posts":
            yield from self.measures.deletion(case, at, view)
        elif step.response == "correct" and view.day == int(at) + self.measures.fix_days:
            yield self.measures.correction(view)

    def said(
        self, case: Case, number: int, step: Step, fraction: float, view: View
    ) -> tuple[Action, ...]:
        """The words of an answer: they calm or fuel, and may be heard by themselves."""
        if step.response in WORDLESS:
            return ()
        public = step.public and step.response not in PRIVATE
        calming = self.calms(case, step, view.scalars["image"])
        calming *= self.calming.late(view.day + fraction - case.day)
        words: tuple[Action, ...] = (Reply(case.name, fraction, calming, public),)
        if public and self.statement_share > 0.0:
            place = (case.number - 1 + _APART * number) % _N_NUMBERS
            words += (Broadcast(self.statement_share, Source.BRAND, number=place),)
        return words

    def settlement(self, case: Case, fraction: float) -> Resolve:
        """Settle the complaints of those who still wait."""
        waited = (case.noticed_at - case.day) * _HOURS + self.spoken[0].after_hours
        return Resolve(
            case.name, fraction, self.settled_after(waited), self.restored_share,
            self.amount + self.cost_per_ticket,
        )  # fmt: skip
