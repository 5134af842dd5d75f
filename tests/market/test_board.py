"""The review board: what is visible, what a reader samples, what it does to a purchase."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from simulation.market.board import N_SAMPLES, Board, BoardSettings, edges_of

PLAIN = BoardSettings(read=10, keep=0.5, pinned=0.0, fake_filter=0.25, herding=0.5, weight=2.0)


def board(good: float = 0.0, bad: float = 0.0, fake: float = 0.0, **terms: float) -> Board:
    made = Board(PLAIN._replace(**terms))  # type: ignore[arg-type]
    made.add(good, bad, fake)
    return made


class TestBoard:
    def test_fakes_are_filtered_and_count_as_good(self) -> None:
        made = board(3.0, 3.0, 4.0)
        assert (made.volume, made.fake) == (9.0, 3.0)
        assert made.share_good == pytest.approx(6 / 9)
        assert made.stars == pytest.approx(1 + 4 * 6 / 9)
        made.drop_fakes()
        assert made.share_good == 0.5

    def test_nothing_written_is_nothing_shown(self) -> None:
        made = board()
        assert (made.share_good, made.pull) == (0.5, 0.0)
        assert math.isnan(made.stars)
        assert not made.read().any()

    def test_reviews_move_down(self) -> None:
        made = board(4.0, 2.0)
        made.next_day()
        assert (made.good, made.bad) == (2.0, 1.0)

    def test_bad_ones_can_be_removed_and_good_ones_pinned_for_a_day(self) -> None:
        made = board(4.0, 8.0)
        made.change(bad_removed=0.5, pinned=0.0)
        assert (made.bad, made.share_good) == (4.0, 0.5)
        made.change(bad_removed=0.0, pinned=0.4)
        assert made.share_good == pytest.approx(0.4 + 0.6 * 0.5)
        made.next_day()
        assert made.share_good == 0.5

    def test_the_shown_mean_pulls_new_reviews(self) -> None:
        """Half of (2 * .75 - 1) = .25, believed 20 / (20 + 10)."""
        assert board(15.0, 5.0).pull == pytest.approx(0.25 * 2 / 3)
        assert board(15.0, 5.0, herding=0.0).pull == 0.0

    def test_a_board_nobody_reads_does_nothing(self) -> None:
        for terms in ({"weight": 0.0}, {"read": 0}):
            assert not board(9.0, 1.0, **terms).read().any()


class TestTable:
    @given(st.integers(1, 30), st.floats(0.0, 200.0), st.floats(0.01, 200.0))
    def test_is_the_binomial_law(self, read: int, good: float, bad: float) -> None:
        """256 equally likely samples: each number of good reviews within 1/256 of its chance."""
        made = board(good, bad, read=read)
        strength = 2.0 * made.volume / (made.volume + 10.0)
        seen = np.rint((made.read() / strength + 1.0) / 2.0 * read).astype(int)
        found = np.bincount(seen, minlength=read + 1) / N_SAMPLES
        law = stats.binom(read, good / (good + bad)).pmf(np.arange(read + 1))
        assert np.abs(found - law).max() <= 1.0 / N_SAMPLES + 1e-12

    def test_limits(self) -> None:
        """All good: the whole weight, as far as 30 reviews are believed."""
        assert set(board(30.0, 0.0).read().tolist()) == {2.0 * 30 / 40}
        assert set(board(0.0, 30.0).read().tolist()) == {-2.0 * 30 / 40}

    @given(st.floats(0.0, 50.0), st.floats(0.1, 50.0), st.floats(0.0, 50.0))
    def test_more_good_ones_never_put_off(self, good: float, bad: float, more: float) -> None:
        few, many = board(good, bad, keep=1.0), board(good + more, bad, keep=1.0)
        shares = [np.sign(b.read()).mean() for b in (few, many)]
        assert shares[1] >= shares[0] - 1e-12

    @given(
        st.integers(1, 60),
        st.floats(0.0, 1.0) | st.sampled_from([0.25, 0.5, 0.75, 1e-9, 1.0 - 1e-9]),
    )
    def test_samples_are_split_as_scipy_says(self, n: int, chance: float) -> None:
        """To the last one, also where a sum of the law falls on the edge of a sample."""
        middles = (np.arange(N_SAMPLES) + 0.5) / N_SAMPLES
        law = special.bdtr(np.arange(n + 1), n, chance)
        assert edges_of(n, chance) == [int((middles <= p).sum()) for p in law]

    @pytest.mark.parametrize(("n", "chance"), [(10, 0.5), (15, 0.5)])
    def test_a_sum_on_the_edge_of_a_sample_is_left_to_scipy(self, n: int, chance: float) -> None:
        """Where the plain sum, rounded, says otherwise."""
        law = special.bdtr(np.arange(n + 1), n, chance)
        middles = (np.arange(N_SAMPLES) + 0.5) / N_SAMPLES
        assert edges_of(n, chance) == [int((middles <= p).sum()) for p in law]

    def test_a_board_that_changed_is_read_anew(self) -> None:
        """After another day, another review and a pin: each time as on a board made so."""
        made = board(6.0, 2.0)
        made.read()
        made.next_day()
        assert made.read().tolist() == board(3.0, 1.0).read().tolist()
        made.add(bad=4.0)
        assert made.read().tolist() == board(3.0, 5.0).read().tolist()
        made.change(bad_removed=0.5, pinned=0.25)
        assert made.read().tolist() == board(3.0, 2.5, pinned=0.25).read().tolist()
