"""Employee complaint: staff tell in public how they are treated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.base import Blame
from simulation.events.trouble import Trouble
from simulation.fields import Share, belief, fact
from simulation.market.actions import Broadcast, Hurt, Post, Proposal, Source
from simulation.market.view import View
from simulation.network.roles import Role


class EmployeeComplaint(Trouble):
    """A share of the employees complains in public and goes on talking for a while.

    Client's article S4 (row 123): an employee's bad word weighs far more than a consumer's
    (``consumers.hear.employee_bad_factor``). It is as bad as the mood among the staff::

        s = severity 2 (1 - morale)

    Morale is 0.5 unless a lever such as ``engage_employees`` moves it. Each of them posts once on
    the day; their anger then makes them talk. The news fades as after any trouble, scaled by ``2
    (1 - morale)``. Without ``roles.employee`` only the news happens. Direction: the article; sizes
    are assumptions.
    """

    title: ClassVar = {"en": "Employee complaint", "zh": "员工爆料"}

    kind: Literal["employee_complaint"] = "employee_complaint"
    blame: Blame = fact("preventable", "Whose fault people think it is")
    share_of_employees: Share = fact(0.2, "Share of the employees who complain", "share")
    post_reach: Share = belief(
        0.15, "Share of an employee's followers who see the complaint", "share", low=0.05, high=0.35
    )

    def hit(self, view: View) -> NDArray[np.int32]:
        """Employees by lot."""
        return view.by_share(view.population.role == Role.EMPLOYEE, self.share_of_employees)

    def strike(self, view: View) -> Iterable[Proposal]:
        """They post, and are angry as far as the mood among the staff was bad."""
        gloom = view.memory["gloom"] = 2.0 * (1.0 - view.scalars["morale"])
        s, who = min(1.0, self.severity * gloom), self.hit(view)
        if s <= 0.0:
            who = who[:0]
        post = Post(who, self.post_reach, Source.EMPLOYEE, good=False)
        hurt = Hurt(who, self.loss_at_full * s, self.anger_at_full * s, self.against_at_full * s)
        yield Proposal((post, hurt))

    def aftermath(self, view: View) -> Iterable[Proposal]:
        """Carry it into the news, less every day, as far as the mood was bad."""
        gloom = view.memory["gloom"]
        for proposal in super().aftermath(view) if gloom > 0.0 else ():
            told = [
                action._replace(exposures=action.exposures * gloom)
                for action in proposal.actions
                if isinstance(action, Broadcast)
            ]
            yield Proposal(tuple(told))
