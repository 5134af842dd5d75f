"""One state, two engines: loops, Mesa agents and plain Python leave the same bytes behind."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.agents import Consumer
from simulation.dynamics.tables import BAD_MESSAGES, EXPOSURES, GOOD_MESSAGES, TRACED
from simulation.engines import Today
from simulation.market_run import MarketRun
from simulation.messages import UNHEARD, broadcasts, direct, paid_posts
from simulation.model import ByAgents, WordOfMouthModel
from simulation.one_run import Engine, FinishedRun, run_strategy
from tests.generated import World, worlds
from tests.small_markets import arrays_of, assert_same_bytes, run_of

BUSY: list[dict[str, Any]] = [
    {"kind": "hire_kols", "tier": "waist", "number": 1, "budget": None},
    {"kind": "hire_kocs", "number": 3, "gift": True, "every_days": 3},
    {"kind": "seed_products", "to": "hubs", "number": 4, "day": 1},
    {"kind": "advertise", "spend_per_day": 60},
    {"kind": "referral_reward", "referee": 30.0, "budget": 200},
    {"kind": "review_reward", "budget": 90},
    {"kind": "discount", "share": 0.2, "day": 3, "until": 9},
    {"kind": "monitor_talk"},
    {"kind": "respond", "hours_to_reply": 5.0, "hours_to_resolve": 30.0, "amount": 20.0},
]
TROUBLE: list[dict[str, Any]] = [
    {"kind": "product_defect", "name": "battery", "day": 4},
    {"kind": "scandal", "day": 6, "share_of_aware": 0.3},
]
LIVELY: dict[str, Any] = {
    "days": 15,
    "size": 100,
    "events": TROUBLE,
    "brand": {"owners_at_start": 0.2, "aware_at_start": 0.5, "revenue_model": "repeat",
              "every_days": 6.0},
    "consumers__decide": {"interest_base": -1.0, "purchase_base": -1.0},
}  # fmt: skip


def finished(world: World, engine: Engine = "kernel", *, trace: bool = False) -> FinishedRun:
    small, built = world
    return run_strategy(small, "tested", built.replicate, built=built, engine=engine, trace=trace)


def assert_same_run(one: FinishedRun, other: FinishedRun) -> None:
    assert_same_bytes(one.live, other.live)
    assert one.ledger == other.ledger
    assert one.tactics == other.tactics
    assert one.live.ours.desk.sales.stock == other.live.ours.desk.sales.stock
    for name, column in one.daily.items():
        assert column.tobytes() == other.daily[name].tobytes(), name


class TestTwoEngines:
    @given(worlds())
    def test_loops_and_agents_leave_the_same_bytes(self, world: World) -> None:
        assert_same_run(finished(world), finished(world, "agents"))

    @settings(max_examples=15)
    @given(worlds(most_consumers=80, most_days=10))
    def test_and_the_same_messages(self, world: World) -> None:
        kernel, agents = finished(world, trace=True), finished(world, "agents", trace=True)
        assert_same_run(kernel, agents)
        theirs = agents.messages()
        for name, column in kernel.messages().items():
            assert column.tobytes() == theirs[name].tobytes(), name

    def test_when_all_happens_at_once(self) -> None:
        """Not generated: every tactic and event in one lively market, so that none is left out."""
        kernel, agents = (run_of(BUSY, engine=engine, **LIVELY) for engine in ("kernel", "agents"))
        assert_same_run(kernel, agents)
        assert all(amount > 0 for amount in kernel.live.by_slot[: len(BUSY)][[0, 1, 4]])
        assert kernel.live.market.purchases.max() > 1
        assert kernel.live.market.case.min() < 0 < kernel.live.market.case.max()

    def test_on_days_that_fill_the_credit_word(self) -> None:
        """From day 2047 on the word's highest bit is set."""
        late: dict[str, Any] = {
            "days": 2052, "network": {"kind": "random", "consumers": 3, "ties": 2.0}, "roles": {},
            "brand": {"owners_at_start": 0.4, "aware_at_start": 0.4, "quality": 1.0},
            "consumers__experience": {"lapse_per_day": 0.0, "forgetting_per_day": 0.0},
        }  # fmt: skip
        kernel, agents = (run_of(engine=engine, **late) for engine in ("kernel", "agents"))
        assert_same_run(kernel, agents)
        assert kernel.live.market.credit.max() >= 2**63


