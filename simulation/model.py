"""The market as a Mesa model: what Mesa's users expect, over the market's own arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import mesa
import numpy as np
import pandas as pd

from simulation.agents import Consumer
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.randomness import key_of
from simulation.dynamics.tables import (
    BAD_MESSAGES,
    BUYERS,
    EXPOSURES,
    GOOD_MESSAGES,
    TRACED,
    Tally,
)
from simulation.engines import Loops, Today
from simulation.errors import ScenarioError
from simulation.market.population import Population
from simulation.market.state import Market
from simulation.market_run import MarketRun
from simulation.messages import UNHEARD, Message, broadcasts, direct, paid_posts
from simulation.network.graph import SocialGraph
from simulation.one_run import Engine, FinishedRun
from simulation.scenario.build import build_market
from simulation.scenario.model import Scenario

Reporters = Mapping[str, Callable[..., Any] | str]


class DailyCollector(mesa.DataCollector):  # type: ignore[misc]
    """Mesa's collector over the daily rows that the market keeps anyway.

    The daily measures cost nothing until they are asked for. Reporters of your own are called every
    day, as in any Mesa model.
    """

    def __init__(
        self, model: WordOfMouthModel, model_reporters: Reporters | None,
        agent_reporters: Reporters | None,
    ) -> None:  # fmt: skip
        super().__init__(model_reporters=model_reporters, agent_reporters=agent_reporters)
        self._model = model
        self.is_asked = bool(model_reporters or agent_reporters)

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """A row a day: the daily measures, then the reporters of your own."""
        frame = pd.DataFrame(FinishedRun(self._model.run).daily)
        for name, values in self.model_vars.items():
            frame[name] = values
        return frame


class WordOfMouthModel(mesa.Model):  # type: ignore[misc]
    """Consumers on a social graph who talk well or badly about a brand, as a Mesa model.

    Parameters
    ----------
    scenario : Scenario
        What :func:`simulation.load_scenario` returns.
    strategy : str, optional
        Name of one of its strategies; the baseline if left out.
    replicate : int
        Number of the replicate: every strategy of a replicate meets the same luck.
    rng : int, numpy Generator or None
        Replaces the scenario's seed.
    engine : {"kernel", "agents"}
        Compiled loops, or Mesa agents one by one: the same arrays to the last bit.
    consumer_class : type
        Subclass of :class:`~simulation.agents.Consumer`; needs ``engine="agents"`` to matter.
    model_reporters, agent_reporters : mapping, optional
        Reporters of your own for the data collector, called every day.
    trace : bool
        Keep every message.

    Examples
    --------
    >>> from simulation import WordOfMouthModel, load_scenario
    >>> model = WordOfMouthModel(load_scenario("scenarios/phone_launch.yaml"), "many_kocs")
    >>> model.run_for(30)
    >>> int(model.day)
    30
    """

    def __init__(
        self,
        scenario: Scenario,
        strategy: str | None = None,
        replicate: int = 0,
        *,
        rng: int | np.random.Generator | None = None,
        engine: Engine = "kernel",
        consumer_class: type[Consumer] = Consumer,
        model_reporters: Reporters | None = None,
        agent_reporters: Reporters | None = None,
        trace: bool = False,
    ) -> None:
        if rng is not None:
            seed = int(rng.integers(2**31)) if isinstance(rng, np.random.Generator) else int(rng)
            scenario = scenario.with_changes({"seed": seed})
        built = build_market(scenario, replicate)
        run = MarketRun(scenario, strategy or scenario.baseline, built, trace=trace)
        problems = run.problems()
        if problems:
            raise ScenarioError(problems)
        self._begin(run, engine, consumer_class, model_reporters, agent_reporters)

    @classmethod
    def of_run(cls, run: MarketRun, consumer_class: type[Consumer] = Consumer) -> Self:
        """The Mesa model of a market that is already there, lived by agents."""
        model = cls.__new__(cls)
        model._begin(run, "agents", consumer_class, None, None)
        return model

    def _begin(
        self, run: MarketRun, engine: Engine, consumer_class: type[Consumer],
        model_reporters: Reporters | None, agent_reporters: Reporters | None,
    ) -> None:  # fmt: skip
        key = key_of(run.scenario.seed, run.built.replicate)
        super().__init__(rng=int(key.first))
        self.run = run
        self.engine = engine
        self.consumer_class = consumer_class
        self.datacollector = DailyCollector(self, model_reporters, agent_reporters)
        self._consumers: list[Consumer] | None = None

    # -- what it is made of ------------------------------------------------------------------

    @property
    def settings(self) -> Scenario:
        """The scenario (Mesa keeps ``scenario`` for an object of its own)."""
        return self.run.scenario

    @property
    def day(self) -> int:
        """Days lived so far."""
        return self.run.day

    @property
    def graph(self) -> SocialGraph:
        """Who can talk to whom."""
        return self.run.built.graph

    @property
    def market(self) -> Market:
        """State arrays of the brand, (n,) each."""
        return self.run.market

    @property
    def population(self) -> Population:
        """Traits of the consumers, (n,) each."""
        return self.run.population

    @property
    def parameters(self) -> Any:
        """Numbers of behaviour, a tuple for each verb."""
        return self.run.parameters

    @property
    def weights(self) -> Any:
        """Fixed-point weights of what consumers say by themselves."""
        return self.run.ours.weights

    @property
    def key(self) -> Any:
        """Key of the replicate's draws."""
        return self.run.key

    @property
    def agents(self) -> Any:
        """Every consumer as an agent (Mesa ``AgentSet``); made when first asked for."""
        self._all_consumers()
        return super().agents

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("model.agents is filled by the model itself.")

    def consumer(self, row: int) -> Consumer:
        """The consumer of a row."""
        return self._all_consumers()[row]

    def _all_consumers(self) -> list[Consumer]:
        if self._consumers is None:
            self._consumers = []
            n = self.run.built.n_consumers
            self._consumers = [self.consumer_class(self, row) for row in range(n)]
        return self._consumers

    @property
    def daily(self) -> pd.DataFrame:
        """The daily measures so far, a row a day."""
        return pd.DataFrame(FinishedRun(self.run).daily)

    # -- living ------------------------------------------------------------------------------

    def step(self) -> None:
        """Live one day."""
        self.run.live(ByAgents(self) if self.engine == "agents" else None)
        if self.datacollector.is_asked:
            self.datacollector.collect(self)
        if self.run.day >= self.settings.days:
            self.running = False

    def run_for(self, duration: int) -> None:
        """Live some days, at most to the end of the scenario."""
        for _ in range(int(duration)):
            if not self.running:
                return
            self.step()


