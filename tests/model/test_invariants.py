"""What holds in every market, whatever it is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.dynamics.rules.hear import NOBODY
from simulation.dynamics.tables import EXPOSURES, STAGES
from simulation.market.state import NEVER, Stage
from simulation.market_run import MarketRun
from simulation.one_run import FinishedRun
from simulation.scenario.build import build_market
from tests.generated import World, tactics, worlds
from tests.small_markets import (
    arrays_of,
    daily_of,
    live,
    messages_of,
    run_of,
    scenario,
    started,
)

OWNING = (Stage.CUSTOMER, Stage.LOYAL, Stage.ADVOCATE, Stage.LAPSED)


def run_in(world: World, *, trace: bool = False) -> MarketRun:
    return live(MarketRun(world.scenario, "tested", world.built, trace=trace))


class TestCounts:
    @given(worlds())
    def test_everybody_is_in_one_stage_on_every_day(self, world: World) -> None:
        run = run_in(world)
        stages = run.daily[:, STAGES : STAGES + len(Stage)]
        assert (stages.sum(axis=1) == world.built.n_consumers).all()
        assert (run.daily >= 0)[:, : STAGES + len(Stage)].all()

    @given(worlds())
    def test_customers_are_distinct_people_who_paid(self, world: World) -> None:
        run = run_in(world)
        daily, market = daily_of(run), run.market
        paid = market.purchases > 0
        assert daily["customers"][-1] == paid.sum()
        assert daily["units"].sum() == market.purchases.sum()
        assert (daily["new_customers"].cumsum() == daily["customers"]).all()
        assert daily["repeat_customers"][-1] == (market.purchases > 1).sum()
        assert ((market.first_purchase_day != NEVER) == paid).all()
        assert (daily["owners"] >= daily["customers"]).all()

    @given(worlds())
    def test_units_are_starting_units_gifts_and_purchases(self, world: World) -> None:
        run = MarketRun(world.scenario, "tested", world.built)
        at_start = int(run.market.units.sum())
        live(run)
        assert run.market.units.sum() == at_start + run.desk.given + run.market.purchases.sum()

    @given(worlds())
    def test_exposures_are_counted_once_and_by_slot(self, world: World) -> None:
        run = run_in(world)
        assert run.by_slot.sum() == run.daily[:, EXPOSURES].sum()
        known = {0, *(address.slot for address in run.ours.addresses.values())}
        assert set(np.flatnonzero(run.by_slot).tolist()) <= known


class TestState:
    @given(worlds())
    def test_arrays_stay_in_their_ranges(self, world: World) -> None:
        run = MarketRun(world.scenario, "tested", world.built)
        for _ in range(world.scenario.days):
            run.live()
            market = run.market
            for name in ("evidence_for", "evidence_against", "fatigue", "anger", "units"):
                assert getattr(market, name).min() >= 0, name
            assert np.abs(market.satisfaction).max() <= 1.0
            assert all(np.isfinite(array).all() for array in market)
            assert not market.heard_good.any()
            assert not market.heard_bad.any()
            assert (market.units >= market.purchases).all()
            assert (market.experienced_day <= run.day - 1).all()
            assert ((market.satisfaction == 0) | (market.units > 0)).all()

    @given(worlds())
    def test_stages_agree_with_what_people_own_and_know(self, world: World) -> None:
        market = run_in(world).market
        assert (np.isin(market.stage, OWNING) == (market.units > 0)).all()
        aware = market.stage != Stage.UNAWARE
        assert ((market.ever & 1) == 1)[aware].all()
        assert not (((market.ever & 2) == 2) & ((market.ever & 1) == 0)).any()

    @given(worlds())
    def test_sums_of_what_is_heard_are_never_negative(self, world: World) -> None:
        run = run_in(world, trace=True)
        messages = messages_of(run)
        assert (messages["weight"] >= 0).all()
        assert (messages["listener"] < world.built.n_consumers).all()


def knew(market: Any) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = market.stage != Stage.UNAWARE
    return known.copy()


class TestTalk:
    @given(worlds())
    def test_nobody_speaks_of_what_they_do_not_know(self, world: World) -> None:
        """Consumers' own and incited messages; paid accounts say what they are paid for."""
        run = MarketRun(world.scenario, "tested", world.built, trace=True)
        before = [knew(run.market)]
        for _ in range(world.scenario.days):
            run.live()
            before.append(knew(run.market))
        told = messages_of(run)
        paid = {
            address.slot
            for name, address in run.ours.addresses.items()
            if name not in ("referral_reward", "review_reward")
        }
        own = ~np.isin(told["slot"], list(paid)) & (told["talker"] >= 0)
        for day, talker in zip(told["day"][own], told["talker"][own], strict=True):
            # Who got a unit free today may speak today, so either evening counts.
            assert before[day][talker] or before[day + 1][talker]

    @given(worlds())
    def test_messages_follow_ties(self, world: World) -> None:
        told = messages_of(run_in(world, trace=True))
        by_people = told["talker"] >= 0
        pairs = set(zip(told["talker"][by_people], told["listener"][by_people], strict=True))
        ties = {
            (int(u), int(v))
            for layer in world.built.graph.layers.values()
            for u, v in zip(layer.talker, layer.listener, strict=True)
        }
        assert {(int(u), int(v)) for u, v in pairs} <= ties

    def test_who_is_paid_to_speak_knows_the_brand(self) -> None:
        """Invariant of science section 3: no message from someone with no information."""
        hire = [{"kind": "hire_kols", "tier": "head", "number": 1, "posts": 1}]
        run = run_of(hire, days=2, brand={"owners_at_start": 0.0, "aware_at_start": 0.0}).live
        assert run.by_slot[run.ours.addresses["hire_kols"].slot] > 0
        assert (run.market.stage[run.population.role == 4] != Stage.UNAWARE).all()


