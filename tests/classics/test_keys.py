"""Keys made at once are those made one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulation.classics.keys import keys_of
from simulation.dynamics.randomness import key_of


@given(st.integers(0, 2**300) | st.sampled_from([0, 2**32 - 1, 2**32, 2**128 - 1, 2**128]))
def test_keys_are_those_of_the_market(seed: int) -> None:
    assert keys_of(seed, 70).tolist() == [list(key_of(seed, r)) for r in range(70)]


def test_more_replications_keep_the_first_and_nobody_writes_them() -> None:
    assert keys_of(5, 10).tolist() == keys_of(5, 1000)[:10].tolist()
    assert not keys_of(5, 10).flags.writeable
