"""Advertising: money becomes exposures, over days and with saturation."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulation.market.media import carryover
from simulation.market_run import MarketRun
from tests.small_markets import live, started

CHANNEL = {"carryover_days": 4.0, "half_spend": 1000.0, "cost_per_thousand": 30.0}
MEDIA: dict[str, Any] = {"media": {"in_market_share": 0.1, "channels": {"screens": CHANNEL}}}
COST = 30.0 / 1000.0 / 0.1
"""Money for one exposure in this market."""


def ads(days: int = 40, **settings: Any) -> MarketRun:
    return started([{"kind": "advertise", "channel": "screens", **settings}], days=days, **MEDIA)


def exposures(run: MarketRun) -> list[float]:
    """Messages a consumer that the desk lays out for the tactic on each day of the run."""
    bought = []
    for _ in range(run.scenario.days):
        total = run.ours.act().broadcasts.total
        bought.append(float(total.sum()) / 60)
        run.ours.day += 1
    return bought


class TestAdvertise:
    def test_spends_what_it_says_a_day(self) -> None:
        run = live(ads(spend_per_day=25.0, day=3, until=7))
        assert [e.day for e in run.desk.ledger.entries] == [3, 4, 5, 6, 7]
        assert {e.amount for e in run.desk.ledger.entries} == {25.0}
        assert {e.kind for e in run.desk.ledger.entries} == {"media"}

    def test_spreads_a_budget_evenly(self) -> None:
        run = live(ads(budget=280.0, day=2, spread_days=7))
        assert [e.day for e in run.desk.ledger.entries] == list(range(2, 9))
        assert [e.amount for e in run.desk.ledger.entries] == pytest.approx([40.0] * 7)

    def test_ends_with_its_money(self) -> None:
        run = live(ads(budget=60.0, spend_per_day=25.0))
        assert [e.amount for e in run.desk.ledger.entries] == pytest.approx([25.0, 25.0, 10.0])

    def test_one_days_money_works_over_days_and_saturates(self) -> None:
        """(1 - keep) keep^s of it on the s-th day, half of the exposures lost at half_spend."""
        found = exposures(ads(spend_per_day=500.0, until=0))
        keep = carryover(4.0)
        for day in range(10):
            pressure = 500.0 * (1 - keep) * keep**day
            heard = pressure / COST / (1 + pressure / 1000.0) / 60
            assert found[day] == pytest.approx(heard)
        assert found[-1] == 0.0  # less than a hundredth of an exposure is let go

    def test_hardly_saturated_money_buys_at_its_price(self) -> None:
        total = sum(exposures(ads(budget=10.0, spread_days=10, days=60))) * 60
        assert total == pytest.approx(10.0 / COST, rel=0.01)
        assert total <= 10.0 / COST

    def test_everybody_may_hear_it_as_often_as_bought(self) -> None:
        """Poisson with the mean bought, over the whole run: within 4 standard errors."""
        run = live(ads(spend_per_day=100.0, days=40))
        mean = sum(exposures(ads(spend_per_day=100.0, days=40))) * 60
        heard = int(run.by_slot[run.ours.addresses["advertise"].slot])
        assert abs(heard - mean) < 4 * math.sqrt(mean)

    def test_without_half_spend_it_is_half_saturated_at_half_an_exposure_a_head(self) -> None:
        channel = {"carryover_days": 0.0, "cost_per_thousand": 30.0}
        half = 0.5 * 60 * COST
        run = started(
            [{"kind": "advertise", "channel": "screens", "spend_per_day": half}],
            media={"in_market_share": 0.1, "channels": {"screens": channel}},
        )
        assert exposures(run) == pytest.approx([0.25] * 10)

    def test_works_long_after_its_last_day(self) -> None:
        """Carry-over fades below the smallest normal number without an error."""
        channel = CHANNEL | {"carryover_days": 0.5}
        run = started(
            [{"kind": "advertise", "channel": "screens", "spend_per_day": 5.0, "until": 0}],
            days=200, media={"channels": {"screens": channel}},
            brand={"owners_at_start": 0.0, "aware_at_start": 0.0},
        )  # fmt: skip
        assert live(run).day == 200

    def test_problems(self) -> None:
        (problem,) = started([{"kind": "advertise"}]).problems()
        assert problem.key == "strategies.tested[0].spend_per_day"
        assert started([{"kind": "advertise", "budget": 5}]).problems() == []
