"""Groups, scarce units, old units, messages: what each lever of incentives does, by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import REFUSED_COUNT
from simulation.market.actions import (
    Enrol,
    Incite,
    Limit,
    PayOn,
    Press,
    Price,
    Reopen,
    Shift,
    Source,
    Tell,
    Transition,
)
from simulation.market.state import NEVER, Stage
from simulation.market_run import MarketRun
from simulation.tactics.enrolling import DAYS_A_MONTH
from tests.small_markets import assert_same_bytes, live, run_of, started

EAGER: dict[str, Any] = {
    "days": 12,
    "size": 200,
    "brand": {"owners_at_start": 0.3, "aware_at_start": 0.5, "price": 100.0, "unit_cost": 40.0,
              "quality": 0.9, "quality_spread": 0.0, "defect_share": 0.0},
    "consumers__decide": {"interest_base": 0.0, "purchase_base": -1.0, "taste_spread": 0.0},
}  # fmt: skip
REPEAT = EAGER | {"brand": EAGER["brand"] | {"revenue_model": "repeat", "every_days": 5.0}}
CALM = {"lapse_per_day": 0.0, "lapse_dissatisfied": 0.0}


def actions_of(run: MarketRun) -> list[Any]:
    """Everything that the only tactic would do today."""
    tactic = run.ours.tactics[0]
    return [a for p in tactic.propose(run.ours.view(tactic.label)) for a in p.actions]


def only(run: MarketRun, kind: type) -> Any:
    """The only action of a kind that the only tactic would do today."""
    (found,) = [a for a in actions_of(run) if isinstance(a, kind)]
    return found


def members(run: MarketRun) -> np.ndarray[Any, Any]:
    """Rows of the members of the only tactic."""
    return run.ours.view(run.ours.tactics[0].label).members


NOTHING: dict[str, dict[str, Any]] = {
    "membership": {"enrol_share": 0.0},
    "co_creation": {"to": {"roles": ["employee"]}, "cost": 0.0, "quality_gain": 0.0},
    "trade_in": {"chance_per_day": 0.0, "credit": 0.0, "cost_per_unit": 0.0},
    "triggered_messages": {"read_share": 0.0, "cost_per_message": 0.0},
    "discount": {"share": 0.0, "form": "coupon", "used_share": 0.0},
    "review_reward": {"appeal": "norm", "norm_gain": 0.0},
    "build_community": {"enrol_share": 0.0},
    "manage_reviews": {"coverage_share": 0.0, "cost_per_month": 0.0},
    "amplify_ugc": {"replies_per_day": 0, "reposts_per_week": 0},
    "limited_release": {"units": 10**9, "every_days": 99, "codes_per_customer": 0,
                        "first_codes": 0, "cost": 0.0, "wanted": 0.0, "waiting_talk": 0.0,
                        "frustration": 0.0},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(NOTHING))
def test_without_strength_it_changes_no_bit(kind: str) -> None:
    nothing = live(started([], **REPEAT))
    assert_same_bytes(live(started([{"kind": kind, **NOTHING[kind]}], **REPEAT)), nothing)


class TestMembership:
    JOINED = {"kind": "membership", "enrol_share": 1.0, "perk_cost": 3.0}  # noqa: RUF012

    def test_every_member_costs_and_every_return_is_paid_points(self) -> None:
        run = started([self.JOINED | {"points_share": 0.1}], **REPEAT)
        perks = points = 0.0
        while run.day < 12:
            before = run.market.purchases.copy()
            run.live()
            perks += len(members(run)) * 3.0 / DAYS_A_MONTH
            again = (run.market.purchases > before) & (run.market.first_purchase_day < run.day - 1)
            ours = np.isin(np.arange(200), members(run))
            points += 10.0 * int((again & ours).sum())
        assert points > 100.0
        assert run.desk.ledger.total() == pytest.approx(perks + points)

    def test_points_and_levels_press_as_stated(self) -> None:
        run = started([self.JOINED | {"points_share": 0.1, "tiers": 3}], **REPEAT)
        pressed = {a.on: a.amount for a in actions_of(run) if isinstance(a, Press)}
        assert pressed == pytest.approx({
            Transition.REPEAT: -1.5 * math.log(0.9), Transition.LOYALTY: 0.4,
            Transition.LAPSE: -0.3,
        })  # fmt: skip
        assert only(run, PayOn).amount == pytest.approx(10.0)

    def test_the_same_people_join_whatever_the_share(self) -> None:
        """Who joins at a small share also joins at a larger one; about that share of owners."""
        joined = []
        for share in (0.2, 0.6):
            run = live(started([self.JOINED | {"enrol_share": share}], **EAGER), 1)
            joined.append(set(members(run).tolist()))
        assert joined[0] < joined[1]
        assert 0.4 < len(joined[1]) / 60 < 0.8

    def test_who_lapses_leaves(self) -> None:
        run = live(started([self.JOINED], **EAGER), 1)
        run.market.stage[members(run)[:7]] = Stage.LAPSED
        (leaving,) = [a for a in actions_of(run) if isinstance(a, Enrol) and a.leave]
        assert len(leaving.who) == 7

    def test_more_points_bring_more_people_back(self) -> None:
        bought = [
            live(started([self.JOINED | {"points_share": share}], **REPEAT)).money.units.sum()
            for share in (0.0, 0.4)
        ]
        assert bought[0] < bought[1]


class TestCoCreation:
    WRITTEN = {"kind": "co_creation", "number": 40, "lag_days": 4, "quality_gain": 0.06,  # noqa: RUF012
               "cost": 500.0, "cost_per_head": 10.0}  # fmt: skip

    def test_the_product_gets_better_by_the_places_filled(self) -> None:
        run = live(started([self.WRITTEN], **EAGER))
        assert len(members(run)) == 40
        assert run.desk.scalars["quality"] == pytest.approx(0.96)
        assert run.desk.ledger.total() == pytest.approx(500.0 + 40 * 10.0)
        half = live(started([self.WRITTEN | {"budget": 700.0}], **EAGER))
        assert len(members(half)) == 20
        assert half.desk.scalars["quality"] == pytest.approx(0.93)

    def test_only_on_its_day(self) -> None:
        run = live(started([self.WRITTEN], **EAGER), 4)
        assert run.desk.scalars["quality"] == pytest.approx(0.9)
        assert only(run, Shift).amount == pytest.approx(0.06)

    def test_members_talk_more_of_what_they_think(self) -> None:
        incite = only(started([self.WRITTEN], **EAGER), Incite)
        assert incite.members
        assert incite.voice == "own"
        assert incite.contacts == 0.0

    def test_problems(self) -> None:
        late = started([self.WRITTEN | {"lag_days": 12}], **EAGER).problems()
        assert str(late[0]).startswith("strategies.tested[0].lag_days: ")


class TestLimitedRelease:
    OPEN = {"kind": "limited_release", "codes_per_customer": 0, "first_codes": 0}  # noqa: RUF012

    def test_never_sells_more_than_was_released(self) -> None:
        run = live(started([self.OPEN | {"units": 6, "every_days": 5}], **EAGER))
        assert run.money.units[:5].sum() == 6
        assert run.money.units.sum() == 18
        assert run.daily[:, REFUSED_COUNT].sum() > 0
        assert run.desk.ledger.total() == pytest.approx(3 * 500.0)

    def test_opens_to_all_on_its_last_day(self) -> None:
        run = live(started([self.OPEN | {"units": 6, "until": 4}], **EAGER))
        assert run.money.units[:4].sum() == 6
        assert run.money.units[4:].sum() > 12

    def test_without_a_code_nobody_buys(self) -> None:
        codes = {"kind": "limited_release", "first_codes": 9, "codes_per_customer": 1}
        run = live(started([codes], **EAGER))
        bought = np.flatnonzero(run.market.first_purchase_day != NEVER)
        assert len(bought) > 0
        assert set(bought.tolist()) <= set(members(run).tolist())

    def test_each_new_customer_passes_on_its_codes(self) -> None:
        codes = {"kind": "limited_release", "first_codes": 20, "codes_per_customer": 3}
        run = live(started([codes], **EAGER), 3)
        before = set(members(run).tolist())
        assert len(before) >= 20
        buyers = np.flatnonzero(run.market.first_purchase_day == 2)
        ties = run.built.graph.layers["strong"]
        friends = {int(j) for i in buyers for j in ties.listener[ties.first[i] : ties.first[i + 1]]}
        invited = only(run, Enrol).who.tolist()
        assert 0 < len(invited) <= 3 * len(buyers)
        assert len(set(invited)) == len(invited)
        assert set(invited) <= friends - before
        assert (run.market.units[invited] == 0).all()
        assert only(run, Tell).who.tolist() == invited
        assert only(run, Tell).source == Source.FRIEND
        assert only(started([codes], **EAGER), Tell).source == Source.MEMBER

    def test_friends_who_are_interested_get_codes_first(self) -> None:
        """Whichever of the first buyer's friends is the interested one gets the only code."""
        codes = {"kind": "limited_release", "first_codes": 20, "codes_per_customer": 1}
        run = live(started([codes], **EAGER), 3)
        market, ties = run.market, run.built.graph.layers["strong"]
        taken = market.units > 0
        taken[members(run)] = True
        first = np.flatnonzero(market.first_purchase_day == 2)[0]
        friends = ties.listener[ties.first[first] : ties.first[first + 1]]
        open_to = friends[~taken[friends]]
        assert len(open_to) > 1
        for one in open_to:
            market.stage[open_to] = Stage.AWARE
            market.stage[one] = Stage.INTERESTED
            assert only(run, Enrol).who[0] == one

    def test_a_release_that_cannot_be_paid_does_not_happen(self) -> None:
        run = live(started([self.OPEN | {"units": 6, "every_days": 5, "budget": 700.0}], **EAGER))
        assert run.money.units.sum() == 6
        assert run.desk.ledger.total() == 500.0

    def test_codes_that_cannot_be_paid_are_not_passed_on(self) -> None:
        codes = {"kind": "limited_release", "first_codes": 20, "codes_per_customer": 3}
        poor = live(started([codes | {"every_days": 4, "budget": 700.0}], **EAGER), 4)
        rich = live(started([codes | {"every_days": 4}], **EAGER), 4)
        assert members(poor).tolist() == members(rich).tolist()
        assert not any(isinstance(action, Enrol | Press) for action in actions_of(poor))
        assert any(isinstance(action, Press) for action in actions_of(rich))
        assert len(members(live(poor))) < len(members(live(rich)))
        assert poor.desk.ledger.total() == 500.0

    def test_what_was_never_paid_closes_no_shop(self) -> None:
        """Another tactic has emptied the common purse by the first day."""
        first = {"kind": "hold_event", "cost": 900.0}
        codes = {"kind": "limited_release", "first_codes": 20, "day": 2}
        market = EAGER | {"budget": 1000.0}
        one, other = (live(started(tactics, **market)) for tactics in ([first, codes], [first]))
        assert one.money.units.tobytes() == other.money.units.tobytes()

    def test_who_waits_talks_and_resents(self) -> None:
        run = started([self.OPEN | {"units": 6}], **EAGER)
        assert only(run, Incite).to == "waiting"
        assert only(run, Limit) == Limit(False, False, 6, 0.1)


