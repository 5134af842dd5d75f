"""One brand, one strategy, one replicate: the market as it lives, day by day.

Both engines share this state. A day is: act (events and tactics propose, the desk applies what the
ledger paid), then talk, hear, decide, experience and count, by the loops or by Mesa agents, then
the desk books what was sold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.act import Desk, Sold
from simulation.dynamics.loops.day import live_day
from simulation.dynamics.lots import judge_rows, lots, luck_of
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.randomness import (
    WHY_START_AGE,
    WHY_START_AWARE,
    WHY_START_OWNER,
)
from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.tables import (
    N_COUNTS,
    TRACED,
    HostTables,
    Tally,
    Trace,
    empty_trace,
)
from simulation.errors import ArgumentError, Problem
from simulation.events.base import Event
from simulation.market.actions import Proposal
from simulation.market.ledger import Ledger
from simulation.market.state import EVER_AWARE, FIXED, Stage, empty_market, read_only
from simulation.market.view import View
from simulation.scenario.build import (
    BuiltMarket,
    addresses_of,
    audience_of,
    brand_day,
    channels_of,
    fees_of,
    parameters_of,
    terms_of,
    weights_of,
)
from simulation.scenario.model import Scenario
from simulation.tactics.base import Tactic

OLDEST_START = 90
"""Units owned at the start are 1 to 90 days old (assumption)."""

Verbs = Callable[["MarketRun", BrandDay, HostTables, Tally], None]


@dataclass
class Money:
    """Money of each day, (days,) float64: revenue, cost of goods sold, all spending."""

    revenue: NDArray[np.float64]
    goods_cost: NDArray[np.float64]
    cost: NDArray[np.float64]
    units: NDArray[np.int64]


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
        Keep every message (costs time and memory; changes nothing else).

    Attributes
    ----------
    market : Market
        State arrays, (n,) each.
    daily : ndarray
        (days, N_COUNTS) int64, one row of counts a day; places in ``dynamics.tables``.
    money : Money
    by_slot : ndarray
        (256,) int64, exposures by slot since the start; slot 0 is what consumers say by themselves.
    """

    def __init__(
        self, scenario: Scenario, strategy: str, built: BuiltMarket, *, trace: bool = False
    ) -> None:
        if strategy not in scenario.strategies:
            known = ", ".join(scenario.strategies)
            raise ArgumentError(f'strategy: no strategy "{strategy}". Use one of {known}.')
        self.scenario = scenario
        self.strategy = strategy
        self.built = built
        self.key = built.key
        self.population = built.population
        self.parameters = parameters_of(scenario)
        self.market = empty_market(built.n_consumers)
        self.seen = read_only(self.market)
        self.ties = audience_of(built.graph)
        self.weights = weights_of(scenario)
        self.addresses = addresses_of(scenario)
        self.tactics = scenario.strategies[strategy].tactics
        self.desk = Desk(
            self.key,
            self.market,
            terms_of(scenario, built.n_consumers),
            self._ledger(),
            self.addresses,
        )
        days = scenario.days
        self.day = 0
        self.daily = np.zeros((days, N_COUNTS), np.int64)
        self.money = Money(np.zeros(days), np.zeros(days), np.zeros(days), np.zeros(days, np.int64))
        self.by_slot = np.zeros(256, np.int64)
        self._buyers = np.zeros(built.n_consumers, np.int32)
        self._trace: list[tuple[int, Trace]] | None = [] if trace else None
        self.no_trace = empty_trace()
        self._paid = 0
        self._views: dict[str, View] = {}
        self._in_order = sorted(self.tactics, key=lambda tactic: not tactic.goes_first)
        self._brand = brand_day(scenario, 0)
        self._start()

    def _ledger(self) -> Ledger:
        strategy = self.scenario.strategies[self.strategy]
        ceiling = self.scenario.budget if strategy.budget is None else strategy.budget
        reserved = {t.label: t.budget for t in strategy.tactics if t.budget is not None}
        return Ledger(ceiling, reserved)

    def _start(self) -> None:
        """Owners and aware people of day 0, by addressed lot: the same in every strategy."""
        market, brand, n = self.market, self.scenario.brand, self.built.n_consumers
        n_owners = int(brand.owners_at_start * n + 0.5)
        n_aware = int(brand.aware_at_start * n + 0.5)
        order = np.argsort(lots(self.key, n, WHY_START_OWNER), kind="stable")
        owners = order[:n_owners]
        rest = order[n_owners:]
        words = lots(self.key, n, WHY_START_AWARE)
        aware = rest[np.argsort(words[rest], kind="stable")][:n_aware]
        ages = lots(self.key, n, WHY_START_AGE)[owners].astype(np.int64) * OLDEST_START >> 32
        market.stage[aware] = Stage.AWARE
        market.stage[owners] = Stage.CUSTOMER
        market.ever[aware] |= EVER_AWARE
        market.ever[owners] |= EVER_AWARE
        market.units[owners] = 1
        market.experienced_day[owners] = -1 - ages
        rows = np.sort(owners).astype(np.int64)
        judge_rows(
            self.key, rows, brand_day(self.scenario, 0), self.population, market,
            self.parameters.experience,
        )  # fmt: skip

    # -- act ---------------------------------------------------------------------------------

    def view(self, label: str) -> View:
        """What a tactic or event sees today."""
        view = self._views.get(label)
        if view is None:
            brand = self.scenario.brand
            n = self.built.n_consumers
            people = self.scenario.network.people_per_consumer
            view = View(
                day=self.day, days=self.scenario.days, graph=self.built.seen_graph,
                population=self.built.seen_population, market=self.seen, price=brand.price,
                people=people, unit_cost=brand.unit_cost * people, fees=fees_of(self.scenario),
                channels=channels_of(self.scenario, n), cases=self.desk.cases,
                hours_to_notice=brand.hours_to_notice, ledger=self.desk.ledger, label=label,
                luck=luck_of(self.key, n, self.addresses[label].stream, 0),
                rank=self.built.rank,
            )  # fmt: skip
            self._views[label] = view
        view.day = self.day
        return view

    def act(self) -> HostTables:
        """Events strike, tactics propose, events go on; the desk applies what was paid."""
        self.desk.begin(self.day)
        for event in self.scenario.events:
            if event.day == self.day:
                self.desk.open_case(event.label, event.kind, event.blame)
                self._propose(event, event.strike(self.view(event.label)))
        for tactic in self._in_order:
            if tactic.is_active(self.day):
                self._propose(tactic, tactic.propose(self.view(tactic.label)))
        for event in self.scenario.events:
            if event.day <= self.day:
                self._propose(event, event.aftermath(self.view(event.label)))
        return self.desk.tables()

    def _propose(self, plugin: Tactic | Event, proposals: Iterable[Proposal]) -> None:
        for proposal in proposals:
            self.desk.propose(plugin.label, proposal)

    def problems(self) -> list[Problem]:
        """What cannot work in this market, before anything runs."""
        found = []
        for i, tactic in enumerate(self.tactics):
            for text in tactic.problems(self.view(tactic.label)):
                key, _, message = text.partition(": ")
                where = f"strategies.{self.strategy}[{i}]" + (f".{key}" if key else "")
                found.append(Problem(message, where))
        return found

    # -- the day -----------------------------------------------------------------------------

    def live(self, verbs: Verbs | None = None) -> None:
        """Live one day; ``verbs`` talk, hear, decide, experience and count (else: the loops)."""
        if self.day >= self.scenario.days:
            raise ArgumentError(f"the run has ended after {self.scenario.days} days.")
        tables = self.act()
        on_sale = int(self.day >= self.scenario.brand.on_sale_from)
        brand = self._brand._replace(day=self.day, on_sale=on_sale)
        tally = Tally(self.daily[self.day], self.by_slot, self._buyers, self.no_trace)
        if self._trace is None:
            self._verbs(verbs, brand, tables, tally)
        else:
            self._traced(verbs, brand, tables, tally)
        self._book(self.desk.settle(tally, tables))
        self.day += 1

    def _verbs(
        self, verbs: Verbs | None, brand: BrandDay, tables: HostTables, tally: Tally
    ) -> None:
        if verbs is not None:
            verbs(self, brand, tables, tally)
            return
        live_day(
            self.key, brand, self.population, self.market, self.ties, self.weights, tables, tally,
            self.parameters,
        )  # fmt: skip

    def _book(self, sold: Sold) -> None:
        entries = self.desk.ledger.entries
        self.money.units[self.day] = sold.units
        self.money.revenue[self.day] = sold.revenue
        self.money.goods_cost[self.day] = sold.goods_cost
        if len(entries) > self._paid:
            self.money.cost[self.day] = math.fsum(e.amount for e in entries[self._paid :])
            self._paid = len(entries)

    def _traced(
        self, verbs: Verbs | None, brand: BrandDay, tables: HostTables, tally: Tally
    ) -> None:
        """Live the day with room for its messages; with too little room, live it again."""
        assert self._trace is not None
        room = max(1024, 2 * (len(self._trace[-1][1].talker) if self._trace else 0))
        before: list[Any] = [array.copy() for array in self.market]
        by_slot = self.by_slot.copy()
        while True:
            trace = empty_trace(room)
            self._verbs(verbs, brand, tables, tally._replace(trace=trace))
            used = int(tally.counts[TRACED])
            if used <= room:
                break
            room = 2 * used
            arrays: list[Any] = list(self.market)
            for array, old in zip(arrays, before, strict=True):
                array[:] = old
            self.by_slot[:] = by_slot
            tally.counts[:] = 0
            tables.programmes.made[:] = 0
        kept: list[Any] = [column[:used] for column in trace]
        self._trace.append((self.day, Trace(*kept)))

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