class TestCredit:
    @given(worlds())
    def test_goes_to_a_message_heard_no_later_than_the_purchase(self, world: World) -> None:
        run = run_in(world, trace=True)
        market, told = run.market, messages_of(run)
        days = (market.recruited >> np.uint64(52)).astype(np.int64) - 1
        recruited = np.flatnonzero(market.recruited)
        assert (market.purchases[recruited] > 0).all()
        assert (days[recruited] <= market.first_purchase_day[recruited]).all()
        credited = told["credited"]
        assert sorted(told["listener"][credited].tolist()) == recruited.tolist()
        assert (told["sign"][credited] == 1).all()
        assert (told["day"][credited] == days[told["listener"][credited]]).all()

    @given(worlds())
    def test_goes_to_the_last_day_on_which_good_was_heard(self, world: World) -> None:
        run = run_in(world, trace=True)
        told = messages_of(run)
        last = np.full(world.built.n_consumers, -1)
        good = told["sign"] == 1
        np.maximum.at(last, told["listener"][good], told["day"][good])
        assert ((run.market.credit >> np.uint64(52)).astype(np.int64) - 1 == last).all()

    @given(worlds())
    def test_every_payer_is_somebodys_or_nobodys(self, world: World) -> None:
        run = run_in(world)
        rows, paid = FinishedRun(run).tactics, run.market.purchases > 0
        untold = int((run.market.recruited[paid] == 0).sum())
        assert sum(rows["customers"]) + untold == paid.sum()  # type: ignore[arg-type]
        assert sum(rows["exposures"]) == run.by_slot.sum()  # type: ignore[arg-type]
        talkers: NDArray[Any] = FinishedRun(run).consumers()["recruited_by"]
        assert ((talkers >= -1) & (talkers != NOBODY)).all()


