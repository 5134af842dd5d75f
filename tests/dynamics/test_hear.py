"""Hear: whom does each message reach, and does it count?"""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.parameters import HearParameters
from simulation.dynamics.rules.hear import (
    LARGEST_HEARD,
    LARGEST_TALKER,
    LAST_DAY,
    MOST_HOPS,
    NOBODY,
    add_heard,
    balance,
    confirmed,
    credit_word,
    hop_of,
    kept,
    remember,
    slot_of,
    talker_of,
    weigh,
)
from tests.naive import rules as naive
from tests.strategies import Told, evidence, exposures, hear_parameters, shares, words

P = HearParameters(
    remember=0.5, day_saturation=2.0, fatigue_half=4.0, fatigue_keep=0.75, confirmation=0.5
)
days = st.integers(0, LAST_DAY)
slots = st.integers(0, 255)
talkers = st.integers(0, LARGEST_TALKER) | st.just(NOBODY)
hops = st.integers(0, MOST_HOPS)
Touch = tuple[int, int, int, int, int]
touches = st.tuples(days, words, hops, slots, talkers)
weights = st.lists(st.integers(0, 2**30), max_size=12)


def total(messages: list[int]) -> int:
    heard = 0
    for weight in messages:
        heard = int(add_heard(heard, weight))
    return heard


def word(day: int, priority: int, hop: int, slot: int, talker: int) -> int:
    return int(credit_word(day, np.uint64(priority), hop, slot, talker))


class Doubt(NamedTuple):
    """What the balance needs of a listener."""

    negativity: float
    uncertainty: float = 1.0


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
        """12 bits of day + 1, 16 of priority, 4 of hops, 8 of slot, 24 of talker."""
        assert word(0, 0, 0, 0, 0) == 1 << 52
        assert word(4, 0xABCD0000, 0xE, 0x12, 0x345678) == 0x005_ABCD_E_12_345678
        assert word(LAST_DAY, 2**32 - 1, MOST_HOPS, 255, NOBODY) == 2**64 - 1

    @given(touches)
    def test_comes_back(self, touch: Touch) -> None:
        day, _, hop, slot, talker = touch
        packed = np.uint64(word(*touch))
        assert packed > 0
        assert (int(slot_of(packed)), int(talker_of(packed))) == (slot, talker)
        assert int(hop_of(packed)) == hop
        assert int(packed) >> 52 == day + 1

    @given(touches, touches)
    def test_the_largest_is_the_last_touch(self, one: Touch, other: Touch) -> None:
        """Later days win; on one day the priority decides; then nothing but a fixed order."""

        def order(touch: Touch) -> Touch:
            return touch[0], touch[1] >> 16, *touch[2:]

        assert (word(*one) < word(*other)) == (order(one) < order(other))

    def test_nobody_is_no_consumer(self) -> None:
        assert NOBODY == LARGEST_TALKER + 1 == 2**24 - 1


class TestRetelling:
    def test_hand_computed(self) -> None:
        assert [float(kept(hop, 0.5)) for hop in range(4)] == [1.0, 0.5, 0.25, 0.125]
        assert float(kept(0, 0.0)) == 1.0
        assert float(kept(3, 0.0)) == 0.0

    @given(hops, shares)
    def test_each_retelling_keeps_its_share(self, hop: int, keep: float) -> None:
        assert float(kept(hop, keep)) == pytest.approx(naive.clearness(hop, 1.0, keep))


class TestConfirmed:
    @pytest.mark.parametrize(
        ("voices", "factor"), [(0, 1.0), (1, 1.0), (8, 1.0), (3, 1.25), (17, 1.25), (31, 1.25)]
    )
    def test_two_kinds_of_voices_confirm_one_another(self, voices: int, factor: float) -> None:
        assert float(confirmed(voices, 0.25)) == factor

    @given(st.integers(0, 255), shares)
    def test_counts_bits(self, voices: int, confirmation: float) -> None:
        expected = 1.0 + confirmation if voices.bit_count() > 1 else 1.0
        assert float(confirmed(voices, confirmation)) == expected


