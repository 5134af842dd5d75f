"""Scalars: what a brand is, what holds for a day, what lasts and what heals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.market.scalars import SCALARS, Scalars

START = {"quality": 0.6, "trust": 0.5, "failures_per_year": 0.2}
amounts = st.floats(-2.0, 2.0)


def scalars(days: float = 10.0) -> Scalars:
    return Scalars(START, days)  # type: ignore[arg-type]


class TestShift:
    def test_for_today(self) -> None:
        brand = scalars()
        brand.shift("quality", 0.3, lasting=False)
        brand.shift("quality", -0.1, lasting=False)
        assert brand["quality"] == pytest.approx(0.8)
        brand.next_day()
        assert brand["quality"] == 0.6

    def test_what_was_read_before_is_read_anew(self) -> None:
        brand = scalars()
        seen = [brand["quality"], brand["trust"]]
        brand.shift("quality", 0.2, lasting=False)
        brand.shift("trust", -0.3, lasting=True)
        seen += [brand["quality"], brand["trust"]]
        brand.next_day()
        seen += [brand["quality"], brand["trust"]]
        healed = 0.5 - 0.3 * math.exp(-0.1)
        assert seen == pytest.approx([0.6, 0.5, 0.8, 0.2, 0.6, healed])

    def test_for_good(self) -> None:
        brand = scalars()
        brand.shift("quality", 0.3, lasting=True)
        brand.next_day()
        assert brand["quality"] == pytest.approx(0.9)

    def test_stays_between_0_and_1(self) -> None:
        brand = scalars()
        brand.shift("quality", 5.0, lasting=False)
        brand.shift("service", -5.0, lasting=False)
        assert (brand["quality"], brand["service"]) == (1.0, 0.0)
        brand.shift("failures_per_year", 5.0, lasting=True)
        assert brand["failures_per_year"] == pytest.approx(5.2)

    def test_what_lasts_is_cut_when_it_is_done(self) -> None:
        """A second gain beyond 1 is lost, so that a later loss counts in full."""
        brand = scalars()
        brand.shift("quality", 9.0, lasting=True)
        brand.shift("quality", -0.5, lasting=True)
        assert brand["quality"] == pytest.approx(0.5)

    @given(st.lists(st.tuples(st.sampled_from(SCALARS), amounts, st.booleans()), max_size=8))
    def test_nothing_leaves_its_range(self, shifts: list[tuple[str, float, bool]]) -> None:
        brand = scalars()
        for name, amount, lasting in shifts:
            brand.shift(name, amount, lasting=lasting)  # type: ignore[arg-type]
            for each, value in brand.today().items():
                assert 0.0 <= value <= (math.inf if each == "failures_per_year" else 1.0)
        brand.next_day()

    def test_changes_are_counted(self) -> None:
        brand = scalars()
        brand.shift("quality", 0.0, lasting=True)
        brand.next_day()
        assert brand.changes == 0
        brand.shift("quality", 0.1, lasting=False)
        assert brand.changes == 1
        brand.next_day()
        assert brand.changes == 2


class TestTrust:
    def test_lost_trust_heals_and_gained_trust_stays(self) -> None:
        """A loss of .4 is .4 / e after its mean time of 10 days."""
        lost, gained = scalars(), scalars()
        lost.shift("trust", -0.4, lasting=True)
        gained.shift("trust", 0.4, lasting=True)
        for _ in range(10):
            lost.next_day()
            gained.next_day()
        assert lost["trust"] == pytest.approx(0.5 - 0.4 / math.e)
        assert gained["trust"] == pytest.approx(0.9)
