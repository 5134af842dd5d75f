"""Events around media and the market: seasons, moves of rivals, a ride on the news gone wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulation.dynamics.tables import HostTables
from simulation.errors import ScenarioError
from simulation.market.actions import Transition
from simulation.market.state import Stage
from simulation.market_run import MarketRun
from simulation.results.facts import facts_of
from tests.small_markets import assert_same_bytes, live, scenario, started

RIVAL: dict[str, Any] = {"rivals": [{"name": "other", "price": 300.0, "owners_at_start": 0.1}]}


def next_day(run: MarketRun) -> HostTables:
    tables = run.ours.act()
    run.ours.day += 1
    return tables


class TestSeason:
    def pushes(self, **fields: Any) -> list[float]:
        run = started(events=[{"kind": "season", "day": 1, "for_days": 3, **fields}])
        return [float(next_day(run).offer.press[0, Transition.PURCHASE]) for _ in range(9)]

    def test_multiplies_demand_for_its_days(self) -> None:
        push = math.log(2.0)
        assert self.pushes() == pytest.approx([0.0, push, push, push, 0.0, 0.0, 0.0, 0.0, 0.0])

    def test_may_take_purchases_from_later_days(self) -> None:
        push = math.log(3.0)
        found = self.pushes(demand_factor=3.0, pulled_forward=0.5)
        assert found == pytest.approx([0.0, *[push] * 3, *[-push / 2] * 3, 0.0, 0.0])

    def test_of_factor_one_is_a_usual_day(self) -> None:
        event = {"kind": "season", "day": 1, "demand_factor": 1.0}
        assert_same_bytes(live(started(events=[event])), live(started()))

    def test_is_no_trouble(self) -> None:
        """The crisis that outcomes speak of is the defect of day 5, not the season of day 1."""
        season = {"kind": "season", "day": 1}
        defect = {"kind": "product_defect", "day": 5}
        facts = facts_of(scenario(events=[season, defect]), ("tested",))
        assert facts.event_day == 5
        assert len(facts.events) == 2


class TestRivalMove:
    def test_cuts_the_rivals_price_for_its_days_and_lifts_its_quality(self) -> None:
        event = {
            "kind": "rival_move", "brand": "other", "day": 2, "price_share": 0.2,
            "for_days": 3, "quality_gain": 0.1,
        }  # fmt: skip
        run = started(events=[event], **RIVAL)
        prices, quality = [], []
        for _ in range(7):
            run.live()
            prices.append(run.brand("other").desk.price)
            quality.append(run.brand("other").desk.scalars["quality"])
        assert prices == pytest.approx([300.0, 300.0, 240.0, 240.0, 240.0, 300.0, 300.0])
        assert quality == pytest.approx([0.6, 0.6, 0.7, 0.7, 0.7, 0.7, 0.7])
        assert run.ours.desk.price == 400.0

    def test_an_unknown_brand_is_named(self) -> None:
        event = {"kind": "rival_move", "brand": "othr", "day": 2}
        with pytest.raises(ScenarioError, match='no brand "othr"'):
            scenario(events=[event], **RIVAL)

    def test_a_move_of_nobody_is_warned_of(self) -> None:
        said = scenario(events=[{"kind": "rival_move", "day": 2}], **RIVAL).warnings
        assert any("names no brand" in line for line in said)

    def test_without_a_change_nothing_changes(self) -> None:
        event = {"kind": "rival_move", "brand": "other", "day": 2, "price_share": 0.0}
        moved, still = live(started(events=[event], **RIVAL)), live(started(**RIVAL))
        assert_same_bytes(moved, still)


class TestNewsjackBackfire:
    def test_hurts_a_share_of_those_who_know_the_brand(self) -> None:
        event = {"kind": "newsjack_backfire", "day": 0, "share_of_aware": 0.25}
        run = started(events=[event], brand={"owners_at_start": 0.1, "aware_at_start": 0.3})
        n_aware = int((run.market.stage != Stage.UNAWARE).sum())
        run.ours.act()
        case = run.desk.cases["newsjack_backfire"]
        assert case.n_hurt == int(0.25 * n_aware + 0.5)
        assert case.blame == "preventable"
        assert (run.market.anger[case.who] > 0.0).all()

    def test_a_response_to_any_event_answers_trouble_only(self) -> None:
        events = [{"kind": "season", "day": 1}, {"kind": "scandal", "day": 2}]
        answer = {"kind": "respond", "hours_to_reply": 0.0, "cost": 10.0}
        run = live(started([answer], events=events))
        statements = [e.day for e in run.desk.ledger.entries if e.kind == "response"]
        assert statements == [3]