class TestMoney:
    @given(worlds())
    def test_nobody_spends_more_than_they_have(self, world: World) -> None:
        run = run_in(world)
        for tactic in world.scenario.strategies["tested"].tactics:
            if tactic.budget is not None:
                assert run.desk.ledger.spent(tactic.label) <= tactic.budget * (1 + 1e-9)
        ceiling = world.scenario.ceiling("tested")
        assert ceiling is None or run.desk.ledger.total() <= ceiling * (1 + 1e-9)

    @given(worlds())
    def test_days_add_up_to_the_book(self, world: World) -> None:
        run = run_in(world)
        entries = run.desk.ledger.entries
        for day in range(world.scenario.days):
            booked = sum(entry.amount for entry in entries if entry.day == day)
            assert run.money.cost[day] == pytest.approx(booked)
        spent = {tactic: run.desk.ledger.spent(tactic) for tactic in run.ours.addresses}
        assert sum(spent.values()) == pytest.approx(run.money.cost.sum())

    @given(worlds())
    def test_revenue_is_at_most_the_list_price(self, world: World) -> None:
        run, brand = run_in(world), world.scenario.brand
        assert (run.money.revenue >= 0.0).all()
        paid = run.money.goods_cost / brand.unit_cost
        assert (run.money.revenue <= paid * brand.price * (1 + 1e-9)).all()
        assert (paid >= run.money.units * (1 - 1e-9)).all()
        if brand.revenue_model != "subscription":
            assert paid == pytest.approx(run.money.units)


class TestNothing:
    @settings(max_examples=10)
    @given(st.integers(0, 2**40), st.sampled_from(["one_off", "repeat"]))
    def test_comes_from_nothing(self, seed: int, model: str) -> None:
        """Zero owners, zero aware, zero spending: no array moves, even when trouble strikes."""
        run = started(
            seed=seed, days=12, events=[{"kind": "scandal", "day": 3, "news_share": 0.0}],
            brand={"owners_at_start": 0.0, "aware_at_start": 0.0, "revenue_model": model},
        )  # fmt: skip
        before = {name: array.copy() for name, array in arrays_of(run).items()}
        live(run)
        for name, array in arrays_of(run).items():
            if name not in ("daily", "trust", "stars_shown"):
                assert (array == before[name]).all(), name
        columns = daily_of(run)
        columns.pop("day")
        assert (columns.pop("trust") == 0.5).all()
        assert np.isnan(columns.pop("stars_shown")).all()
        assert (columns.pop("unaware") == 60).all()
        assert not any(column.any() for column in columns.values())

    @pytest.mark.parametrize("kind", sorted(tactics))
    def test_no_tactic_makes_buyers_of_people_whom_nobody_tells(self, kind: str) -> None:
        """With a purse of zero and nobody aware, every lever stays where it is."""
        written = {"kind": kind} | ({"share": 0.1} if kind == "discount" else {})
        run = started([written], budget=0.0, brand={"owners_at_start": 0.0, "aware_at_start": 0.0})
        live(run)
        assert run.daily[:, EXPOSURES].sum() == 0
        assert run.desk.ledger.total() == 0.0
        assert run.desk.given == 0


class TestOrderOfWriting:
    written: tuple[dict[str, Any], ...] = (
        {"kind": "hire_kocs", "number": 2},
        {"kind": "advertise", "spend_per_day": 30},
        {"kind": "referral_reward", "referee": 40.0},
        {"kind": "discount", "share": 0.25},
        {"kind": "seed_products", "number": 3},
        {"kind": "review_reward"},
    )

    @settings(max_examples=10)
    @given(st.permutations(list(range(6))), st.integers(0, 2**40))
    def test_of_tactics_does_not_move_luck(self, order: list[int], seed: int) -> None:
        one = run_of(self.written, seed=seed).live
        other = run_of([self.written[i] for i in order], seed=seed).live
        theirs = arrays_of(other)
        for name, array in arrays_of(one).items():
            assert array.tobytes() == theirs[name].tobytes(), name
        assert sorted(one.desk.ledger.entries) == sorted(other.desk.ledger.entries)

    def test_of_strategies_does_not_move_luck(self) -> None:
        tested = [dict(tactic) for tactic in self.written]
        small = scenario(
            strategies={"nothing": [], "another": [{"kind": "hire_kols"}], "tested": tested}
        )
        other = live(MarketRun(small, "tested", build_market(small, 0)))
        assert (run_of(self.written).live.daily == other.daily).all()
