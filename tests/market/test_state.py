"""State and traits: shapes, dtypes and beginnings as their docstrings say."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from simulation.dynamics.rules import hear as hear_rule
from simulation.dynamics.rules import talk as talk_rule
from simulation.market import state
from simulation.market.population import Population, draw_population, named_stream
from simulation.market.state import NEVER, Market, Stage, empty_market, read_only


def stated(table: type) -> dict[str, str]:
    """Dtype of each field as the table in a docstring states it."""
    rows = re.findall(r"^\s*(\w+)\s+(u?int\d+|float\d+)\s", table.__doc__ or "", re.MULTILINE)
    return dict(rows)


class TestMarket:
    def test_arrays_are_what_the_docstring_says(self) -> None:
        market = empty_market(7)
        found = {name: str(array.dtype) for name, array in market._asdict().items()}
        assert found == stated(Market)
        assert {array.shape for array in market} == {(7,)}

    def test_at_first_nobody_knows_anything(self) -> None:
        market = empty_market(3)
        assert (market.stage == Stage.UNAWARE).all()
        assert (market.experienced_day == NEVER).all()
        assert (market.first_purchase_day == NEVER).all()
        days = ("experienced_day", "first_purchase_day")
        assert all(not a.any() for name, a in market._asdict().items() if name not in days)

    def test_takes_below_100_bytes_a_consumer(self) -> None:
        people = TestPopulation().drawn(np.zeros(1, np.int64))
        assert sum(array.itemsize for array in (*empty_market(1), *people)) < 100

    def test_a_view_for_readers_follows_and_cannot_be_written(self) -> None:
        market = empty_market(3)
        seen = read_only(market)
        market.units[1] = 4
        assert seen.units[1] == 4
        for array in seen:
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1
            assert not array.flags.writeable

    def test_rules_and_state_agree_on_numbers(self) -> None:
        """The compiled side has copies of constants; here they are compared."""
        names = [stage.name for stage in Stage]
        assert [getattr(talk_rule, name) for name in names] == list(range(8))
        assert hear_rule.LARGEST_HEARD == state.LARGEST_HEARD == 2**31 - 1
        assert state.FIXED == 65536
        assert np.iinfo(np.int32).min < NEVER < -(2**20)


class TestPopulation:
    def drawn(self, followers: np.ndarray, **changes: float) -> Population:
        numbers: dict[str, Any] = {"taste_spread": 0.5, "participation_shape": 2.0} | changes
        return draw_population(
            np.zeros(len(followers), np.int8), followers,
            participation_half_followers=60.0, rng=named_stream(1, 0, "population"), **numbers,
        )  # fmt: skip

    def test_arrays_are_what_the_docstring_says(self) -> None:
        people = self.drawn(np.arange(5))
        assert {name: str(a.dtype) for name, a in people._asdict().items()} == stated(Population)

    def test_traits_have_their_stated_moments(self) -> None:
        """20,000 people: means and variances within 4 standard errors."""
        n = 20_000
        people = self.drawn(np.zeros(n, np.int64))
        assert abs(people.taste.mean()) < 4 * 0.5 / n**0.5
        assert abs(people.taste.std() - 0.5) < 4 * 0.5 / (2 * n) ** 0.5
        assert abs(people.participation.mean() - 1.0) < 4 * 0.5**0.5 / n**0.5
        assert abs(people.participation.var() - 0.5) < 4 * 0.5 * (8 / n) ** 0.5
        assert people.participation.min() >= 0.0

    def test_a_large_audience_posts_less_readily(self) -> None:
        """Half as much at ``participation_half_followers``, on the same luck."""
        few, many = self.drawn(np.zeros(9, np.int64)), self.drawn(np.full(9, 60))
        assert many.participation == pytest.approx(few.participation / 2)
        assert (many.taste == few.taste).all()

    def test_streams_have_names_seeds_and_replicates(self) -> None:
        addresses = [(1, 0, "a"), (1, 0, "b"), (1, 1, "a"), (2, 0, "a")]
        first = [named_stream(*address).random() for address in addresses]
        assert len(set(first)) == 4
        assert named_stream(1, 0, "a").random() == first[0]
