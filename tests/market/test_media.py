"""Paid media: carry-over that loses nothing, saturation that halves where it says."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulation.market.media import Channel, adstock, carryover, exposures_bought, hill

keeps = st.floats(0.0, 0.95)
money = st.floats(0.0, 1e6)


class TestCarryover:
    def test_leaves_5_percent_after_its_days(self) -> None:
        for days in (0.5, 3.0, 7.0):
            assert carryover(days) ** days == pytest.approx(0.05)
        assert carryover(0.0) == 0.0


class TestAdstock:
    @given(keeps)
    def test_the_weights_of_an_impulse_add_up_to_one(self, keep: float) -> None:
        """One day's spending works as (1 - keep) keep^s on the s-th day after it."""
        pressure, weights = 0.0, []
        for day in range(400):
            pressure = adstock(pressure, 1.0 if day == 0 else 0.0, keep)
            weights.append(pressure)
        expected = [(1 - keep) * keep**s for s in range(400)]
        assert weights == pytest.approx(expected, abs=1e-12)
        assert math.fsum(weights) == pytest.approx(1.0, abs=1e-8)

    @given(keeps, st.lists(money, min_size=1, max_size=20), st.lists(money, min_size=1))
    def test_days_add_up(self, keep: float, one: list[float], other: list[float]) -> None:
        def pressures(spending: list[float]) -> list[float]:
            at, kept = 0.0, []
            for spend in spending:
                at = adstock(at, spend, keep)
                kept.append(at)
            return kept

        days = max(len(one), len(other))
        one, other = ([*money, *[0.0] * (days - len(money))] for money in (one, other))
        both = [a + b for a, b in zip(one, other, strict=True)]
        summed = [a + b for a, b in zip(pressures(one), pressures(other), strict=True)]
        assert pressures(both) == pytest.approx(summed)

    @given(keeps, money)
    def test_steady_spending_works_in_full(self, keep: float, spend: float) -> None:
        pressure = 0.0
        for _ in range(500):
            pressure = adstock(pressure, spend, keep)
        assert pressure == pytest.approx(spend, rel=1e-6)


class TestHill:
    @pytest.mark.parametrize(
        ("amount", "half", "slope", "share"),
        [(0.0, 5.0, 1.0, 0.0), (5.0, 5.0, 1.0, 0.5), (5.0, 5.0, 3.0, 0.5), (15.0, 5.0, 1.0, 0.75),
         (10.0, 5.0, 2.0, 0.8), (-1.0, 5.0, 1.0, 0.0)],
    )  # fmt: skip
    def test_hand_computed(self, amount: float, half: float, slope: float, share: float) -> None:
        assert hill(amount, half, slope) == pytest.approx(share)

    @given(money, money, st.floats(0.1, 1e6), st.floats(0.5, 3.0))
    def test_rises_from_0_to_1(self, one: float, other: float, half: float, slope: float) -> None:
        few, much = sorted([one, other])
        assert 0.0 <= hill(few, half, slope) <= hill(much, half, slope) <= 1.0

    @pytest.mark.parametrize("amount", [1e-300, 1e-308, 5e-324])
    def test_what_is_almost_nothing_is_no_error(self, amount: float) -> None:
        """An advertisement of long ago leaves less than the smallest normal number."""
        assert 0.0 <= hill(amount, 1000.0) <= 1e-300


class TestExposures:
    def test_hand_computed(self) -> None:
        channel = Channel(cost_per_exposure=0.5, carryover_days=5.0, half_spend=100.0)
        assert exposures_bought(100.0, channel) == pytest.approx(100.0)  # half of 200
        assert exposures_bought(300.0, channel) == pytest.approx(150.0)  # 3/4 of 200
        assert exposures_bought(0.0, channel) == 0.0

    @given(st.floats(1e-3, 1e4), st.floats(0.01, 10.0), st.floats(1.0, 1e5))
    def test_costs_at_least_its_price(self, spend: float, cost: float, half: float) -> None:
        bought = exposures_bought(spend, Channel(cost, 5.0, half))
        assume(bought > 0.0)
        assert spend / bought >= cost * (1 - 1e-9)
        assert spend / bought == pytest.approx(cost * (1 + spend / half))
