"""What is said on somebody's account: posts, broadcasts, media and programmes at the desk."""

from __future__ import annotations

import math

import pytest

from simulation.dynamics.rules.hear import N_SLOTS
from simulation.market.actions import (
    Broadcast,
    BuyMedia,
    Coupon,
    Incite,
    Post,
    Price,
    Source,
)
from simulation.market.state import EVER_AWARE, FIXED, Stage
from tests.dynamics.test_act import REWARDED, SLOTS, N, desk, does, rows


class TestMessages:
    def test_a_post_is_a_row_for_each_account(self) -> None:
        at = desk()
        does(at, "ads", Post(rows(4, 7), 0.5, Source.KOL, disclosed=True, number=2))
        posts = at.tables().posts
        assert posts.talker.tolist() == [4, 7]
        assert posts.rate.tolist() == pytest.approx([math.log(2.0)] * 2)
        assert posts.weight.tolist() == [int(0.8 * 0.5 * FIXED + 0.5)] * 2
        assert [posts.good[0], posts.slot[0], posts.stream[0], posts.number[0]] == [1, 1, 1001, 2]

    def test_undisclosed_posts_keep_their_credibility(self) -> None:
        at = desk()
        does(at, "ads", Post(rows(4), 1.0, Source.KOL, good=False, disclosed=False))
        posts = at.tables().posts
        assert (posts.rate[0], posts.weight[0], posts.good[0]) == (math.inf, 52429, 0)

    def test_a_broadcast_is_one_clock_over_everybody(self) -> None:
        at = desk()
        does(at, "ads", Broadcast(0.3, Source.NEWS, good=False, number=1))
        news = at.tables().broadcasts
        assert news.total.tolist() == pytest.approx([0.3 * N])
        found = [int(column[0]) for column in news[1:]]
        assert found == [int(0.6 * FIXED + 0.5), 0, 1, 1001, 1, 0]

    def test_what_is_paid_in_part_is_heard_in_part(self) -> None:
        at = desk(25.0)
        assert does(at, "ads", Broadcast(0.8, Source.ADVERTISING), cost=100.0, divisible=True)
        assert at.tables().broadcasts.total.tolist() == pytest.approx([0.8 * N / 4])

    def test_media_that_are_paid_in_part_buy_in_part(self) -> None:
        """100 on a channel at 2 a message, half saturated: 25 messages; a half of it: 16.7."""
        for purse, heard in ((100.0, 25.0), (50.0, 50.0 / 3)):
            at = desk(purse)
            assert does(at, "ads", BuyMedia("screens", 100.0), cost=100.0, divisible=True)
            tables = at.tables()
            assert tables.broadcasts.total.tolist() == pytest.approx([heard])
            assert tables.broadcasts.weight.tolist() == [FIXED // 2]
            assert tables.broadcasts.slot.tolist() == [SLOTS["ads"]]

    def test_a_channel_saturates_with_all_that_is_spent_on_it(self) -> None:
        at = desk()
        does(at, "ads", BuyMedia("screens", 75.0))
        does(at, "watch", BuyMedia("screens", 25.0))
        assert sorted(at.tables().broadcasts.total.tolist()) == pytest.approx([6.25, 18.75])

    def test_who_is_paid_to_speak_knows_the_brand(self) -> None:
        at = desk()
        at.market.stage[7] = Stage.REJECTER
        does(at, "ads", Post(rows(4, 7), 0.5, Source.KOL))
        assert at.market.stage.tolist() == [0, 0, 0, 0, 1, 0, 0, 6, 0, 0]
        assert at.market.ever[4] == EVER_AWARE

    def test_what_is_refused_does_not_happen(self) -> None:
        at = desk(25.0)
        assert not does(at, "ads", Broadcast(0.8, Source.ADVERTISING), Price(0.5), cost=100.0)
        assert len(at.tables().broadcasts.total) == 0
        assert at.price == 200.0

    def test_yesterdays_proposals_are_gone(self) -> None:
        at = desk()
        does(at, "ads", Broadcast(0.8, Source.ADVERTISING), Price(0.5), Incite(0.0, 1.0))
        does(at, "referral", Coupon(20.0), Post(rows(1), 0.2, Source.KOC))
        at.begin(4)
        tables = at.tables()
        assert [len(table[0]) for table in tables[:4]] == [0, 0, 0, 0]
        assert tables.offer.log_price.tolist() == [math.log(2.0)] * N_SLOTS

    def test_rows_of_a_day_are_those_of_that_day(self) -> None:
        """As many rows as yesterday, but of another tactic, message and size; nothing was made."""
        at = desk()
        does(at, "ads", Broadcast(0.8, Source.NEWS, number=3), Incite(0.0, 1.0))
        at.tables().programmes.made[:] = 5
        at.begin(4)
        does(at, "battery", Broadcast(0.1, Source.BRAND, good=False), Incite(-0.5, 0.0, 2.0))
        tables = at.tables()
        assert [column[0] for column in tables.broadcasts] == [
            pytest.approx(0.1 * N), int(0.5 * FIXED + 0.5), 0, 4, 1004, 0, 0,
        ]  # fmt: skip
        found = [column[0] for column in tables.programmes]
        assert found == [-0.5, 0, 0, 0, 0.0, 2.0, 0, 0, REWARDED, 4, 1004, 0]
        at.begin(5)
        does(at, "ads", Broadcast(0.2, Source.NEWS), Broadcast(0.3, Source.NEWS))
        tables = at.tables()
        assert tables.broadcasts.total.tolist() == pytest.approx([0.2 * N, 0.3 * N])
        assert len(tables.programmes.slot) == 0

    def test_a_programme_is_a_row(self) -> None:
        at = desk()
        does(at, "review", Incite(-0.5, 0.25, 0.75))
        found = at.tables().programmes
        assert [c[0] for c in found] == [-0.5, 0, 0, 0, 0.25, 0.75, 0, 0, REWARDED, 3, 1003, 0]

    def test_a_programme_for_members_with_a_voice_of_its_own(self) -> None:
        at = desk()
        incite = Incite(contacts=2.0, posts=0.5, to="waiting", members=True, voice="bad")
        does(at, "review", incite._replace(credibility=0.75))
        found = at.tables().programmes
        assert [c[0] for c in found] == [-1.0, 2, 2, 2, 0, 0, 2.0, 0.5, 0.75, 3, 1003, 0]

    def test_a_programme_for_reviews_alone_is_no_row(self) -> None:
        at = desk()
        does(at, "review", Incite(reviews_gain=0.5))
        does(at, "ads", Incite(reviews_gain=0.25))
        assert len(at.tables().programmes.least) == 0
        assert at.brand_day().review_gain == 0.75
