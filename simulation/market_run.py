"""One strategy, one replicate: the market as it lives, day by day, with all its brands.

Both engines share this state. A day is: act (events and tactics propose, each brand's desk applies
what its ledger paid), then talk, hear, decide, experience and count, by the loops or by Mesa
agents, then the desks book what was sold.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.brand_run import BrandRun, Money
from simulation.dynamics.act import Desk
from simulation.dynamics.parameters import Parameters
from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.tables import BUYERS, TRACED, Rivalry, Trace, empty_trace
from simulation.engines import Loops, Today, Verbs
from simulation.errors import ArgumentError, Problem
from simulation.market.state import FIXED, Market
from simulation.scenario.build import BuiltMarket
from simulation.scenario.model import Scenario

__all__ = ["MarketRun", "Money"]

WORTH_THREADS = 20_000
"""Consumers below which threads would wait for each other more than they work."""


class MarketRun:
    """A running market.

    Parameters
    ----------
    scenario : Scenario
    strategy : str
        Name of one of its strategies.
    built : BuiltMarket
        Graph and population, shared with the other strategies of the replicate.
    trace : bool
        Keep every message about our brand (costs time and memory; changes nothing else).
    threads : int
        How many live a day of a large market together; the result is the same.

    Attributes
    ----------
    brands : list of BrandRun
        Our brand, then the rivals as listed.
    """

    def __init__(
        self, scenario: Scenario, strategy: str, built: BuiltMarket, *, trace: bool = False,
        threads: int = 1,
    ) -> None:  # fmt: skip
        if strategy not in scenario.strategies:
            known = ", ".join(scenario.strategies)
            raise ArgumentError(f'strategy: no strategy "{strategy}". Use one of {known}.')
        self.scenario = scenario
        self.strategy = strategy
        self.built = built
        self.key = built.key
        self.population = built.population
        tactics = scenario.strategies[strategy].tactics
        ours = BrandRun(scenario, tactics, scenario.ceiling(strategy), built)
        self.brands = [ours]
        for slot, rival in enumerate(scenario.rivals, start=1):
            self.brands.append(BrandRun(scenario, rival.tactics, rival.budget, built, slot))
        self._trace: list[tuple[int, Trace]] | None = [] if trace else None
        self._loops = Loops(threads if built.n_consumers >= WORTH_THREADS else 1)

    # -- our brand ---------------------------------------------------------------------------

    @property
    def ours(self) -> BrandRun:
        """Our own brand."""
        return self.brands[0]

    def brand(self, name: str) -> BrandRun:
        """A brand by its name."""
        for run in self.brands:
            if run.settings.name == name:
                return run
        known = ", ".join(run.settings.name for run in self.brands)
        raise ArgumentError(f'no brand "{name}". Use one of {known}.')

    @property
    def day(self) -> int:
        """Days lived so far."""
        return self.ours.day

    @property
    def market(self) -> Market:
        """State arrays of our brand, (n,) each."""
        return self.ours.market

    @property
    def desk(self) -> Desk:
        """Desk of our brand."""
        return self.ours.desk

    @property
    def daily(self) -> NDArray[np.int64]:
        """Counts of our brand, a row a day."""
        return self.ours.daily

    @property
    def money(self) -> Money:
        """Money of our brand, day by day."""
        return self.ours.money

    @property
    def by_slot(self) -> NDArray[np.int64]:
        """Exposures of our brand by slot since the start."""
        return self.ours.by_slot

    @property
    def parameters(self) -> tuple[Parameters, ...]:
        """Numbers of behaviour, one entry a segment."""
        return self.ours.parameters

    def problems(self) -> list[Problem]:
        """What cannot work in this market, before anything runs."""
        found = self.ours.problems(f"strategies.{self.strategy}")
        for place, rival in enumerate(self.brands[1:]):
            found += rival.problems(f"rivals[{place}].tactics")
        return found

    # -- the day -----------------------------------------------------------------------------

    def live(self, verbs: Verbs | None = None) -> None:
        """Live one day; ``verbs`` are those of another engine than the loops."""
        if self.day >= self.scenario.days:
            raise ArgumentError(f"the run has ended after {self.scenario.days} days.")
        tables = [run.act() for run in self.brands]
        if self._trace is None:
            days = self._days(tables, None)
            self._live(days, verbs)
        else:
            days = self._traced(tables, verbs)
        for today in days:
            today.run.close(today.tally, today.tables)

    def _days(self, tables: list[Any], trace: Trace | None) -> list[Today]:
        return [
            Today(run, run.today(), table, run.tally(trace if run.slot == 0 else None))
            for run, table in zip(self.brands, tables, strict=True)
        ]

    def _live(self, days: list[Today], verbs: Verbs | None) -> None:
        ours = days[0].run
        alone = len(days) == 1 and len(ours.parameters) == 1
        if verbs is None and alone and ours.desk.sales.stock is None:
            self._loops.whole_day(days[0])
        else:
            self._verb_by_verb(days, self._loops if verbs is None else verbs)

    def _verb_by_verb(self, days: list[Today], verbs: Verbs) -> None:
        """Each verb for every brand before the next verb begins."""
        for today in days:
            verbs.talk(today)
        for today in days:
            verbs.remember(today)
        days = self._with_rivalry(days)
        for today in days:
            verbs.decide(today)
            run, frustration = today.run, today.tables.offer.frustration
            run.desk.sales.turn_away(run.day, 0, frustration, today.tally)
        for today in days:
            self._loops.bond(today)
            first = int(today.tally.counts[BUYERS])
            run, frustration = today.run, today.tables.offer.frustration
            limited = run.desk.sales.stock is not None
            stages = run.market.stage.copy() if limited else None
            verbs.experience(today)
            run.desk.sales.turn_away(run.day, first, frustration, today.tally, stages)
            verbs.receive(today, first)
            verbs.count(today)

    def _with_rivalry(self, days: list[Today]) -> list[Today]:
        """Each brand's day with the attraction of all other brands, consumer by consumer."""
        if len(days) == 1:
            return days
        n = self.built.n_consumers
        attracts = np.zeros((len(days), n))
        keeps = np.zeros((len(days), n))
        for place, today in enumerate(days):
            self._loops.attract(today, attracts[place], keeps[place])
        ready = []
        for place, today in enumerate(days):
            before = attracts[:place].sum(axis=0)
            after = attracts[place + 1 :].sum(axis=0)
            owned = keeps[:place].sum(axis=0) + keeps[place + 1 :].sum(axis=0)
            ready.append(today._replace(rivalry=Rivalry(before + after + owned, before)))
        return ready

    def _traced(self, tables: list[Any], verbs: Verbs | None) -> list[Today]:
        """Live the day with room for its messages; with too little room, live it again."""
        assert self._trace is not None
        room = max(1024, 2 * (len(self._trace[-1][1].talker) if self._trace else 0))
        before = [[array.copy() for array in run.market] for run in self.brands]
        slots = [run.by_slot.copy() for run in self.brands]
        stocks = [run.desk.sales.stock for run in self.brands]
        while True:
            trace = empty_trace(room)
            days = self._days(tables, trace)
            self._live(days, verbs)
            used = int(days[0].tally.counts[TRACED])
            if used <= room:
                break
            room = 2 * used
            for place, today in enumerate(days):
                arrays: list[Any] = list(today.run.market)
                for array, old in zip(arrays, before[place], strict=True):
                    array[:] = old
                today.run.by_slot[:] = slots[place]
                today.run.desk.sales.stock = stocks[place]
                today.tally.counts[:] = 0
                today.tables.programmes.made[:] = 0
        kept: list[Any] = [column[:used] for column in trace]
        self._trace.append((self.day, Trace(*kept)))
        return days

    def messages(self) -> dict[str, NDArray[np.generic]]:
        """Every message of a traced run: day, talker, listener, slot, sign, weight, credited.

        ``sign`` is 1 or -1, ``weight`` in exposures, ``talker`` -1 for the brand and the news;
        ``credited`` tells the message that is credited with the listener's first purchase.
        """
        if self._trace is None:
            raise ArgumentError("this run kept no trace. Run it with trace=True.")
        days = [np.full(len(t.talker), day, np.int32) for day, t in self._trace]
        parts = [empty_trace(), *(t for _, t in self._trace)]
        whole = Trace(*(np.concatenate(column) for column in zip(*parts, strict=True)))
        day = np.concatenate([np.zeros(0, np.int32), *days])
        order = np.lexsort((whole.word, whole.slot, whole.listener, whole.talker, day))
        ordered: list[Any] = [column[order] for column in whole]
        whole = Trace(*ordered)
        recruited = self.market.recruited[whole.listener]
        return {
            "day": day[order],
            "talker": np.where(whole.talker == NOBODY, -1, whole.talker),
            "listener": whole.listener,
            "slot": whole.slot,
            "sign": np.where(whole.good > 0, 1, -1).astype(np.int8),
            "weight": whole.weight / FIXED,
            "credited": (whole.good > 0) & (whole.word == recruited),
        }