class TestAgain:
    @given(worlds())
    def test_the_same_seed_gives_the_same_bytes(self, world: World) -> None:
        assert_same_run(finished(world), finished(world))

    @given(worlds())
    def test_looking_on_changes_nothing(self, world: World) -> None:
        """With a trace, the first day's room of 1,024 messages is often too small."""
        assert_same_run(finished(world), finished(world, trace=True))

    def test_a_day_that_overflows_its_trace_is_lived_once(self) -> None:
        loud = LIVELY | {"size": 2000, "consumers__talk": {"contacts_per_day": 20.0}}
        plain, traced = run_of(BUSY, **loud), run_of(BUSY, trace=True, **loud)
        assert plain.live.daily[:, EXPOSURES].max() > 2048
        assert_same_run(plain, traced)
        assert len(traced.messages()["day"]) == plain.live.daily[:, EXPOSURES].sum()

    def test_another_seed_gives_other_numbers(self) -> None:
        one, other = run_of(BUSY, seed=1, **LIVELY), run_of(BUSY, seed=2, **LIVELY)
        assert (one.live.daily != other.live.daily).any()


class Shuffled(ByAgents):
    """The verbs of a day with talkers, messages, deciders and owners in any order."""

    def __init__(self, model: WordOfMouthModel, luck: random.Random) -> None:
        super().__init__(model)
        self._luck = luck

    def _in_any_order(self, today: Today) -> list[Consumer]:
        consumers = self._consumers(today)
        return self._luck.sample(consumers, len(consumers))

    def talk(self, today: Today) -> None:
        run, brand, tables, tally, _ = today
        said = [m for consumer in self._in_any_order(today) for m in consumer.talk(today)]
        for message in said:
            if message.is_new:
                tally.counts[GOOD_MESSAGES if message.good else BAD_MESSAGES] += 1
        for others in (paid_posts, broadcasts, direct):
            said += others(run, brand, tables)
        heard = [message for message in said if message.listener != UNHEARD]
        consumers = self._consumers(today)
        for message in self._luck.sample(heard, len(heard)):
            consumers[message.listener].hear(message, brand)
            tally.by_slot[message.slot] += 1
        tally.counts[[EXPOSURES, TRACED]] += len(heard)

    def remember(self, today: Today) -> None:
        for consumer in self._in_any_order(today):
            consumer.remember(today)

    def decide(self, today: Today) -> None:
        self._list_buyers(today, [c.row for c in self._in_any_order(today) if c.decide(today)])

    def experience(self, today: Today) -> None:
        rows = [c.row for c in self._in_any_order(today) if c.experience(today)]
        self._list_buyers(today, rows)


class TestOrder:
    @settings(max_examples=20)
    @given(worlds(most_days=12), st.integers(0, 2**32))
    def test_of_talkers_messages_and_deciders_does_not_matter(
        self, world: World, seed: int
    ) -> None:
        run = MarketRun(world.scenario, "tested", world.built)
        verbs = Shuffled(WordOfMouthModel.of_run(run), random.Random(seed))
        for _ in range(world.scenario.days):
            run.live(verbs)
        assert_same_run(finished(world), FinishedRun(run))


def digest_of(run: MarketRun) -> str:
    digest = hashlib.sha256()
    for array in arrays_of(run).values():
        digest.update(array.tobytes())
    digest.update(repr(run.desk.ledger.entries).encode())
    return digest.hexdigest()


PLAIN = "from tests.model.test_engines import *; print(digest_of(run_of(BUSY, **LIVELY).live))"


def test_plain_python_gives_the_same_bytes(root: Path) -> None:
    """The same source, interpreted (``make bounds`` runs all tests with indices checked)."""
    shown = subprocess.run(
        [sys.executable, "-c", PLAIN],
        cwd=root,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == digest_of(run_of(BUSY, **LIVELY).live)
