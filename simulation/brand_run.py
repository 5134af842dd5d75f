"""One brand of a running market: its state, its desk, its days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.act import Desk, Sold
from simulation.dynamics.lots import judge_rows, lots, luck_of
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.randomness import (
    WHY_START_AGE,
    WHY_START_AWARE,
    WHY_START_OWNER,
)
from simulation.dynamics.rules.experience import review_chance
from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.sales import slots_of
from simulation.dynamics.tables import (
    BAD_POSTS,
    BUYERS,
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
from simulation.market.state import EVER_AWARE, Stage, empty_market, read_only
from simulation.market.view import View
from simulation.scenario.build import BuiltMarket, audience_of
from simulation.scenario.model import Scenario
from simulation.scenario.numbers import (
    addresses_of,
    brand_of,
    channels_of,
    fees_of,
    parameters_of,
    people_in,
    terms_of,
    weights_of,
)
from simulation.tactics.base import Tactic

OLDEST_START = 90
"""Units owned at the start are 1 to 90 days old (assumption)."""


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
    brought : ndarray
        (days,) int64, new customers credited to a consumer.
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
        self.settings = brand_of(scenario, slot)
        self.key = built.key
        self.population = built.population
        self.parameters = parameters_of(scenario, slot)
        self.market = empty_market(built.n_consumers)
        self.seen = read_only(self.market)
        self.ties = audience_of(built)
        self.weights = weights_of(scenario)
        self.addresses = addresses_of(scenario, slot)
        self.tactics = tactics
        reserved = {t.label: t.budget for t in tactics if t.budget is not None}
        self.desk = Desk(
            self.key,
            self.market,
            terms_of(scenario, built.population, slot, tactics),
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
        self.brought = np.zeros(days, np.int64)
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
        self._start()

    def _start(self) -> None:
        """Owners and aware people of day 0, by addressed lot: the same in every strategy."""
        market, brand, n = self.market, self.settings, self.built.n_consumers
        n_owners = int(brand.owners_at_start * n + 0.5)
        n_aware = int(brand.aware_at_start * n + 0.5)
        order = np.argsort(self._lots(WHY_START_OWNER), kind="stable")
        owners = order[:n_owners]
        rest = order[n_owners:]
        words = self._lots(WHY_START_AWARE)
        aware = rest[np.argsort(words[rest], kind="stable")][:n_aware]
        ages = self._lots(WHY_START_AGE)[owners].astype(np.int64) * OLDEST_START >> 32
        market.stage[aware] = Stage.AWARE
        market.stage[owners] = Stage.CUSTOMER
        market.ever[aware] |= EVER_AWARE
        market.ever[owners] |= EVER_AWARE
        market.units[owners] = 1
        market.experienced_day[owners] = -1 - ages
        rows, today = np.sort(owners).astype(np.int64), self.desk.brand_day()
        for number, p in enumerate(self.parameters):
            mine = rows[self.population.segment[rows] == number]
            judge_rows(self.key, mine, today, self.population, market, p.experience)
        self._start_board(rows)

    def _lots(self, why: int) -> NDArray[np.uint32]:
        return lots(self.key, self.built.n_consumers, why, 0, self.slot)

    def _start_board(self, owners: NDArray[np.int64]) -> None:
        """Reviews that the owners of day 0 have written, on average."""
        good = bad = 0.0
        for row in owners:
            y = float(self.market.satisfaction[row])
            p = self.parameters[int(self.population.segment[row])].experience
            written = float(review_chance(y, 0.0, p))
            good, bad = (good + written, bad) if y > 0.0 else (good, bad + written)
        self.desk.board.add(good, bad)

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
        scenario, brand, n = self.scenario, self.settings, self.built.n_consumers
        people = people_in(scenario)
        return View(
            day=self.day, days=scenario.days, graph=self.built.seen_graph,
            population=self.built.seen_population, market=self.seen, price=brand.price,
            people=people, unit_cost=brand.unit_cost * people, fees=fees_of(scenario),
            channels=channels_of(scenario, n), cases=self.desk.cases,
            hours_to_notice=brand.hours_to_notice, ledger=self.desk.ledger, label=label,
            luck=luck_of(self.key, n, self.addresses[label].stream, self.slot),
            rank=self.built.rank, scalars=self.desk.scalars, board=self.desk.board,
            groups=self.desk.terms.groups, segments=tuple(scenario.consumers.segments),
            half_lives={
                name: platform.half_life_hours / 24.0
                for name, platform in scenario.media.platforms.items()
            },
            on_sale_from=brand.on_sale_from, platform=getattr(scenario.network, "platform", None),
            recruits=self._recruits, stock=lambda: self.desk.sales.stock,
            yesterday=self.daily[self.day - 1],
        )  # fmt: skip

    def _recruits(self, label: str) -> int:
        slots = slots_of(self.market.recruited[self.market.purchases > 0])
        return int((slots == self.addresses[label].slot).sum())

    def act(self) -> HostTables:
        """Events strike, tactics propose, events go on; the desk applies what was paid."""
        self.desk.begin(self.day)
        self._recommend()
        for event in self.events:
            if event.label not in self.desk.cases and self._strikes(event):
                self._strike(event)
        for tactic in self._in_order:
            if tactic.is_active(self.day):
                self._propose(tactic, tactic.propose(self.view(tactic.label)))
        for event in self.events:
            if event.label in self.desk.cases:
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
        self._keep_states(tally)
        self.day += 1

    def _keep_states(self, tally: Tally) -> None:
        """What the daily table says beside counts and money."""
        self.states["trust"][self.day] = self.desk.scalars["trust"]
        self.states["stars_shown"][self.day] = self.desk.board.stars
        buyers = self.buyers[: int(tally.counts[BUYERS])]
        if len(buyers):
            first = buyers[self.market.first_purchase_day[buyers] == self.day]
            words = self.market.recruited[first]
            told = (words > 0) & ((words & np.uint64(NOBODY)) != NOBODY)
            self.brought[self.day] = int(told.sum())
