"""Engage employees: staff who like working here say so, unasked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

import numpy as np

from simulation.fields import Money, Share, belief, choice
from simulation.market.actions import (
    Action,
    Consumers,
    Enrol,
    Incite,
    Proposal,
    Shift,
    Source,
    Tell,
)
from simulation.market.state import Stage
from simulation.market.view import View
from simulation.network.roles import Role
from simulation.tactics.base import Tactic

DAYS_A_MONTH = 365.0 / 12.0
_NEUTRAL = 0.5
_LEAST = 1e-9


class EngageEmployees(Tactic):
    """Money for a good place to work raises morale; employees then speak well of the brand.

    Client's article S4 (rows 123, 124: word of mouth inside the firm is easily forgotten). While it
    is paid, morale (0.5 before) rises by ``morale_gain (1 - exp(-t / lag_days))``; when it ends or
    the money does, that gain fades at the same speed. Employees know the brand and have ``2 (morale
    - 0.5)`` times ``contacts_per_day`` conversations and ``posts_per_day`` posts in its favour;
    below 0.5 as many against it, and these weigh as much as an employee's bad word does
    (``consumers.hear.employee_bad_factor``). Good mood also takes from an ``employee_complaint``.
    Direction: the article; sizes are assumptions.
    """

    title: ClassVar = {"en": "Engage employees", "zh": "内部口碑"}
    enrols: ClassVar[bool] = True

    kind: Literal["engage_employees"] = "engage_employees"
    cost_per_head_per_month: Money = choice(100.0, "Spent on each employee", "money a month")
    morale_gain: Share = belief(
        0.2, "Morale that this adds in the end", "share", low=0.05, high=0.4
    )
    lag_days: float = belief(
        45.0, "Days after which 63 % of that has come", "days", low=10.0, high=180.0, gt=0.0
    )
    contacts_per_day: float = belief(
        0.3, "Conversations about the brand of an employee with the best mood", "per day",
        low=0.05, high=1.0, ge=0.0,
    )  # fmt: skip
    posts_per_day: float = belief(
        0.03, "Posts about the brand of an employee with the best mood", "per day",
        low=0.005, high=0.1, ge=0.0,
    )  # fmt: skip

    def is_active(self, day: int) -> bool:
        """What was gained fades even after ``until``."""
        return day >= self.day

    def problems(self, view: View) -> list[str]:
        """Nobody works here, or money for not even one day."""
        heads = len(self._staff(view)) * view.people
        if heads == 0:
            return [": nobody works here. Raise roles.employee."]
        a_day = heads * self.cost_per_head_per_month / DAYS_A_MONTH
        if a_day > view.purse:
            text = f"{view.purse:,.0f} cannot pay one day at {a_day:,.0f}"
            return [f"budget: {text}. Raise it."]
        return []

    def _staff(self, view: View) -> Consumers:
        return np.flatnonzero(view.population.role == Role.EMPLOYEE).astype(np.int32)

    def propose(self, view: View) -> Iterable[Proposal]:
        """Pay today's part, move morale, and let the staff talk as they feel."""
        if self.morale_gain <= 0.0:
            return
        staff = self._staff(view)
        cost = len(staff) * view.people * self.cost_per_head_per_month / DAYS_A_MONTH
        on = self.until is None or view.day <= self.until
        paid = on and cost <= view.purse * (1 + 1e-12)
        if on and not paid:
            view.leaves_money_because("one more day costs more than is left")
        gained: float = view.memory.get("gained", 0.0)
        aim = self.morale_gain if paid else 0.0
        step = (aim - gained) * (1.0 - np.exp(-1.0 / self.lag_days))
        view.memory["gained"] = gained + step
        if not paid and gained < _LEAST:
            return
        actions: list[Action] = [Shift("morale", float(step), lasting=True)]
        if view.day == self.day:
            actions.append(Enrol(staff))
        strange = staff[view.market.stage[staff] == Stage.UNAWARE]
        if len(strange):
            actions.append(Tell(strange, 1.0, Source.MEMBER))
        yield Proposal(tuple(actions), cost if paid else 0.0, "staff")
        mood = 2.0 * (view.scalars["morale"] - _NEUTRAL)
        if mood != 0.0:
            yield Proposal((self._talk(mood),))

    def _talk(self, mood: float) -> Incite:
        """What the staff add to what they say anyway."""
        return Incite(
            contacts=abs(mood) * self.contacts_per_day,
            posts=abs(mood) * self.posts_per_day,
            to="anybody",
            members=True,
            voice="good" if mood > 0.0 else "bad",
            credibility=1.0,
        )
