"""What each strategy answers to trouble, and how deep and how long the crisis is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from simulation.results.measured import Measured
from simulation.results.record import Columns
from simulation.results.tables import columns_of

COURSE: Final = ("crisis_depth", "days_to_contain", "days_to_recover")
"""Outcomes that say how a crisis went."""

SILENCE: Final = "stay_silent"
"""What a strategy answers that answers nothing."""


class Answer(NamedTuple):
    """What a strategy says to trouble: its answers, and hours from notice."""

    response: str = SILENCE
    """Kinds of the answers in the order in which they come, joined by ``then``."""
    hours_to_reply: float = math.nan
    """Until the first answer that is not silence; NaN where there is none."""
    hours_to_resolve: float = math.nan
    """Until complaints are settled; NaN where they never are."""


def answers(scenario: Mapping[str, Any]) -> dict[str, Answer]:
    """What each strategy of a resolved scenario answers, by its tactics of kind ``respond``.

    Examples
    --------
    >>> late = {"kind": "respond", "response": "apologise", "hours_to_reply": 48}
    >>> answers({"strategies": {"late": {"tactics": [late]}}})["late"].hours_to_reply
    48.0
    """
    return {
        str(name): _answer(tactic for tactic in strategy["tactics"] if tactic["kind"] == "respond")
        for name, strategy in scenario.get("strategies", {}).items()
    }


def _answer(tactics: Iterable[Mapping[str, Any]]) -> Answer:
    steps: list[tuple[float, str]] = []
    settled: list[float] = []
    for tactic in tactics:
        each = tactic.get("steps") or [
            {"response": tactic["response"], "after_hours": tactic["hours_to_reply"]}
        ]
        steps += [
            (_plain(step["after_hours"]), str(step["response"]))
            for step in each
            if step["response"] != SILENCE
        ]
        if tactic.get("hours_to_resolve") is not None:
            settled.append(_plain(tactic["hours_to_resolve"]))
    if not steps:
        return Answer(hours_to_resolve=min(settled, default=math.nan))
    steps.sort(key=lambda step: step[0])
    said = " then ".join(dict.fromkeys(response for _, response in steps))
    return Answer(said, steps[0][0], min(settled, default=math.nan))


def _plain(value: Any) -> float:
    """A number, also where it was written with its range."""
    return float(value["value"] if isinstance(value, Mapping) else value)


def crisis(measured: Measured, answered: Mapping[str, Answer]) -> Columns:
    """A row for each strategy: its answer, and depth, days to contain and days to recover.

    Each with its 95 % interval over the ``n`` replicates in which it is defined and the number of
    those in which it is not (``n_undefined``). No rows without a scheduled event.
    """
    names = ["strategy", "response", "hours_to_reply", "hours_to_resolve"]
    for outcome in COURSE:
        parts = ("", "_ci_low", "_ci_high", "_n", "_n_undefined")
        names += [f"{outcome}{part}" for part in parts]
    rows: list[tuple[Any, ...]] = []
    for strategy in measured.facts.names if measured.facts.event_day is not None else ():
        numbers: list[float] = []
        for outcome in COURSE:
            found = measured.estimate(strategy, outcome)
            undefined = len(measured.replicates) - found.n
            numbers += [found.value, found.low, found.high, found.n, undefined]
        rows.append((strategy, *answered.get(strategy, Answer()), *numbers))
    return columns_of(names, rows)
