"""Several worlds beside one another: tables below one another, and where a strategy leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from simulation.results.measured import Measured
from simulation.results.record import Column, Columns
from simulation.results.verdict import Verdict
from simulation.scenario.anatomy import WORLDS

Worlds = Mapping[str, Measured]
"""What was measured in each world, the world as written first."""


def stacked(table: Callable[[Measured], Columns], worlds: Worlds) -> Columns:
    """A table of all worlds, led by the column ``what_if`` where there are several."""
    tables = {name: table(measured) for name, measured in worlds.items()}
    first = next(iter(tables.values()))
    if len(tables) == 1:
        return first
    names = [name for name, columns in tables.items() for _ in range(_rows(columns))]
    below = {column: _joined([each[column] for each in tables.values()]) for column in first}
    return {WORLDS: names, **below}


def _rows(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _joined(parts: list[Column]) -> Column:
    if any(isinstance(part, list) for part in parts):
        return [text for part in parts for text in part]
    return np.concatenate([np.asarray(part) for part in parts])


class Lead(NamedTuple):
    """In which worlds a strategy is settled to be the best, and what holds in the others."""

    strategy: str | None
    """None where no strategy is settled to be the best in any world."""
    worlds: tuple[str, ...]
    """Where it leads."""
    elsewhere: Mapping[str, str | None]
    """The other worlds, each with the strategy that leads there; None where none is settled to."""


def lead(worlds: Worlds) -> Lead:
    """The strategy that leads in the world as written, else the one that leads in most worlds.

    A strategy leads in a world by the gate of every claim: it is better than each rival at level
    ``1 - 0.05 / (k - 1)`` for k strategies.
    """
    best = {name: Verdict(measured).best for name, measured in worlds.items()}
    found = [strategy for strategy in best.values() if strategy is not None]
    strategy = next(iter(best.values()))
    if strategy is None and found:
        strategy = Counter(found).most_common(1)[0][0]
    return Lead(
        strategy,
        tuple(name for name, there in best.items() if strategy and there == strategy),
        {name: there for name, there in best.items() if not strategy or there != strategy},
    )