class TestTradeIn:
    WRITTEN = {"kind": "trade_in", "credit": 25.0, "after_days": 30, "chance_per_day": 0.2,  # noqa: RUF012
               "cost_per_unit": 2.0}  # fmt: skip

    def test_only_owners_of_old_units_buy_and_pay_less(self) -> None:
        run = started([self.WRITTEN], **EAGER)
        old = (run.market.units > 0) & (run.market.experienced_day <= -30)
        run.live()
        assert set(members(run)) == set(np.flatnonzero(old))
        again = np.flatnonzero(run.market.units > 1)
        assert len(again) > 0
        assert old[again].all()
        new = int(run.money.units[0]) - len(again)
        assert run.money.revenue[0] == pytest.approx(100.0 * new + 75.0 * len(again))
        assert run.desk.ledger.total() == pytest.approx(2.0 * len(again))

    def test_a_new_unit_is_not_old(self) -> None:
        run = live(started([self.WRITTEN], **EAGER), 2)
        fresh = run.market.experienced_day == 0
        assert fresh.any()
        assert not fresh[members(run)].any()

    def test_a_better_credit_brings_more(self) -> None:
        found = [only(started([self.WRITTEN | {"credit": c}], **EAGER), Price) for c in (0.0, 40.0)]
        assert [price.factor for price in found] == pytest.approx([1.0, 0.6])
        assert all(price.members for price in found)
        assert only(started([self.WRITTEN], **EAGER), Reopen).chance == 0.2


