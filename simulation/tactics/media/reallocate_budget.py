"""Reallocate the budget: unspent money moves to where it has worked, or to the next phase."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple

from pydantic import model_validator

from simulation.fields import Day, Money, Share, choice, fact, wrong
from simulation.market.actions import MovePurse, Proposal
from simulation.market.view import View
from simulation.tactics.base import Tactic

_DAYS_A_MONTH = 365.0 / 12.0


class Seen(NamedTuple):
    """What a tactic had spent and whom it had brought, when somebody looked."""

    spent: float
    customers: int


class ReallocateBudget(Tactic):
    """Unspent money of some tactics goes to the one that worked best, or to the next phase's.

    Client's articles S1 (rows 49, 52, 54) and S2 (74, 76). ``among`` names tactics of the strategy
    that have budgets of their own; what is spent stays spent. By:

    * ``phase``: on the k-th day of ``at`` all that the k-th tactic has left goes to the next one;
    * ``credit``: every ``every_days`` a ``moved_share`` of what each of the others has left goes to
      the tactic with the most customers credited to it per coin so far;
    * ``marginal``: the same, by customers and money since the review before.

    A review sees the books of ``lag_days`` ago. Customers are credited by last touch: that favours
    who speaks last, not who persuaded (see the table of tactics); with little money spent a lucky
    tactic looks good. Where no tactic has brought anybody nothing moves.
    """

    title: ClassVar = {"en": "Reallocate the budget", "zh": "动态调配预算"}
    goes_first: ClassVar[bool] = True

    kind: Literal["reallocate_budget"] = "reallocate_budget"
    among: list[str] = choice([], "Names of the tactics, with by: phase in the order of the phases")
    by: Literal["phase", "credit", "marginal"] = choice("credit", "What decides where money goes")
    at: list[Day] = choice([], "Days on which the money goes on, with by: phase", "day")
    every_days: int = choice(14, "Days between two reviews", "days", ge=1)
    moved_share: Share = choice(0.5, "Share of what the others have left that moves", "share")
    lag_days: int = fact(3, "Age of the figures at a review; less than every_days", "days", ge=0)
    cost_per_month: Money = choice(0.0, "Analysts and systems", "money a month")

    @model_validator(mode="after")
    def _days_of_phases(self) -> ReallocateBudget:
        if self.by == "phase" and len(self.at) != max(0, len(self.among) - 1):
            text = f"{len(self.at)} days for {len(self.among)} tactics"
            raise wrong(f"at: {text}. Name one day for each tactic but the first.")
        if self.by != "phase" and self.at:
            raise wrong("at: only with by: phase. Remove it.")
        if self.lag_days >= self.every_days:
            raise wrong("lag_days: a review would see books of before the last one. Lower it.")
        return self

    def problems(self, view: View) -> list[str]:
        """Fewer than two tactics, or one without money of its own."""
        if len(set(self.among)) < 2:
            return ["among: money needs two tactics to move between. Name at least two."]
        for name in self.among:
            if not view.ledger.has_purse(name):
                return [f'among: "{name}" has no budget of its own. Give it a budget.']
        return []

    def propose(self, view: View) -> Iterable[Proposal]:
        """Look at the books when it is time, and move money on days of review."""
        age = view.day - self.day
        if self.by != "phase" and (age + self.lag_days) % self.every_days == 0:
            self.look(view)
        moves: tuple[MovePurse, ...] = ()
        if self.by == "phase":
            moves = self.next_phase(view)
        elif age > 0 and age % self.every_days == 0:
            moves = self.to_the_best(view)
        yield Proposal(moves, self.cost_per_month / _DAYS_A_MONTH, "staff")

    def look(self, view: View) -> None:
        """Write down what each tactic has spent and brought; two reviews are remembered."""
        books = {name: Seen(view.ledger.spent(name), view.recruits(name)) for name in self.among}
        view.memory["books"] = [*view.memory.get("books", [])[-1:], books]

    def next_phase(self, view: View) -> tuple[MovePurse, ...]:
        """All that a phase has left goes to the next."""
        return tuple(
            MovePurse(source, target, view.ledger.purse(source))
            for source, target, day in zip(self.among[:-1], self.among[1:], self.at, strict=True)
            if day == view.day and view.ledger.has_purse(source)
        )

    def rate(self, view: View, name: str) -> float:
        """Customers a coin, so far or since the review before."""
        books = view.memory.get("books", [])
        if not books:
            return 0.0
        seen, start = books[-1][name], Seen(0.0, 0)
        if self.by == "marginal" and len(books) > 1:
            start = books[0][name]
        spent = seen.spent - start.spent
        return (seen.customers - start.customers) / spent if spent > 0.0 else 0.0

    def to_the_best(self, view: View) -> tuple[MovePurse, ...]:
        """Part of what the others have left goes to the best; the first listed among equals."""
        rates = {name: self.rate(view, name) for name in self.among}
        best = max(rates, key=lambda name: rates[name], default="")
        if not best or rates[best] <= 0.0:
            return ()
        return tuple(
            MovePurse(name, best, self.moved_share * view.ledger.purse(name))
            for name in self.among
            if name != best and view.ledger.has_purse(name)
        )
