"""The closed forms against values that were worked out elsewhere, and against each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.classics.exact import growth, money, percolation, rumours, worlds

HALF = 0.5
PATH = [(0, 1), (1, 2), (2, 3)]
DIAMOND = [(0, 1), (0, 2), (1, 3), (2, 3)]
TRIANGLE = [(i, j) for i in range(3) for j in range(3) if i != j]
CYCLE = [arc for i in range(5) for arc in ((i, (i + 1) % 5), ((i + 1) % 5, i))]


@pytest.mark.parametrize(
    ("n", "arcs", "mean", "good"),
    [
        (4, PATH, 15 / 8, 1.2992),
        (4, DIAMOND, 39 / 16, 1.664),
        (3, TRIANGLE, 9 / 4, 1.568),
        (5, CYCLE, 11 / 4, 1.79328),
    ],
)
def test_cascades_of_science_t1_and_t2(
    n: int, arcs: list[worlds.Arc], mean: float, good: float
) -> None:
    exact = worlds.independent_cascade(n, arcs, [HALF] * len(arcs), [0])
    assert exact.mean == pytest.approx(mean, abs=1e-12)
    assert exact.good(0.8) == pytest.approx(good, abs=1e-12)
    assert exact.sizes.sum() == pytest.approx(1.0)
    assert exact.sizes @ np.arange(n + 1) == pytest.approx(mean)


def test_sizes_of_the_path_and_the_diamond() -> None:
    path = worlds.independent_cascade(4, PATH, [HALF] * 3, [0])
    diamond = worlds.independent_cascade(4, DIAMOND, [HALF] * 4, [0])
    assert path.sizes.tolist() == [0, 1 / 2, 1 / 4, 1 / 8, 1 / 8]
    assert diamond.sizes.tolist() == [0, 1 / 4, 1 / 4, 5 / 16, 3 / 16]
    assert diamond.reached[3] == 7 / 16


def test_thresholds_of_science_t3() -> None:
    exact = worlds.linear_threshold(4, DIAMOND, [0.5, 0.4, 0.3, 0.6], [0])
    assert exact.reached == pytest.approx([1, 0.5, 0.4, 0.39])


def test_sure_and_impossible_ties_make_no_worlds() -> None:
    exact = worlds.independent_cascade(4, PATH, [1.0, 0.0, HALF], [0, 2])
    assert exact.reached.tolist() == [1.0, 1.0, 1.0, 0.5]


@pytest.mark.parametrize(
    ("reproduction", "share"),
    [(0.8, 0.0), (1.2, 0.313698), (1.5, 0.582812), (2.0, 0.796812), (3.0, 0.940480)],
)
def test_final_shares_of_science_t4(reproduction: float, share: float) -> None:
    assert percolation.final_share(reproduction) == pytest.approx(share, abs=1e-6)
    ties = percolation.poisson_shares(4.0)
    assert percolation.outbreak_share(ties, reproduction / 4) == pytest.approx(share, abs=1e-6)


def test_four_ties_each_meet_the_golden_ratio() -> None:
    closed = 1 - ((math.sqrt(5) - 1) / 2) ** 4
    assert percolation.outbreak_share([0, 0, 0, 0, 1], 0.5) == pytest.approx(closed)
    assert percolation.outbreak_share([0, 0, 0, 0, 1], 0.33) == pytest.approx(0.0, abs=1e-9)
    assert percolation.outbreak_share([1.0], 0.5) == 0.0


def test_the_window_of_watts() -> None:
    assert percolation.threshold_cascades(percolation.poisson_shares(3.0), 0.2)
    assert not percolation.threshold_cascades(percolation.poisson_shares(10.0), 0.2)
    assert not percolation.threshold_cascades(percolation.poisson_shares(0.5), 0.2)


def test_rumours_of_science_t5() -> None:
    shares = [rumours.ignorant_share(k) for k in (1, 2, 3)]
    assert shares == pytest.approx([0.203188, 0.0595, 0.0198], abs=5e-5)
    assert rumours.ignorant_chances(3) == [0.75, 0.25, 0.0]
    by_day = [rumours.ignorant_share_by_day(contact) for contact in (1.0, 0.5, 0.1)]
    assert by_day == pytest.approx([0.17454, 0.18906, 0.20041], abs=1e-5)


@pytest.mark.parametrize("stale_contacts", [1, 2, 3])
def test_the_exact_rumour_approaches_the_limit(stale_contacts: int) -> None:
    limit = rumours.ignorant_share(stale_contacts)
    errors = []
    for n in (10, 20, 30):
        chances = rumours.ignorant_chances(n, stale_contacts)
        assert sum(chances) == pytest.approx(1.0)
        mean = sum(left * chance for left, chance in enumerate(chances)) / n
        errors.append(abs(mean - limit))
    assert errors[2] < errors[0]
    assert errors[2] < 0.02


def test_bass_of_science_t6() -> None:
    assert [growth.bass_share(0.03, 0.38, t) for t in (5, 10, 15)] == pytest.approx(
        [0.331199, 0.812803, 0.971610], abs=1e-6
    )
    peak = growth.bass_peak(0.03, 0.38)
    assert (peak, growth.bass_share(0.03, 0.38, peak)) == pytest.approx(
        (6.1926, 0.460526), abs=1e-4
    )
    assert growth.bass_density(0.03, 0.38, peak) == pytest.approx(0.41**2 / (4 * 0.38))


@pytest.mark.parametrize(
    ("form", "dt", "shares"),
    [
        ("product", 1.0, [0.264338, 0.733753, 0.954246]),
        ("hazard", 1.0, [0.261068, 0.729837, 0.953234]),
        ("product", 1 / 30, [0.328477, 0.810326, 0.971136]),
        ("hazard", 1 / 30, [0.328356, 0.810231, 0.971117]),
    ],
)
def test_bass_by_steps_of_science_t6(form: growth.Form, dt: float, shares: list[float]) -> None:
    got = [growth.bass_by_steps(0.03, 0.38, time, dt, form) for time in (5, 10, 15)]
    assert got == pytest.approx(shares, abs=1e-6)


def test_budgets_of_science_t16() -> None:
    splits = [money.best_split(2, 1, kappa, 20) for kappa in (0.1, 0.5, 0.04)]
    assert splits == pytest.approx([15, 11, 20])
    assert (money.best_split(2, 1, 0, 20), money.best_split(1, 2, 0, 20)) == (20, 0)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0.01, 1), st.floats(1, 50))
def test_the_best_split_beats_every_other(
    first: float, second: float, synergy: float, budget: float
) -> None:
    one = np.append(np.linspace(0, budget, 101), money.best_split(first, second, synergy, budget))
    sales = first * one + second * (budget - one) + synergy * one * (budget - one)
    assert sales[-1] >= sales.max() - 1e-9


def test_worth_of_a_customer_of_science_t17() -> None:
    assert money.lifetime_value(10, 0.9, 0.01) == pytest.approx(91.82, abs=0.005)
    summed = sum(10 * (0.9 / 1.01) ** t for t in range(2000))
    assert money.lifetime_value(10, 0.9, 0.01) == pytest.approx(summed)
    assert money.progeny(0.5) == (2.0, 4.0)


def test_credit_adds_up() -> None:
    values = {
        frozenset(): 0.0, frozenset({0}): 3.0, frozenset({1}): 2.0, frozenset({0, 1}): 4.0,
    }  # fmt: skip
    assert money.shapley(values, 2) == [2.5, 1.5]
    assert money.removal(values, 2) == [2.0, 1.0]
