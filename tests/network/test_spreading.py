from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.network import spreading
from simulation.network.codes import pack
from simulation.network.spreading import MOST_BITS, can_spread, rows_of_codes, spread_over
from simulation.network.ties import ties_from_listed
from tests.network.same import assert_same_ties, lists_of_pairs


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of a few consumers, blocks of a few ties."""
    for name, number in {"BLOCK": 5, "RANGE_BITS": 2, "FEW": 2, "MANY": 9}.items():
        monkeypatch.setattr(spreading, name, number)


class TestRows:
    @pytest.mark.usefixtures("small")
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(lists_of_pairs(11), st.booleans())
    def test_as_plain_python_says(self, pairs: list[tuple[int, int]], mutual: bool) -> None:
        codes = pack(*np.array(pairs, dtype=np.int64).reshape(-1, 2).T)
        rows = rows_of_codes(codes, 11, mutual=mutual)
        both = pairs + [(v, u) for u, v in pairs] if mutual else pairs
        expected = sorted({(u, v) for u, v in both if u != v})
        talker = np.repeat(np.arange(11), rows.n_listeners)
        assert list(zip(talker.tolist(), rows.listener.tolist(), strict=True)) == expected
        assert rows.self_loops == sum(u == v for u, v in pairs)

    @pytest.mark.parametrize("mutual", [True, False])
    @pytest.mark.parametrize("n", [2, 3_000, 200_000, 1 << MOST_BITS])
    def test_as_sorting_says(self, monkeypatch: pytest.MonkeyPatch, n: int, mutual: bool) -> None:
        """Many consumers with few ties, few with many, and one whom a third of all follow."""
        rng = np.random.default_rng(n)
        talker, listener = rng.integers(0, n, (2, 300_000))
        talker[::3] = n - 1
        codes = pack(talker, listener)
        sorted_ones = ties_from_listed(codes.copy(), n, mutual=mutual)
        monkeypatch.setattr(spreading, "LARGE", 1)
        spread_ones = ties_from_listed(codes, n, mutual=mutual)
        assert_same_ties(spread_ones[0], sorted_ones[0])
        assert spread_ones[1] == sorted_ones[1]
        assert spread_ones[0].listener.base is None

    def test_no_tie_is_left_of_loops(self) -> None:
        rows = rows_of_codes(pack(np.arange(4), np.arange(4)), 4, mutual=True)
        assert (rows.n_listeners.tolist(), rows.listener.tolist(), rows.self_loops) == (
            [0] * 4,
            [],
            4,
        )

    def test_more_consumers_than_bits_are_sorted(self) -> None:
        many = spreading.LARGE
        assert can_spread(many, 1 << MOST_BITS)
        assert not can_spread(many, (1 << MOST_BITS) + 1)
        assert not can_spread(many - 1, 9)


def test_numbers_of_a_range_keep_their_order() -> None:
    rng = np.random.default_rng(1)
    number = rng.integers(0, 9, 1_000).astype(np.int32)
    spread = spread_over(np.arange(1_000), number, 10)
    assert spread.numbers.tolist() == np.argsort(number, kind="stable").tolist()
    assert np.diff(spread.first).tolist() == np.bincount(number, minlength=10).tolist()
