"""Draws: Philox as published, addresses as designed, uniforms and whole numbers without gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.lots import lots, luck_of
from simulation.dynamics.randomness import (
    N_STREAMS,
    WHY_CHANCE,
    WHY_PICK,
    Key,
    below,
    draw,
    key_of,
    philox,
    stream_of,
    unit,
    when_of,
    why_of,
)
from tests.naive import philox as naive
from tests.strategies import words

ONES = 0xFFFFFFFF
KEY = key_of(2026, 3)

# Known answers of Random123 (kat_vectors, philox4x32 with 10 rounds).
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


class TestPhilox:
    @pytest.mark.parametrize(("counter", "key", "answer"), PUBLISHED)
    def test_gives_the_published_vectors(
        self, counter: naive.Words, key: tuple[int, int], answer: naive.Words
    ) -> None:
        assert tuple(map(int, philox(*counter, *key))) == answer
        assert naive.philox(counter, key) == answer

    @given(st.tuples(words, words, words, words), st.tuples(words, words))
    def test_is_that_of_whole_numbers(self, counter: naive.Words, key: tuple[int, int]) -> None:
        assert tuple(map(int, philox(*counter, *key))) == naive.philox(counter, key)


class TestAddress:
    @given(
        key=st.tuples(words, words),
        who=st.integers(0, 2**24 - 1),
        day=st.integers(0, 2**16 - 1),
        brand=st.integers(0, 255),
        why=st.integers(1, 255),
        stream=st.integers(0, N_STREAMS - 1),
        k=words,
    )
    def test_every_part_has_its_own_place(
        self, key: tuple[int, int], who: int, day: int, brand: int, why: int, stream: int, k: int
    ) -> None:
        found = draw(Key(*key), who, when_of(day, brand), why_of(why, stream), k)
        assert tuple(map(int, found)) == naive.draw(key, who, day, brand, why, stream, k)

    def test_replicates_and_seeds_have_keys_of_their_own(self) -> None:
        keys = {key_of(seed, replicate) for seed in range(50) for replicate in range(50)}
        assert len(keys) == 2500
        assert key_of(7, 1) == key_of(7, 1) != key_of(1, 7)

    def test_a_key_is_that_of_numpys_seed_sequence(self) -> None:
        state = np.random.SeedSequence(2026, spawn_key=(3,)).generate_state(2, np.uint32)
        assert tuple(KEY) == tuple(state.tolist())

    def test_lots_are_the_first_words_of_everybody(self) -> None:
        expected = [naive.draw(KEY, who, 0, 2, WHY_PICK, 5, 7)[0] for who in range(30)]
        assert lots(KEY, 30, int(why_of(WHY_PICK, 5)), 7, brand=2).tolist() == expected

    def test_luck_of_a_tactic_is_addressed_by_its_stream(self) -> None:
        luck = luck_of(KEY, 20, 5, 1)
        word = naive.draw(KEY, 3, 17, 1, WHY_CHANCE, 5, 0)[0]
        assert luck.chance(17, 3) == (word + 0.5) / 2**32
        picks = [naive.draw(KEY, who, 0, 1, WHY_PICK, 5, 4)[0] for who in range(20)]
        assert luck.lots(4).tolist() == picks
        some = np.array([7, 3, 19], np.int32)
        assert luck.lots(4, some).tolist() == [picks[7], picks[3], picks[19]]
        assert len(luck.lots(4, some[:0])) == 0


class TestStream:
    @given(st.text(max_size=20))
    def test_is_never_that_of_the_consumers(self, name: str) -> None:
        assert 1 <= stream_of(name) < N_STREAMS
        assert stream_of(name) == stream_of(name)

    def test_is_the_same_on_every_machine(self) -> None:
        """Numbers kept here: if they move, every scenario's luck moves with them."""
        assert stream_of("hire_kocs") == 14712206
        assert stream_of("advertise") == 4615605

    def test_spreads_names_evenly(self) -> None:
        """20,000 names: about 12 pairs meet (Poisson, mean 11.9; above 35 has chance 1e-8)."""
        n_names = 20_000
        streams = {stream_of(f"tactic_{i}") for i in range(n_names)}
        assert n_names - len(streams) <= 35
        quarters = np.bincount(np.array(sorted(streams)) * 4 // N_STREAMS, minlength=4)
        assert abs(quarters - n_names / 4).max() < 5 * np.sqrt(n_names * 3 / 16)


class TestUnit:
    @given(words)
    def test_lies_strictly_between_0_and_1(self, word: int) -> None:
        assert 0.0 < float(unit(np.uint64(word))) < 1.0

    def test_ends(self) -> None:
        assert float(unit(np.uint64(0))) == 2.0**-33
        assert float(unit(np.uint64(ONES))) == 1.0 - 2.0**-33

    @given(words, words)
    def test_keeps_the_order_of_words(self, one: int, other: int) -> None:
        assert (unit(np.uint64(one)) < unit(np.uint64(other))) == (one < other)


class TestBelow:
    @given(words, st.integers(1, 2**31))
    def test_is_the_share_of_the_word_rounded_down(self, word: int, n: int) -> None:
        found = int(below(np.uint64(word), n))
        assert found == word * n // 2**32
        assert 0 <= found < n

    @given(st.integers(1, 2**31), st.data())
    def test_gives_every_number_its_share_of_words(self, n: int, data: st.DataObject) -> None:
        """A number gets 2**32 / n words, rounded up or down: bias below n / 2**32."""
        number = data.draw(st.integers(0, n - 1))
        first, after = -(-number * 2**32 // n), -(-(number + 1) * 2**32 // n)
        assert int(below(np.uint64(first), n)) == number
        assert int(below(np.uint64(after - 1), n)) == number
        assert abs((after - first) - 2**32 / n) < 1.0
