"""One run on several threads leaves the same bytes as on one."""

from __future__ import annotations

import copy
import os
import signal
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation import market_run, whole_day
from simulation.market_run import MarketRun
from simulation.scenario.build import build_market
from tests.generated import World, worlds
from tests.model.test_engines import BUSY, LIVELY
from tests.small_markets import assert_same_bytes, live, scenario


def _both(monkeypatch: pytest.MonkeyPatch, n_threads: int, **changes: Any) -> list[MarketRun]:
    monkeypatch.setattr(market_run, "WORTH_THREADS", 0)
    small = scenario(BUSY, **{**LIVELY, **changes})
    built = build_market(small, 0)
    return [live(MarketRun(small, "tested", built, threads=t)) for t in (1, n_threads)]


class TestThreads:
    @pytest.mark.parametrize("n_threads", [2, 3, 7])
    def test_same_bytes(self, monkeypatch: pytest.MonkeyPatch, n_threads: int) -> None:
        """9,000 consumers are several blocks for each thread."""
        one, other = _both(monkeypatch, n_threads, size=9000, days=10)
        assert other._loops.threads == n_threads
        assert one.daily.sum() > 0
        assert_same_bytes(one, other)

    def test_same_bytes_where_room_is_short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Talkers stop in the middle of a block and go on after the others handed over."""
        monkeypatch.setattr(whole_day, "ROOM", 1 << 18)
        monkeypatch.setattr(whole_day, "ROOM_OF_THREADS", 16)
        one, other = _both(monkeypatch, 2, size=3000, days=10)
        assert_same_bytes(one, other)

    def test_one_thread_leaves_them_where_room_is_short(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        small = scenario(BUSY, **{**LIVELY, "size": 3000, "days": 10})
        built = build_market(small, 0)
        plenty = live(MarketRun(small, "tested", built))
        monkeypatch.setattr(whole_day, "ROOM", 16)
        assert_same_bytes(plenty, live(MarketRun(small, "tested", built)))

    def test_same_bytes_without_bonds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one, other = _both(monkeypatch, 2, size=3000, consumers__experience={"bond": 0.0})
        assert_same_bytes(one, other)

    @settings(max_examples=15)
    @given(world=worlds(most_consumers=60, most_days=8), n=st.integers(2, 4))
    def test_in_markets_of_all_kinds(self, world: World, n: int) -> None:
        """With rivals, segments and a limited stock too, which one thread lives."""
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(market_run, "WORTH_THREADS", 0)
            small, built = world
            runs = [MarketRun(small, "tested", built, threads=t) for t in (1, n)]
            assert_same_bytes(live(runs[0]), live(runs[1]))

    def test_a_small_market_is_lived_by_one(self) -> None:
        small = scenario(size=60)
        run = MarketRun(small, "nothing", build_market(small, 0), threads=4)
        assert run._loops.threads == 1


@pytest.mark.parametrize("n_threads", [1, 2])
def test_a_copy_goes_on_by_itself(monkeypatch: pytest.MonkeyPatch, n_threads: int) -> None:
    """What the loops were handed belongs to the run that was copied, and not to the copy."""
    monkeypatch.setattr(market_run, "WORTH_THREADS", 0)
    small = scenario(BUSY, **{**LIVELY, "size": 300, "days": 12})
    run = MarketRun(small, "tested", build_market(small, 0), threads=n_threads)
    for _ in range(6):
        run.live()
    before = b"".join(array.tobytes() for array in run.market)
    other = live(copy.deepcopy(run))
    assert b"".join(array.tobytes() for array in run.market) == before
    assert_same_bytes(live(run), other)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_run_goes_on_in_a_process_that_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its threads stayed behind; without new ones it would wait for ever."""
    monkeypatch.setattr(market_run, "WORTH_THREADS", 0)
    small = scenario(BUSY, **{**LIVELY, "size": 9000, "days": 12})
    run = MarketRun(small, "tested", build_market(small, 0), threads=2)
    for _ in range(4):  # until both threads are there
        run.live()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that threads are running is the point
        child = os.fork()
    if child == 0:
        signal.alarm(30)
        run.live()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
