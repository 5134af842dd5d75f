"""The whole day of a brand alone in its market, on one thread or several: the same bytes.

A day has three parts. Talkers of a stretch of consumers write down what they say; then what the
listeners of each stretch hear is handed over, whoever said it; then each stretch decides, lives on
and is counted. Threads wait for each other between the parts, and within the first whenever one of
them has no more room to write. Counts are whole numbers, so that adding them up by stretches
changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Final

import numpy as np

from simulation.compiling import compile_day
from simulation.dynamics.handed import Handed, room_for
from simulation.dynamics.jit import is_compiled
from simulation.dynamics.loops.arrive import ROOM, USED, Said, new_said
from simulation.dynamics.loops.blocks import BLOCK
from simulation.dynamics.loops.day import Day, Workplace
from simulation.dynamics.loops.hear import N_CURSOR
from simulation.dynamics.loops.stretch import (
    arrive_stretch,
    bond_stretch,
    hear_stretch,
    live_stretch,
    talk_stretch,
)
from simulation.dynamics.tables import BUYERS, N_COUNTS, TRACED, Tally

ROOM_OF_THREADS: Final = 1 << 18
"""The same where threads have to wait for each other before handing over."""


class Stretch:
    """Consumers ``first`` to ``last - 1``, and room for what they say."""

    def __init__(self, first: int, last: int, room: int) -> None:
        self.first = first
        self.last = last
        self.words: Any = None
        self.cursor = np.zeros(2, np.int64)
        self.hearing = np.zeros(N_CURSOR, np.int64)
        self.level = np.zeros(1)
        self._handed = Handed(Day)
        self._room: Workplace = room_for(Workplace, BLOCK)
        self._usual = new_said(room)
        self.write_into(self._usual)

    def write_into(self, said: Said) -> None:
        """What is said from now on is written here."""
        self.said = said
        place = self._room._replace(said=said)
        self.work: Any = Handed(Workplace).put(place) if is_compiled() else place

    def begin(self, day: Day, number: int) -> None:
        """A new day; ``number`` is that of the stretch, whose messages it begins with."""
        self.words = self._handed.put(day) if is_compiled() else day
        if self.said is not self._usual:
            self.write_into(self._usual)
        self.counts = day.tally.counts
        self.cursor[:] = self.first, 0
        self.hearing[:] = number
        self.hearing[-1] = 0
        self.level[0] = 0.0


class ThreadStretch(Stretch):
    """A stretch of one thread: it counts for itself, and all is added up in the end."""

    def __init__(self, first: int, last: int, room: int) -> None:
        super().__init__(first, last, room)
        self._own_counts = np.zeros(N_COUNTS, np.int64)
        self.by_slot = np.zeros(256, np.int64)
        self._stamp: Any = None

    def begin(self, day: Day, number: int) -> None:
        """A new day: nothing counted yet."""
        self._own_counts[:] = 0
        self.by_slot[:] = 0
        self.buyers = day.tally.buyers[self.first : self.last]
        tally = Tally(self._own_counts, self.by_slot, self.buyers, day.tally.trace)
        if self._stamp is None:
            self._stamp = np.zeros_like(day.ties.stamp)
        self.made = np.zeros_like(day.host.programmes.made)
        host = day.host._replace(programmes=day.host.programmes._replace(made=self.made))
        ties = day.ties._replace(stamp=self._stamp)
        super().begin(day._replace(ties=ties, host=host, tally=tally), number)

    def add_to(self, day: Day) -> None:
        """Add what was counted to the day's row and lists."""
        tally = day.tally
        bought, before = int(self.counts[BUYERS]), int(tally.counts[BUYERS])
        tally.buyers[before : before + bought] = self.buyers[:bought].copy()
        tally.counts[:] += self.counts
        tally.by_slot[:] += self.by_slot
        day.host.programmes.made[:] += self.made


def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="womsim")


class WholeDay:
    """All verbs of a day in their order, by stretches of consumers.

    Parameters
    ----------
    consumers : int
        Consumers of the market.
    threads : int
        How many work at it.
    """

    def __init__(self, consumers: int, threads: int = 1) -> None:
        compile_day()
        self.threads = threads
        self._stretches: list[Stretch]
        if threads == 1:
            self._stretches = [Stretch(0, consumers, ROOM)]
            return
        self._pool, self._process = _pool(threads), os.getpid()
        blocks = -(-consumers // BLOCK)
        ends = [min(consumers, blocks * k // threads * BLOCK) for k in range(threads + 1)]
        ends[-1] = consumers
        self._stretches = [ThreadStretch(a, b, ROOM_OF_THREADS) for a, b in pairwise(ends) if a < b]

    def live(self, day: Day) -> None:
        """Live the day."""
        for number, stretch in enumerate(self._stretches):
            stretch.begin(day, number)
        self._until_said(lambda s: talk_stretch(s.words, s.work, s.cursor, s.last))
        host, step = day.host, len(self._stretches)
        if len(host.posts.talker) or len(host.broadcasts.total) or len(host.tells.listener):
            self._until_said(lambda s: hear_stretch(s.words, s.work, step, s.hearing, s.level))
        if day.p.experience.bond > 0.0:
            self._each(lambda s: live_stretch(s.words, s.work, s.first, s.last, True, False))
            self._each(lambda s: bond_stretch(s.words, s.first, s.last))
            self._each(lambda s: live_stretch(s.words, s.work, s.first, s.last, False, True))
        else:
            self._each(lambda s: live_stretch(s.words, s.work, s.first, s.last, True, True))
        for stretch in self._stretches:
            if isinstance(stretch, ThreadStretch):
                stretch.add_to(day)

    def _each(self, work: Callable[[Stretch], Any]) -> list[Any]:
        if len(self._stretches) == 1:
            return [work(self._stretches[0])]
        if self._process != os.getpid():  # threads do not come along into a process that forked
            self._pool, self._process = _pool(self.threads), os.getpid()
        return list(self._pool.map(work, self._stretches))

    def _until_said(self, say: Callable[[Stretch], bool]) -> None:
        """Say and hand over, until everybody has said everything."""

        def arrive(stretch: Stretch) -> None:
            for other in self._stretches:
                arrive_stretch(stretch.words, other.work, stretch.first, stretch.last)

        while True:
            done = self._each(say)
            self._each(arrive)
            for stretch in self._stretches:
                used, need = stretch.said.state.tolist()
                stretch.counts[TRACED] += used
                stretch.said.state[USED] = 0
                if need > len(stretch.said.listener):
                    stretch.write_into(new_said(need))
            if all(done):
                return
