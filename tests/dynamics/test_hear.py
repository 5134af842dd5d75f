"""Hear: whom does each message reach, and does it count?"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.parameters import HearParameters
from simulation.dynamics.rules.hear import (
    LARGEST_HEARD,
    LARGEST_TALKER,
    LAST_DAY,
    NOBODY,
    add_heard,
    balance,
    credit_word,
    remember,
    slot_of,
    talker_of,
    weigh,
)
from tests.naive import rules as naive
from tests.strategies import Told, evidence, exposures, hear_parameters, words

P = HearParameters(
    remember=0.5, day_saturation=2.0, fatigue_half=4.0, fatigue_keep=0.75, negativity=2.0
)
days = st.integers(0, LAST_DAY)
slots = st.integers(0, 255)
talkers = st.integers(0, LARGEST_TALKER) | st.just(NOBODY)
Touch = tuple[int, int, int, int]
touches = st.tuples(days, words, slots, talkers)
weights = st.lists(st.integers(0, 2**30), max_size=12)


def total(messages: list[int]) -> int:
    heard = 0
    for weight in messages:
        heard = int(add_heard(heard, weight))
    return heard


def word(day: int, priority: int, slot: int, talker: int) -> int:
    return int(credit_word(day, np.uint64(priority), slot, talker))


class TestAddHeard:
    def test_hand_computed(self) -> None:
        assert total([]) == 0
        assert total([65536, 13107]) == 78643
        assert total([2**31 - 2, 1]) == LARGEST_HEARD
        assert total([2**31 - 1, 2**31 - 1]) == LARGEST_HEARD

    @given(weights, st.integers(0, 2**32))
    def test_no_order_matters_even_at_the_ceiling(self, messages: list[int], seed: int) -> None:
        shuffled = random.Random(seed).sample(messages, len(messages))
        assert total(shuffled) == total(messages) == min(LARGEST_HEARD, sum(messages))

    @given(weights)
    def test_fits_its_array_and_never_falls(self, messages: list[int]) -> None:
        heard = [total(messages[:k]) for k in range(len(messages) + 1)]
        assert heard == sorted(heard)
        assert np.array(heard).max() <= np.iinfo(np.int32).max


class TestWeigh:
    @pytest.mark.parametrize(
        ("weight", "strength", "felt"),
        [(65536, 1.0, 65536), (65536, 0.5, 32768), (3, 0.5, 2), (3, 0.16, 0), (0, 9.0, 0)],
    )
    def test_rounds_to_the_nearest(self, weight: int, strength: float, felt: int) -> None:
        assert int(weigh(weight, np.float32(strength))) == felt

    @given(st.integers(0, 65536), st.floats(0.0, 50.0, width=32))
    def test_counts_as_much_as_the_tie_is_strong(self, weight: int, strength: float) -> None:
        assert abs(int(weigh(weight, np.float32(strength))) - weight * strength) <= 0.5


class TestCreditWord:
    def test_layout(self) -> None:
        """12 bits of day + 1, 20 of priority, 8 of slot, 24 of talker."""
        assert word(0, 0, 0, 0) == 1 << 52
        assert word(4, 0xABCDE000, 0x12, 0x345678) == 0x005_ABCDE_12_345678
        assert word(LAST_DAY, 2**32 - 1, 255, NOBODY) == 2**64 - 1

    @given(touches)
    def test_comes_back(self, touch: Touch) -> None:
        day, _, slot, talker = touch
        packed = np.uint64(word(*touch))
        assert packed > 0
        assert (int(slot_of(packed)), int(talker_of(packed))) == (slot, talker)
        assert int(packed) >> 52 == day + 1

    @given(touches, touches)
    def test_the_largest_is_the_last_touch(self, one: Touch, other: Touch) -> None:
        """Later days win; on one day the priority decides; then nothing but a fixed order."""

        def order(touch: Touch) -> Touch:
            return touch[0], touch[1] >> 12, touch[2], touch[3]

        assert (word(*one) < word(*other)) == (order(one) < order(other))

    def test_nobody_is_no_consumer(self) -> None:
        assert NOBODY == LARGEST_TALKER + 1 == 2**24 - 1


def kept(*arguments: Any) -> tuple[float, float, float]:
    good, bad, fatigue = remember(*arguments)
    return float(good), float(bad), float(fatigue)


class TestRemember:
    @pytest.mark.parametrize(
        ("heard", "before", "fatigue", "after"),
        [
            ((0.0, 0.0), (4.0, 2.0), 8.0, (2.0, 1.0, 6.0)),
            ((2.0, 0.0), (0.0, 0.0), 0.0, (1.0, 0.0, 2.0)),
            ((1.0, 1.0), (4.0, 0.0), 0.0, (2.5, 0.5, 2.0)),
            ((2.0, 0.0), (0.0, 0.0), 4.0, (0.5, 0.0, 5.0)),
            ((0.0, 6.0), (0.0, 0.0), 0.0, (0.0, 1.5, 6.0)),
        ],
    )
    def test_hand_computed(
        self, heard: Any, before: Any, fatigue: float, after: tuple[float, float, float]
    ) -> None:
        assert kept(*heard, *before, fatigue, P) == pytest.approx(after)

    @given(evidence, evidence, exposures, hear_parameters)
    def test_is_its_equation(
        self, heard: Told, before: Told, fatigue: float, p: HearParameters
    ) -> None:
        expected = naive.remember(*heard, *before, fatigue, p)
        assert kept(*heard, *before, fatigue, p) == pytest.approx(expected, rel=1e-9, abs=1e-300)

    @given(evidence, evidence, exposures, hear_parameters)
    def test_good_and_bad_are_kept_alike(
        self, heard: Told, before: Told, fatigue: float, p: HearParameters
    ) -> None:
        good, bad, tired = kept(*heard, *before, fatigue, p)
        assert kept(*heard[::-1], *before[::-1], fatigue, p) == (bad, good, tired)

    @given(exposures, exposures, hear_parameters)
    def test_a_day_saturates(self, one: float, other: float, p: HearParameters) -> None:
        """More messages leave more, each of them less, and never more than the saturation."""
        few, many = sorted([one, other])
        left_few, left_many = (kept(h, 0.0, 0.0, 0.0, 0.0, p)[0] for h in (few, many))
        assert left_few <= left_many <= p.day_saturation
        assert left_many * few <= left_few * many * (1 + 1e-9)

    @given(st.floats(0.0, 50.0), exposures, exposures, hear_parameters)
    def test_the_tired_hear_less(
        self, heard: float, one: float, other: float, p: HearParameters
    ) -> None:
        fresh, tired = sorted([one, other])
        assert kept(heard, 0.0, 0.0, 0.0, tired, p)[0] <= kept(heard, 0.0, 0.0, 0.0, fresh, p)[0]

    @given(evidence, exposures, hear_parameters)
    def test_silence_only_forgets(self, before: Told, fatigue: float, p: HearParameters) -> None:
        after = kept(0.0, 0.0, *before, fatigue, p)
        assert after == (
            before.good * p.remember, before.bad * p.remember, fatigue * p.fatigue_keep,
        )  # fmt: skip


class TestBalance:
    @pytest.mark.parametrize(
        ("good", "bad", "negativity", "x"),
        [
            (0.0, 0.0, 1.5, 0.0),
            (1.0, 0.0, 1.5, 0.5),
            (3.0, 0.0, 1.5, 0.75),
            (0.0, 1.0, 1.0, -0.5),
            (0.0, 1.0, 3.0, -0.75),
            (3.0, 2.0, 1.5, 0.0),
            (2.0, 1.0, 1.0, 0.25),
            (1.0, 5.0, 0.0, 0.5),
        ],
    )
    def test_hand_computed(self, good: float, bad: float, negativity: float, x: float) -> None:
        assert float(balance(good, bad, negativity)) == pytest.approx(x)

    @given(evidence, st.floats(0.0, 5.0))
    def test_is_its_equation(self, told: Told, negativity: float) -> None:
        x = float(balance(*told, negativity))
        assert x == pytest.approx(naive.balance(*told, negativity), rel=1e-12, abs=1e-12)
        assert -1.0 < x < 1.0

    @given(evidence)
    def test_swapping_good_and_bad_swaps_the_sign(self, told: Told) -> None:
        """Valence is symmetric where a bad message weighs as much as a good one."""
        assert float(balance(told.bad, told.good, 1.0)) == -float(balance(*told, 1.0))

    @given(evidence, exposures, st.floats(0.0, 5.0))
    def test_good_word_raises_it_and_bad_word_lowers_it(
        self, told: Told, more: float, negativity: float
    ) -> None:
        x = float(balance(*told, negativity))
        slack = 1e-12
        assert float(balance(told.good + more, told.bad, negativity)) >= x - slack
        assert float(balance(told.good, told.bad + more, negativity)) <= x + slack
