from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.network.codes import no_codes, pack, unpack
from simulation.network.sampling import chosen, follower_counts, random_pairs
from simulation.network.strangers import random_followers
from tests.network.same import assert_well_formed


class TestSampling:
    def test_every_pair_is_as_likely(self) -> None:
        rng = np.random.default_rng(5)
        taken = pack(np.array([0]), np.array([1]))
        seen: Counter[int] = Counter()
        for _ in range(3_000):
            found = random_pairs(rng, 6, 3, taken)
            assert len(set(found.tolist())) == 3
            seen.update(found.tolist())
        low, high = np.triu_indices(6, 1)
        assert set(seen) == set(pack(low, high).tolist()) - set(taken.tolist())
        error = math.sqrt(3_000 * (3 / 14) * (11 / 14))
        assert all(abs(count - 3_000 * 3 / 14) < 4 * error for count in seen.values())

    @given(st.integers(2, 9), st.integers(0, 40), st.integers(0, 20), st.integers(0, 2**32))
    def test_pairs_are_new_and_as_many_as_there_is_room_for(
        self, n: int, count: int, n_taken: int, seed: int
    ) -> None:
        rng = np.random.default_rng(seed)
        taken = random_pairs(rng, n, n_taken, no_codes())
        found = random_pairs(rng, n, count, taken)
        low, high = unpack(found)
        assert (low < high).all()
        assert (high < n).all()
        assert (np.diff(found) > 0).all()
        assert not set(found.tolist()) & set(taken.tolist())
        assert len(found) == min(count, n * (n - 1) // 2 - len(taken))

    @given(st.integers(0, 3_000), st.floats(0, 1), st.integers(0, 2**32))
    def test_chosen_positions_rise_and_stay_inside(
        self, total: int, chance: float, seed: int
    ) -> None:
        found = chosen(np.random.default_rng(seed), total, chance)
        assert (np.diff(found) > 0).all()
        assert ((found >= 0) & (found < total)).all()
        error = math.sqrt(total * chance * (1 - chance))
        assert abs(len(found) - total * chance) <= 7 * error + 3

    def test_every_position_is_as_likely(self) -> None:
        rng = np.random.default_rng(2)
        count = np.zeros(10)
        for _ in range(4_000):
            count[chosen(rng, 10, 0.3)] += 1
        error = math.sqrt(4_000 * 0.3 * 0.7)
        assert (np.abs(count - 1_200) < 4 * error).all()

    @given(st.lists(st.integers(0, 12), min_size=13, max_size=60), st.integers(0, 2**32))
    def test_everybody_gets_so_many_distinct_followers(self, counts: list[int], seed: int) -> None:
        followers = np.array(counts, dtype=np.int64)
        ties = random_followers(np.random.default_rng(seed), followers)
        assert_well_formed(ties)
        np.testing.assert_array_equal(ties.n_listeners, followers)

    @pytest.mark.parametrize("exponent", [1.5, 2.0, 2.2, 3.0])
    @pytest.mark.parametrize("mean", [0.7, 4.0, 12.0])
    def test_follower_counts_have_the_mean_and_the_exponent(
        self, exponent: float, mean: float
    ) -> None:
        counts = follower_counts(np.random.default_rng(1), 50_000, mean, exponent, 5_000)
        assert counts.mean() == pytest.approx(mean, rel=0.03)
        assert counts.min() >= 0
        assert counts.max() <= 5_000
        power = exponent - 1
        low, high = 3 * mean + 5, 12 * mean + 20
        above = [(counts >= x).sum() for x in (low, high)]
        law = [(x - 0.5) ** -power - 5_000**-power for x in (low, high)]
        spread = 5 / math.sqrt(above[1])
        assert above[0] / above[1] == pytest.approx(law[0] / law[1], rel=spread)

    @pytest.mark.parametrize(("mean", "most"), [(0.0, 10), (10.0, 10), (20.0, 10)])
    def test_follower_counts_at_their_limits(self, mean: float, most: int) -> None:
        counts = follower_counts(np.random.default_rng(1), 50, mean, 2.2, most)
        assert set(counts.tolist()) == {min(int(mean), most)}
