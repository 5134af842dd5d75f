"""Replications of models that go on in time: from who was told when, to a :class:`Spread`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.classics.arguments import whole_number
from simulation.classics.keys import Keys, keys_of
from simulation.classics.replicate import Repeat, replicate
from simulation.classics.spread import Spread, Tree, tree_of
from simulation.classics.told import Told, new_told
from simulation.dynamics.rules.hear import LARGEST_TALKER
from simulation.errors import ArgumentError
from simulation.network.columns import Column
from simulation.network.graph import SocialGraph
from simulation.network.ties import no_ties

Pair = tuple[np.uint64, np.uint64]
"""Key words of one replication."""
FOREVER = -1
"""Last day of a model that goes on until nobody talks."""


class Notes(NamedTuple):
    """What one thread keeps: its desk, the last replication, and how often each was reached."""

    desk: Any
    told: Told
    reached: NDArray[np.int64]


@dataclass(frozen=True)
class Model:
    """A model in time: ``once(key, desk, told)`` runs one replication and fills ``told``."""

    n: int
    once: Callable[[Pair, Any, Told], None]
    new_desk: Callable[[], Any]
    ends: NDArray[np.int64] | None = None
    """(days + 1,) last step of each day; None: steps are days, up to the last one needed."""
    timed: bool = True
    """Whether steps are time; without, there is no ``daily``."""
    signed: bool = False
    """Whether ``told.sign`` says who adopted (1 satisfied, -1 not), instead of ``told.day``."""
    labels: Column | None = None
    watch: Callable[[int, Told], None] | None = None
    """Called after each replication with its number, to count what a :class:`Spread` does not."""

    def adopted(self, told: Told) -> NDArray[np.bool_]:
        """(n,) who counts as reached."""
        return np.abs(told.sign) == 1 if self.signed else told.day >= 0


def market_size(consumers: object, least: int = 2) -> int:
    """A number of consumers who can be told apart by whom they told."""
    n = whole_number("consumers", consumers, least)
    if n > LARGEST_TALKER + 1:
        raise ArgumentError(f"consumers: {n:,}; at most {LARGEST_TALKER + 1:,} can talk.")
    return n


def market(n: int) -> SocialGraph:
    """Consumers without ties, of whom anybody meets anybody."""
    return SocialGraph({"strong": no_ties(n)})


def last_day(days: object) -> int:
    """Last day, :data:`FOREVER` for None."""
    return FOREVER if days is None else whole_number("days", days, 1)


def days_as_steps(days: int) -> NDArray[np.int64] | None:
    """(days + 1,) last step of each day of a model with a step a day; None for ever."""
    return None if days == FOREVER else np.arange(days + 1, dtype=np.int64)


def spread_of(model: Model, asked: Repeat) -> Spread:
    """Run all replications of a model in time."""
    good = np.zeros(asked.replications, np.int64)
    bad = np.zeros(asked.replications, np.int64)
    curves: list[NDArray[np.int64]] = [np.zeros(0, np.int64)] * asked.replications

    def part_of(keys: Keys, notes: Notes, part: slice) -> None:
        for r, key in zip(range(part.start, part.stop), keys, strict=True):
            model.once((key[0], key[1]), notes.desk, notes.told)
            there = model.adopted(notes.told)
            notes.reached[...] += there
            if model.timed:
                curves[r] = np.bincount(notes.told.day[there]).cumsum()
            bad[r] = np.count_nonzero(notes.told.sign == -1) if model.signed else 0
            good[r] = np.count_nonzero(there) - bad[r]
            if model.watch is not None:
                model.watch(r, notes.told)

    used = replicate(part_of, lambda: _notes(model), *asked)
    reached: NDArray[np.int64] = np.sum([notes.reached for notes in used], axis=0)
    return Spread(
        size=good + bad,
        reached=reached / asked.replications,
        size_good=good if model.signed else None,
        size_bad=bad if model.signed else None,
        daily=_daily(curves, model.ends) if model.timed else None,
        labels=model.labels,
        grow=lambda replication: _grow(model, asked, replication),
    )


def _notes(model: Model) -> Notes:
    return Notes(model.new_desk(), new_told(model.n), np.zeros(model.n, np.int64))


def _daily(curves: list[NDArray[np.int64]], ends: NDArray[np.int64] | None) -> NDArray[np.int32]:
    """(replications, days + 1) reached by the end of each day, from curves by step."""
    if ends is None:
        ends = np.arange(max(len(curve) for curve in curves), dtype=np.int64)
    daily = np.zeros((len(curves), len(ends)), np.int32)
    for row, curve in zip(daily, curves, strict=True):
        if len(curve):
            row[:] = curve[np.minimum(ends, len(curve) - 1)]
    return daily


def _grow(model: Model, asked: Repeat, replication: int) -> Tree:
    notes = _notes(model)
    key = keys_of(asked.seed, asked.replications)[replication]
    model.once((key[0], key[1]), notes.desk, notes.told)
    told = notes.told
    rows = np.flatnonzero(told.day >= 0)
    good = told.sign[rows] > 0 if model.signed else None
    return tree_of(told.talker[rows], rows, told.day[rows], good)
