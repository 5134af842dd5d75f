"""Maki and Thompson against exact chains and the limits of science T5.

Seeds are fixed. A right model fails |z| < 4 with chance 6e-5 and a chi-square (p > 1e-4) with 1e-4.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.classics import Spread, maki_thompson
from simulation.classics.exact import rumours
from tests.classics import chains
from tests.classics.small_graphs import p_of_sizes
from tests.small_markets import needs_compiled

RUNS = 20_000
LARGE = 10_000
FINITE = 5e-4
"""How far a market of 10,000 may lie from its limit: a few consumers in 10,000."""


def assert_ignorant(spread: Spread, expected: float) -> None:
    share = 1 - spread.size[spread.size > LARGE // 100] / LARGE
    assert abs(share.mean() - expected) < 4 * share.std() / math.sqrt(len(share)) + FINITE


@needs_compiled
class TestEvents:
    @pytest.mark.parametrize(("n", "k"), [(3, 1), (2, 1), (6, 1), (6, 2), (5, 3)])
    def test_every_size_of_a_small_market(self, n: int, k: int) -> None:
        spread = maki_thompson(n, stale_contacts=k, replications=RUNS, seed=1)
        heard = np.zeros(n + 1)
        for ignorant, chance in enumerate(rumours.ignorant_chances(n, k)):
            heard[n - ignorant] = chance
        assert p_of_sizes(spread.size, heard) > 1e-4

    @pytest.mark.parametrize("k", [1, 2])
    def test_the_limit_of_a_large_market(self, k: int) -> None:
        spread = maki_thompson(LARGE, stale_contacts=k, replications=100, seed=2)
        assert_ignorant(spread, rumours.ignorant_share(k))

    def test_anybody_may_begin(self) -> None:
        spread = maki_thompson(4, replications=4_000)
        assert np.ptp(spread.reached) < 0.06


@needs_compiled
class TestDays:
    @pytest.mark.parametrize(("n", "contact"), [(3, 1.0), (4, 1.0), (4, 0.4)])
    def test_every_size_of_a_small_market(self, n: int, contact: float) -> None:
        spread = maki_thompson(n, mode="daily", contacts_per_day=contact, replications=RUNS, seed=3)
        assert p_of_sizes(spread.size, np.array(chains.daily_rumour_sizes(n, contact))) > 1e-4

    @pytest.mark.parametrize(("contact", "printed"), [(1.0, 0.17454), (0.5, 0.18906)])
    def test_the_daily_map_of_a_large_market(self, contact: float, printed: float) -> None:
        expected = rumours.ignorant_share_by_day(contact)
        assert expected == pytest.approx(printed, abs=1e-4)
        spread = maki_thompson(
            LARGE, mode="daily", contacts_per_day=contact, replications=60, seed=4
        )
        assert_ignorant(spread, expected)

    def test_whole_contacts_are_made_surely(self) -> None:
        """Three contacts with three others: all the same (3/27), two kinds (18/27), all (6/27)."""
        spread = maki_thompson(
            4, mode="daily", contacts_per_day=3.0, days=1, stale_contacts=9, replications=RUNS
        )
        heard = np.array([0, 0, 3 / 27, 18 / 27, 6 / 27])
        assert p_of_sizes(spread.size, heard) > 1e-4

    def test_days_are_counted(self) -> None:
        spread = maki_thompson(50, mode="daily", days=4, replications=3)
        assert spread.daily is not None
        assert spread.daily.shape == (3, 5)
        assert (spread.daily[:, 0] == 1).all()
        assert (spread.daily[:, 1] == 2).all()
        assert (spread.daily[:, -1] == spread.size).all()
