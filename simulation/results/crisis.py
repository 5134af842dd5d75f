"""What each strategy answers to trouble, and how deep and how long the crisis is."""

from __future__ import annotations

from typing import Any, Final

from simulation.results.measured import Measured
from simulation.results.record import Columns
from simulation.results.tables import columns_of

COURSE: Final = (
    "crisis_depth",
    "days_to_contain",
    "crisis_half_life",
    "days_to_recover",
    "reputation_recovered",
)
"""Outcomes that say how a crisis went."""


def crisis(measured: Measured) -> Columns:
    """A row for each strategy: its answer, and each outcome of ``COURSE``.

    Each with its 95 % interval over the ``n`` replicates in which it is defined and the number of
    those in which it is not (``n_undefined``). No rows without a scheduled event.
    """
    names = ["strategy", "response", "hours_to_reply", "hours_to_resolve"]
    for outcome in COURSE:
        parts = ("", "_ci_low", "_ci_high", "_n", "_n_undefined")
        names += [f"{outcome}{part}" for part in parts]
    rows: list[tuple[Any, ...]] = []
    facts = measured.facts
    for strategy in facts.strategies if facts.event_day is not None else ():
        numbers: list[float] = []
        for outcome in COURSE:
            found = measured.estimate(strategy.name, outcome)
            undefined = len(measured.replicates) - found.n
            numbers += [found.value, found.low, found.high, found.n, undefined]
        said = strategy.answer
        hours = (said.hours_to_reply, said.hours_to_resolve)
        rows.append((strategy.name, said.response, *hours, *numbers))
    return columns_of(names, rows)
