"""Each verb by itself: the loop for all against the agents' method, from the same state.

A loop that strays is named here by its verb; the rules that both sides call have their own tests.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from simulation.brand_run import BrandRun
from simulation.dynamics.tables import (
    BUYERS,
    POSTS,
    TRACED,
    broadcasts_of,
    empty_trace,
    posts_of,
    tells_of,
)
from simulation.engines import Loops, Today
from simulation.market_run import MarketRun
from simulation.messages import UNHEARD
from simulation.model import ByAgents, WordOfMouthModel
from tests.generated import World, worlds
from tests.model.test_engines import BUSY, LIVELY
from tests.small_markets import started

State = dict[str, NDArray[Any]]


VERBS = ("talk", "remember", "decide", "experience", "receive", "count")


def state_of(run: BrandRun) -> State:
    return {name: array.copy() for name, array in run.market._asdict().items()}


def put(run: BrandRun, state: State) -> None:
    for name, array in state.items():
        getattr(run.market, name)[:] = array


class Compared(Loops):
    """The loops; one verb is lived by agents too, from the same state, and compared."""

    def __init__(self, model: WordOfMouthModel, verb: str) -> None:
        self.agents, self.verb = ByAgents(model), verb

    def compare(self, verb: str, today: Today, *rest: int) -> None:
        run, _, tables, tally, _ = today
        before, made = state_of(run), tables.programmes.made.copy()
        on_the_side = tally._replace(
            counts=tally.counts.copy(), by_slot=tally.by_slot.copy(), buyers=tally.buyers.copy()
        )
        getattr(Loops, verb)(self, today, *rest)
        if verb != self.verb:
            return
        after, loops_made = state_of(run), tables.programmes.made.copy()
        put(run, before)
        tables.programmes.made[:] = made
        getattr(self.agents, verb)(today._replace(tally=on_the_side), *rest)
        for field, array in state_of(run).items():
            assert array.tobytes() == after[field].tobytes(), f"{verb}: {field}"
        assert (tables.programmes.made == loops_made).all(), f"{verb}: posts for a reward"
        assert (on_the_side.by_slot == tally.by_slot).all(), f"{verb}: exposures by slot"
        assert (on_the_side.counts == tally.counts).all(), f"{verb}: counts"
        n = int(tally.counts[BUYERS])
        assert sorted(on_the_side.buyers[:n]) == sorted(tally.buyers[:n]), f"{verb}: buyers"

    def talk(self, today: Today) -> None:
        self.compare("talk", today)

    def remember(self, today: Today) -> None:
        self.compare("remember", today)

    def decide(self, today: Today) -> None:
        self.compare("decide", today)

    def experience(self, today: Today) -> None:
        self.compare("experience", today)

    def receive(self, today: Today, first: int) -> None:
        self.compare("receive", today, first)

    def count(self, today: Today) -> None:
        self.compare("count", today)


def check_verb(run: MarketRun, verb: str) -> None:
    """Live all days with the loops; live the one verb by agents too, from the same state."""
    verbs = Compared(WordOfMouthModel.of_run(run), verb)
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

        class Traced(Loops):
            def talk(self, today: Today) -> None:
                tables = today.tables._replace(
                    posts=posts_of([]), broadcasts=broadcasts_of([]), tells=tells_of([])
                )
                said = [m for c in model.agents for m in c.talk(today)]
                today.tally.counts[POSTS] = 0
                today.tables.programmes.made[:] = 0
                traced = today.tally._replace(trace=empty_trace(4096))
                super().talk(today._replace(tally=traced, tables=tables))
                n = int(today.tally.counts[TRACED])
                columns = [column[:n].tolist() for column in traced.trace]
                told = sorted(
                    (m.talker, m.listener, m.slot, int(m.good), m.weight, m.word)
                    for m in said
                    if m.listener != UNHEARD
                )
                assert sorted(zip(*columns, strict=True)) == told, "talk: messages"

        for _ in range(6):
            run.live(Traced())
        assert run.daily[:6, TRACED].all()
