"""Rewards and discounts: what is paid, when it ends, and what the books show."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.rules.hear import slot_of
from simulation.dynamics.tables import BUYERS, REVIEWS_BAD, REVIEWS_GOOD
from simulation.market.actions import Coupon, Incite, PayOn, Price
from simulation.market.state import FIXED, NEVER
from simulation.market_run import MarketRun
from tests.small_markets import live, messages_of, started

EAGER: dict[str, Any] = {
    "days": 12,
    "size": 200,
    "brand": {"owners_at_start": 0.3, "aware_at_start": 0.5, "price": 100.0, "unit_cost": 40.0,
              "quality": 0.9, "quality_spread": 0.0, "defect_share": 0.0},
    "consumers__decide": {"interest_base": 0.0, "purchase_base": -1.0, "taste_spread": 0.0},
}  # fmt: skip
REFERRAL = {"kind": "referral_reward", "response": 1.5}


def actions_of(run: MarketRun) -> dict[type, Any]:
    """What the only tactic would do today, by kind of action."""
    proposals = list(run.ours.tactics[0].propose(run.ours.view(run.ours.tactics[0].label)))
    return {type(action): action for proposal in proposals for action in proposal.actions}


def credited(run: MarketRun, name: str) -> int:
    """First purchases that go to a tactic's messages."""
    words = run.market.recruited[run.market.recruited > 0]
    return sum(int(slot_of(word)) == run.ours.addresses[name].slot for word in words)


class TestReferral:
    def test_each_credited_first_purchase_is_paid_for_once(self) -> None:
        run = live(started([REFERRAL | {"referrer": 10.0}], **EAGER))
        n = credited(run, "referral_reward")
        assert n > 5
        assert run.desk.ledger.total() == pytest.approx(10.0 * n)
        assert {entry.kind for entry in run.desk.ledger.entries} == {"reward"}

    def test_extra_talk_is_concave_in_the_reward(self) -> None:
        """response ln(1 + reward / (2 % of the price))."""
        gains = []
        for referrer in (0.0, 2.0, 6.0):
            found = actions_of(started([REFERRAL | {"referrer": referrer}], **EAGER))
            gains.append(found[Incite].contacts_gain)
            assert found[Incite].posts_gain == 0.0
        assert gains == pytest.approx([0.0, 1.5 * math.log(2.0), 1.5 * math.log(4.0)])

    def test_ends_with_its_money(self) -> None:
        """As soon as the next reward cannot be paid, nobody is incited any more."""
        run = live(started([REFERRAL | {"referrer": 10.0, "budget": 25.0}], trace=True, **EAGER))
        assert run.desk.ledger.total() == 20.0
        last = max(entry.day for entry in run.desk.ledger.entries)
        told = messages_of(run)
        own = told["slot"] == run.ours.addresses["referral_reward"].slot
        assert own.any()
        assert told["day"][own].max() <= last
        assert last < 11
        assert actions_of(run) == {}

    def test_a_limit_ends_it_too(self) -> None:
        run = live(started([REFERRAL | {"referrer": 10.0, "limit": 2}], **EAGER))
        assert run.desk.ledger.total() >= 20.0
        assert actions_of(run) == {}

    def test_a_limit_is_reached_and_never_passed(self) -> None:
        run = live(started([REFERRAL | {"referrer": 10.0, "limit": 1}], **EAGER))
        assert run.desk.ledger.total() == 10.0

    def test_a_limit_that_pays_for_no_further_consumer_ends_it(self) -> None:
        """One consumer stands for 10 people: after 10 of 15 rewards the next 10 cannot be paid."""
        network = {"kind": "community", "consumers": 200, "people_per_consumer": 10}
        limited = REFERRAL | {"referrer": 10.0, "limit": 15}
        run = live(started([limited], **EAGER | {"network": network}))
        assert run.desk.ledger.total() == 100.0
        assert actions_of(run) == {}

    def test_the_gate_keeps_out_the_less_satisfied(self) -> None:
        run = started([REFERRAL | {"min_satisfaction": 0.3}], trace=True, **EAGER)
        run.market.satisfaction[run.market.units > 0] = np.where(
            np.arange(int((run.market.units > 0).sum())) % 2, 0.2, 0.4
        )
        run.live()
        told = messages_of(run)
        own = told["talker"][told["slot"] == run.ours.addresses["referral_reward"].slot]
        assert len(own) > 0
        assert (run.market.satisfaction[own] > 0.3).all()

    def test_rewarded_talk_is_less_credible(self) -> None:
        run = live(started([REFERRAL], trace=True, **EAGER), 3)
        told = messages_of(run)
        own = told["slot"] == run.ours.addresses["referral_reward"].slot
        table = run.scenario.consumers.hear
        weights = {int(table.credibility.friend * FIXED + 0.5),
                   int(table.credibility.acquaintance * FIXED + 0.5)}  # fmt: skip
        felt = {int(weight * table.rewarded_factor + 0.5) for weight in weights}
        assert set((told["weight"][own] * FIXED).round().astype(int).tolist()) == felt

    def test_the_referees_part_lowers_the_price_and_is_no_cost(self) -> None:
        run = live(started([REFERRAL | {"referrer": 1.0, "referee": 15.0}], **EAGER))
        bought = int(run.money.units.sum())
        taken_off = bought * 100.0 - run.money.revenue.sum()
        n = credited(run, "referral_reward")
        assert n > 0
        assert taken_off == pytest.approx(15.0 * n)
        assert run.desk.ledger.total() == pytest.approx(1.0 * n)

    def test_without_a_reward_nobody_is_paid(self) -> None:
        run = live(started([REFERRAL | {"referrer": 0.0}], **EAGER))
        assert run.desk.ledger.entries == []


