"""The verbs of a day as a market calls them: by compiled loops (Mesa agents do the same)."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.brand_run import BrandRun
from simulation.dynamics.loops.count import count_all
from simulation.dynamics.loops.day import EVERYBODY, Day, hear_all, talk_all
from simulation.dynamics.loops.decide import attract_all, bond_all, decide_all
from simulation.dynamics.loops.experience import experience_all, receive_listed
from simulation.dynamics.loops.remember import remember_all
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.tables import HostTables, Rivalry, Tally, no_rivals
from simulation.whole_day import WholeDay

ALONE = no_rivals()
Floats = NDArray[np.float64]


class Today(NamedTuple):
    """One brand's day: what the verbs of every engine are given."""

    run: BrandRun
    brand: BrandDay
    tables: HostTables
    tally: Tally
    rivalry: Rivalry = ALONE


class Verbs(Protocol):
    """What an engine can do; each verb ends before the next begins."""

    def talk(self, today: Today) -> None:
        """Everybody talks, and everything said is heard."""

    def remember(self, today: Today) -> None:
        """What was heard becomes evidence."""

    def decide(self, today: Today) -> None:
        """Everybody decides."""

    def experience(self, today: Today) -> None:
        """Everybody lives on; who buys again is listed."""

    def receive(self, today: Today, first: int) -> None:
        """Who bought again, listed from place ``first`` on, gets the unit."""

    def count(self, today: Today) -> None:
        """The day's row."""


class Loops:
    """The compiled loops, segment by segment.

    Parameters
    ----------
    threads : int
        How many live a day of a brand alone with one segment and no limited stock; all other days
        are lived by one, verb by verb.
    """

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads
        self._whole_day: WholeDay | None = None

    def __getstate__(self) -> dict[str, Any]:
        """A copy lives its days on arrays of its own."""
        return {**self.__dict__, "_whole_day": None}

    def _segments(self, run: BrandRun) -> list[tuple[int, int]]:
        """Segment as the loops take it, and its place among the parameters."""
        if len(run.parameters) == 1:
            return [(EVERYBODY, 0)]
        return [(number, number) for number in range(len(run.parameters))]

    def whole_day(self, today: Today) -> None:
        """All verbs, for a brand alone with one segment and no limited stock."""
        run, brand, tables, tally, rivalry = today
        threads = 1 if len(tally.trace.talker) else self.threads
        if self._whole_day is None or self._whole_day.threads != threads:
            self._whole_day = WholeDay(len(run.market.stage), threads)
        self._whole_day.live(
            Day(
                run.key, brand, run.population, run.market, run.ties, run.weights, tables, rivalry,
                tally, run.fades, run.parameters[0],
            )
        )  # fmt: skip

    def talk(self, today: Today) -> None:
        """Everybody talks, and everything said is heard."""
        run, brand, tables, tally, _ = today
        for segment, place in self._segments(run):
            talk_all(
                run.key, brand, run.population, run.market, segment, tables.calm,
                tables.programmes, run.ties, run.weights, tally, run.parameters[place].talk,
            )  # fmt: skip
        hear_all(run.key, brand, tables, run.ties, run.market, tally)

    def remember(self, today: Today) -> None:
        """What was heard becomes evidence."""
        run = today.run
        for segment, place in self._segments(run):
            remember_all(
                run.population, run.market, segment, today.tally.counts,
                run.parameters[place].hear,
            )  # fmt: skip

    def attract(self, today: Today, attracts: Floats, keeps: Floats) -> None:
        """Fill in what each consumer sees in this brand; the same for every engine."""
        run, brand, tables, _, _ = today
        for segment, place in self._segments(run):
            attract_all(
                run.key, brand, run.population, run.market, segment, tables.offer, attracts,
                keeps, run.parameters[place].decide,
            )  # fmt: skip

    def decide(self, today: Today) -> None:
        """Everybody decides."""
        run, brand, tables, tally, rivalry = today
        for segment, place in self._segments(run):
            decide_all(
                run.key, brand, run.population, run.market, segment, tables.offer, rivalry,
                tally, run.parameters[place].decide,
            )  # fmt: skip

    def bond(self, today: Today) -> None:
        """Mark whose recruiter is still active; the same for every engine."""
        if any(p.experience.bond > 0.0 for p in today.run.parameters):
            bond_all(today.run.market)

    def experience(self, today: Today) -> None:
        """Everybody lives on."""
        run, brand, tables, tally, rivalry = today
        for segment, place in self._segments(run):
            experience_all(
                run.key, brand, run.population, run.market, segment, tables.offer, rivalry,
                tally, run.parameters[place].experience,
            )  # fmt: skip

    def receive(self, today: Today, first: int) -> None:
        """Who bought again, listed from place ``first`` on, gets the unit."""
        run, brand, _, tally, _ = today
        for segment, place in self._segments(run):
            receive_listed(
                run.key, brand, run.population, run.market, segment, first, tally,
                run.parameters[place].experience,
            )  # fmt: skip

    def count(self, today: Today) -> None:
        """The day's row."""
        run, brand, _, tally, _ = today
        for segment, place in self._segments(run):
            count_all(
                brand.day, run.population, run.market, segment, tally.counts,
                run.parameters[place].experience,
            )  # fmt: skip
