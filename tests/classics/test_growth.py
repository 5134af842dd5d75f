"""Bass growth against exact chains of small markets and the recursions of science T6.

Seeds are fixed. A right model fails |z| < 4 with chance 6e-5; large markets lie beside their
recursion by a few consumers, which ``FINITE`` allows.
"""

from __future__ import annotations

import math
from typing import Any, get_args

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.classics import Spread, bass, net_present_value
from simulation.classics.exact.growth import bass_by_steps, bass_share
from simulation.classics.growth import BassForm
from simulation.network.graph import SocialGraph
from tests.classics import chains
from tests.small_markets import needs_compiled

RUNS = 10_000
LARGE = 50_000
FINITE = 3e-4
ALL_OTHERS = [[j for j in range(4) if j != i] for i in range(4)]


def daily(spread: Spread) -> NDArray[np.floating[Any]]:
    assert spread.daily is not None
    return spread.daily.astype(float)


def assert_follows(
    spread: Spread, choices: chains.Choices, days: int, steps: int = 1, first: tuple[int, ...] = ()
) -> None:
    """Mean adopters by day are those of the exact chain."""
    now: chains.Chances = {tuple(int(i in first) for i in range(spread.n_consumers)): 1.0}
    counts = daily(spread)
    for day in range(1, days + 1):
        for _ in range(steps):
            now = chains.at_once(now, choices)
        error = counts[:, day].std() / math.sqrt(len(counts))
        assert abs(counts[:, day].mean() - chains.mean_of(now, sum)) <= 4 * error + 1e-12
    for i in range(spread.n_consumers):
        chance = sum(p for state, p in now.items() if state[i])
        error = math.sqrt(chance * (1 - chance) / len(counts))
        assert abs(spread.reached[i] - chance) <= 4 * error + 1e-12


@needs_compiled
class TestSmallMarkets:
    @pytest.mark.parametrize("form", get_args(BassForm))
    @pytest.mark.parametrize("steps", [1, 2])
    def test_everybody_meets_everybody(self, form: BassForm, steps: int) -> None:
        spread = bass(4, 0.2, 0.9, 4, 1 / steps, form=form, replications=RUNS, seed=1)
        choices = chains.growth(ALL_OTHERS, 0.2 / steps, 0.9 / steps, form == "product")
        assert_follows(spread, choices, 4, steps)

    @pytest.mark.parametrize("form", get_args(BassForm))
    def test_on_a_graph(self, form: BassForm) -> None:
        """0 -> 1, 0 -> 3, 1 -> 3, 2 -> 3: listeners with none, one and three talkers."""
        graph = SocialGraph.from_edges([[0, 1], [0, 3], [1, 3], [2, 3]], directed=True)
        spread = bass(graph=graph, p=0.2, q=1.4, days=4, form=form, replications=RUNS, seed=2)
        choices = chains.growth([[], [0], [], [0, 1, 2]], 0.2, 1.4, form == "product")
        assert_follows(spread, choices, 4)

    def test_some_have_it_at_the_start(self) -> None:
        choices = chains.growth(ALL_OTHERS, 0.05, 0.9, False)
        mixed = bass(4, 0.05, 0.9, 3, seeds=[2, 0], replications=RUNS, seed=7)
        assert_follows(mixed, choices, 3, first=(0, 2))
        graph = nx.complete_graph(4)
        spread = bass(graph=graph, p=0.05, q=0.9, days=3, seeds=[2, 0], replications=RUNS, seed=8)
        assert_follows(spread, choices, 3, first=(0, 2))
        assert mixed.tree(0).talker[:2].tolist() == spread.tree(0).talker[:2].tolist() == [-1, -1]

    def test_so_many_by_lot_have_it_at_the_start(self) -> None:
        spread = bass(4, 0.0, 0.9, 3, seeds=2, replications=RUNS, seed=9)
        assert (daily(spread)[:, 0] == 2).all()
        assert (daily(bass(4, 0.0, 0.0, 3, seeds=2, replications=9)) == 2).all()
        error = daily(spread)[:, 3].std() / math.sqrt(RUNS)
        chain: chains.Chances = {(1, 1, 0, 0): 1.0}
        for _ in range(3):
            chain = chains.at_once(chain, chains.growth(ALL_OTHERS, 0.0, 0.9, False))
        assert abs(daily(spread)[:, 3].mean() - chains.mean_of(chain, sum)) <= 4 * error

    def test_a_complete_graph_is_the_market_without_one(self) -> None:
        spread = bass(graph=nx.complete_graph(4), p=0.2, q=0.9, days=4, replications=RUNS, seed=3)
        assert_follows(spread, chains.growth(ALL_OTHERS, 0.2, 0.9, False), 4)


@needs_compiled
class TestLargeMarkets:
    @pytest.mark.parametrize(
        ("form", "printed"),
        [("product", (0.264338, 0.733753, 0.954246)), ("hazard", (0.261068, 0.729837, 0.953234))],
    )
    def test_a_step_a_year(self, form: BassForm, printed: tuple[float, ...]) -> None:
        shares = daily(bass(LARGE, 0.03, 0.38, 15, form=form, replications=20, seed=4)) / LARGE
        for year, expected in zip((5, 10, 15), printed, strict=True):
            assert bass_by_steps(0.03, 0.38, year, 1.0, form) == pytest.approx(expected, abs=1e-6)
            error = shares[:, year].std() / math.sqrt(20)
            assert abs(shares[:, year].mean() - expected) < 4 * error + FINITE

    def test_the_error_shrinks_with_the_step(self) -> None:
        """Half the step, half the distance from the curve (of .081 at ten years)."""
        gaps = []
        for dt in (1.0, 0.5, 0.25):
            shares = daily(bass(LARGE, 0.03, 0.38, 10, dt, replications=20, seed=5)) / LARGE
            gaps.append(bass_share(0.03, 0.38, 10) - shares[:, 10].mean())
            expected = bass_by_steps(0.03, 0.38, 10, dt, "hazard")
            assert abs(shares[:, 10].mean() - expected) < 4 * shares[:, 10].std() / 4.4 + FINITE
        assert gaps[0] / gaps[1] == pytest.approx(2.0, abs=0.25)
        assert gaps[1] / gaps[2] == pytest.approx(2.0, abs=0.25)


@needs_compiled
def test_days_that_no_step_divides() -> None:
    spread = bass(100, 0.5, 0.0, 2.5, 0.4, replications=4)
    assert daily(spread).shape == (4, 3)
    assert (daily(spread)[:, -1] <= spread.size).all()
    assert spread.tree(0).step.max() == 6


def test_nobody_advertises() -> None:
    spread = bass(50, 0.0, 0.9, 10, replications=3)
    assert not spread.size.any()
    assert not spread.reached.any()


@needs_compiled
def test_worth_today() -> None:
    sales = bass(200, 0.3, 0.5, 12, replications=5)
    new = np.diff(daily(sales), axis=1, prepend=0)
    by_hand = [sum(2.0 * x / 1.1**t for t, x in enumerate(row)) for row in new]
    assert net_present_value(sales, 2.0, 0.1) == pytest.approx(by_hand)
    assert net_present_value(sales, 1.0, 0.0) == pytest.approx(sales.size)
