"""What a finished run tells: tables, tactics, consumers, and what is measured before it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from simulation.dynamics.rules.hear import NOBODY, slot_of, talker_of
from simulation.experiments import jobs
from simulation.market_run import MarketRun
from simulation.network.graph import SocialGraph
from simulation.one_run import FinishedRun, check_market, probe_reproduction, run_strategy
from simulation.results.record import DAILY
from simulation.scenario.build import build_market
from tests.generated import World, worlds
from tests.model.test_engines import BUSY, LIVELY
from tests.small_markets import live, on_graph, run_of, scenario


@pytest.fixture(scope="module")
def finished() -> FinishedRun:
    return run_of(BUSY, **LIVELY)


class TestDaily:
    def test_has_its_columns_in_their_order(self, finished: FinishedRun) -> None:
        daily = finished.daily
        assert list(daily) == list(DAILY)
        assert {len(column) for column in daily.values()} == {LIVELY["days"]}
        assert daily["day"].tolist() == list(range(LIVELY["days"]))

    def test_is_a_copy(self, finished: FinishedRun) -> None:
        finished.daily["customers"][:] = -1
        assert (finished.daily["customers"] >= 0).all()  # type: ignore[operator]


class TestTactics:
    def test_one_row_each_and_one_for_the_consumers(self, finished: FinishedRun) -> None:
        rows = finished.tactics
        names = [tactic["kind"] for tactic in BUSY] + ["organic", "battery", "scandal"]
        assert sorted(map(str, rows["tactic"])) == sorted(names)
        spent = dict(zip(rows["tactic"], rows["cost"], strict=True))
        book: dict[str, float] = {}
        for name, amount in zip(finished.ledger["tactic"], finished.ledger["amount"], strict=True):
            book[str(name)] = book.get(str(name), 0.0) + float(amount)  # type: ignore[arg-type]
        assert {name: cost for name, cost in spent.items() if cost} == pytest.approx(book)

    @settings(max_examples=15)
    @given(worlds())
    def test_exposures_and_customers_go_to_their_slots(self, world: World) -> None:
        run = live(MarketRun(world.scenario, "tested", world.built))
        rows = FinishedRun(run).tactics
        slots = {name: address.slot for name, address in run.ours.addresses.items()} | {
            "organic": 0
        }
        words = run.market.recruited[run.market.recruited > 0]
        brought = np.bincount([int(slot_of(word)) for word in words], minlength=256)
        for name, exposures, customers in zip(
            rows["tactic"], rows["exposures"], rows["customers"], strict=True
        ):
            assert exposures == run.by_slot[slots[str(name)]]
            assert customers == brought[slots[str(name)]]


class TestConsumers:
    def test_a_row_each_with_who_brought_them(self, finished: FinishedRun) -> None:
        table: dict[str, NDArray[Any]] = dict(finished.consumers())
        market = finished.live.market
        assert table["consumer"].tolist() == list(range(100))
        assert table["label"].tolist() == [str(i) for i in range(100)]
        for i, word in enumerate(market.recruited):
            told = int(word) > 0 and int(talker_of(word)) != NOBODY
            assert table["recruited_by"][i] == (int(talker_of(word)) if told else -1)
            assert (table["recruited_by_tactic"][i] == "") == (int(word) == 0)
            assert table["purchases"][i] == market.purchases[i]
        owns = market.units > 0
        assert np.isnan(table["satisfaction"][~owns]).all()
        assert not np.isnan(table["satisfaction"][owns]).any()
        total = finished.daily["opinion_sum"][-1]
        assert table["opinion"][table["stage"] != "unaware"].sum() == pytest.approx(float(total))

    def test_keeps_the_labels_of_the_graph(self) -> None:
        graph = SocialGraph.from_edges([[0, 1], [1, 2]], labels=["ann", "bob", "eve"])
        small = scenario(roles={}, network={"kind": "random", "consumers": 3, "ties": 0.0})
        run = run_strategy(small, "tested", built=on_graph(small, graph))
        assert run.consumers()["label"].tolist() == ["ann", "bob", "eve"]


class TestBefore:
    def test_problems_of_every_strategy(self) -> None:
        small = scenario(
            [{"kind": "hire_kols", "tier": "head", "number": 9}, {"kind": "advertise"}],
        )
        found = [str(problem) for problem in check_market(small, build_market(small, 0))]
        assert len(found) == 2
        assert found[0].startswith("strategies.tested[0].number: 9 head KOLs asked, 1 exist")

    def test_looking_for_problems_changes_nothing(self) -> None:
        small = scenario(BUSY, **LIVELY)
        built = build_market(small, 0)
        check_market(small, built)
        checked = run_strategy(small, "tested", built=built).live.daily
        assert (checked == run_of(BUSY, **LIVELY).live.daily).all()

    def test_the_probe_gives_a_hundredth_of_all_a_unit(self) -> None:
        small = scenario(size=250, days=5)
        extra, gifts = probe_reproduction(small, 0, build_market(small, 0))
        assert gifts == 3.0
        assert extra == int(extra)

    def test_the_probe_counts_the_customers_whom_gifts_bring(self) -> None:
        """Where nobody else can talk, all customers are extra; in a silent market none is."""
        eager: dict[str, Any] = {
            "days": 20, "size": 200,
            "brand": {"owners_at_start": 0.0, "aware_at_start": 0.0, "quality": 1.0},
            "consumers__decide": {"interest_base": 2.0, "purchase_base": 2.0},
        }  # fmt: skip
        loud = scenario(consumers__talk__contacts_per_day=10.0, **eager)
        silent = scenario(consumers__talk__contacts_per_day=0.0, **eager)
        extra = [probe_reproduction(s, 0, build_market(s, 0))[0] for s in (loud, silent)]
        assert extra[0] > 10
        assert extra[1] == 0.0

    def test_the_probe_is_the_same_where_the_baseline_was_lived_before(self) -> None:
        """Customers of a baseline are people; the probe counts consumers."""
        network = {"kind": "community", "consumers": 200, "people_per_consumer": 5}
        small = scenario(BUSY, **{**LIVELY, "network": network, "days": 20})
        alone = jobs.live(jobs.Job(0, ("tested",)), small).market
        assert alone == jobs.live(jobs.Job(0, ("tested", "nothing")), small).market
        assert alone.extra_customers > 0.0
