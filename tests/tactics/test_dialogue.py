"""Complaints settled, reviews ordered, posts shown, groups kept alive, bells rung: by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES, POSTS
from simulation.market.actions import (
    Broadcast,
    Incite,
    Notice,
    Press,
    Resolve,
    Review,
    Source,
    Tell,
    Transition,
)
from simulation.market.state import COMPLAINT, Stage
from simulation.tactics.enrolling import DAYS_A_MONTH
from tests.small_markets import live, started
from tests.tactics.test_members import EAGER, actions_of, members, only

FAULTY = EAGER | {
    "brand": EAGER["brand"] | {"defect_share": 0.5, "quality": 0.6, "owners_at_start": 0.0}
}


class TestManageReviews:
    WRITTEN = {"kind": "manage_reviews", "coverage_share": 1.0, "hours_to_reply": 0.0,  # noqa: RUF012
               "hours_to_resolve": 48.0, "settled_at_once": 1.0, "restored_share": 0.5,
               "cost_per_month": 0.0, "cost_per_ticket": 7.0, "amount": 4.0,
               "reply_push": 0.0}  # fmt: skip

    def test_gives_back_half_of_the_loss_after_two_days(self) -> None:
        """Everybody is answered at once: day 2's are settled on the morning of day 4."""
        run = live(started([self.WRITTEN], **FAULTY), 4)
        failed = (run.market.case == COMPLAINT) & (run.market.experienced_day == 2)
        paid = run.desk.ledger.total()
        before = run.market.satisfaction[failed].copy()
        assert failed.sum() > 3
        run.live()
        expected = np.minimum(1.0, before + 0.5 * 1.0)
        assert run.market.satisfaction[failed] == pytest.approx(expected)
        assert (run.market.case[failed] == -COMPLAINT).all()
        assert run.desk.ledger.total() - paid == pytest.approx((7.0 + 4.0) * failed.sum())

    def test_fewer_wait_for_a_slow_answer(self) -> None:
        """0.5 * 0.8 * exp(-24 / 30)."""
        slow = self.WRITTEN | {"hours_to_reply": 24.0, "settled_at_once": 0.8,
                               "coverage_share": 0.5}  # fmt: skip
        assert only(started([slow], **FAULTY), Resolve).share == pytest.approx(0.4 * math.exp(-0.8))

    def test_never_more_than_its_capacity(self) -> None:
        run = live(started([self.WRITTEN | {"capacity_per_day": 1}], **FAULTY))
        assert run.desk.ledger.total() <= (7.0 + 4.0) * 10
        assert run.desk.ledger.total() >= 7.0 * 5

    def test_replies_count_by_what_is_bad_on_the_board(self) -> None:
        run = started([self.WRITTEN | {"reply_push": 0.2}], **EAGER)
        run.desk.board.add(good=3.0, bad=1.0)
        bad = 1.0 - run.desk.board.share_good
        press = only(run, Press)
        assert (press.on, press.amount) == (Transition.PURCHASE, pytest.approx(0.2 * bad))

    def test_pins_good_reviews(self) -> None:
        assert only(started([self.WRITTEN | {"pin_good": 0.3}], **EAGER), Review).pinned == 0.3

    def test_settled_owners_think_better(self) -> None:
        plain, managed = (live(started(t, **FAULTY)) for t in ([], [self.WRITTEN]))
        assert managed.market.satisfaction.sum() > plain.market.satisfaction.sum()