class TestReview:
    REVIEW = {"kind": "review_reward", "reward": 5.0, "response": 1.0}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("appeal", "gain"),
        [("money", math.log(3.5)), ("norm", 0.4), ("both", math.log(3.5) + 0.4)],
    )
    def test_the_gain_of_each_appeal(self, appeal: str, gain: float) -> None:
        """response ln(1 + 5 / (2 % of 100)), a norm, or both; a fifth of it shows in posts."""
        found = actions_of(started([self.REVIEW | {"appeal": appeal}], **EAGER))
        assert found[Incite].reviews_gain == pytest.approx(gain)
        assert found[Incite].posts_gain == pytest.approx(0.2 * gain)
        assert (found[Incite].contacts_gain, found[Incite].least_satisfaction) == (0.0, -1.0)
        assert (PayOn in found) == (appeal != "norm")

    def test_pays_for_every_review_written(self) -> None:
        reviews = {"share": 0.3, "extreme": 0.2}
        run = live(started([self.REVIEW], **EAGER | {"reviews": reviews}))
        written = run.daily[:, REVIEWS_GOOD].sum() + run.daily[:, REVIEWS_BAD].sum()
        assert written > 20
        assert run.desk.ledger.total() == pytest.approx(5.0 * written)

    def test_a_norm_costs_only_the_asking(self) -> None:
        asking = self.REVIEW | {"appeal": "norm", "cost_per_ask": 0.5}
        run = live(started([asking], **EAGER))
        assert run.desk.ledger.total() == pytest.approx(0.5 * run.daily[:-1, BUYERS].sum())

    def test_ends_with_its_money(self) -> None:
        run = live(started([self.REVIEW | {"budget": 23.0}], **EAGER))
        assert run.desk.ledger.total() == 20.0
        assert actions_of(run) == {}

    def test_changes_how_much_is_said_not_what_is_thought(self) -> None:
        """Half the owners are dissatisfied: their incited posts are bad ones."""
        run = started([self.REVIEW | {"shared_share": 1.0}], trace=True, **EAGER | {
            "consumers__talk": {"posts_per_contact": 1.0, "dissatisfied_per_day": 1.0},
        })  # fmt: skip
        owners = np.flatnonzero(run.market.units > 0)
        run.market.satisfaction[owners] = np.where(owners % 2, 0.9, -0.9)
        before = run.market.satisfaction.copy()
        run.live()
        told = messages_of(run)
        own = told["slot"] == run.ours.addresses["review_reward"].slot
        assert set(told["sign"][own].tolist()) == {-1, 1}
        assert (np.sign(before[told["talker"][own]]) == told["sign"][own]).all()


class TestDiscount:
    @pytest.mark.parametrize(
        ("written", "factor"), [({"share": 0.2}, 0.8), ({"amount": 30.0}, 0.7), ({"share": 0.0}, 1)]
    )
    def test_is_a_factor_on_the_price(self, written: dict[str, float], factor: float) -> None:
        found = actions_of(started([{"kind": "discount", **written}], **EAGER))
        assert found[Price].factor == pytest.approx(factor)

    def test_shows_in_the_revenue_while_it_runs_and_costs_nothing(self) -> None:
        run = live(started([{"kind": "discount", "share": 0.25, "day": 3, "until": 6}], **EAGER))
        for day in range(12):
            price = 75.0 if 3 <= day <= 6 else 100.0
            assert run.money.revenue[day] == pytest.approx(price * run.money.units[day])
        assert run.money.units[3:7].sum() > 0
        assert run.desk.ledger.entries == []

    def test_sells_to_everybody_who_would_have_bought_and_more(self) -> None:
        """On the same luck, from the same morning."""
        plain, cheap = (
            live(started(tactics, **EAGER), 1)
            for tactics in ([], [{"kind": "discount", "share": 0.5}])
        )
        bought = [
            set(np.flatnonzero(run.market.first_purchase_day != NEVER)) for run in (plain, cheap)
        ]
        assert bought[0] <= bought[1]

    def test_two_of_them_multiply(self) -> None:
        sales = [{"kind": "discount", "name": name, "share": 0.5} for name in ("one", "two")]
        run = live(started(sales, **EAGER))
        assert run.money.revenue.sum() == pytest.approx(25.0 * run.money.units.sum())

    def test_problems(self) -> None:
        (problem,) = started([{"kind": "discount", "amount": 100.0}], **EAGER).problems()
        assert problem.key == "strategies.tested[0].amount"


def test_a_coupon_is_for_the_last_word_heard() -> None:
    """Referral talk of an earlier day does not lower the price once a friend has spoken since."""
    found = actions_of(started([REFERRAL | {"referee": 15.0}], **EAGER))
    assert found[Coupon].amount == 15.0
    run = started([REFERRAL | {"referee": 15.0}], **EAGER)
    tables = run.ours.act()
    slot = run.ours.addresses["referral_reward"].slot
    assert tables.offer.log_price[slot] == pytest.approx(math.log(0.85))
    assert tables.offer.log_price[0] == 0.0
