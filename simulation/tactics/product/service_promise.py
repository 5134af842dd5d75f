"""Service promise: the brand repairs what fails, for some years or for life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulation.dynamics.tables import FAILURES
from simulation.fields import Money, Share, belief, choice, wrong
from simulation.market.actions import Press, Proposal, Shift, Transition
from simulation.market.state import NEVER
from simulation.market.view import View
from simulation.tactics.base import Tactic

_DAYS_A_YEAR = 365.0


class ServicePromise(Tactic):
    """Repair units that fail, free or for a charge, as long as the promise lasts.

    Holds for units older than ``after_years`` and younger than ``years`` (for life if left out); a
    brand that wants to promise less after the warranty lists two promises. A failure then costs
    the owner only ``1 - restored`` of the satisfaction that it would have cost. The market knows
    one share a day: what is restored, times the ``covered`` share of all units. Owners who are
    covered are also readier to come back: ``reassurance restored covered`` log-odds of buying
    again, and as much on the logarithm of the chance to grow loyal.

    A free promise pays ``cost_per_failure`` for yesterday's failures among the covered, units that
    were faulty at first use included. Where owners pay, repairs cost the brand nothing here. A
    promise ends with its money. Client's article S3 (row 106: repurchase +30 %, without a source);
    every size is an assumption.
    """

    title: ClassVar = {"en": "Service promise", "zh": "终身维护承诺"}

    kind: Literal["service_promise"] = "service_promise"
    years: float | None = choice(
        None, "Age of a unit at which the promise ends; for life if left out", "years", ge=0.0
    )
    after_years: float = choice(
        0.0, "Age of a unit at which the promise begins: the end of the warranty", "years", ge=0.0
    )
    charge: Literal["free", "cost", "price"] = choice("free", "What the owner pays for a repair")
    cost_per_failure: Money = choice(
        100.0, "What a repair costs the brand, when it is free to the owner", "money"
    )
    restored_free: Share = belief(
        0.85, "Share of a failure's loss that a free repair makes good", "share", low=0.5, high=1.0
    )
    restored_at_cost: Share = belief(
        0.55, "The same for a repair at cost price", "share", low=0.2, high=0.8
    )
    restored_at_price: Share = belief(
        0.25, "The same for a repair at full price", "share", low=0.0, high=0.5
    )
    reassurance: float = belief(
        0.1, "Log-odds of coming back that full cover adds before anything fails", "log-odds",
        low=0.0, high=0.4, ge=0.0,
    )  # fmt: skip

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> ServicePromise:
        if self.years is not None and self.years < self.after_years:
            text = f"years: {self.years:g} is below after_years ({self.after_years:g})."
            raise wrong(f"{text} Raise it.")
        return self

    def problems(self, view: View) -> list[str]:
        """Money for not even one repair."""
        one = self.cost_per_failure * view.people
        if self.charge == "free" and one > view.purse:
            return [f"cost_per_failure: {view.purse:,.0f} cannot pay {one:,.0f}. Lower it."]
        return []

    @property
    def restored(self) -> float:
        """Share of a failure's loss that is made good."""
        return {
            "free": self.restored_free,
            "cost": self.restored_at_cost,
            "price": self.restored_at_price,
        }[self.charge]

    def ages(self, view: View) -> NDArray[Any]:
        """Days since each owner got the present unit.

        Units owned when the tactic begins count from their last experience.
        """
        units, memory = view.market.units, view.memory
        if "since" not in memory:
            since = view.market.experienced_day.astype(np.int64)
            memory["since"] = np.where(since == NEVER, view.day, since)
        else:
            memory["since"][units > memory["units"]] = view.day - 1
        memory["units"] = units.copy()
        return view.day - memory["since"][units > 0]  # type: ignore[no-any-return]

    def covered(self, view: View) -> float:
        """Share of the units in use to which the promise holds today."""
        if self.years is None and self.after_years == 0.0:
            return 1.0
        ages = self.ages(view)
        if len(ages) == 0:
            return 0.0
        most = np.inf if self.years is None else self.years * _DAYS_A_YEAR
        within = (ages >= self.after_years * _DAYS_A_YEAR) & (ages < most)
        return float(np.count_nonzero(within)) / len(ages)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay yesterday's repairs, and promise for today what can be paid."""
        before = view.memory.get("covered", 0.0)
        covered = view.memory["covered"] = self.covered(view)
        if self.charge == "free" and self.cost_per_failure > 0.0:
            due = before * int(view.yesterday[FAILURES]) * view.people
            if due > 0.0:
                yield Proposal((), due * self.cost_per_failure, "settlement", divisible=True)
            if view.purse <= 0.0:
                view.leaves_money_because("the promise ended with its money")
                return
        kept = self.restored * covered
        if kept > 0.0:
            assured = self.reassurance * kept
            yield Proposal(
                (
                    Shift("repair", kept),
                    Press(Transition.REPEAT, assured),
                    Press(Transition.LOYALTY, assured),
                )
            )
