"""Planted, deleted, embargoed and hidden posts: what they do, and what it costs to be found out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES, POSTS
from simulation.errors import ScenarioError
from simulation.market.actions import (
    Broadcast,
    Cause,
    Post,
    Review,
    Shift,
    Source,
)
from tests.small_markets import assert_same_bytes, live, run_of, scenario, started
from tests.tactics.one_tactic import STAFF, actions, on_day, proposals


class TestAstroturf:
    def test_seen_believed_and_reviewed(self) -> None:
        fakes = {"kind": "astroturf", "accounts": 6, "posts_per_day": 0.5, "views_per_post": 10.0,
                 "reviews_per_post": 0.5, "chance_detected_per_post": 0.0}  # fmt: skip
        run = started([fakes])
        (proposal,) = proposals(run)
        told, review = proposal.actions
        assert isinstance(told, Broadcast)
        assert told.exposures == pytest.approx(3 * 10 / 60)
        assert (told.source, told.good) == (Source.PUBLIC, True)
        assert review == Review(fake=1.5)
        assert proposal.cost == 15.0
        assert run.desk.board.fake == pytest.approx(1.5 * (1 - 0.16))

    def test_found_out_at_once_it_ends_and_costs_trust(self) -> None:
        fakes = {"kind": "astroturf", "chance_detected_per_post": 1.0}
        run = started([fakes], brand={"aware_at_start": 0.5})
        assert [a.kind for a in actions(run, Cause)] == ["fakes_exposed"]
        assert run.desk.scalars["trust"] == pytest.approx(0.5 * 0.7)
        assert run.desk.board.fake == 0.0
        assert run.desk.cases["astroturf.fakes_exposed"].n_hurt > 0
        live(run)
        assert len(run.desk.ledger.entries) == 1

    def found(self, chance: float) -> int:
        """Day on which it is found out; the last day if never."""
        fakes = {"kind": "astroturf", "accounts": 10, "chance_detected_per_post": chance}
        run = live(started([fakes], days=40))
        case = run.desk.cases.get("astroturf.fakes_exposed")
        return 40 if case is None else case.day

    def test_the_likelier_the_sooner(self) -> None:
        days = [self.found(chance) for chance in (0.0, 0.002, 0.02, 0.2, 1.0)]
        assert days[0] == 40
        assert days == sorted(days, reverse=True)
        assert days[-1] == 0

    def test_never_found_out_is_never_worse_in_the_first_week(self) -> None:
        """Same luck: being found out can only cost trust, reviews and buyers."""
        posed = {"kind": "astroturf", "accounts": 20, "cost_per_post": 0.0}
        days: dict[str, Any] = {
            "days": 7, "size": 400, "brand": {"owners_at_start": 0.05, "aware_at_start": 0.6},
            "consumers": {"decide": {"purchase_base": -3.0, "interest_base": -3.0}},
        }  # fmt: skip
        worse, found = [], 0
        for seed in range(8):
            runs = [
                run_of([posed | {"chance_detected_per_post": c}], seed=seed, **days)
                for c in (0.0, 0.1)
            ]
            never, detected = (run.daily for run in runs)
            found += bool(runs[1].live.desk.cases)
            trust = np.asarray(never["trust"], float) - np.asarray(detected["trust"], float)
            bought = np.asarray(never["customers"], int) - np.asarray(detected["customers"], int)
            assert trust.min() >= 0.0
            worse.append(int(bought.min()))
        assert found >= 6
        assert min(worse) >= 0

    def test_the_hazard_is_that_of_all_posts_together(self) -> None:
        """1 - (1 - .01)^10 = .0956 a day, over the names of many tactics."""
        found = 0
        run = started([{"kind": "astroturf", "name": f"t{k}", "accounts": 10, "posts_per_day": 1.0,
                        "chance_detected_per_post": 0.01} for k in range(120)])  # fmt: skip
        for tactic in run.ours.tactics:
            made = tactic.propose(run.ours.view(tactic.label))
            found += any(isinstance(a, Cause) for p in made for a in p.actions)
        assert found == pytest.approx(120 * 0.0956, abs=10)

    def test_staff_are_cheaper_easier_to_find_and_unhappy(self) -> None:
        fakes = {"kind": "astroturf", "by": "staff", "accounts": 10, "posts_per_day": 1.0}
        run = started([fakes], **STAFF)
        assert sum(p.cost for p in proposals(run)) == pytest.approx(15.0)
        assert run.desk.scalars["morale"] == pytest.approx(0.4)
        tactic: Any = run.ours.tactics[0]
        assert tactic.chance_each == pytest.approx(0.006)
        (problem,) = started([fakes]).problems()
        assert "nobody works here" in problem.message


class TestSuppress:
    def test_counts_what_there_would_have_been(self) -> None:
        run = started([{"kind": "suppress_posts", "removed_share": 0.5}])
        view = run.ours.view("suppress_posts")
        view.yesterday = np.zeros(64, np.int64)
        view.yesterday[[GOOD_MESSAGES, BAD_MESSAGES, POSTS]] = 60, 80, 10
        run.desk.board.bad = 6.0
        tactic: Any = run.ours.tactics[0]
        # 100 messages that nobody touched carried 10 posts: 8 of 80 bad ones, of which half goes
        assert tactic.removed(view) == pytest.approx(0.5 * (8.0 + 6.0))

    def test_bad_posts_and_reviews_go_conversations_stay(self) -> None:
        angry: dict[str, Any] = {
            "brand": {"owners_at_start": 0.5, "quality": 0.1},
            "consumers": {"talk": {"posts_per_contact": 1.0}},
        }
        suppress = {"kind": "suppress_posts", "removed_share": 1.0, "chance_detected_per_post": 0.0}
        with_it, without = (live(started(t, **angry), 1) for t in ([suppress], []))
        assert with_it.daily[0, POSTS] < without.daily[0, POSTS]
        contacts = [run.daily[0, BAD_MESSAGES] - run.daily[0, POSTS] for run in (with_it, without)]
        assert contacts[0] == pytest.approx(contacts[1], abs=2)
        assert with_it.desk.board.bad < without.desk.board.bad

    def test_noticed_it_ends_and_costs_trust(self) -> None:
        angry: dict[str, Any] = {"brand": {"owners_at_start": 0.5, "quality": 0.1}}
        run = live(started([{"kind": "suppress_posts", "chance_detected_per_post": 1.0}], **angry))
        assert run.desk.cases["suppress_posts.fakes_exposed"].day == 0
        entries = [e for e in run.desk.ledger.entries if e.tactic == "suppress_posts"]
        assert len(entries) == 1
        assert run.desk.scalars["posts_removed"] == 0.0

    def test_holds_for_the_day_only(self) -> None:
        run = started([{"kind": "suppress_posts", "removed_share": 0.7, "until": 1}])
        assert Shift("posts_removed", 0.7) in actions(run, Shift)
        live(run, 3)
        assert run.desk.scalars["posts_removed"] == 0.0


class TestHireHeldAndHidden:
    def test_an_embargo_moves_the_posts_not_the_contract(self) -> None:
        hire = {"kind": "hire_kocs", "number": 2, "posts": 4, "every_days": 2, "hold_until": 5,
                "gift": True, "fee": 10.0}  # fmt: skip
        run = started([hire], days=10, trace=True, brand__owners_at_start=0.0)
        live(run)
        (entry,) = run.desk.ledger.entries
        assert entry.day == 0
        assert entry.amount == pytest.approx(2 * (3 * 10.0 + 150.0))  # only three posts fit in
        told = run.messages()
        own = told["slot"] == run.ours.addresses["hire_kocs"].slot
        assert set(told["day"][own].tolist()) <= {5, 7, 9}
        assert 5 in told["day"][own]

    @pytest.mark.parametrize("days", [{"day": 4, "hold_until": 3}, {"hold_until": 5, "until": 4}])
    def test_an_embargo_lies_within_its_days(self, days: dict[str, int]) -> None:
        with pytest.raises(ScenarioError, match="hold_until"):
            scenario([{"kind": "hire_kocs", **days}])

    def disclosed(self, **written: Any) -> list[bool]:
        """Whether posts of four days say that they are paid."""
        hire = {"kind": "hire_kocs", "number": 3, "posts": 4, "every_days": 1, **written}
        run = started([hire])
        said = []
        for day in range(4):
            on_day(run, day)
            said += [post.disclosed for post in actions(run, Post)]
        return said

    def test_hidden_posts_that_are_found_out_are_known_to_be_paid(self) -> None:
        assert self.disclosed(disclosed=True) == [True] * 4
        assert self.disclosed(disclosed=False, chance_exposed_per_post=0.0) == [False] * 4
        found = self.disclosed(disclosed=False, chance_exposed_per_post=1.0)
        assert found == [False, True, True, True]

    def test_open_posts_are_never_found_out(self) -> None:
        hire = {"kind": "hire_kocs", "number": 3, "chance_exposed_per_post": 1.0}
        one, other = (live(started([hire | e])) for e in ({}, {"chance_exposed_per_post": 0.0}))
        assert one.desk.cases == {}
        assert_same_bytes(one, other)
