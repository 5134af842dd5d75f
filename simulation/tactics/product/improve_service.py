"""Improve service: better advice before, less trouble during, quicker help after the sale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    COMPLAINTS,
    Action,
    Press,
    Proposal,
    Resolve,
    Sample,
    Shift,
    Transition,
)
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.tactics.base import Tactic
from simulation.tactics.product.running_cost import a_day_of, unpayable
from simulation.tactics.settling import Settling

_HOURS = 24.0


class ImproveService(Settling, Tactic):
    """Better service before, during or after the sale, as long as it is paid.

    * ``before``: ``capacity_per_day`` interested people, by lot and once each, are shown what the
      product is like (a draw of its true quality, worth ``advice_weight gain`` messages: a weak
      product loses by it).
    * ``during``: less friction at the purchase: ``ease gain`` log-odds for everybody interested.
    * ``after``: complaints about units that failed are settled, at most ``capacity_per_day``, each
      for ``cost_per_ticket``. Who complains while the desk is closed waits ``(24 - hours_open)^2 /
      48`` hours on average for a first answer, and a share ``settled_at_once exp(-wait /
      patience_hours)`` lets it be settled; it takes ``hours_to_resolve`` from the failure.

    Everywhere it adds ``gain service_step`` to the brand's service, on which the satisfaction of
    today's buyers depends. Client's article S3 (rows 94 and 105). No bonus for a settled complaint:
    recovery has no significant effect on word of mouth or repurchase (de Matos et al. 2007,
    abstract); every size is an assumption.
    """

    title: ClassVar = {"en": "Improve service", "zh": "服务升级"}

    kind: Literal["improve_service"] = "improve_service"
    stage: Literal["before", "during", "after"] = choice("after", "Part of the sale it serves")
    gain: Share = choice(0.5, "How far from usual to perfect service it goes", "0 to 1")
    capacity_per_day: int = choice(20, "People who can be served in a day", "people a day", ge=0)
    hours_open: float = choice(
        12.0, "Hours a day in which somebody answers; for after", "hours", ge=0.0, le=24.0
    )
    hours_to_resolve: float = choice(
        48.0, "Hours until a complaint is settled; for after", "hours", ge=0.0
    )
    cost_per_month: Money = choice(9000.0, "Price of the team", "money a month")
    cost_per_ticket: Money = choice(50.0, "Settling one complaint; for after", "money")
    service_step: Share = belief(
        0.3, "Service of the brand that a full gain adds", "0 to 1", low=0.1, high=0.5
    )
    advice_weight: float = belief(
        1.0, "Messages that full advice is worth to who gets it; for before", "messages",
        low=0.2, high=3.0, ge=0.0,
    )  # fmt: skip
    ease: float = belief(
        0.3, "Log-odds of purchase that a full gain adds; for during", "log-odds",
        low=0.0, high=0.8, ge=0.0,
    )  # fmt: skip
    restored_share: Share = belief(
        0.5, "Share of a defect's loss that a settled complaint gives back", "share",
        low=0.2, high=0.8,
    )  # fmt: skip

    def problems(self, view: View) -> list[str]:
        """Money for not even one day."""
        return unpayable("cost_per_month", self.cost_per_month, view)

    @property
    def settled_share(self) -> float:
        """Share of the complaints that can be settled, after the wait for an answer."""
        wait = (_HOURS - self.hours_open) ** 2 / (2.0 * _HOURS)
        return self.settled_after(wait)

    def advised(self, view: View) -> Sample:
        """Interested people who have not been advised yet, by a lot of today."""
        served = view.memory.setdefault("served", np.zeros(view.n_consumers, np.bool_))
        who = np.flatnonzero((view.market.stage == Stage.INTERESTED) & ~served)
        order = np.argsort(view.luck.lots(view.day, who), kind="stable")
        chosen = who[order[: self.capacity_per_day // view.people]].astype(np.int32)
        served[chosen] = True
        return Sample(chosen, self.advice_weight * self.gain)

    def settlement(self, view: View) -> Resolve:
        """Complaints that are due, as many as the desk can handle."""
        return Resolve(
            COMPLAINTS, 0.0, self.settled_share, self.restored_share, self.cost_per_ticket,
            after_hours=self.hours_to_resolve, most=self.capacity_per_day // view.people,
        )  # fmt: skip

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay the team for today; it serves."""
        a_day = a_day_of(self.cost_per_month)
        if a_day > view.purse:
            view.leaves_money_because("the team costs more a day than is left")
            return
        does: tuple[Action, ...] = (Shift("service", self.service_step * self.gain),)
        if self.stage == "during":
            does += (Press(Transition.PURCHASE, self.ease * self.gain),)
        elif self.stage == "before" and self.gain > 0.0:
            does += (self.advised(view),)
        yield Proposal(does, a_day, "staff")
        if self.stage == "after" and self.capacity_per_day >= view.people:
            yield Proposal((self.settlement(view),))
