"""The newer actions at the desk: groups, gates, scalars, samples, direct messages, stock."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.rules.hear import NOBODY, credit_word
from simulation.dynamics.tables import REVIEWS_BAD, REVIEWS_GOOD
from simulation.market.actions import (
    Broadcast,
    Cause,
    Enrol,
    Limit,
    MovePurse,
    PayOn,
    Press,
    Price,
    Reopen,
    Resolve,
    Review,
    Sample,
    Shift,
    Source,
    Tell,
    Transition,
)
from simulation.market.state import COMPLAINT, EVER_AWARE, FIXED, NEVER, REFUSED, Stage
from tests.dynamics.test_act import N, desk, does, rows, tally_of

ADS, REVIEW = 1, 2
"""Bits of the groups of the two tactics that enrol people."""


class TestGroups:
    def test_people_join_and_leave(self) -> None:
        at = desk()
        does(at, "ads", Enrol(rows(1, 2, 3)))
        does(at, "review", Enrol(rows(3)))
        does(at, "ads", Enrol(rows(2), leave=True))
        assert at.market.groups.tolist() == [0, ADS, 0, ADS | REVIEW, *[0] * 6]

    def test_prices_gates_presses_and_repeats_are_for_members(self) -> None:
        at = desk()
        does(at, "ads", Price(0.5, members=True), Press(Transition.PURCHASE, 0.7, members=True))
        does(at, "review", Reopen(0.25), Limit(members_only=True))
        offer = at.tables().offer
        assert np.exp(offer.group_log_price[:4]) == pytest.approx([1.0, 0.5, 1.0, 0.5])
        assert offer.press[:4, Transition.PURCHASE] == pytest.approx([0.0, 0.7, 0.0, 0.7])
        assert offer.repeat[:4].tolist() == [0.0, 0.0, 0.25, 0.25]
        assert offer.gate[:4].tolist() == [0, 0, 1, 1]
        assert at.price == 200.0

    def test_members_pay_their_price_and_earn_their_reward(self) -> None:
        at = desk()
        does(at, "ads", Enrol(rows(0, 1)), Price(0.5, members=True))
        does(at, "ads", PayOn("member_purchase", 3.0, "reward"))
        does(at, "ads", PayOn("repeat", 1.0, "fee", most=1))
        at.market.first_purchase_day[[0, 1, 5]] = [3, 1, 3]
        sold = at.settle(tally_of(0, 1, 5), at.tables())
        assert sold.revenue == pytest.approx(100.0 + 100.0 + 200.0)
        assert at.ledger.entries == [(3, "ads", "reward", 6.0), (3, "ads", "fee", 1.0)]

    def test_confusion_keeps_people_from_becoming_interested(self) -> None:
        """Clarity and consistency of .8: 1 - .64 of the confusion."""
        at = desk(terms={})
        at.terms.confusion = 2.0
        at._brand_key = None
        assert at.tables().offer.press[0, Transition.INTEREST] == pytest.approx(-0.72)


class TestTell:
    def test_is_a_row_a_listener(self) -> None:
        at = desk()
        does(at, "ads", Tell(rows(4, 7), 0.5, Source.MEMBER, good=False, number=2))
        told = at.tables().tells
        assert told.listener.tolist() == [4, 7]
        assert told.share.tolist() == [0.5, 0.5]
        found = [int(column[1]) for column in told[2:]]
        assert found == [FIXED // 2, 0, 1, 1001, 2, 0]

    def test_nobody_told_is_an_empty_table(self) -> None:
        assert len(desk().tables().tells.listener) == 0


class TestTrust:
    def test_the_word_of_the_brand_is_worth_the_trust_in_it(self) -> None:
        """Half the usual trust halves the brand's word and disclosed posts, and nobody else's."""
        weights = {}
        for trust in (0.5, 0.25):
            at = desk()
            at.scalars.shift("trust", trust - 0.5, lasting=False)
            weights[trust] = [
                at.said.weight(Source.BRAND), at.said.weight(Source.ADVERTISING),
                at.said.weight(Source.KOL, disclosed=True), at.said.weight(Source.KOL),
                at.said.weight(Source.NEWS),
            ]  # fmt: skip
        half, full = weights[0.25], weights[0.5]
        assert half[:3] == pytest.approx([w / 2 for w in full[:3]], abs=1)
        assert half[3:] == full[3:]


class TestShift:
    def test_moves_what_the_brand_is(self) -> None:
        at = desk()
        does(at, "ads", Shift("quality", 0.2), Shift("clarity", 0.1, lasting=True))
        does(at, "ads", Shift("posts_removed", 0.25), Shift("repair", 0.5))
        today = at.brand_day()
        assert (today.quality, today.clarity) == pytest.approx((0.8, 0.9))
        assert (today.bad_posts_kept, today.repaired) == (0.75, 0.5)
        assert today.retold == pytest.approx(0.5 + 0.5 * 0.9 * 0.8)
        at.begin(4)
        tomorrow = at.brand_day()
        assert (tomorrow.quality, tomorrow.clarity) == pytest.approx((0.6, 0.9))
        assert (tomorrow.day, tomorrow.bad_posts_kept, tomorrow.repaired) == (4, 1.0, 0.0)


class TestReview:
    def test_changes_the_board(self) -> None:
        at = desk()
        at.board.add(4.0, 4.0)
        does(at, "review", Review(fake=10.0, bad_removed=0.5, pinned=0.25))
        assert (at.board.good, at.board.bad) == (4.0, 2.0)
        assert at.board.fake == pytest.approx(8.4)
        assert at.board.pinned == 0.25

    def test_todays_reviews_are_up_tomorrow(self) -> None:
        at = desk()
        tally, tables = tally_of(), at.tables()
        tally.counts[[REVIEWS_GOOD, REVIEWS_BAD]] = [3, 1]
        at.settle(tally, tables)
        assert (at.board.good, at.board.bad) == (3.0, 1.0)

    def test_each_review_can_earn_a_reward(self) -> None:
        at = desk()
        does(at, "review", PayOn("review", 2.0, "reward"))
        tally, tables = tally_of(), at.tables()
        tally.counts[[REVIEWS_GOOD, REVIEWS_BAD]] = [3, 1]
        at.settle(tally, tables)
        assert at.ledger.entries == [(3, "review", "reward", 8.0)]


class TestSample:
    def test_who_tries_it_knows_it_and_remembers_how_it_was(self) -> None:
        at = desk()
        does(at, "ads", Sample(rows(1, 2, 3, 4), 2.0))
        market = at.market
        tried = np.isin(np.arange(N), [1, 2, 3, 4])
        assert ((market.stage == Stage.AWARE) == tried).all()
        assert ((market.ever & EVER_AWARE > 0) == tried).all()
        assert ((market.evidence_for + market.evidence_against > 0) == tried).all()
        assert not (market.evidence_for * market.evidence_against).any()
        assert max(market.evidence_for.max(), market.evidence_against.max()) <= 2.0
        assert not market.units.any()

    def test_half_the_weight_is_half_the_evidence_on_any_day(self) -> None:
        found = []
        for weight, day in ((2.0, 3), (1.0, 5)):
            at = desk()
            at.begin(day)
            does(at, "ads", Sample(rows(*range(N)), weight))
            found.append(at.market.evidence_for - at.market.evidence_against)
        assert found[0] == pytest.approx(2 * found[1], rel=1e-6)


class TestMoney:
    def test_unspent_money_can_move(self) -> None:
        at = desk(None, ads=100.0, review=10.0)
        does(at, "watch", MovePurse("ads", "review", 30.0))
        assert (at.ledger.purse("ads"), at.ledger.purse("review")) == (70.0, 40.0)


class TestCause:
    def test_a_tactic_brings_an_event_on_the_brand(self) -> None:
        at = desk()
        seen: list[Any] = []
        at.strike = lambda *what: seen.append(what)
        at.board.add(1.0, 1.0, 10.0)
        does(at, "ads", Cause("scandal", {"severity": 0.9}))
        assert at.board.fake > 0.0
        does(at, "ads", Cause("fakes_exposed", {}))
        assert at.board.fake == 0.0
        assert seen == [
            ("ads.scandal", "scandal", {"severity": 0.9}),
            ("ads.fakes_exposed", "fakes_exposed", {}),
        ]


class TestLivingOn:
    def test_half_of_a_message_is_heard_within_each_half_life(self) -> None:
        at = desk()
        does(at, "ads", Broadcast(0.8, Source.ADVERTISING, half_life_days=2.0))
        heard = []
        for day in range(4, 10):
            heard += at.tables().broadcasts.total.tolist()
            at.begin(day)
        assert sum(heard[:2]) == pytest.approx(0.4 * N)
        assert sum(heard[:4]) == pytest.approx(0.6 * N)
        assert heard == sorted(heard, reverse=True)


class TestStock:
    def asking(self, stock: int | None) -> tuple[Any, Any]:
        """Six consumers have just bought; the third had a unit before."""
        at = desk(terms={"stock": stock})
        market = at.market
        market.stage[:6], market.units[:6], market.experienced_day[:6] = Stage.CUSTOMER, 1, 3
        market.purchases[:6], market.first_purchase_day[:6] = 1, 3
        market.recruited[:6] = credit_word(3, np.uint64(9), 0, 1, NOBODY)
        return at, tally_of(*range(6))

    def test_no_limit_turns_nobody_away(self) -> None:
        at, tally = self.asking(None)
        at.sales.turn_away(3, 0, 0.5, tally)
        assert (at.market.stage[:6] == Stage.CUSTOMER).all()

    @pytest.mark.parametrize("stock", [0, 1, 4, 6, 9])
    def test_sells_what_there_is(self, stock: int) -> None:
        at, tally = self.asking(stock)
        at.sales.turn_away(3, 0, 0.5, tally)
        market, sold = at.market, min(stock, 6)
        assert at.settle(tally, at.tables()).units == sold
        assert at.sales.stock == stock - sold
        lost = market.stage[:6] == Stage.INTERESTED
        assert lost.sum() == 6 - sold
        assert (market.units[:6] == ~lost).all()
        assert (market.purchases[:6] == ~lost).all()
        assert ((market.first_purchase_day[:6] == NEVER) == lost).all()
        assert ((market.recruited[:6] == 0) == lost).all()
        assert ((market.ever[:6] & REFUSED > 0) == lost).all()
        assert (market.evidence_against[:6] == 0.5 * lost).all()

    def test_the_lucky_stay_lucky_with_more_stock(self) -> None:
        winners = []
        for stock in range(7):
            at, tally = self.asking(stock)
            at.sales.turn_away(3, 0, 0.0, tally)
            winners.append(set(np.flatnonzero(at.market.units > 0).tolist()))
        assert all(few < many for few, many in pairwise(winners))

    def test_who_comes_back_in_vain_keeps_unit_and_stage(self) -> None:
        at, tally = self.asking(0)
        market = at.market
        before = market.stage.copy()
        market.stage[:6], market.experienced_day[:6] = Stage.LOYAL, 1
        market.purchases[:6], market.first_purchase_day[:6] = 2, 1
        at.sales.turn_away(3, 0, 0.0, tally, before)
        assert (market.stage[:6] == Stage.CUSTOMER).all()
        assert (market.units[:6] == 1).all()
        assert (market.purchases[:6] == 1).all()
        assert (market.first_purchase_day[:6] == 1).all()

    def test_a_release_adds_units_and_begins_to_count_them(self) -> None:
        at = desk(people=10)
        does(at, "ads", Limit(release=50))
        assert at.sales.stock == 5
        does(at, "ads", Limit(release=20))
        assert at.sales.stock == 7

    def test_nothing_left_is_nothing_on_sale(self) -> None:
        assert not desk(terms={"stock": 0}).tables().offer.gate.any()
        assert desk(terms={"stock": 1}).tables().offer.gate.all()


class TestSubscription:
    @pytest.mark.parametrize(("every", "paid"), [(1.0, 5), (2.0, 2), (2.5, 2), (30.0, 0)])
    def test_is_paid_again_each_time_it_runs_out(self, every: float, paid: int) -> None:
        """Begun on day 3, not lapsed by day 8: again every so many days."""
        at = desk(terms={"billing_days": every}, people=10)
        market = at.market
        market.stage[:3] = [Stage.CUSTOMER, Stage.LAPSED, Stage.LOYAL]
        market.purchases[:2], market.first_purchase_day[:2] = 1, 3
        market.units[:3] = 1  # the third has been given its unit
        revenue = costs = 0.0
        for day in range(3, 9):
            at.begin(day)
            sold = at.settle(tally_of(), at.tables())
            revenue, costs = revenue + sold.revenue, costs + sold.goods_cost
            assert sold.units == 0
        assert (revenue, costs) == pytest.approx((paid * 2000.0, paid * 800.0))


class TestComplaints:
    def test_those_who_waited_long_enough_are_settled_for_good(self) -> None:
        """A day and a half rounds to one day; a settled complaint gives back a part of the loss."""
        at = desk()
        market = at.market
        market.units[:3], market.stage[:3], market.satisfaction[:3] = 1, Stage.CUSTOMER, -0.5
        market.case[:3], market.experienced_day[:3] = COMPLAINT, [1, 2, 3]
        whole = Resolve("complaints", 0.0, 1.0, restored=0.5, amount=7.0, after_hours=36.0)
        does(at, "answer", whole)
        assert market.case[:3].tolist() == [-COMPLAINT, -COMPLAINT, COMPLAINT]
        assert market.satisfaction[:3].tolist() == [-0.25, -0.25, -0.5]
        assert at.ledger.entries == [(3, "answer", "settlement", 14.0)]

    def test_no_more_than_a_day_can_take(self) -> None:
        at = desk()
        at.market.units[:8], at.market.stage[:8] = 1, Stage.CUSTOMER
        at.market.case[:8], at.market.experienced_day[:8] = COMPLAINT, 1
        does(at, "answer", Resolve("complaints", 0.0, 1.0, restored=0.5, amount=0.0, most=3))
        assert (at.market.case == -COMPLAINT).sum() == 3
