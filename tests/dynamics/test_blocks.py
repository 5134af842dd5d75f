"""Lists of a block: what is passed over many at a time is what a plain look finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.jit import jit
from simulation.dynamics.loops.blocks import BLOCK, list_marked
from simulation.dynamics.loops.remember import list_heard
from simulation.market.population import Population
from simulation.market.state import empty_market


@jit
def _marked(marks, n, first, rows):  # type: ignore[no-untyped-def]
    return list_marked(marks, n, first, rows)


@jit
def _heard(first, last, segment, population, market, rows):  # type: ignore[no-untyped-def]
    return list_heard(first, last, segment, population, market, rows)


@given(
    seed=st.integers(0, 2**31), n=st.integers(0, BLOCK), share=st.sampled_from([0, 0.02, 0.5, 1])
)
def test_marked_are_listed_in_order(seed: int, n: int, share: float) -> None:
    """Marks beyond the first ``n`` are left over from another list and do not count."""
    marks = (np.random.default_rng(seed).random(BLOCK) < share).astype(np.uint8)
    rows = np.full(BLOCK, -1, np.int32)
    found = _marked(marks, n, 7, rows)
    assert rows[:found].tolist() == (7 + np.flatnonzero(marks[:n])).tolist()


@given(
    seed=st.integers(0, 2**31), first=st.integers(0, 40), n=st.integers(0, 100),
    share=st.sampled_from([0.0, 0.03, 0.6]), segment=st.sampled_from([-1, 0, 1]),
)  # fmt: skip
def test_who_heard_is_listed_in_order(
    seed: int, first: int, n: int, share: float, segment: int
) -> None:
    """Good or bad word, of the whole range; by segment where one is asked for."""
    rng, size = np.random.default_rng(seed), first + n + 20
    market = empty_market(size)
    for sums in (market.heard_good, market.heard_bad):
        sums[:] = np.where(rng.random(size) < share, rng.integers(1, 2**31 - 1, size), 0)
    segments = rng.integers(0, 2, size).astype(np.uint8)
    zeros = np.zeros(size, np.float32)
    people = Population(zeros, zeros, zeros.astype(np.int8), zeros.astype(np.int32), segments)
    rows = np.full(BLOCK, -1, np.int32)
    found = _heard(first, first + n, segment, people, market, rows)
    heard = (market.heard_good > 0) | (market.heard_bad > 0)
    wanted = heard & ((segment < 0) | (segments == segment))
    assert rows[:found].tolist() == [i for i in range(first, first + n) if wanted[i]]