class TestTriggeredMessages:
    READ = {"kind": "triggered_messages", "read_share": 1.0, "cost_per_message": 0.5,  # noqa: RUF012
            "works_days": 3}  # fmt: skip

    def test_welcomes_the_new_customers_of_yesterday_once(self) -> None:
        run = live(started([self.READ], **EAGER), 3)
        new = np.flatnonzero(run.market.first_purchase_day == 2)
        assert sorted(only(run, Tell).who.tolist()) == new.tolist()
        live(run)
        bought = run.market.first_purchase_day
        welcomed = int(((bought >= 0) & (bought < 11)).sum())
        assert run.desk.ledger.total() == pytest.approx(0.5 * welcomed)

    def test_reminds_who_has_been_interested_for_so_long(self) -> None:
        slow = EAGER | {"consumers__decide": {"interest_base": 0.0, "purchase_base": -9.0}}
        cart = self.READ | {"trigger": "abandoned_cart", "after_days": 2}
        run = started([cart], **slow)
        seen: list[set[int]] = []
        for _ in range(3):
            seen.append(set(np.flatnonzero(run.market.stage == Stage.INTERESTED).tolist()))
            run.live()
        assert len(seen[1]) > 5
        due = (seen[1] - seen[0]) & seen[2]
        due &= set(np.flatnonzero(run.market.stage == Stage.INTERESTED).tolist())
        assert set(only(run, Tell).who.tolist()) == due

    def test_cares_for_owners_after_so_long(self) -> None:
        run = started([self.READ | {"trigger": "care", "after_days": 30}], **EAGER)
        due = np.flatnonzero(run.market.experienced_day == -30)
        told = [a for a in actions_of(run) if isinstance(a, Tell)]
        assert sorted(int(i) for a in told for i in a.who) == due.tolist()

    def test_works_for_some_days_only(self) -> None:
        news = self.READ | {"trigger": "news", "after_days": 99}
        run = live(started([news], **EAGER, consumers__experience=CALM), 1)
        assert len(members(run)) == 60
        assert {a.on for a in actions_of(run) if isinstance(a, Press)} == {
            Transition.REPEAT, Transition.ADVOCACY,
        }  # fmt: skip
        live(run, 3)
        assert len(members(run)) == 0

    def test_sends_as_many_as_the_purse_pays(self) -> None:
        run = live(started([self.READ | {"trigger": "news", "budget": 5.2}], **EAGER), 1)
        assert run.desk.ledger.total() == pytest.approx(5.0)
        assert len(members(run)) == 10


class TestDiscountForSome:
    def test_a_coupon_is_used_by_some(self) -> None:
        coupon = {"kind": "discount", "share": 0.5, "form": "coupon", "used_share": 0.4}
        run = live(started([coupon], **EAGER))
        share = (100.0 - run.money.revenue.sum() / run.money.units.sum()) / 50.0
        assert 0.25 < len(members(run)) / 200 < 0.55
        assert 0.3 < share < 0.8  # who has it also buys sooner

    def test_is_for_those_meant_alone(self) -> None:
        mine = {"kind": "discount", "share": 0.5, "to": "owners"}
        run = live(started([mine], **EAGER))
        assert run.money.revenue.sum() == pytest.approx(100.0 * run.money.units.sum())

    def test_of_nobody_needs_no_group(self) -> None:
        assert run_of([{"kind": "discount", "share": 0.1}]).live.desk.terms.groups == {}
