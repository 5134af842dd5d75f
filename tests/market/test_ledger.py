"""Money: what the purse pays, what it refuses, and what is written down."""

from __future__ import annotations

import math
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.market.ledger import Ledger

NAMES = ["ads", "gifts", "staff"]
amounts = st.floats(0.0, 100.0) | st.sampled_from([0.1, 0.7, 33.3, 100.0])


class Ask(NamedTuple):
    """One payment that somebody asks for."""

    tactic: str
    amount: float
    divisible: bool


asks = st.lists(st.builds(Ask, st.sampled_from(NAMES), amounts, st.booleans()), max_size=25)


def answered(ledger: Ledger, asked: list[Ask]) -> list[float]:
    return [
        ledger.pay(day, ask.tactic, "fee", ask.amount, divisible=ask.divisible)
        for day, ask in enumerate(asked)
    ]


class TestLedger:
    def test_pays_in_full_and_writes_it_down(self) -> None:
        ledger = Ledger(100.0, {})
        assert ledger.pay(3, "ads", "media", 60.0) == 1.0
        assert ledger.entries == [(3, "ads", "media", 60.0)]
        assert (ledger.purse("ads"), ledger.spent("ads"), ledger.total()) == (40.0, 60.0, 60.0)

    def test_refuses_what_the_purse_cannot_pay(self) -> None:
        ledger = Ledger(100.0, {})
        assert ledger.pay(0, "ads", "media", 100.1) == 0.0
        assert (ledger.entries, ledger.purse("ads")) == ([], 100.0)

    def test_pays_in_part_where_that_is_possible(self) -> None:
        ledger = Ledger(100.0, {})
        assert ledger.pay(0, "ads", "media", 400.0, divisible=True) == 0.25
        assert ledger.pay(1, "ads", "media", 1.0, divisible=True) == 0.0
        assert ledger.entries == [(0, "ads", "media", 100.0)]

    def test_reserved_money_is_nobody_elses(self) -> None:
        ledger = Ledger(100.0, {"gifts": 30.0})
        assert (ledger.purse("gifts"), ledger.purse("ads"), ledger.purse("staff")) == (30, 70, 70)
        assert ledger.pay(0, "gifts", "product", 31.0) == 0.0
        assert ledger.pay(0, "ads", "media", 70.0) == 1.0
        assert (ledger.purse("gifts"), ledger.purse("staff")) == (30.0, 0.0)

    def test_without_a_ceiling_only_reserved_purses_end(self) -> None:
        ledger = Ledger(None, {"gifts": 30.0})
        assert ledger.purse("ads") == math.inf
        assert ledger.pay(0, "ads", "media", 1e9) == 1.0
        assert ledger.pay(0, "gifts", "product", 31.0) == 0.0

    def test_what_costs_nothing_is_not_written_down(self) -> None:
        ledger = Ledger(0.0, {})
        assert ledger.pay(0, "ads", "media", 0.0) == 1.0
        assert ledger.entries == []

    @pytest.mark.parametrize(("price", "units"), [(0.1, 3), (0.7, 6), (33.3, 37), (1.1, 22)])
    def test_a_purse_for_so_many_units_pays_for_them(self, price: float, units: int) -> None:
        """3 x 0.1 is 0.30000000000000004: rounding neither refuses it nor overdraws the purse."""
        purse = float(f"{price * units:.10g}")
        ledger = Ledger(None, {"gifts": purse})
        assert ledger.pay(0, "gifts", "product", units * price) == pytest.approx(1.0)
        assert ledger.spent("gifts") <= purse
        assert ledger.purse("gifts") == pytest.approx(0.0, abs=1e-9)

    @given(st.none() | st.floats(50.0, 500.0), st.floats(0.0, 50.0), asks)
    def test_never_spends_more_than_there_is(
        self, ceiling: float | None, reserved: float, asked: list[Ask]
    ) -> None:
        ledger = Ledger(ceiling, {"gifts": reserved})
        shares = answered(ledger, asked)
        most = math.inf if ceiling is None else ceiling
        assert ledger.total() <= most * (1 + 1e-9)
        assert ledger.spent("gifts") <= reserved * (1 + 1e-9)
        assert all(ledger.purse(name) >= 0.0 for name in NAMES)
        assert all(0.0 <= share <= 1.0 for share in shares)

    @given(st.floats(0.0, 500.0), asks)
    def test_the_book_says_what_was_paid(self, ceiling: float, asked: list[Ask]) -> None:
        ledger = Ledger(ceiling, {})
        shares = answered(ledger, asked)
        paid = [ask.amount * share for ask, share in zip(asked, shares, strict=True)]
        assert ledger.total() == pytest.approx(math.fsum(paid))
        assert ledger.total() == pytest.approx(sum(ledger.spent(name) for name in NAMES))
        assert all(entry.amount > 0.0 for entry in ledger.entries)
        for ask, share in zip(asked, shares, strict=True):
            assert ask.divisible or ask.amount == 0.0 or share == 0.0 or share > 1.0 - 1e-9
