"""Each verb by itself: the loop for all against the agents' method, from the same state.

A loop that strays is named here by its verb; the rules that both sides call have their own tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from simulation.dynamics.loops.count import count_all
from simulation.dynamics.loops.decide import decide_all, remember_all
from simulation.dynamics.loops.experience import experience_all
from simulation.dynamics.loops.hear import hear_broadcasts, hear_posts
from simulation.dynamics.loops.talk import talk_all
from simulation.dynamics.parameters import BrandDay
from simulation.dynamics.rules.hear import slot_of
from simulation.dynamics.tables import (
    BAD_MESSAGES,
    BUYERS,
    EXPOSURES,
    GOOD_MESSAGES,
    N_COUNTS,
    OPINION,
    TRACED,
    HostTables,
    Tally,
    empty_trace,
)
from simulation.market_run import MarketRun
from simulation.messages import UNHEARD, Message, broadcasts, paid_posts
from simulation.model import WordOfMouthModel
from tests.generated import World, worlds
from tests.model.test_engines import BUSY, LIVELY
from tests.small_markets import started

State = dict[str, NDArray[Any]]


class Agents:
    """The verbs of a day as the agents of a model live them, counted on the side."""

    def __init__(self, model: WordOfMouthModel, brand: BrandDay, tables: HostTables) -> None:
        self.model, self.brand, self.tables = model, brand, tables
        self.counts = np.zeros(N_COUNTS, np.int64)
        self.by_slot = np.zeros(256, np.int64)

    @property
    def rows(self) -> range:
        return range(len(self.model.market.stage))

    def deliver(self, message: Message) -> None:
        self.model.consumer(message.listener).hear(message, self.brand)
        self.counts[[EXPOSURES, TRACED]] += 1
        self.by_slot[message.slot] += 1

    def talk(self) -> None:
        for row in self.rows:
            for message in self.model.consumer(row).talk(self.brand, self.tables):
                self.counts[GOOD_MESSAGES if message.good else BAD_MESSAGES] += message.is_new
                if message.listener != UNHEARD:
                    self.deliver(message)

    def hear(self) -> None:
        for message in paid_posts(self.model.run, self.brand, self.tables):
            self.deliver(message)
        for message in broadcasts(self.model.run, self.brand, self.tables):
            self.deliver(message)

    def decide(self) -> None:
        for row in self.rows:
            log_price = self.tables.log_price[slot_of(self.model.market.credit[row])]
            consumer = self.model.consumer(row)
            self.counts[BUYERS] += consumer.decide(self.brand, float(log_price), 0.0)

    def experience(self) -> None:
        for row in self.rows:
            plain = float(self.tables.log_price[0])
            self.counts[BUYERS] += self.model.consumer(row).experience(self.brand, plain)

    def count(self) -> None:
        """Counting has no method; what it adds up is tested in tests/dynamics/test_count.py."""
        count_all(
            self.brand.day, self.model.market, self.counts, self.model.run.parameters.experience
        )


def loops_of(
    run: MarketRun, brand: BrandDay, tables: HostTables, tally: Tally
) -> dict[str, Callable[[], Any]]:
    """The same verbs as compiled loops."""
    key, market, people, p = run.key, run.market, run.population, run.parameters
    message = (run.ties, run.weights)

    def talk() -> None:
        talk_all(
            key, brand, people, market, tables.calm, tables.programmes, *message, tally, p.talk
        )

    def hear() -> None:
        hear_posts(key, brand, tables.posts, run.ties, market, tally)
        hear_broadcasts(key, brand, tables.broadcasts, market, tally)

    def decide() -> None:
        remember_all(market, p.hear)
        decide_all(key, brand, people, market, tables.log_price, tables.others, tally, p.decide)

    def experience() -> None:
        experience_all(key, brand, people, market, tables.log_price, tally, p.experience)

    def count() -> None:
        count_all(brand.day, market, tally.counts, p.experience)

    return {"talk": talk, "hear": hear, "decide": decide, "experience": experience, "count": count}


VERBS = ("talk", "hear", "decide", "experience", "count")


def state_of(run: MarketRun) -> State:
    return {name: array.copy() for name, array in run.market._asdict().items()}


def put(run: MarketRun, state: State) -> None:
    for name, array in state.items():
        getattr(run.market, name)[:] = array


def check_verb(run: MarketRun, verb: str) -> None:
    """Live all days with the loops; live the one verb by agents too, from the same state."""
    model = WordOfMouthModel.of_run(run)

    def verbs(run: MarketRun, brand: BrandDay, tables: HostTables, tally: Tally) -> None:
        for name, loop in loops_of(run, brand, tables, tally).items():
            before, counts, slots = state_of(run), tally.counts.copy(), tally.by_slot.copy()
            made = tables.programmes.made.copy()
            loop()
            if name != verb:
                continue
            after, loops_made = state_of(run), tables.programmes.made.copy()
            put(run, before)
            tables.programmes.made[:] = made
            agents = Agents(model, brand, tables)
            agents.counts[:] = 0
            getattr(agents, name)()
            for field, array in state_of(run).items():
                assert array.tobytes() == after[field].tobytes(), f"{verb}: {field}"
            assert (tables.programmes.made == loops_made).all(), f"{verb}: posts for a reward"
            assert (agents.by_slot == tally.by_slot - slots).all(), f"{verb}: exposures by slot"
            assert (agents.counts == tally.counts - counts).all(), f"{verb}: counts"

    while run.day < run.scenario.days:
        run.live(verbs)


@pytest.mark.parametrize("verb", VERBS)
class TestVerb:
    def test_in_a_lively_market(self, verb: str) -> None:
        check_verb(started(BUSY, **LIVELY), verb)

    @settings(max_examples=10)
    @given(world=worlds(most_consumers=60, most_days=8))
    def test_in_markets_of_all_kinds(self, verb: str, world: World) -> None:
        check_verb(MarketRun(world.scenario, "tested", world.built), verb)


class TestTrace:
    def test_the_loop_keeps_what_the_agents_say(self) -> None:
        """Talker, listener, slot, sign, weight and credit word of every message of talk."""
        run = started(BUSY, **LIVELY)
        model = WordOfMouthModel.of_run(run)

        def verbs(run: MarketRun, brand: BrandDay, tables: HostTables, tally: Tally) -> None:
            traced = tally._replace(trace=empty_trace(4096))
            said = [m for c in model.agents for m in c.talk(brand, tables)]
            tables.programmes.made[:] = 0
            loops = loops_of(run, brand, tables, traced)
            loops["talk"]()
            n = int(tally.counts[TRACED])
            columns = [column[:n].tolist() for column in traced.trace]
            kept = sorted(zip(*columns, strict=True))
            told = sorted(
                (m.talker, m.listener, m.slot, int(m.good), m.weight, m.word)
                for m in said
                if m.listener != UNHEARD
            )
            assert kept == told, "talk: messages"
            for name in VERBS[1:]:
                loops[name]()
            assert tally.counts[OPINION] == run.daily[run.day][OPINION]

        for _ in range(6):
            run.live(verbs)
