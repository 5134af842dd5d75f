"""The verbs of a day by the loops in C++, and the time that each verb takes on either side."""

from __future__ import annotations

import ctypes
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from benchmarks.reference.build import library, packed
from simulation.dynamics.parameters import BrandDay, Parameters
from simulation.dynamics.randomness import Key
from simulation.dynamics.tables import Audience, HostTables, Rivalry, Tally, Weights
from simulation.engines import Loops, Today
from simulation.market.population import Population
from simulation.market.state import Market
from simulation.market_run import MarketRun

VERBS = ("talk", "remember", "decide", "experience", "receive", "count")
WHOLE = "whole day"
Seconds = defaultdict[str, float]


class Given(NamedTuple):
    """All that a day's loops are given, by the names of ``tables.hpp``."""

    key: Key
    brand: BrandDay
    population: Population
    market: Market
    ties: Audience
    weights: Weights
    tables: HostTables
    rivalry: Rivalry
    tally: Tally
    p: Parameters


class Compiled:
    """The loops in C++ as an engine for a market with one segment; ``seconds`` of each verb."""

    def __init__(self) -> None:
        self.seconds: Seconds = defaultdict(float)
        self._talk, self._live = library("talk"), library("live")

    def _run(self, verb: str, today: Today, *functions: Any, also: tuple[int, ...] = ()) -> None:
        """Call functions on what the day has; filling structures is not timed."""
        run, brand, tables, tally, rivalry = today
        if len(run.parameters) != 1:
            raise ValueError("the loops in C++ know one segment only")
        given = Given(
            run.key, brand, run.population, run.market, run.ties, run.weights, tables, rivalry,
            tally, run.parameters[0],
        )  # fmt: skip
        pointer = ctypes.byref(packed("tables.hpp", "Today", given))
        more = [ctypes.c_int64(number) for number in also]
        begun = time.process_time()
        for function in functions:
            function(pointer, *more)
        self.seconds[verb] += time.process_time() - begun

    def talk(self, today: Today) -> None:
        """Everybody talks, and everything said is heard."""
        self._run("talk", today, self._talk.talk_all, self._talk.hear_all)

    def remember(self, today: Today) -> None:
        """What was heard becomes evidence."""
        self._run("remember", today, self._live.remember_all)

    def decide(self, today: Today) -> None:
        """Everybody decides."""
        self._run("decide", today, self._live.decide_all)

    def experience(self, today: Today) -> None:
        """Everybody lives on."""
        self._run("experience", today, self._live.experience_all)

    def receive(self, today: Today, first: int) -> None:
        """Who bought again gets the unit."""
        self._run("receive", today, self._live.receive_all, also=(first,))

    def count(self, today: Today) -> None:
        """The day's row."""
        self._run("count", today, self._live.count_all)


class Kernel(Loops):
    """The kernel's loops with the ``seconds`` of each verb, or of the whole day in one call."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: Seconds = defaultdict(float)

    @contextmanager
    def _timed(self, verb: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.seconds[verb] += time.process_time() - begun

    def whole_day(self, today: Today) -> None:
        """All verbs in one call."""
        with self._timed(WHOLE):
            super().whole_day(today)

    def talk(self, today: Today) -> None:
        """Everybody talks, and everything said is heard."""
        with self._timed("talk"):
            super().talk(today)

    def remember(self, today: Today) -> None:
        """What was heard becomes evidence."""
        with self._timed("remember"):
            super().remember(today)

    def decide(self, today: Today) -> None:
        """Everybody decides."""
        with self._timed("decide"):
            super().decide(today)

    def experience(self, today: Today) -> None:
        """Everybody lives on."""
        with self._timed("experience"):
            super().experience(today)

    def receive(self, today: Today, first: int) -> None:
        """Who bought again gets the unit."""
        with self._timed("receive"):
            super().receive(today, first)

    def count(self, today: Today) -> None:
        """The day's row."""
        with self._timed("count"):
            super().count(today)


def live_all(run: MarketRun, engine: Kernel | Compiled, *, in_one_call: bool = False) -> None:
    """Live every day of a run; ``in_one_call`` as the kernel does where nobody watches."""
    if in_one_call:
        assert isinstance(engine, Kernel)
        run._loops = engine
    while run.day < run.scenario.days:
        run.live(None if in_one_call else engine)


def same(one: MarketRun, other: MarketRun) -> None:
    """Refuse two runs that differ in a byte.

    Raises
    ------
    AssertionError
        With the first array that differs.
    """
    for name in one.market._fields:
        if getattr(one.market, name).tobytes() != getattr(other.market, name).tobytes():
            raise AssertionError(f"C++ and kernel differ in {name}")
    if one.daily.tobytes() != other.daily.tobytes():
        raise AssertionError("C++ and kernel count differently")