def left(
    good: float, bad: float, good_before: float, bad_before: float, fatigue: float,
    p: HearParameters, voices: int = 0,
) -> tuple[float, float, float]:  # fmt: skip
    factor = float(confirmed(voices, p.confirmation))
    found = remember(good, bad, good_before, bad_before, fatigue, factor, p)
    return float(found[0]), float(found[1]), float(found[2])


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
        self, heard: Told, before: Told, fatigue: float, after: tuple[float, float, float]
    ) -> None:
        (good, bad), (good_before, bad_before) = heard, before
        assert left(good, bad, good_before, bad_before, fatigue, P) == pytest.approx(after)

    @given(evidence, evidence, exposures, st.integers(0, 31), hear_parameters)
    def test_is_its_equation(
        self, heard: Told, before: Told, fatigue: float, voices: int, p: HearParameters
    ) -> None:
        (good, bad), (good_before, bad_before) = heard, before
        expected = naive.remember(*heard, *before, fatigue, voices.bit_count(), p)
        assert left(good, bad, good_before, bad_before, fatigue, p, voices) == pytest.approx(
            expected, rel=1e-9, abs=1e-300
        )

    @given(evidence, evidence, exposures, hear_parameters)
    def test_good_and_bad_are_kept_alike(
        self, heard: Told, before: Told, fatigue: float, p: HearParameters
    ) -> None:
        good, bad, tired = left(*heard, *before, fatigue, p)
        assert left(*heard[::-1], *before[::-1], fatigue, p) == (bad, good, tired)

    @given(exposures, exposures, hear_parameters)
    def test_a_day_saturates(self, one: float, other: float, p: HearParameters) -> None:
        """More messages leave more, each of them less, and never more than the saturation."""
        few, many = sorted([one, other])
        left_few, left_many = (left(h, 0.0, 0.0, 0.0, 0.0, p)[0] for h in (few, many))
        assert left_few <= left_many <= p.day_saturation
        assert left_many * few <= left_few * many * (1 + 1e-9)

    @given(st.floats(0.0, 50.0), exposures, exposures, hear_parameters)
    def test_the_tired_hear_less(
        self, heard: float, one: float, other: float, p: HearParameters
    ) -> None:
        fresh, tired = sorted([one, other])
        assert left(heard, 0.0, 0.0, 0.0, tired, p)[0] <= left(heard, 0.0, 0.0, 0.0, fresh, p)[0]

    def test_tells_the_weight_that_was_lost(self) -> None:
        """2 heard at saturation 2: half of it counts; confirmed (1.5), three quarters."""
        assert float(remember(1.0, 1.0, 0.0, 0.0, 0.0, 1.0, P)[3]) == pytest.approx(1.0)
        assert float(remember(1.0, 1.0, 0.0, 0.0, 0.0, 1.5, P)[3]) == pytest.approx(0.5)
        assert float(remember(0.01, 0.0, 0.0, 0.0, 0.0, 2.0, P)[3]) == 0.0

    @given(evidence, exposures, hear_parameters)
    def test_silence_only_forgets(self, before: Told, fatigue: float, p: HearParameters) -> None:
        after = left(0.0, 0.0, *before, fatigue, p)
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
        assert float(balance(good, bad, Doubt(negativity))) == pytest.approx(x)

    def test_uncertain_people_are_harder_to_convince(self) -> None:
        assert float(balance(3.0, 0.0, Doubt(1.5, uncertainty=3.0))) == 0.5
        assert float(balance(3.0, 0.0, Doubt(1.5, uncertainty=0.2))) == pytest.approx(0.9375)

    @given(evidence, st.floats(0.0, 5.0), st.floats(0.05, 5.0))
    def test_is_its_equation(self, told: Told, negativity: float, uncertainty: float) -> None:
        doubt = Doubt(negativity, uncertainty)
        x = float(balance(*told, doubt))
        assert x == pytest.approx(naive.balance(*told, doubt), rel=1e-12, abs=1e-12)
        assert -1.0 < x < 1.0

    @given(evidence)
    def test_swapping_good_and_bad_swaps_the_sign(self, told: Told) -> None:
        """Valence is symmetric where a bad message weighs as much as a good one."""
        assert float(balance(told.bad, told.good, Doubt(1.0))) == -float(balance(*told, Doubt(1.0)))

    @given(evidence, exposures, st.floats(0.0, 5.0))
    def test_good_word_raises_it_and_bad_word_lowers_it(
        self, told: Told, more: float, negativity: float
    ) -> None:
        x = float(balance(*told, Doubt(negativity)))
        slack = 1e-12
        assert float(balance(told.good + more, told.bad, Doubt(negativity))) >= x - slack
        assert float(balance(told.good, told.bad + more, Doubt(negativity))) <= x + slack
