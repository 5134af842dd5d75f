"""Levers of media and the message: each against a case worked out by hand, and at its limits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import HostTables
from simulation.market.actions import Source, Transition
from simulation.market.state import FIXED, Stage
from simulation.market_run import MarketRun
from tests.small_markets import assert_same_bytes, live, scenario, started

PEOPLE: dict[str, Any] = {"brand": {"owners_at_start": 0.2, "aware_at_start": 0.4}}
N = 60

NOTHING_DONE: dict[str, dict[str, Any]] = {
    "publish_content": {"posts_per_week": 0.0},
    "topic_challenge": {"starters": 0, "prize": 0.0},
    "hold_event": {"audience_share": 0.0, "cost": 0.0},
    "newsjack": {"rides": 0},
    "offer_trial": {"visitors_per_day": 0.0, "cost_per_day": 0.0},
    "align_message": {"alignment": 0.0, "cost_per_month": 0.0},
    "connect_channels": {"handoff_share": 0.0, "data_integration": 0.0, "cost_per_month": 0.0},
    "reallocate_budget": {},
    "advertise": {"budget": 0.0},
}


def lever(kind: str, days: int = 10, **fields: Any) -> MarketRun:
    return started([{"kind": kind, **fields}], days=days, **PEOPLE)


def next_day(run: MarketRun) -> HostTables:
    """What the desk lays out today, without living the day."""
    tables = run.ours.act()
    run.ours.day += 1
    return tables


def reach_of(tables: HostTables) -> float:
    """Messages a consumer of all broadcasts."""
    return float(tables.broadcasts.total.sum()) / N


def weight_of(run: MarketRun, source: Source, factor: float = 1.0) -> int:
    return int(run.desk.terms.credibility[source] * factor * FIXED + 0.5)


@pytest.mark.parametrize("kind", sorted(NOTHING_DONE))
def test_a_lever_without_strength_is_no_lever(kind: str) -> None:
    pulled = live(started([{"kind": kind, **NOTHING_DONE[kind]}], **PEOPLE))
    assert_same_bytes(pulled, live(started(**PEOPLE)))


class TestFormatAndTargeting:
    def buys(self, **fields: Any) -> tuple[float, int, MarketRun]:
        run = lever("advertise", channel="social", spend_per_day=1.0, **fields)
        tables = next_day(run)
        return reach_of(tables), int(tables.broadcasts.weight[0]), run

    def test_a_format_costs_and_convinces_by_its_factors(self) -> None:
        feed, usual, run = self.buys()
        film, believed, _ = self.buys(format="film")
        assert film == pytest.approx(feed / 2.5, rel=0.05)  # a little less is lost to saturation
        assert usual == weight_of(run, Source.ADVERTISING)
        assert believed == weight_of(run, Source.ADVERTISING, 1.3)

    def test_the_format_is_believed_as_long_as_it_works(self) -> None:
        run = lever("advertise", channel="social", spend_per_day=9.0, until=0, format="banner")
        weights = {int(w) for _ in range(4) for w in next_day(run).broadcasts.weight}
        assert weights == {weight_of(run, Source.ADVERTISING, 0.4)}

    def test_targeting_spares_owners_at_a_premium(self) -> None:
        """48 of 60 matter: (1 - .5 + .5 / .8) / 1.3 with half of it right."""
        run = lever("advertise", spend_per_day=1.0, targeting=1.0)
        tactic = run.ours.tactics[0]
        gain = tactic.gain(run.ours.view("advertise"))  # type: ignore[attr-defined]
        assert gain == pytest.approx((0.5 + 0.5 / 0.8) / 1.3)

    def test_joined_data_make_targeting_right(self) -> None:
        ads = {"kind": "advertise", "spend_per_day": 1.0, "targeting": 1.0}
        joined = {"kind": "connect_channels", "data_integration": 1.0, "cost_per_month": 0.0}
        run = started([ads, joined], **PEOPLE)
        run.ours.act()
        tactic = run.ours.tactics[0]
        gain = tactic.gain(run.ours.view("advertise"))  # type: ignore[attr-defined]
        assert gain == pytest.approx(1.0 / 0.8 / 1.3)

    def test_money_that_came_later_is_spent_too(self) -> None:
        ads = {"kind": "advertise", "channel": "social", "spread_days": 10}
        written: list[dict[str, Any]] = [
            ads | {"name": "first", "budget": 100.0},
            ads | {"name": "second", "budget": 100.0},
            {"kind": "reallocate_budget", "among": ["first", "second"], "by": "phase", "at": [5]},
        ]
        run = live(started(written, **PEOPLE))
        spent = [entry.amount for entry in run.desk.ledger.entries if entry.tactic == "second"]
        assert spent == pytest.approx([10.0] * 5 + [20.0] * 5)
        assert run.desk.ledger.spent("first") == pytest.approx(50.0)


class TestPublishContent:
    def test_a_piece_lives_on_by_the_half_life_of_its_platform(self) -> None:
        run = lever("publish_content", days=40, posts_per_week=0.1, platform="wechat")
        found = [reach_of(next_day(run)) for _ in range(8)]
        keep = 2.0 ** (-1.0 / 1.5)
        assert found == pytest.approx([0.03 * (1 - keep) * keep**t for t in range(8)], rel=1e-6)

    def test_pieces_are_spread_over_the_week_and_paid(self) -> None:
        run = live(lever("publish_content", days=14, posts_per_week=3.5, cost_per_post=10.0))
        entries = run.desk.ledger.entries
        assert [entry.day for entry in entries] == [0, 2, 4, 6, 8, 10, 12]
        assert {entry.amount for entry in entries} == {10.0}

    @pytest.mark.parametrize(("trust", "wins"), [(0.1, "indirect"), (0.9, "direct")])
    def test_an_indirect_piece_pays_where_the_brand_is_not_trusted(
        self, trust: float, wins: str
    ) -> None:
        """1 + .8 (1 - trust) times believed, .7 of it about the brand; also when trust moved."""
        worth = {}
        for angle in ("direct", "indirect"):
            run = started([{"kind": "publish_content", "angle": angle}], brand__trust=0.5)
            tactic, view = run.ours.tactics[0], run.ours.view("publish_content")
            for gained in (0.0, trust - 0.5):
                run.desk.scalars.shift("trust", gained, lasting=True)
                piece = tactic.piece(view)  # type: ignore[attr-defined]
            worth[angle] = piece.reach * piece.credibility
        assert worth["indirect"] / worth["direct"] == pytest.approx(0.7 * (1.8 - 0.8 * trust))
        assert max(worth, key=lambda angle: worth[angle]) == wins

    def test_emotion_is_shared_more_and_believed_less(self) -> None:
        run = lever("publish_content", emotion=1.0)
        piece = run.ours.tactics[0].piece(run.ours.view("publish_content"))  # type: ignore[attr-defined]
        assert piece.passed_on == pytest.approx(0.03 * 2.5)
        assert piece.credibility == pytest.approx(0.7)

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({}, (500.0, 0.03, 1.0, 0.03)),
            ({"format": "case"}, (750.0, 0.03 * 0.8, 1.2, 0.03 * 0.8)),
            ({"format": "livestream"}, (2000.0, 0.03 * 2.0, 1.2, 0.03 * 0.5)),
            ({"theme": "story"}, (500.0, 0.03, 0.85, 0.03 * 1.5)),
            (
                {"format": "case", "theme": "insight"},
                (750.0, 0.03 * 0.8 * 0.6, 1.2 * 1.3, 0.03 * 0.8),
            ),
        ],
    )
    def test_format_and_theme_change_a_piece_by_their_factors(
        self, said: dict[str, Any], expected: tuple[float, ...]
    ) -> None:
        """Cost, reach, credibility and passing on."""
        run = lever("publish_content", **said)
        piece = run.ours.tactics[0].piece(run.ours.view("publish_content"))  # type: ignore[attr-defined]
        assert tuple(piece) == pytest.approx(expected)

    def test_people_who_know_the_brand_pass_on_what_they_met(self) -> None:
        run = lever("publish_content", posts_per_week=7.0)
        tables = next_day(run)
        assert tables.programmes.contacts.tolist() == pytest.approx([reach_of(tables) * 0.03])
        assert tables.programmes.to.tolist() == [3]

    def test_reuse_is_cheaper_and_of_one_voice(self) -> None:
        run = lever("publish_content", reuse_share=0.5, cost_per_post=100.0)
        run.ours.act()
        assert run.desk.ledger.total() == pytest.approx(70.0)
        assert run.desk.scalars["consistency"] == pytest.approx(0.8 + 0.5 * 0.05)

    def test_ends_with_its_money(self) -> None:
        run = live(lever("publish_content", posts_per_week=7.0, cost_per_post=40.0, budget=100.0))
        assert [entry.day for entry in run.desk.ledger.entries] == [0, 1]
        assert "next piece" in run.desk.ledger.reasons["publish_content"]


class TestTopicChallenge:
    def test_starters_and_prize_open_it(self) -> None:
        run = lever("topic_challenge", starters=2, prize=300.0, fee=50.0)
        tables = next_day(run)
        assert run.desk.ledger.total() == 400.0
        assert len(tables.posts.talker) == 2
        chance = 0.03 * (1 - 5 / 7 * 3000 / 3300)
        assert tables.programmes.posts.tolist() == pytest.approx([chance])

    def test_shows_good_and_bad_posts_as_owners_make_them(self) -> None:
        run = lever("topic_challenge", starters=0, prize=3000.0)
        market, population = run.market, run.ours.population
        owns = market.units > 0
        pleased = population.participation[owns & (market.satisfaction > 0)].sum()
        others = population.participation[owns & (market.satisfaction <= 0)].sum()
        tables = next_day(run)
        rows = zip(tables.broadcasts.good, tables.broadcasts.total, strict=True)
        shown = {int(good): float(total) for good, total in rows}
        assert shown[1] == pytest.approx(0.015 * 10.0 * float(pleased))
        assert shown.get(0, 0.0) == pytest.approx(0.015 * 10.0 * float(others))

    def test_closes_after_its_days(self) -> None:
        run = lever("topic_challenge", starters=0, topic_days=3)
        assert [len(next_day(run).programmes.posts) for _ in range(5)] == [1, 1, 1, 0, 0]

    def test_without_the_money_it_never_opens(self) -> None:
        run = live(lever("topic_challenge", starters=0, prize=100.0, budget=99.0))
        assert_same_bytes(run, live(started(**PEOPLE)))
        assert run.ours.problems("here")[0].key == "here[0].prize"


class TestHoldEvent:
    def test_the_audience_hears_it_once(self) -> None:
        run = lever("hold_event", audience_share=0.5, cost=100.0)
        tables = next_day(run)
        assert len(set(tables.tells.listener.tolist())) == 30
        assert set(tables.tells.weight.tolist()) == {weight_of(run, Source.BRAND, 1.2)}
        assert len(next_day(run).tells.listener) == 0

    def test_the_press_speaks_of_it_for_three_days(self) -> None:
        run = lever("hold_event", audience_share=0.5, cost=0.0)
        found = [reach_of(next_day(run)) for _ in range(5)]
        assert found == pytest.approx([0.0, *[0.1 * 0.5 / 3] * 3, 0.0])

    def test_visitors_of_a_trade_show_meet_true_quality(self) -> None:
        heard = {}
        for quality in (0.2, 0.9):
            brand = {"owners_at_start": 0.0, "aware_at_start": 0.0, "quality": quality}
            event = {"kind": "hold_event", "form": "trade_show", "audience_share": 1.0}
            run = started([event], brand=brand)
            run.ours.act()
            heard[quality] = float(
                run.market.evidence_for.sum() - run.market.evidence_against.sum()
            )
        assert heard[0.2] < 0.0 < heard[0.9]

    def test_who_booked_finds_buying_easier_once_it_is_sold(self) -> None:
        event = {"kind": "hold_event", "audience_share": 1.0, "reservations": 1.0, "cost": 0.0}
        run = started([event], brand__on_sale_from=3)
        run.market.stage[:5] = Stage.INTERESTED
        presses = []
        for _ in range(5):
            tables = next_day(run)
            presses.append(float(tables.offer.press[1, Transition.PURCHASE]))
            assert tables.offer.press[0, Transition.PURCHASE] == 0.0
        assert presses == [0.0, 0.0, 0.0, 1.0, 1.0]
        assert np.flatnonzero(run.market.groups).tolist() == [0, 1, 2, 3, 4]


class TestNewsjack:
    def test_rides_on_its_days(self) -> None:
        run = lever("newsjack", rides=3, every_days=4, chance_backfire=0.0, cost=10.0)
        found = [reach_of(next_day(run)) for _ in range(10)]
        assert [day for day, reach in enumerate(found) if reach] == [0, 4, 8]
        assert found[0] == pytest.approx(0.1)
        assert run.desk.ledger.total() == 30.0

    def test_a_backfire_strikes_the_same_day_and_ends_it(self) -> None:
        run = lever("newsjack", rides=3, every_days=2, chance_backfire=1.0, outraged_share=0.5)
        run.ours.act()
        case = run.desk.cases["newsjack.newsjack_backfire"]
        n_aware = int((run.market.stage != Stage.UNAWARE).sum())
        assert (case.day, case.n_hurt, case.blame) == (0, (n_aware + 1) // 2, "preventable")
        live(run)
        assert len(run.desk.ledger.entries) == 1

    def test_backfires_as_often_as_it_says(self) -> None:
        """Chance .25 in 200 worlds: 50, within 4 standard errors."""
        market = scenario([{"kind": "newsjack", "chance_backfire": 0.25}], **PEOPLE)
        from simulation.scenario.build import build_market

        struck = 0
        for replicate in range(200):
            run = MarketRun(market, "tested", build_market(market, replicate))
            run.ours.act()
            struck += len(run.desk.cases)
        assert abs(struck - 50) < 4 * math.sqrt(200 * 0.25 * 0.75)


class TestOfferTrial:
    def test_visitors_have_no_unit_and_come_once(self) -> None:
        run = lever("offer_trial", days=20, visitors_per_day=2.5, cost_per_day=7.0)
        seen: list[int] = []
        for _ in range(10):
            view = run.ours.view("offer_trial")
            seen += run.ours.tactics[0].visitors(view).tolist()  # type: ignore[attr-defined]
            run.ours.act()
            run.ours.day += 1
        assert len(seen) == len(set(seen)) == 25
        assert (run.market.units[seen] == 0).all()
        assert run.desk.ledger.total() == pytest.approx(70.0)

    def test_the_interested_come_first(self) -> None:
        """10 of them at 8 to 1 against 50: of the first visitor in 400 worlds 8 x 10 / 130."""
        from simulation.scenario.build import build_market

        nobody = {"owners_at_start": 0.0, "aware_at_start": 0.0}
        market = scenario([{"kind": "offer_trial", "visitors_per_day": 1.0}], brand=nobody)
        found = 0
        for replicate in range(400):
            run = MarketRun(market, "tested", build_market(market, replicate))
            run.market.stage[:10] = Stage.INTERESTED
            view = run.ours.view("offer_trial")
            found += int(run.ours.tactics[0].visitors(view)[0] < 10)  # type: ignore[attr-defined]
        share = 80 / 130
        assert abs(found - 400 * share) < 4 * math.sqrt(400 * share * (1 - share))

    def test_a_day_that_cannot_be_paid_is_closed(self) -> None:
        run = live(lever("offer_trial", cost_per_day=30.0, cost=10.0, budget=75.0))
        assert [entry.amount for entry in run.desk.ledger.entries] == [40.0, 30.0]


class TestAlignMessage:
    def test_moves_consistency_after_approval_as_far_as_aligned(self) -> None:
        brand = {"consistency": 0.4, "clarity": 0.5}
        fields = {"approval_days": 2, "consistency": 0.9, "alignment": 0.6}
        run = started([{"kind": "align_message", **fields}], brand=brand)
        found = []
        for _ in range(4):
            next_day(run)
            found.append((run.desk.scalars["consistency"], run.desk.scalars["clarity"]))
        step = 0.6 * 0.01 / 7
        values = [0.4, 0.5, 0.4, 0.5, 0.7, 0.5 + step, 0.7, 0.5 + 2 * step]
        assert np.ravel(found) == pytest.approx(values)

    def test_consistency_ends_with_the_money_and_clarity_stays(self) -> None:
        month = 365.0 / 12.0
        fields: dict[str, Any] = {"approval_days": 0, "cost_per_month": month, "budget": 3.5}
        run = live(lever("align_message", **fields))
        assert len(run.desk.ledger.entries) == 3
        assert run.desk.scalars["consistency"] == 0.8
        assert run.desk.scalars["clarity"] == pytest.approx(0.8 + 3 * 0.8 * 0.01 / 7)


class TestConnectChannels:
    def test_channels_push_harder_and_buying_is_easier(self) -> None:
        media = {"channels": {"search": {"acts_on": {"purchase": 1.0}, "carryover_days": 0.0}}}
        ads = {"kind": "advertise", "channel": "search", "spend_per_day": 300.0}
        joined = {"kind": "connect_channels", "handoff_share": 0.5}
        alone = next_day(started([ads], media=media)).offer.press[0, Transition.PURCHASE]
        both = next_day(started([ads, joined], media=media)).offer.press[0, Transition.PURCHASE]
        assert alone > 0.0
        assert both == pytest.approx(1.5 * alone + 0.5 * 0.3)

    def test_once_unpaid_it_stays_apart(self) -> None:
        run = live(lever("connect_channels", cost=100.0, budget=99.0))
        assert_same_bytes(run, live(started(**PEOPLE)))


class TestReallocateBudget:
    def two(self, **fields: Any) -> MarketRun:
        ads = {"kind": "advertise", "channel": "social", "spread_days": 20, "budget": 100.0}
        review = {"kind": "reallocate_budget", "among": ["one", "two"], **fields}
        written = [ads | {"name": "one"}, ads | {"name": "two"}, review]
        return started(written, days=20, **PEOPLE)

    def credit(self, run: MarketRun, name: str, rows: slice) -> None:
        """These people bought because of that tactic."""
        run.market.purchases[rows] = 1
        run.market.recruited[rows] = np.uint64(run.ours.addresses[name].slot << 24)

    def test_half_of_what_the_worse_has_left_goes_to_the_better(self) -> None:
        run = self.two(by="credit", every_days=4, lag_days=0)
        self.credit(run, "one", slice(0, 1))
        self.credit(run, "two", slice(1, 3))
        for _ in range(5):
            next_day(run)
        assert run.desk.ledger.spent("one") == pytest.approx(20.0 + 40.0 / 16)
        assert run.desk.ledger.purse("two") == pytest.approx(120.0 - 120.0 / 16)

    def test_marginal_looks_at_the_last_period_only(self) -> None:
        """The first leads by all customers so far, the second by those since the last review."""
        left = {}
        for by in ("credit", "marginal"):
            run = self.two(by=by, every_days=4, lag_days=0)
            self.credit(run, "one", slice(0, 9))
            for day in range(9):
                if day == 5:
                    self.credit(run, "two", slice(20, 22))
                next_day(run)
            left[by] = run.desk.ledger.purse("one") - run.desk.ledger.purse("two")
        assert left["credit"] > left["marginal"]

    def test_sees_the_books_of_days_ago(self) -> None:
        run = self.two(by="credit", every_days=4, lag_days=3)
        for day in range(5):
            if day == 2:  # after the books of day 1 were closed
                self.credit(run, "two", slice(0, 5))
            next_day(run)
        assert run.desk.ledger.purse("one") == run.desk.ledger.purse("two")

    def test_phases_hand_on_what_is_left(self) -> None:
        run = self.two(by="phase", at=[5])
        for _ in range(6):
            next_day(run)
        assert run.desk.ledger.purse("one") == 0.0
        assert run.desk.ledger.spent("one") == pytest.approx(25.0)
