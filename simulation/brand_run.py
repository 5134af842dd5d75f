"""One brand of a running market: its state, its desk, its days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.act import Desk, Sold
from simulation.dynamics.loops.talk import fades_of
from simulation.dynamics.lots import luck_of
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.sales import slots_of
from simulation.dynamics.tables import (
    BAD_POSTS,
    N_COUNTS,
    POSTS,
    HostTables,
    Tally,
    Trace,
    empty_trace,
)
from simulation.errors import Problem
from simulation.events.base import Event
from simulation.market.actions import Proposal
from simulation.market.ledger import Ledger
from simulation.market.state import empty_market, read_only
from simulation.market.view import View
from simulation.scenario.brand_numbers import numbers_of
from simulation.scenario.brand_start import fill
from simulation.scenario.build import BuiltMarket, audience_of
from simulation.scenario.model import Scenario
from simulation.scenario.numbers import groups_of
from simulation.tactics.base import Tactic


@dataclass
class Money:
    """Money of each day, (days,) float64: revenue, cost of goods sold, all spending."""

    revenue: NDArray[np.float64]
    goods_cost: NDArray[np.float64]
    cost: NDArray[np.float64]
    units: NDArray[np.int64]


class BrandRun:
    """A running brand.

    Parameters
    ----------
    scenario : Scenario
    tactics : sequence of Tactic
        Levers that this brand pulls.
    ceiling : float or None
        Most that it may spend.
    built : BuiltMarket
        Graph and population.
    slot : int
        Place of the brand: 0 is ours, then the rivals as listed.

    Attributes
    ----------
    market : Market
        State arrays, (n,) each.
    daily : ndarray
        (days, N_COUNTS) int64, one row of counts a day; places in ``dynamics.tables``.
    money : Money
    by_slot : ndarray
        (256,) int64, exposures by slot since the start; slot 0 is what consumers say by themselves.
    states : dict of str to ndarray
        (days,) float64: trust and the mean of the shown reviews at the end of each day.
    """

    def __init__(
        self,
        scenario: Scenario,
        tactics: tuple[Tactic, ...],
        ceiling: float | None,
        built: BuiltMarket,
        slot: int = 0,
    ) -> None:
        self.scenario = scenario
        self.built = built
        self.slot = slot
        self.numbers = numbers_of(scenario, built, slot)
        self.settings = self.numbers.settings
        self.key = built.key
        self.population = built.population
        self.parameters = self.numbers.parameters
        self.market = empty_market(built.n_consumers)
        self.seen = read_only(self.market)
        self.ties = audience_of(built)
        self.weights = self.numbers.weights
        self.addresses = self.numbers.addresses
        self.fades = fades_of(scenario.days, self.parameters[0].talk)
        self.tactics = tactics
        reserved = {t.label: t.budget for t in tactics if t.budget is not None}
        self.desk = Desk(
            self.key,
            self.market,
            replace(self.numbers.terms, groups=groups_of(tactics)),
            Ledger(ceiling, reserved),
            self.addresses,
            built.population,
            self.parameters,
            self._cause,
        )
        days = scenario.days
        self.day = 0
        self.daily = np.zeros((days, N_COUNTS), np.int64)
        self.money = Money(np.zeros(days), np.zeros(days), np.zeros(days), np.zeros(days, np.int64))
        self.by_slot = np.zeros(256, np.int64)
        self.states = {"trust": np.zeros(days), "stars_shown": np.zeros(days)}
        self.buyers = np.zeros(built.n_consumers, np.int32)
        self.no_trace = empty_trace()
        self._paid = 0
        self._views: dict[str, View] = {}
        self._in_order = sorted(tactics, key=lambda tactic: not tactic.goes_first)
        ours = scenario.brand.name
        self.events: list[Event] = [
            event for event in scenario.events if (event.brand or ours) == self.settings.name
        ]
        shares = (self.settings.owners_at_start, self.settings.aware_at_start)
        start = fill(self.market, built, shares, self.desk.brand_day(), self.parameters)
        self.desk.board.add(*start.reviews)

    # -- act ---------------------------------------------------------------------------------

    def view(self, label: str) -> View:
        """What a tactic or event sees today."""
        view = self._views.get(label)
        if view is None:
            view = self._views[label] = self._new_view(label)
        view.day = self.day
        view.yesterday = self.daily[self.day - 1]
        return view

    def _new_view(self, label: str) -> View:
        scenario, brand, terms = self.scenario, self.settings, self.desk.terms
        n = self.built.n_consumers
        return View(
            day=self.day, days=scenario.days, graph=self.built.seen_graph,
            population=self.built.seen_population, market=self.seen, price=brand.price,
            people=terms.people, unit_cost=brand.unit_cost * terms.people, fees=self.numbers.fees,
            channels=terms.channels, cases=self.desk.cases,
            hours_to_notice=brand.hours_to_notice, ledger=self.desk.ledger, label=label,
            luck=luck_of(self.key, n, self.addresses[label].stream, self.slot),
            rank=self.built.rank, scalars=self.desk.scalars, board=self.desk.board,
            groups=terms.groups, segments=tuple(scenario.consumers.segments),
            half_lives=self.numbers.half_lives,
            on_sale_from=brand.on_sale_from, platform=getattr(scenario.network, "platform", None),
            recruits=self._recruits, stock=lambda: self.desk.sales.stock,
            yesterday=self.daily[self.day - 1],
        )  # fmt: skip

    def _recruits(self, label: str) -> int:
        slots = slots_of(self.market.recruited[self.market.purchases > 0])
        return int((slots == self.addresses[label].slot).sum())

    def act(self) -> HostTables:
        """Events strike, tactics propose, events go on; the desk applies what was paid."""
        cases = self.desk.cases
        self.desk.begin(self.day)
        self._recommend()
        for event in self.events:
            if event.label not in cases and self._strikes(event):
                self._strike(event)
        for tactic in self._in_order:
            if tactic.is_active(self.day):
                self._propose(tactic, tactic.propose(self.view(tactic.label)))
        for event in self.events:
            if event.label in cases:
                self._propose(event, event.aftermath(self.view(event.label)))
        return self.desk.tables()

    def _recommend(self) -> None:
        """The platform goes on showing what was posted yesterday."""
        if self.day and self.desk.terms.recommended.share > 0.0:
            posts, bad = (int(self.daily[self.day - 1, place]) for place in (POSTS, BAD_POSTS))
            self.desk.said.recommend_yesterdays(posts - bad, bad)

    def _strikes(self, event: Event) -> bool:
        if event.chance_per_day is None:
            return event.day == self.day
        return self.view(event.label).chance() < event.chance_per_day

    def _strike(self, event: Event) -> None:
        self.desk.open_case(event.label, event.kind, event.blame, event.severity)
        self.desk.cases[event.label].is_trouble = event.is_trouble
        self._propose(event, event.strike(self.view(event.label)))

    def _cause(self, name: str, kind: str, fields: Mapping[str, Any]) -> None:
        """A tactic brought an event on the brand; each tactic can do so once in a run."""
        if name in self.desk.cases:
            return
        written = {"kind": kind, "name": name, "day": self.day, **fields}
        event = Event.members[kind].model_validate(written)
        assert isinstance(event, Event)
        self.events.append(event)
        self._strike(event)

    def _propose(self, plugin: Tactic | Event, proposals: Iterable[Proposal]) -> None:
        for proposal in proposals:
            self.desk.propose(plugin.label, proposal)

    def problems(self, where: str) -> list[Problem]:
        """What cannot work in this market, before anything runs."""
        found = []
        for i, tactic in enumerate(self.tactics):
            for text in tactic.problems(self.view(tactic.label)):
                key, _, message = text.partition(": ")
                found.append(Problem(message, f"{where}[{i}]" + (f".{key}" if key else "")))
        return found

    # -- the day -----------------------------------------------------------------------------

    def tally(self, trace: Trace | None = None) -> Tally:
        """Where the loops count today."""
        kept = self.no_trace if trace is None else trace
        return Tally(self.daily[self.day], self.by_slot, self.buyers, kept)

    def today(self) -> BrandDay:
        """What the brand is today."""
        return self.desk.brand_day()

    def close(self, tally: Tally, tables: HostTables) -> None:
        """Book what was sold and spent today, and go to the next day."""
        sold: Sold = self.desk.settle(tally, tables)
        entries = self.desk.ledger.entries
        self.money.units[self.day] = sold.units
        self.money.revenue[self.day] = sold.revenue
        self.money.goods_cost[self.day] = sold.goods_cost
        if len(entries) > self._paid:
            self.money.cost[self.day] = math.fsum(e.amount for e in entries[self._paid :])
            self._paid = len(entries)
        self.states["trust"][self.day] = self.desk.scalars["trust"]
        self.states["stars_shown"][self.day] = self.desk.board.stars
        self.day += 1

    @property
    def brought(self) -> NDArray[np.int64]:
        """(days,) int64, new customers credited to a consumer."""
        words = self.market.recruited
        told = np.flatnonzero((words > 0) & ((words & np.uint64(NOBODY)) != NOBODY))
        days = self.market.first_purchase_day[told]
        return np.bincount(days, minlength=self.scenario.days)
