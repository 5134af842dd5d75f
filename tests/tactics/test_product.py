"""Levers of product and service: what they add, when, for whom, and what it costs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES, DETRACTORS, FAILURES, OWNERS
from simulation.errors import ScenarioError
from simulation.market.actions import Action, Press, Resolve, Sample, Shift, Tell, Transition
from simulation.market.state import FAILED, Stage
from simulation.market_run import MarketRun
from simulation.tactics.product.improve_product import ImproveProduct
from simulation.tactics.product.improve_service import ImproveService
from simulation.tactics.product.running_cost import DAYS_A_MONTH
from simulation.tactics.product.service_promise import ServicePromise
from tests.small_markets import assert_same_bytes, live, started

SHOP: dict[str, Any] = {
    "days": 30,
    "size": 120,
    "brand": {"owners_at_start": 0.5, "aware_at_start": 0.3, "quality": 0.6},
    "consumers__decide": {"interest_base": 0.0},
}


def does(run: MarketRun) -> list[Action]:
    """What the first tactic would do today."""
    tactic = run.ours.tactics[0]
    return [a for p in tactic.propose(run.ours.view(tactic.label)) for a in p.actions]


def costs(run: MarketRun) -> dict[int, float]:
    """Money of each day on which some was spent, at most one cost a day."""
    entries = run.desk.ledger.entries
    assert len({entry.day for entry in entries}) == len(entries)
    return {entry.day: entry.amount for entry in entries}


ZERO: list[dict[str, Any]] = [
    {"kind": "improve_product", "quality_gain": 0.0, "cost": 0.0, "lag_days": 3},
    {"kind": "improve_service", "stage": "before", "gain": 0.0, "cost_per_month": 0.0},
    {"kind": "improve_service", "stage": "during", "gain": 0.0, "cost_per_month": 0.0},
    {"kind": "improve_service", "gain": 0.0, "capacity_per_day": 0, "cost_per_month": 0.0},
    {"kind": "service_promise", "cost_per_failure": 0.0, "restored_free": 0.0},
    {"kind": "service_promise", "cost_per_failure": 0.0, "years": 0.0},
    {"kind": "invest_in_esg", "spend_per_month": 0.0},
]


@pytest.mark.parametrize("written", ZERO, ids=lambda written: str(written["kind"]))
def test_a_lever_of_no_strength_changes_no_byte(written: dict[str, Any]) -> None:
    shop = SHOP | {"brand": {**SHOP["brand"], "failures_per_year": 5.0}}
    assert_same_bytes(live(started(**shop)), live(started([written], **shop)))


class TestImproveProduct:
    def test_a_round_is_paid_when_it_begins_and_better_when_it_ends(self) -> None:
        brand = {**SHOP["brand"], "defect_share": 0.2, "failures_per_year": 1.0}
        written = {
            "kind": "improve_product", "quality_gain": 0.1, "defect_cut_share": 0.5, "rounds": 2,
            "lag_days": 6, "cost": 50.0, "plan_hit": 0.4, "day": 3,
        }  # fmt: skip
        run = started([written], **SHOP | {"brand": brand})
        quality = []
        for _ in range(20):
            run.live()
            quality.append(run.desk.scalars["quality"])
        assert quality == pytest.approx([0.6] * 9 + [0.64] * 6 + [0.68] * 5)
        assert costs(run) == {3: 50.0, 9: 50.0}
        assert run.desk.scalars["defect_share"] == pytest.approx(0.2 * 0.8 * 0.8)
        assert run.desk.scalars["failures_per_year"] == pytest.approx(0.64)

    def test_what_bad_talk_teaches(self) -> None:
        """n / (n + enough) min(1, d / full) of what could be learnt, by hand."""
        run = started([{"kind": "improve_product", "driven_by": "bad_talk"}], **SHOP)
        live(run, 2)
        tactic = ImproveProduct(
            driven_by="bad_talk", bad_talk_hit=0.8, enough_bad_talk=0.1, detractors_full=0.5
        )
        view = run.ours.view("improve_product")
        view.yesterday = view.yesterday.copy()
        view.yesterday[OWNERS], view.yesterday[DETRACTORS] = 50, 10
        assert tactic.hit(view, 0.3) == pytest.approx(0.8 * 0.75 * 0.4)
        assert tactic.hit(view, 0.0) == 0.0
        view.yesterday[OWNERS], view.yesterday[DETRACTORS] = 0, 0
        assert tactic.hit(view, 0.3) == 0.0

    def test_it_listens_for_some_days_and_hears_its_share(self) -> None:
        written = {"kind": "improve_product", "driven_by": "bad_talk", "listen_days": 4,
                   "coverage_share": 0.5}  # fmt: skip
        run = live(started([written], **SHOP | {"brand": {**SHOP["brand"], "quality": 0.2}}), 9)
        said = run.daily[:9, BAD_MESSAGES]
        assert said.sum() > 0
        view = run.ours.view("improve_product")
        tactic = run.ours.tactics[0]
        assert isinstance(tactic, ImproveProduct)
        assert tactic.listen(view) == pytest.approx(0.5 * said[5:9].sum() / 120)

    def test_the_worse_the_product_the_more_bad_talk_teaches_and_a_plan_does_not_care(self) -> None:
        gained: dict[str, list[float]] = {"plan": [], "bad_talk": []}
        for driven_by, got in gained.items():
            for quality in (0.2, 0.5, 0.9):
                written = {"kind": "improve_product", "driven_by": driven_by, "lag_days": 10,
                           "listen_days": 10, "quality_gain": 0.1}  # fmt: skip
                brand = {**SHOP["brand"], "quality": quality, "quality_spread": 0.05}
                run = live(started([written], **SHOP | {"brand": brand}))
                got.append(run.desk.scalars["quality"] - quality)
        assert gained["plan"] == pytest.approx([0.05] * 3)
        bad, fair, good = gained["bad_talk"]
        assert bad > fair > good >= 0.0
        assert bad > 0.05 > good

    def test_without_money_no_round_begins(self) -> None:
        written = {"kind": "improve_product", "lag_days": 2, "rounds": 5, "cost": 40, "budget": 100}
        run = live(started([written], **SHOP))
        assert costs(run) == {0: 40.0, 2: 40.0}
        assert run.desk.scalars["quality"] == pytest.approx(0.6 + 2 * 0.05)
        assert run.desk.ledger.reasons["improve_product"]

    def test_what_was_begun_in_time_is_released(self) -> None:
        written = {"kind": "improve_product", "lag_days": 5, "rounds": 5, "cost": 1, "until": 3}
        run = live(started([written], **SHOP))
        assert run.desk.scalars["quality"] == pytest.approx(0.65)

    def test_says_what_cannot_work(self) -> None:
        written = {"kind": "improve_product", "cost": 90.0, "budget": 10.0, "lag_days": 30}
        run = started([written], **SHOP)
        fields = [p.split(":")[0] for p in run.ours.tactics[0].problems(run.ours.view(
            "improve_product"))]  # fmt: skip
        assert fields == ["cost", "lag_days"]


class TestImproveService:
    def test_before_shows_each_interested_person_once(self) -> None:
        written = {"kind": "improve_service", "stage": "before", "capacity_per_day": 3,
                   "cost_per_month": 0.0, "gain": 0.5, "advice_weight": 2.0}  # fmt: skip
        run = live(started([written], **SHOP), 3)
        view = run.ours.view("improve_service")
        told = np.flatnonzero(view.memory["served"])
        before = run.market.evidence_for + run.market.evidence_against
        (sample,) = (a for a in does(run) if isinstance(a, Sample))
        assert len(sample.who) == 3
        assert sample.weight == 1.0
        assert (run.market.stage[sample.who] == Stage.INTERESTED).all()
        assert not set(sample.who.tolist()) & set(told.tolist())
        view.memory["served"][sample.who] = False
        run.ours.act()
        moved = run.market.evidence_for + run.market.evidence_against != before
        assert set(np.flatnonzero(moved)) == set(sample.who.tolist())

    @pytest.mark.parametrize("quality", [0.1, 0.95])
    def test_advice_tells_the_truth(self, quality: float) -> None:
        """People who learn what a product is like learn that it is good, or that it is not."""
        written = {"kind": "improve_service", "stage": "before", "capacity_per_day": 60,
                   "cost_per_month": 0.0, "gain": 1.0, "service_step": 0.1}  # fmt: skip
        brand = {**SHOP["brand"], "quality": quality, "quality_spread": 0.05, "defect_share": 0.0}
        run = live(started([written], **SHOP | {"brand": brand}), 3)
        (sample,) = (a for a in does(run) if isinstance(a, Sample))
        run.ours.view("improve_service").memory["served"][sample.who] = False
        good = run.market.evidence_for[sample.who].sum()
        bad = run.market.evidence_against[sample.who].sum()
        run.ours.act()
        more_good = run.market.evidence_for[sample.who].sum() - good
        more_bad = run.market.evidence_against[sample.who].sum() - bad
        assert (more_good > more_bad) == (quality > 0.5)

    def test_during_takes_friction_away(self) -> None:
        written = {"kind": "improve_service", "stage": "during", "gain": 0.5, "ease": 0.4,
                   "service_step": 0.2, "cost_per_month": DAYS_A_MONTH * 2.0}  # fmt: skip
        run = started([written], **SHOP)
        assert does(run) == [Shift("service", 0.1), Press(Transition.PURCHASE, 0.2)]
        live(run)
        assert costs(run) == pytest.approx(dict.fromkeys(range(30), 2.0))
        assert run.desk.ledger.entries[0].kind == "staff"

    def test_more_ease_more_customers(self) -> None:
        sold = []
        for ease in (0.0, 0.5, 2.0):
            written = {"kind": "improve_service", "stage": "during", "gain": 1.0, "ease": ease,
                       "cost_per_month": 0.0}  # fmt: skip
            shop = SHOP | {"consumers__decide": {"interest_base": 0.0, "purchase_base": -4.0}}
            run = live(started([written], **shop))
            sold.append(int((run.market.purchases > 0).sum()))
        assert sold[0] < sold[1] < sold[2]

    @pytest.mark.parametrize(("hours", "wait"), [(24.0, 0.0), (12.0, 3.0), (0.0, 12.0)])
    def test_closed_hours_are_waited_for(self, hours: float, wait: float) -> None:
        """Who complains at a random hour while it is closed waits half of the closed time."""
        tactic = ImproveService(hours_open=hours, settled_at_once=0.8, patience_hours=30.0)
        assert tactic.settled_share == pytest.approx(0.8 * math.exp(-wait / 30.0))

    def test_after_settles_as_many_as_it_can(self) -> None:
        brand = {**SHOP["brand"], "failures_per_year": 40.0}
        written = {"kind": "improve_service", "capacity_per_day": 2, "hours_to_resolve": 24.0,
                   "settled_at_once": 1.0, "hours_open": 24.0, "cost_per_month": 0.0,
                   "cost_per_ticket": 7.0}  # fmt: skip
        run = live(started([written], **SHOP | {"brand": brand}))
        paid = costs(run)
        assert paid[29] == 14.0
        assert max(paid.values()) == 14.0
        assert next(a for a in does(run) if isinstance(a, Resolve)).most == 2
        alone = live(started(**SHOP | {"brand": brand}))
        assert run.market.satisfaction.sum() > alone.market.satisfaction.sum()

    def test_ends_with_its_money(self) -> None:
        written = {"kind": "improve_service", "cost_per_month": DAYS_A_MONTH * 10, "budget": 35.0}
        run = live(started([written], **SHOP))
        assert list(costs(run)) == [0, 1, 2]


class TestServicePromise:
    FAILING = SHOP | {"brand": {**SHOP["brand"], "failures_per_year": 20.0, "defect_share": 0.0}}

    def test_a_free_repair_makes_good_its_share(self) -> None:
        """The satisfaction lost by failures: 1 - restored of what it is without the promise."""
        lost = []
        for restored in (0.0, 0.5, 1.0):
            written = {"kind": "service_promise", "restored_free": restored,
                       "cost_per_failure": 0.0}  # fmt: skip
            run = started([written], **self.FAILING)
            before = run.market.satisfaction.copy()
            run.live()
            failed = (run.market.case == FAILED) & (run.market.units == 1) & (before > -0.3)
            assert failed.any()
            lost.append((before - run.market.satisfaction)[failed])
        assert lost[0] == pytest.approx(0.6)
        assert lost[1] == pytest.approx(0.3)
        assert lost[2] == pytest.approx(0.0)

    def test_pays_for_yesterdays_failures(self) -> None:
        written = {"kind": "service_promise", "cost_per_failure": 5.0}
        run = live(started([written], **self.FAILING))
        failed = run.daily[:, FAILURES]
        assert failed.sum() > 10
        due = {day + 1: 5.0 * n for day, n in enumerate(failed[:-1].tolist()) if n}
        assert costs(run) == pytest.approx(due)

    def test_ends_with_its_money(self) -> None:
        written = {"kind": "service_promise", "cost_per_failure": 5.0, "budget": 17.0}
        run = live(started([written], **self.FAILING))
        assert run.desk.ledger.total() == 17.0
        assert run.desk.scalars["repair"] == 0.0
        assert run.desk.ledger.reasons["service_promise"]

    def test_at_cost_is_free_to_the_brand_and_restores_less(self) -> None:
        shares = {}
        for charge in ("free", "cost", "price"):
            written = {"kind": "service_promise", "charge": charge}
            run = live(started([written], **self.FAILING), 5)
            shares[charge] = run.desk.scalars["repair"]
            assert (run.desk.ledger.total() > 0.0) == (charge == "free")
        assert shares == pytest.approx({"free": 0.85, "cost": 0.55, "price": 0.25})

    def test_covers_units_of_its_ages(self) -> None:
        """Units of the start are 1 to 90 days old; a promise of 40 days covers the younger."""
        years = 40.0 / 365.0
        young = {"kind": "service_promise", "name": "young", "years": years, "charge": "cost"}
        old = {"kind": "service_promise", "name": "old", "after_years": years, "charge": "price"}
        run = started([young, old], **self.FAILING)
        ages = -run.market.experienced_day[run.market.units > 0]
        share = float((ages / 365.0 < years).mean())
        assert 0.2 < share < 0.8
        run.live()
        assert run.desk.scalars["repair"] == pytest.approx(0.55 * share + 0.25 * (1 - share))

    def test_a_new_unit_is_young_again(self) -> None:
        run = started([{"kind": "service_promise"},
                       {"kind": "seed_products", "number": 5, "day": 2}], **SHOP)  # fmt: skip
        live(run, 4)
        view = run.ours.view("service_promise")
        tactic = run.ours.tactics[0]
        assert isinstance(tactic, ServicePromise)
        ages = tactic.ages(view)
        seeded = run.market.units[run.market.units > 0] > 1
        new = ages[run.market.experienced_day[run.market.units > 0] == 2]
        assert set(new.tolist()) <= {1, 2}
        assert (ages[seeded] <= 4).all()

    def test_must_not_end_before_it_begins(self) -> None:
        with pytest.raises(ScenarioError, match="below after_years"):
            started([{"kind": "service_promise", "years": 1.0, "after_years": 2.0}])


class TestEsg:
    GOOD: dict[str, Any] = {  # noqa: RUF012
        "kind": "invest_in_esg", "spend_per_month": DAYS_A_MONTH * 12.0, "lag_days": 10.0,
        "half_spend": DAYS_A_MONTH * 0.1,
    }  # fmt: skip

    def test_the_image_is_built_slowly_to_its_level(self) -> None:
        """12 a day against a half-spend of 12 for 120 people: w / (w + 12), w -> 12."""
        run = started([self.GOOD], **SHOP)
        for day in range(1, 6):
            run.live()
            work = 12.0 * (1.0 - math.exp(-day / 10.0))
            assert run.desk.scalars["image"] == pytest.approx(work / (work + 12.0))
        assert costs(run) == pytest.approx(dict.fromkeys(range(5), 12.0))

    def test_it_fades_when_the_money_stops(self) -> None:
        run = started([self.GOOD | {"until": 4}], **SHOP)
        live(run, 5)
        work = 12.0 * (1.0 - math.exp(-5 / 10.0))
        live(run, 10)
        left = work * math.exp(-1.0)
        assert run.desk.scalars["image"] == pytest.approx(left / (left + 12.0))
        assert max(costs(run)) == 4

    def test_only_those_who_care_hear_of_it(self) -> None:
        segments = {"young": {"share": 0.5}, "older": {"share": 0.5}}
        run = started([self.GOOD | {"to": {"segments": ["young"]}}],
                      **SHOP | {"consumers__segments": segments})  # fmt: skip
        live(run, 2)
        (told,) = (a for a in does(run) if isinstance(a, Tell))
        young = run.population.segment == 0
        assert set(told.who.tolist()) == set(np.flatnonzero(young).tolist())
        assert ((run.market.groups > 0) == young).all()

    def test_says_who_is_not_there(self) -> None:
        run = started([self.GOOD | {"to": {"segments": ["old"]}}], **SHOP)
        (problem,) = run.ours.tactics[0].problems(run.ours.view("invest_in_esg"))
        assert problem.startswith("to.segments")

    def test_never_more_than_its_purse(self) -> None:
        run = live(started([self.GOOD | {"budget": 30.0}], **SHOP))
        assert run.desk.ledger.total() == pytest.approx(30.0)