class ByAgents:
    """The verbs of a day, each consumer in turn."""

    def __init__(self, model: WordOfMouthModel) -> None:
        self._model = model
        self._loops = Loops()

    def _consumers(self, today: Today) -> list[Consumer]:
        ours = self._model._all_consumers()
        if today.run.slot == 0:
            return ours
        return [consumer.of(today.run.settings.name) for consumer in ours]

    def talk(self, today: Today) -> None:
        """Everybody talks, and everything said is heard."""
        consumers, (run, brand, tables, tally, _) = self._consumers(today), today
        for consumer in consumers:
            for message in consumer.talk(today):
                if message.is_new:
                    tally.counts[GOOD_MESSAGES if message.good else BAD_MESSAGES] += 1
                if message.listener != UNHEARD:
                    self._deliver(message, consumers, brand, tally)
        for messages in (paid_posts, broadcasts, direct):
            for message in messages(run, brand, tables):
                self._deliver(message, consumers, brand, tally)

    def _deliver(
        self, message: Message, consumers: list[Consumer], brand: BrandDay, tally: Tally
    ) -> None:
        """Hand a message to its listener and count it."""
        consumers[message.listener].hear(message, brand)
        tally.counts[EXPOSURES] += 1
        tally.by_slot[message.slot] += 1
        place, trace = int(tally.counts[TRACED]), tally.trace
        tally.counts[TRACED] += 1
        if place < len(trace.talker):
            trace.talker[place] = message.talker
            trace.listener[place] = message.listener
            trace.slot[place] = message.slot
            trace.good[place] = message.good
            trace.weight[place] = message.weight
            trace.word[place] = message.word

    def remember(self, today: Today) -> None:
        """What was heard becomes evidence."""
        for consumer in self._consumers(today):
            consumer.remember(today)

    def decide(self, today: Today) -> None:
        """Everybody decides."""
        self._list_buyers(today, [c.row for c in self._consumers(today) if c.decide(today)])

    def experience(self, today: Today) -> None:
        """Everybody lives on; who buys again is listed."""
        self._list_buyers(today, [c.row for c in self._consumers(today) if c.experience(today)])

    def _list_buyers(self, today: Today, rows: list[int]) -> None:
        count = int(today.tally.counts[BUYERS])
        today.tally.buyers[count : count + len(rows)] = rows
        today.tally.counts[BUYERS] = count + len(rows)

    def receive(self, today: Today, first: int) -> None:
        """Who bought again, listed from place ``first`` on, gets the unit."""
        consumers = self._consumers(today)
        for row in today.tally.buyers[first : int(today.tally.counts[BUYERS])]:
            consumers[int(row)].take_another(today)

    def count(self, today: Today) -> None:
        """The day's row."""
        self._loops.count(today)
