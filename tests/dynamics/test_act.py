"""Act: what the desk makes of proposals, action by action."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.dynamics.act import Address, Desk
from simulation.dynamics.randomness import key_of
from simulation.dynamics.rules.hear import NOBODY, credit_word
from simulation.dynamics.tables import BUYERS, N_COUNTS, Tally, empty_trace
from simulation.market.actions import (
    Action,
    Coupon,
    Give,
    Hurt,
    Incite,
    Notice,
    PayOn,
    Price,
    Proposal,
    Reply,
    Resolve,
    Source,
)
from simulation.market.ledger import Ledger
from simulation.market.media import Channel
from simulation.market.state import EVER_AWARE, NEVER, Stage, empty_market
from simulation.scenario.build import build_market
from simulation.scenario.numbers import parameters_of, terms_of
from tests.small_markets import scenario

N = 10
SLOTS = {"ads": 1, "referral": 2, "review": 3, "battery": 4, "answer": 5, "watch": 6}
SCREENS = Channel(cost_per_exposure=2.0, carryover_days=0.0, half_spend=100.0)
REWARDED = 0.5
CREDIBILITY = dict.fromkeys(Source, 0.5) | {Source.KOL: 0.8, Source.NEWS: 0.6}


def desk(money: float | None = None, *, people: int = 1, terms: Any = None, **purses: Any) -> Desk:
    """A desk on day 3; ``terms`` are what differs from a plain brand."""
    plain = scenario(brand={"price": 200.0, "unit_cost": 80.0}, size=N)
    crowd = build_market(plain, 0).population
    made_of = replace(
        terms_of(plain, crowd), usual_price=100.0, hours_to_notice=36.0, credibility=CREDIBILITY,
        disclosed_factor=0.5, rewarded_factor=REWARDED, people=people, confusion=0.0,
        channels={"screens": SCREENS}, groups={"ads": 1, "review": 2},
        **(terms or {}),
    )  # fmt: skip
    addresses = {name: Address(slot, 1000 + slot) for name, slot in SLOTS.items()}
    made = Desk(
        key_of(4, 0), empty_market(N), made_of, Ledger(money, purses), addresses, crowd,
        tuple(
            p._replace(experience=p.experience._replace(defect_loss=0.5))
            for p in parameters_of(plain)
        ),
    )  # fmt: skip
    made.begin(3)
    return made


def rows(*numbers: int) -> NDArray[np.int32]:
    return np.array(numbers, np.int32)


def does(at: Desk, name: str, *actions: Action, cost: float = 0.0, divisible: bool = False) -> bool:
    return at.propose(name, Proposal(actions, cost, "fee", divisible))


def tally_of(*buyers: int) -> Tally:
    counts = np.zeros(N_COUNTS, np.int64)
    counts[BUYERS] = len(buyers)
    listed = np.array([*buyers, *[0] * (N - len(buyers))], np.int32)
    return Tally(counts, np.zeros(256, np.int64), listed, empty_trace())


class TestGive:
    def test_a_unit_is_owned_and_used_today(self) -> None:
        at = desk()
        market = at.market
        market.stage[[1, 2, 3]] = [Stage.REJECTER, Stage.LAPSED, Stage.ADVOCATE]
        market.units[[2, 3]] = 1
        does(at, "ads", Give(rows(0, 1, 2, 3)))
        assert market.stage[:5].tolist() == [3, 3, 3, 5, 0]
        assert market.units[:5].tolist() == [1, 1, 2, 2, 0]
        assert market.experienced_day[:5].tolist() == [3, 3, 3, 3, NEVER]
        assert market.ever[:5].tolist() == [EVER_AWARE] * 4 + [0]
        assert not market.purchases.any()
        assert at.given == 4


class TestPrice:
    def test_factors_multiply(self) -> None:
        at = desk()
        does(at, "ads", Price(0.5))
        does(at, "review", Price(0.8))
        assert at.price == pytest.approx(80.0)
        assert at.tables().offer.log_price[0] == pytest.approx(math.log(0.8))

    def test_a_coupon_is_for_who_was_last_told_by_its_tactic(self) -> None:
        at = desk()
        does(at, "referral", Coupon(150.0))
        prices = np.exp(at.tables().offer.log_price) * 100.0
        assert prices[SLOTS["referral"]] == pytest.approx(50.0)
        assert np.delete(prices, SLOTS["referral"]) == pytest.approx(200.0)

    def test_after_a_sale_the_old_price_is_back(self) -> None:
        at = desk()
        does(at, "ads", Price(0.5), Coupon(10.0))
        at.tables()
        at.begin(4)
        assert np.exp(at.tables().offer.log_price) * 100.0 == pytest.approx(200.0)


class TestSettle:
    def test_sales_are_booked_at_the_price_paid(self) -> None:
        at = desk()
        does(at, "ads", Price(0.5))
        does(at, "referral", Coupon(30.0))
        brought = self.recruits(at, 1, earlier=(2,))
        at.market.recruited[9] = credit_word(3, np.uint64(9), 0, SLOTS["ads"], NOBODY)
        at.market.first_purchase_day[9] = 3
        sold = at.settle(brought, at.tables())
        assert tuple(sold) == pytest.approx((3, 70.0 + 100.0 + 100.0, 240.0))

    def test_a_coupon_pays_nobody_for_buying(self) -> None:
        at = desk()
        does(at, "referral", Coupon(500.0))
        assert at.settle(self.recruits(at, 1), at.tables()).revenue == pytest.approx(200.0)

    def test_one_consumer_may_stand_for_many_people(self) -> None:
        sold = desk(people=50).settle(tally_of(0, 1), desk().tables())
        assert tuple(sold) == pytest.approx((100, 20_000.0, 8_000.0))

    def recruits(self, at: Desk, *first: int, earlier: tuple[int, ...] = ()) -> Tally:
        """Buyers brought by the referral; some of them have bought before."""
        for i in (*first, *earlier):
            at.market.recruited[i] = credit_word(3, np.uint64(9), 0, SLOTS["referral"], 5)
            at.market.first_purchase_day[i] = 3 if i in first else 1
        return tally_of(*first, *earlier, 9)

    def test_members_pay_less_only_on_the_days_of_the_offer(self) -> None:
        at = desk()
        at.market.groups[1] = 1
        taken = []
        for day in (3, 4, 5, 6):
            at.begin(day)
            if day in (4, 5):
                does(at, "ads", Price(0.5, members=True))
            if day == 5:
                does(at, "ads", Price(0.5))
            taken.append(at.settle(tally_of(0, 1), at.tables()).revenue)
        assert taken == pytest.approx([400.0, 300.0, 150.0, 400.0])

    def test_nothing_is_booked_where_nobody_buys(self) -> None:
        at = desk()
        assert tuple(at.settle(tally_of(), at.tables())) == (0, 0.0, 0.0)

    def test_rewards_are_paid_for_first_purchases_that_are_credited(self) -> None:
        at = desk()
        does(at, "referral", PayOn("credited_purchase", 20.0, "reward"))
        at.settle(self.recruits(at, 1, 2, earlier=(3,)), at.tables())
        assert at.ledger.entries == [(3, "referral", "reward", 40.0)]

    def test_rewards_end_with_their_money(self) -> None:
        at = desk(referral=50.0)
        does(at, "referral", PayOn("credited_purchase", 20.0, "reward"))
        at.settle(self.recruits(at, 1, 2, 3), at.tables())
        assert at.ledger.entries == [(3, "referral", "reward", 40.0)]

    def test_rewards_are_for_people(self) -> None:
        at = desk(people=10, referral=500.0)
        does(at, "referral", PayOn("credited_purchase", 20.0, "reward"))
        at.settle(self.recruits(at, 1, 2, 3), at.tables())
        assert at.ledger.spent("referral") == 400.0

    def test_a_purse_for_so_many_rewards_pays_for_them(self) -> None:
        """3 rewards of 0.1 from a purse of 0.3."""
        at = desk(referral=0.3)
        does(at, "referral", PayOn("credited_purchase", 0.1, "reward"))
        at.settle(self.recruits(at, 1, 2, 3), at.tables())
        assert at.ledger.spent("referral") == pytest.approx(0.3)

    def test_reviews_are_paid_for_as_posts_were_made(self) -> None:
        at = desk(review=35.0)
        does(at, "review", Incite(posts_gain=1.0), PayOn("incited_post", 10.0, "reward"))
        tables = at.tables()
        tables.programmes.made[0] = 7
        at.settle(tally_of(), tables)
        assert at.ledger.entries == [(3, "review", "reward", 30.0)]


def struck(money: float | None = None, **purses: Any) -> Desk:
    """Owners 0 to 4 (satisfaction .5) and the aware 5 and 6 are hurt; 7 to 9 are not."""
    at = desk(money, **purses)
    at.market.units[:5] = 1
    at.market.stage[:5] = Stage.CUSTOMER
    at.market.stage[5:7] = Stage.AWARE
    at.market.satisfaction[:5] = 0.5
    at.market.evidence_against[5] = 1.0
    at.open_case("battery", "product_defect", "accident")
    does(at, "battery", Hurt(rows(0, 1, 2, 3, 4, 5, 6), loss=0.75, anger=2.0, against=0.5))
    return at


class TestHurt:
    def test_owners_lose_satisfaction_and_the_others_hear_ill(self) -> None:
        at = struck()
        assert at.market.satisfaction.tolist() == [-0.25] * 5 + [0.0] * 5
        assert at.market.evidence_against.tolist() == [0.0] * 5 + [1.5, 0.5] + [0.0] * 3
        assert at.market.anger.tolist() == [2.0] * 7 + [0.0] * 3
        assert at.market.case.tolist() == [1] * 7 + [0] * 3

    def test_satisfaction_stops_at_minus_1_and_anger_does_not_add_up(self) -> None:
        at = struck()
        at.open_case("answer", "scandal", "preventable")
        does(at, "answer", Hurt(rows(0), loss=5.0, anger=1.0, against=0.0))
        assert (at.market.satisfaction[0], at.market.anger[0], at.market.case[0]) == (-1.0, 2.0, 2)

    def test_the_brand_notices_after_its_hours(self) -> None:
        case = struck().cases["battery"]
        assert (case.noticed_at, case.n_hurt, case.number) == (4.5, 7, 1)

    def test_a_reply_calms_the_case_it_is_about(self) -> None:
        at = struck()
        does(at, "answer", Reply("battery", 0.5, 0.4, public=True))
        assert at.tables().calm[:3].tolist() == pytest.approx([1.0, 0.8, 1.0])
        at.begin(4)
        assert at.tables().calm[:3].tolist() == pytest.approx([1.0, 0.6, 1.0])


class TestResolve:
    def test_settles_everybody_and_pays_for_each(self) -> None:
        at = struck()
        does(at, "answer", Resolve("battery", 0.0, 1.0, restored=0.5, amount=30.0))
        assert at.market.satisfaction[:5].tolist() == pytest.approx([0.125] * 5)
        assert at.market.evidence_against[5:7].tolist() == pytest.approx([1.25, 0.25])
        assert at.market.case.tolist() == [-1] * 7 + [0] * 3
        assert at.ledger.entries == [(3, "answer", "settlement", 210.0)]

    def test_restores_no_more_than_1_and_leaves_no_less_than_0(self) -> None:
        at = struck()
        at.market.satisfaction[0] = 0.9
        at.market.evidence_against[6] = 0.125
        does(at, "answer", Resolve("battery", 0.0, 1.0, restored=1.0, amount=0.0))
        assert at.market.satisfaction[0] == 1.0
        assert at.market.evidence_against[6] == 0.0

    def test_by_lot_as_far_as_the_money_goes(self) -> None:
        at = struck(answer=100.0)
        does(at, "answer", Resolve("battery", 0.0, 1.0, restored=0.5, amount=30.0))
        assert (at.market.case == -1).sum() == 3
        assert at.ledger.spent("answer") == 90.0
        richer = struck(answer=150.0)
        does(richer, "answer", Resolve("battery", 0.0, 1.0, restored=0.5, amount=30.0))
        assert set(np.flatnonzero(at.market.case < 0)) < set(np.flatnonzero(richer.market.case < 0))

    def test_a_larger_share_settles_the_same_people_and_more(self) -> None:
        settled: list[set[int]] = []
        for share in (0.0, 0.3, 0.6, 1.0):
            at = struck()
            does(at, "answer", Resolve("battery", 0.0, share, restored=0.5, amount=0.0))
            settled.append(set(np.flatnonzero(at.market.case < 0).tolist()))
        assert settled[0] == set()
        assert settled[0] <= settled[1] <= settled[2] <= settled[3] == set(range(7))

    def test_nobody_ends_better_off_than_before(self) -> None:
        """Respond: no bonus beyond the old satisfaction; at -1 less than the loss was lost."""
        at = desk()
        at.market.units[0] = 1
        at.market.satisfaction[0] = -0.75
        at.open_case("battery", "product_defect", "accident")
        does(at, "battery", Hurt(rows(0), loss=1.0, anger=1.0, against=0.0))
        does(at, "answer", Resolve("battery", 0.0, 1.0, restored=0.75, amount=0.0))
        assert at.market.satisfaction[0] <= -0.75


class TestNotice:
    def test_a_case_that_is_caught_is_known_sooner(self) -> None:
        at = struck()
        does(at, "watch", Notice(hours=6.0, share=1.0))
        case = at.cases["battery"]
        assert (case.caught, case.noticed_at) == (True, 3.25)

    def test_a_case_that_is_missed_stays_missed(self) -> None:
        at = struck()
        does(at, "watch", Notice(hours=6.0, share=0.0))
        at.begin(4)
        does(at, "watch", Notice(hours=0.0, share=0.999999))
        assert (at.cases["battery"].caught, at.cases["battery"].noticed_at) == (False, 4.5)

    def test_unless_somebody_surely_notices(self) -> None:
        at = struck()
        does(at, "watch", Notice(hours=6.0, share=0.0))
        at.begin(4)
        does(at, "watch", Notice(hours=3.0, share=1.0))
        assert (at.cases["battery"].caught, at.cases["battery"].noticed_at) == (True, 4.125)

    def test_a_case_that_is_known_is_left_alone(self) -> None:
        at = struck()
        at.begin(5)
        does(at, "watch", Notice(hours=0.0, share=1.0))
        assert (at.cases["battery"].caught, at.cases["battery"].noticed_at) == (None, 4.5)


def test_every_action_is_known_to_the_desk() -> None:
    handled: Any = desk()._handlers
    assert set(handled) == set(get_args(Action))
