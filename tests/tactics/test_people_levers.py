"""Own KOLs, witnesses, employees, proof; no lever of people works at zero strength."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.dynamics.tables import BAD_MESSAGES, GOOD_MESSAGES
from simulation.market.actions import (
    Broadcast,
    Incite,
    Post,
    Source,
)
from simulation.market.state import Stage
from simulation.market_run import MarketRun
from simulation.network.roles import Role
from simulation.tactics.people.grow_own_kols import GrowOwnKols
from tests.small_markets import assert_same_bytes, live, started
from tests.tactics.one_tactic import STAFF, actions, on_day, proposals


def content(run: MarketRun, satisfaction: dict[int, float]) -> None:
    """Only these people own a unit, and this is how they like it."""
    market = run.market
    market.units[:] = 0
    market.stage[:] = Stage.AWARE
    for who, y in satisfaction.items():
        market.units[who], market.satisfaction[who] = 1, y
        market.stage[who] = Stage.CUSTOMER


class TestZeroStrength:
    @pytest.mark.parametrize(
        "written",
        [
            {"kind": "astroturf", "accounts": 0},
            {"kind": "astroturf", "posts_per_day": 0.0},
            {"kind": "suppress_posts", "removed_share": 0.0},
            {"kind": "engage_employees", "morale_gain": 0.0},
            {"kind": "grow_own_kols", "min_satisfaction": 1.0},
            {"kind": "grow_own_kols", "cost_per_month": 10.0, "budget": 0.0},
            {"kind": "prove_quality", "exposures": 0.0, "fee": 0.0},
            {"kind": "prove_quality", "budget": 10.0},
            {"kind": "user_witness", "budget": 10.0},
        ],
        ids=str,
    )
    def test_is_the_strategy_without_it(self, written: dict[str, Any]) -> None:
        settings = {"brand": {"owners_at_start": 0.2, "quality": 0.6}, **STAFF}
        assert_same_bytes(live(started([written], **settings)), live(started(**settings)))

    def test_witnesses_who_show_nothing_are_given_units(self) -> None:
        labels = [1, 2, 3, 5, 8]
        witness = {
            "kind": "user_witness",
            "name": "units",
            "to": labels,
            "broadcasts_per_week": 0.0,
        }
        seeds = {"kind": "seed_products", "name": "units", "to": labels}
        empty: dict[str, Any] = {"brand": {"owners_at_start": 0.0}}
        one, other = (live(started([w], **empty)) for w in (witness, seeds))
        assert_same_bytes(one, other, leave_out=["groups"])
        assert one.desk.given == 5


class TestOwnKols:
    @given(growth=st.floats(0.0, 1.0), days=st.integers(0, 400))
    def test_a_month_adds_its_share_of_what_is_missing(self, growth: float, days: int) -> None:
        grow = GrowOwnKols(growth_per_month=growth)
        level = grow.level(days)
        assert 0.0 <= level <= grow.level(days + 1) <= 1.0
        assert GrowOwnKols().level(0) == 0.0
        assert GrowOwnKols(growth_per_month=0.15).level(73) == pytest.approx(1 - 0.85**2.4)

    def test_the_most_satisfied_are_asked_advocates_first(self) -> None:
        run = started([{"kind": "grow_own_kols", "number": 2, "posts_per_week": 7.0}])
        content(run, {3: 0.9, 4: 0.2, 5: 0.4, 6: -0.5, 7: 0.05})
        run.market.stage[4] = Stage.ADVOCATE
        (post,) = actions(run, Post)
        assert post.who.tolist() == [3, 4]
        assert (post.reach, post.credibility) == (0.15, 0.89)
        assert post.good
        assert post.disclosed

    def test_reach_and_credibility_after_three_months(self) -> None:
        run = started(
            [{"kind": "grow_own_kols", "number": 1, "posts_per_week": 7.0, "views_grown": 90.0}],
            days=100,
        )
        content(run, {3: 0.9})
        view = run.ours.view("grow_own_kols")
        view.memory["since"] = np.full(60, -1)
        view.memory["since"][3] = 0
        view.day = 73
        (proposal,) = run.ours.tactics[0].propose(view)
        post, beyond = proposal.actions
        level = 1 - 0.85**2.4
        assert isinstance(post, Post)
        assert isinstance(beyond, Broadcast)
        assert post.reach == pytest.approx(0.15 + 0.2 * level)
        assert post.credibility == pytest.approx(0.89 + 0.11 * level)
        assert beyond.exposures == pytest.approx(90.0 * level / 60)
        assert beyond.source is Source.KOC

    def test_who_is_no_longer_satisfied_leaves_and_costs_nothing(self) -> None:
        run = started([{"kind": "grow_own_kols", "number": 5, "cost_per_month": 365.0}])
        content(run, {3: 0.9, 4: 0.2})
        assert sum(p.cost for p in proposals(run)) == pytest.approx(2 * 12.0)
        run.market.satisfaction[3] = -0.1
        assert sum(p.cost for p in proposals(run)) == pytest.approx(12.0)
        run.market.satisfaction[4] = -0.1
        assert proposals(run) == []

    def test_an_account_posts_on_its_share_of_days(self) -> None:
        run = started([{"kind": "grow_own_kols", "number": 1, "posts_per_week": 2.0}], days=15)
        days = []
        for day in range(14):
            on_day(run, day)
            content(run, {3: 0.9})
            days += [day] if actions(run, Post) else []
        assert len(days) == 4

    def test_with_less_money_who_came_last_goes_first(self) -> None:
        run = started(
            [{"kind": "grow_own_kols", "number": 3, "cost_per_month": 365.0, "budget": 60}]
        )
        content(run, {3: 0.9, 4: 0.2})
        proposals(run)  # pays 24 of 60
        on_day(run, 1)
        content(run, {3: 0.9, 4: 0.2, 5: 1.0})
        proposals(run)  # pays 36: the third joins
        assert proposals(run) == []
        assert run.desk.ledger.spent("grow_own_kols") == pytest.approx(60.0)


class TestWitness:
    def test_costs_units_then_broadcasts(self) -> None:
        witness = {"kind": "user_witness", "households": 4, "trial_days": 3, "first_after_days": 2,
                   "broadcasts_per_week": 7.0, "cost_per_broadcast": 10.0}  # fmt: skip
        run = live(started([witness], brand={"owners_at_start": 0.0, "unit_cost": 100.0}))
        assert [(e.day, e.kind, e.amount) for e in run.desk.ledger.entries] == [
            (0, "product", 400.0), (2, "fee", 40.0), (3, "fee", 40.0),
        ]  # fmt: skip

    def test_shows_the_good_and_the_bad(self) -> None:
        witness = {"kind": "user_witness", "households": 5, "first_after_days": 0,
                   "broadcasts_per_week": 3.5, "views_per_broadcast": 12.0}  # fmt: skip
        run = started([witness], brand={"owners_at_start": 0.0})
        proposals(run)
        members = run.ours.view("user_witness").members
        assert len(members) == 5
        run.market.satisfaction[members] = [0.4, 0.1, -0.2, 0.9, -0.6]
        view = run.ours.view("user_witness")
        view.day = 1
        (proposal,) = run.ours.tactics[0].propose(view)
        incite, good, bad = proposal.actions
        assert isinstance(incite, Incite)
        assert isinstance(good, Broadcast)
        assert isinstance(bad, Broadcast)
        assert (incite.posts, incite.members, incite.voice) == (0.5, True, "own")
        assert (good.good, bad.good) == (True, False)
        assert good.exposures == pytest.approx(0.5 * 12.0 * 3 / 60)
        assert bad.exposures == pytest.approx(0.5 * 12.0 * 2 / 60)

    @pytest.mark.parametrize(("quality", "is_good"), [(0.95, True), (0.05, False)])
    def test_what_they_say_is_the_true_quality(self, quality: float, is_good: bool) -> None:
        brand = {"owners_at_start": 0.0, "quality": quality, "quality_spread": 0.0,
                 "defect_share": 0.0}  # fmt: skip
        witness = {"kind": "user_witness", "households": 6, "broadcasts_per_week": 7.0}
        people = {"experience": {"taste_weight": 0.0}}
        run = live(started([witness], brand=brand, consumers=people))
        counts = run.daily[4:, [GOOD_MESSAGES, BAD_MESSAGES]].sum(axis=0)
        assert counts[0 if is_good else 1] > 0
        assert counts[1 if is_good else 0] == 0


class TestEmployees:
    def test_morale_rises_and_fades(self) -> None:
        engage = {"kind": "engage_employees", "morale_gain": 0.3, "lag_days": 4.0, "until": 4}
        run = started([engage], days=12, **STAFF)
        found = []
        for _ in range(12):
            run.live()
            found.append(run.desk.scalars["morale"])
        top = 0.3 * (1 - math.exp(-5 / 4))
        assert found[:5] == pytest.approx(
            [0.5 + 0.3 * (1 - math.exp(-(k + 1) / 4)) for k in range(5)]
        )
        assert found[5:] == pytest.approx([0.5 + top * math.exp(-k / 4) for k in range(1, 8)])

    def test_pays_for_every_head_as_long_as_it_lasts(self) -> None:
        engage = {"kind": "engage_employees", "cost_per_head_per_month": 365.0, "budget": 300.0}
        run = live(started([engage], **STAFF))
        assert [e.amount for e in run.desk.ledger.entries] == pytest.approx([120.0, 120.0])

    def test_talk_grows_with_the_mood(self) -> None:
        run = started([{"kind": "engage_employees"}], **STAFF)
        run.desk.scalars.shift("morale", 0.2, lasting=True)
        (incite,) = actions(run, Incite)
        mood = 2 * (run.desk.scalars["morale"] - 0.5)
        assert mood > 0.4
        assert incite.contacts == pytest.approx(0.3 * mood)
        assert incite.posts == pytest.approx(0.03 * mood)
        assert (incite.voice, incite.to, incite.members) == ("good", "anybody", True)

    def test_a_bad_mood_speaks_against_the_brand(self) -> None:
        run = started([{"kind": "engage_employees", "morale_gain": 0.01}], **STAFF)
        run.desk.scalars.shift("morale", -0.3, lasting=True)
        (incite,) = actions(run, Incite)
        assert incite.voice == "bad"

    def test_only_employees_talk_more(self) -> None:
        engage = {"kind": "engage_employees", "morale_gain": 0.4, "lag_days": 1.0,
                  "contacts_per_day": 5.0}  # fmt: skip
        nobody: dict[str, Any] = {"brand": {"owners_at_start": 0.0}}
        run = live(started([engage], trace=True, **STAFF, **nobody), 4)
        told = run.messages()
        own = told["slot"] == run.ours.addresses["engage_employees"].slot
        talkers = np.unique(told["talker"][own & (np.asarray(told["talker"], np.int64) >= 0)])
        assert len(talkers)
        assert (run.population.role[talkers] == Role.EMPLOYEE).all()

    def test_asks_for_employees(self) -> None:
        run = started([{"kind": "engage_employees"}])
        (problem,) = run.problems()
        assert "nobody works here" in problem.message


class TestProof:
    @pytest.mark.parametrize(
        ("quality", "good", "size"), [(0.7, True, 0.6), (0.4, False, 0.3), (1.0, True, 1.0)]
    )
    def test_tracks_true_quality(self, quality: float, good: bool, size: float) -> None:
        proof = {"kind": "prove_quality", "noise": 0.0, "lag_days": 0}
        run = started([proof], brand={"quality": quality})
        (told,) = actions(run, Broadcast)
        assert (told.good, told.source) == (good, Source.EXPERT)
        assert told.credibility == pytest.approx(size)

    @pytest.mark.parametrize(
        ("source", "voice"),
        [("own_tests", Source.BRAND), ("media", Source.NEWS), ("certification", Source.EXPERT)],
    )
    def test_is_believed_like_its_source(self, source: str, voice: Source) -> None:
        run = started([{"kind": "prove_quality", "source": source, "lag_days": 0}],
                      brand={"quality": 0.9})  # fmt: skip
        assert [told.source for told in actions(run, Broadcast)] == [voice]

    def test_a_bad_result_can_be_withheld(self) -> None:
        proof = {"kind": "prove_quality", "if_bad": "withhold", "noise": 0.0, "fee": 100.0}
        weak = live(started([proof], brand={"quality": 0.4}))
        without = live(started([{"kind": "prove_quality", "exposures": 0.0, "fee": 100.0}],
                               brand={"quality": 0.4}))  # fmt: skip
        assert_same_bytes(weak, without)
        assert weak.desk.ledger.total() == 100.0

    def test_the_average_product_proves_nothing_but_noise(self) -> None:
        signs = []
        for name in range(40):
            run = started([{"kind": "prove_quality", "name": f"test{name}", "lag_days": 0}],
                          brand={"quality": 0.5})  # fmt: skip
            signs += [told.good for told in actions(run, Broadcast)]
        assert 8 <= sum(signs) <= 32

    def test_own_tests_end_some_defects(self) -> None:
        proof = {"kind": "prove_quality", "source": "own_tests", "defect_cut": 0.2}
        run = live(started([proof], brand={"defect_share": 0.05}))
        assert run.desk.scalars["defect_share"] == pytest.approx(0.04)


@settings(max_examples=15, deadline=None)
@given(
    budget=st.floats(0.0, 3000.0),
    written=st.sampled_from(
        [
            {"kind": "grow_own_kols", "cost_per_month": 700.0},
            {"kind": "user_witness", "cost_per_broadcast": 13.0, "first_after_days": 0},
            {"kind": "engage_employees", "cost_per_head_per_month": 900.0},
            {"kind": "prove_quality", "fee": 1000.0},
            {"kind": "astroturf", "cost_per_post": 33.0},
            {"kind": "suppress_posts", "cost_per_post": 50.0},
        ]
    ),
)
def test_never_spends_more_than_the_purse(budget: float, written: dict[str, Any]) -> None:
    people: dict[str, Any] = {"brand": {"owners_at_start": 0.3, "quality": 0.5}, **STAFF}
    run = live(started([written | {"budget": budget}], days=6, **people))
    assert run.desk.ledger.total() <= budget * (1 + 1e-9)
