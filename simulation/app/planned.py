"""Strategies as planners draw them: a bar a tactic over the days, and the money it takes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.scenario.plans import cost_of, plan_of

if TYPE_CHECKING:
    from simulation.events.base import Event
    from simulation.scenario.model import Scenario
    from simulation.tactics.base import Tactic
    from simulation.tactics.crisis.respond import Respond


class Bar(NamedTuple):
    """One tactic in the schedule."""

    label: str
    kind: str
    titles: dict[str, str]
    first: int
    last: int
    cost: float | None
    """Money that it takes by its own fields; None where the market decides."""


class Schedule(NamedTuple):
    """A strategy over the days."""

    name: str
    bars: tuple[Bar, ...]
    planned: str
    ceiling: float | None
    running: NDArray[np.float64]
    """(days,) money taken until the end of each day, if every cost falls evenly on its days."""


def schedule(scenario: Scenario, strategy: str) -> Schedule:
    """The schedule of a strategy."""
    bars = tuple(_bars(scenario, strategy))
    by_day = np.zeros(scenario.days)
    for bar in bars:
        by_day[bar.first : bar.last + 1] += (bar.cost or 0.0) / (bar.last - bar.first + 1)
    plan = str(plan_of(scenario, strategy))
    return Schedule(strategy, bars, plan, scenario.ceiling(strategy), np.cumsum(by_day))


def _bars(scenario: Scenario, strategy: str) -> Iterator[Bar]:
    for tactic in scenario.strategies[strategy].tactics:
        yield Bar(
            tactic.label,
            tactic.kind,
            {str(key): text for key, text in tactic.title.items()},
            *_stretch(tactic, scenario),
            _cost(tactic, scenario.days),
        )


def _cost(tactic: Tactic, days: int) -> float | None:
    """Money that a tactic takes, a single fee of its own among it."""
    known, fee = cost_of(tactic, days), getattr(tactic, "cost", None)
    return float(fee) if known is None and isinstance(fee, int | float) else known


def _stretch(tactic: Tactic, scenario: Scenario) -> tuple[int, int]:
    """The first and the last day on which a tactic does something, as far as fields say.

    An answer to trouble waits for it. Trouble that comes by chance may come on any day.
    """
    from simulation.tactics.crisis.respond import Respond

    end = scenario.days - 1
    if not isinstance(tactic, Respond):
        return tactic.day, _last_day(tactic, scenario.days)
    ours = [event for event in scenario.events if event.brand in (None, scenario.brand.name)]
    days = [event.day for event in ours if _answers(tactic, event)]
    known = [day for day in days if day is not None]
    if not days or len(known) < len(days):
        return tactic.day, _last_day(tactic, scenario.days)
    hours = [*(step.after_hours for step in tactic.spoken), tactic.hours_to_resolve or 0.0]
    last = max(known) + (scenario.brand.hours_to_notice + max(hours)) / 24.0
    return min(*known, end), min(int(last), end)


def _answers(tactic: Respond, event: Event) -> bool:
    """Whether an answer is meant for an event."""
    meant = (event.label, event.kind, "any") if event.is_trouble else (event.label, event.kind)
    until = math.inf if tactic.until is None else tactic.until
    is_in_time = event.day is None or tactic.day <= event.day <= until
    return is_in_time and tactic.to_event in meant


def _last_day(tactic: Tactic, days: int) -> int:
    """The last day on which a tactic does something, as far as its own fields say."""
    if tactic.is_at_once:
        return tactic.day
    last = days - 1 if tactic.until is None else tactic.until
    spread = getattr(tactic, "spread_days", None)
    posts, every = getattr(tactic, "posts", None), getattr(tactic, "every_days", None)
    if isinstance(spread, int | float):
        last = min(last, tactic.day + int(spread) - 1)
    elif isinstance(posts, int) and isinstance(every, int | float):
        last = min(last, tactic.day + int((posts - 1) * every))
    return max(tactic.day, min(last, days - 1))