class TestAmplifyUgc:
    WRITTEN = {"kind": "amplify_ugc", "replies_per_day": 4, "reposts_per_week": 70,  # noqa: RUF012
               "reply_gain": 0.2, "cost_per_reply": 2.0, "cost_per_repost": 5.0}  # fmt: skip

    def test_shows_and_answers_no_more_than_was_posted(self) -> None:
        """With as many posts as stand in yesterday's counts."""
        run = live(started([self.WRITTEN], **EAGER), 3)
        for posts, good, bad in ((0, 9, 1), (3, 9, 1), (8, 5, 15), (100, 1, 0)):
            view = run.ours.view("amplify_ugc")
            view.memory["shown"] = 30
            counts = view.yesterday
            counts[[POSTS, GOOD_MESSAGES, BAD_MESSAGES]] = posts, good, bad
            found = actions_of(run)
            shown = [a for a in found if isinstance(a, Broadcast)]
            gains = [a.posts_gain for a in found if isinstance(a, Incite)]
            assert len(shown) == min(10, int(posts * good / (good + bad)))
            assert gains == pytest.approx([0.2 * min(4, posts) / posts] if posts else [])
            assert all(a.source == Source.PUBLIC for a in shown)

    def test_shows_so_many_a_week(self) -> None:
        run = started([self.WRITTEN | {"reposts_per_week": 3, "replies_per_day": 0}], **EAGER)
        live(run, 7)
        run.ours.view("amplify_ugc")
        assert run.desk.ledger.total() <= 3 * 5.0

    def test_problems(self) -> None:
        idle = self.WRITTEN | {"replies_per_day": 0, "reposts_per_week": 0}
        (problem,) = started([idle], **EAGER).problems()
        assert problem.key == "strategies.tested[0].replies_per_day"


class TestBuildCommunity:
    WRITTEN = {"kind": "build_community", "enrol_share": 1.0, "posts_per_week": 7.0,  # noqa: RUF012
               "perk_cost": 3.0, "cost_per_month": 30.0}  # fmt: skip

    def test_posts_reach_members_alone(self) -> None:
        run = live(started([self.WRITTEN], **EAGER), 1)
        tell = only(run, Tell)
        owners = np.flatnonzero((run.market.units > 0) & (run.market.stage != Stage.LAPSED))
        assert sorted(tell.who.tolist()) == owners.tolist()
        assert (tell.source, tell.share) == (Source.MEMBER, 0.3)

    def test_a_lively_group_holds_people_more(self) -> None:
        holds = []
        for posts in (0.0, 1.0, 7.0):
            found = actions_of(started([self.WRITTEN | {"posts_per_week": posts}], **EAGER))
            holds.append(sum(a.amount for a in found if isinstance(a, Press) and a.amount > 0.0))
        assert holds == pytest.approx([0.0, *(0.3 * (1 - math.exp(-p / 2)) for p in (1.0, 7.0))])

    def test_costs_by_member(self) -> None:
        run = live(started([self.WRITTEN], **EAGER), 1)
        assert run.desk.ledger.total() == pytest.approx((30.0 + 3.0 * 60) / DAYS_A_MONTH)

    def test_interested_people_may_join_and_stay(self) -> None:
        run = live(started([self.WRITTEN | {"who": "interested"}], **EAGER), 4)
        stages = set(run.market.stage[members(run)].tolist())
        assert stages >= {Stage.INTERESTED, Stage.CUSTOMER}
        assert (run.market.experienced_day[members(run)] >= -(2**30)).all()
        at_start = (run.market.units > 0) & (run.market.purchases == 0)
        assert not at_start[members(run)].any()


class TestAlarm:
    WATCH = {"kind": "monitor_talk", "coverage_share": 0.5, "alarm_share": 0.3}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("good", "bad", "rings"), [(60, 40, True), (80, 20, False), (2, 8, False), (0, 0, False)]
    )
    def test_rings_when_bad_talk_passes_the_share(self, good: int, bad: int, rings: bool) -> None:
        run = live(started([self.WATCH], **EAGER), 2)
        run.ours.view("monitor_talk").yesterday[[GOOD_MESSAGES, BAD_MESSAGES]] = good, bad
        notices = [a for a in actions_of(run) if isinstance(a, Notice)]
        assert (Notice(0.0, 1.0) in notices) == rings

    def test_catches_what_was_missed(self) -> None:
        trouble = {"kind": "scandal", "day": 2, "share_of_aware": 0.9, "severity": 1.0}
        noticed = []
        for alarm in (None, 0.1):
            watch = self.WATCH | {"coverage_share": 0.0 if alarm is None else 0.02,
                                  "alarm_share": alarm}  # fmt: skip
            loud = EAGER | {"brand": EAGER["brand"] | {"hours_to_notice": 200.0}, "size": 2000}
            run = live(started([watch], events=[trouble], **loud), 6)
            noticed.append(run.desk.cases["scandal"].noticed_at)
        assert noticed[0] == pytest.approx(2 + 200.0 / 24)
        assert noticed[1] in (3.0, 2 + 2.0 / 24)
