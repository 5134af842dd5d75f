"""Draws of neighbouring addresses, and of ties that close a loop, know nothing of one another.

Seeds are fixed, so these tests pass or fail once and for all. For a good generator each |z| < 5
fails with chance 6e-7 and each chi-square (p > 1e-6) with 1e-6; there are below 200 of them.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simulation.dynamics.randomness import WHY_GOOD_CONTACT, WHY_TALK, key_of
from simulation.network.graph import SocialGraph
from tests.dynamics.many_draws import uniforms
from tests.dynamics.one_day import QUIET, Day
from tests.small_markets import needs_compiled

pytestmark = needs_compiled

N = 100_000
WHO, WHEN, WHY, K = range(4)
# One step further in each part of an address: (column, size of the step).
NEIGHBOURS = {
    "who": (WHO, 1),
    "day": (WHEN, 1),
    "brand": (WHEN, 1 << 16),
    "why": (WHY, 1),
    "stream": (WHY, 1 << 8),
    "k": (K, 1),
    "post": (K, 1 << 24),
}


def addresses() -> NDArray[np.uint64]:
    """1,000 consumers on 100 days: what a run asks for."""
    who, day = np.divmod(np.arange(N), 100)
    why = np.full(N, WHY_TALK)
    return np.stack([who, day, why, np.zeros(N, int)], axis=1).astype(np.uint64)


def z_of_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean product of centred uniforms in standard errors (variance of a product is 1/144)."""
    product = (one - 0.5) * (other - 0.5)
    z: NDArray[np.float64] = product.mean(axis=0) * 12.0 * len(one) ** 0.5
    return z


def p_of_grid(one: NDArray[np.float64], other: NDArray[np.float64], parts: int = 8) -> float:
    """Chi-square of the joint distribution on a grid."""
    cell = (one * parts).astype(int) * parts + (other * parts).astype(int)
    return float(stats.chisquare(np.bincount(cell, minlength=parts * parts)).pvalue)


class TestNeighbours:
    @pytest.mark.parametrize("part", sorted(NEIGHBOURS))
    def test_one_step_in_an_address_changes_everything(self, part: str) -> None:
        here = addresses()
        there = here.copy()
        column, step = NEIGHBOURS[part]
        there[:, column] += np.uint64(step)
        key = key_of(2026, 0)
        one, other = uniforms(key, here), uniforms(key, there)
        for shift in range(4):  # every word with every word
            z = z_of_correlation(one, np.roll(other, shift, axis=1))
            assert np.abs(z).max() < 5.0
            assert p_of_grid(one[:, 0], other[:, shift]) > 1e-6

    @pytest.mark.parametrize(("seed", "replicate"), [(2026, 1), (2027, 0), (0, 2026)])
    def test_so_does_another_replicate_or_seed(self, seed: int, replicate: int) -> None:
        one = uniforms(key_of(2026, 0), addresses())
        other = uniforms(key_of(seed, replicate), addresses())
        assert np.abs(z_of_correlation(one, other)).max() < 5.0
        assert min(p_of_grid(one[:, i], other[:, i]) for i in range(4)) > 1e-6

    def test_words_of_one_draw_are_independent_and_even(self) -> None:
        found = uniforms(key_of(2026, 0), addresses())
        for i in range(4):
            assert stats.kstest(found[:, i], "uniform").pvalue > 1e-6
            assert p_of_grid(found[:, i], found[:, (i + 1) % 4]) > 1e-6


def ringing(length: int, n_loops: int, rate: float) -> NDArray[np.int64]:
    """(loops, length): whether each tie u -> v, v -> w, ... of disjoint loops rang on one day.

    Ties go both ways, so that each talker also has to choose between two listeners.
    """
    here = np.arange(length * n_loops)
    loop, place = np.divmod(here, length)
    after = loop * length + (place + 1) % length
    graph = SocialGraph.from_edges(np.stack([here, after], axis=1))
    day = Day(graph, QUIET._replace(good_contacts=rate * 2, strong_share=1.0), day=3)
    day.consumers_talk()
    rang = np.zeros(len(here), np.int64)
    forward = day.column("listener") == after[day.column("talker")]
    rang[day.column("talker")[forward]] = 1
    return rang.reshape(n_loops, length)


class TestLoops:
    @pytest.mark.parametrize("length", [3, 4, 6])
    def test_ties_that_close_a_loop_ring_independently(self, length: int) -> None:
        """Joint distribution of all ties around the loop, against 1 - exp(-r) for each."""
        rate = 0.5
        rang = ringing(length, 30_000, rate)
        p = 1.0 - np.exp(-rate)
        cells = np.bincount(rang @ (1 << np.arange(length)), minlength=1 << length)
        n_rung = np.array([cell.bit_count() for cell in range(1 << length)])
        expected = p**n_rung * (1 - p) ** (length - n_rung) * len(rang)
        assert stats.chisquare(cells, expected).pvalue > 1e-6

    def test_choices_that_close_a_loop_are_independent(self) -> None:
        """u picks v, v picks w, w picks u: by the tie word of one and the same day and k."""
        who = np.arange(90_000).astype(np.uint64)
        at = np.stack(
            [who, np.full_like(who, 9), np.full_like(who, WHY_GOOD_CONTACT), np.zeros_like(who)],
            axis=1,
        )
        picks = (uniforms(key_of(1, 1), at)[:, 2] * 2).astype(int).reshape(-1, 3)
        assert stats.chisquare(np.bincount(picks @ [1, 2, 4], minlength=8)).pvalue > 1e-6
