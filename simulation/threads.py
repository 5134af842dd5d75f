"""One run on several threads: the loops of a day on stretches of consumers, the same bytes.

A day of a large market has three parts. Talkers of a stretch write down what they say; then each
thread hands over what the listeners of its stretch hear, whoever said it; then each stretch
decides, lives on and is counted. Threads wait for each other between the parts, and within the
first whenever one of them has no more room to write. Counts are whole numbers, so that adding them
up by stretches changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Final

import numpy as np

from simulation.dynamics.loops.arrive import arrive_among, new_said
from simulation.dynamics.loops.blocks import BLOCK
from simulation.dynamics.loops.day import EVERYBODY
from simulation.dynamics.loops.hear import N_CURSOR
from simulation.dynamics.loops.stretch import (
    bond_stretch,
    hear_stretch,
    live_stretch,
    talk_stretch,
)
from simulation.dynamics.tables import BUYERS, N_COUNTS, TRACED, Tally
from simulation.engines import Loops, Today

ROOM: Final = 1 << 18
"""Messages that a thread writes down before all hand over."""


class Stretch:
    """What one thread works on: consumers ``first`` to ``last - 1``, with scratch of its own."""

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last
        self.said = new_said(ROOM)
        self.counts = np.zeros(N_COUNTS, np.int64)
        self.by_slot = np.zeros(256, np.int64)
        self.tally: Tally
        self.ties: Any = None
        self.made = np.zeros(0, np.int64)

    def begin(self, today: Today) -> None:
        """A new day: nothing counted yet."""
        self.counts[:] = 0
        self.by_slot[:] = 0
        buyers = today.tally.buyers[self.first : self.last]
        self.tally = Tally(self.counts, self.by_slot, buyers, today.tally.trace)
        if self.ties is None:
            self.ties = today.run.ties._replace(stamp=np.zeros_like(today.run.ties.stamp))
        self.made = np.zeros_like(today.tables.programmes.made)


class ThreadedLoops(Loops):
    """The compiled loops on several threads, for a brand alone with one segment.

    Rivals, segments, a limited stock and a trace are lived by one thread, verb by verb.

    Parameters
    ----------
    threads : int
        How many, at least 2.
    consumers : int
        Consumers of the market.
    """

    def __init__(self, threads: int, consumers: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="womsim")
        blocks = -(-consumers // BLOCK)
        ends = [min(consumers, blocks * k // threads * BLOCK) for k in range(threads + 1)]
        ends[-1] = consumers
        self._stretches = [Stretch(a, b) for a, b in pairwise(ends) if a < b]

    def whole_day(self, today: Today) -> None:
        """All verbs, stretch by stretch."""
        if len(today.tally.trace.talker):
            super().whole_day(today)
            return
        for stretch in self._stretches:
            stretch.begin(today)
        self._talk(today)
        self._hear(today)
        if today.run.parameters[0].experience.bond > 0.0:
            self._each(lambda s: self._live(s, today, until_bonds=True, from_bonds=False))
            self._each(lambda s: bond_stretch(s.first, s.last, today.run.market))
            self._each(lambda s: self._live(s, today, until_bonds=False, from_bonds=True))
        else:
            self._each(lambda s: self._live(s, today, until_bonds=True, from_bonds=True))
        self._add_up(today)

    def _each(self, work: Callable[[Stretch], Any]) -> list[Any]:
        return list(self._pool.map(work, self._stretches))

    def _talk(self, today: Today) -> None:
        cursors = {id(s): np.array([s.first, 0]) for s in self._stretches}
        run, tables = today.run, today.tables

        def talk(stretch: Stretch) -> bool:
            programmes = tables.programmes._replace(made=stretch.made)
            done: bool = talk_stretch(
                run.key, today.brand, run.population, run.market, EVERYBODY, tables.calm,
                programmes, stretch.ties, run.weights, run.parameters[0].talk,
                cursors[id(stretch)], stretch.last, stretch.said, stretch.counts,
            )  # fmt: skip
            return done

        self._until_said(talk, today)

    def _hear(self, today: Today) -> None:
        n = len(today.run.market.stage)
        step = len(self._stretches)
        cursors = {}
        for number, stretch in enumerate(self._stretches):
            cursor = np.full(N_CURSOR, number, np.int64)
            cursor[-1] = 0
            cursors[id(stretch)] = cursor, np.zeros(1)

        def hear(stretch: Stretch) -> bool:
            done: bool = hear_stretch(
                today.run.key, today.brand, today.tables, stretch.ties, n, step,
                *cursors[id(stretch)], stretch.said,
            )  # fmt: skip
            return done

        tables = today.tables
        if len(tables.posts.talker) or len(tables.broadcasts.total) or len(tables.tells.listener):
            self._until_said(hear, today)

    def _until_said(self, say: Callable[[Stretch], bool], today: Today) -> None:
        """Say and hand over, until everybody has said everything."""
        market = today.run.market

        def arrive(stretch: Stretch) -> None:
            for other in self._stretches:
                arrive_among(other.said, stretch.first, stretch.last, market, stretch.tally)

        while True:
            done = self._each(say)
            self._each(arrive)
            for stretch in self._stretches:
                used, need = (int(number) for number in stretch.said.state)
                stretch.counts[TRACED] += used
                stretch.said.state[0] = 0
                if need > len(stretch.said.listener):
                    stretch.said = new_said(need)
            if all(done):
                return

    def _live(self, stretch: Stretch, today: Today, *, until_bonds: bool, from_bonds: bool) -> None:
        run, brand, tables, _, rivalry = today
        live_stretch(
            stretch.first, stretch.last, run.key, brand, run.population, run.market, tables.offer,
            rivalry, stretch.tally, run.parameters[0], until_bonds, from_bonds,
        )  # fmt: skip

    def _add_up(self, today: Today) -> None:
        """The day's row and lists of all stretches."""
        tally = today.tally
        for stretch in self._stretches:
            bought, before = int(stretch.counts[BUYERS]), int(tally.counts[BUYERS])
            tally.buyers[before : before + bought] = stretch.tally.buyers[:bought].copy()
            tally.counts[:] += stretch.counts
            tally.by_slot[:] += stretch.by_slot
            today.tables.programmes.made[:] += stretch.made
