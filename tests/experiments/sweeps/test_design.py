"""Designs: every combination in order; samples that cover what they promise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.points import Points
from tests.experiments.tiny import tiny

SAMPLED = ("latin_hypercube", "sobol", "random")
PRICE, DAYS, KOCS = "brand.price", "days", "strategies.kocs"
LOW_HIGH = {
    "brand.quality": {"low": 0.2, "high": 0.8},
    PRICE: {"low": 1, "high": 1000, "log": True},
}


def points(
    kind: str, n: int | None, factors: dict[str, Any] | None = None, seed: int = 1
) -> Points:
    return Sweep.of(tiny(), factors or LOW_HIGH, kind=kind, points=n, seed=seed).points  # type: ignore[arg-type]


def column(found: Points, factor: str) -> Any:
    return np.asarray(found.columns[factor])


def test_grid_in_written_order_last_factor_fastest() -> None:
    found = points("grid", None, {PRICE: [9, 5.5], KOCS: [[], [{"kind": "hire_kocs"}]], DAYS: [30]})
    hired = [{"kind": "hire_kocs"}]
    assert [list(changes.values()) for changes in found] == [
        [9.0, [], 30],
        [9.0, hired, 30],
        [5.5, [], 30],
        [5.5, hired, 30],
    ]


def test_grid_cuts_a_span_into_steps() -> None:
    even = points("grid", None, {PRICE: {"low": 1, "high": 2, "steps": 5}})
    assert column(even, PRICE).tolist() == [1.0, 1.25, 1.5, 1.75, 2.0]
    log = points("grid", None, {PRICE: {"low": 1, "high": 100, "steps": 3, "log": True}})
    assert column(log, PRICE).tolist() == pytest.approx([1.0, 10.0, 100.0], rel=1e-12)
    whole = points("grid", None, {DAYS: {"low": 20, "high": 27, "steps": 3}})
    assert whole.columns[DAYS].dtype == np.int64  # type: ignore[union-attr]
    assert column(whole, DAYS).tolist() == [20, 24, 27]


@pytest.mark.parametrize("kind", SAMPLED)
def test_samples_lie_between_the_ends_and_follow_the_seed(kind: str) -> None:
    found = points(kind, 64)
    quality, price = column(found, "brand.quality"), column(found, PRICE)
    assert 0.2 <= quality.min() < 0.25 < 0.75 < quality.max() <= 0.8
    assert 1.0 <= price.min() < 2.0 < 500.0 < price.max() <= 1000.0
    assert found.hash == points(kind, 64).hash != points(kind, 64, seed=2).hash


@pytest.mark.parametrize("kind", SAMPLED)
def test_log_counts_equal_ratios_alike(kind: str) -> None:
    """A third of the points in each decade: 341.3 of 1,024, standard deviation at most 15.1."""
    price = column(points(kind, 1024), PRICE)
    decades = np.histogram(np.log10(price), [0.0, 1.0, 2.0, 3.0])[0]
    assert abs(decades - 1024 / 3).max() < 4.5 * math.sqrt(1024 * 2 / 9)


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    quality = column(points("latin_hypercube", 50), "brand.quality")
    slices = np.floor((quality - 0.2) / 0.6 * 50).astype(int)
    assert sorted(slices) == list(range(50))


def test_sobol_points_fill_every_box() -> None:
    """Of 16 scrambled points exactly one lies in each of 4 x 4 boxes: a (0, 4, 2)-net in base 2."""
    found = points("sobol", 16)
    quality = (column(found, "brand.quality") - 0.2) / 0.6
    price = np.log10(column(found, PRICE)) / 3.0
    boxes = np.floor(quality * 4).astype(int) * 4 + np.floor(price * 4).astype(int)
    assert sorted(boxes) == list(range(16))


@pytest.mark.parametrize("kind", ["sobol", "random"])
def test_more_points_keep_the_first(kind: str) -> None:
    few, many = points(kind, 16), points(kind, 64)
    assert many.part(0, 16).hash == few.hash


@pytest.mark.parametrize("kind", SAMPLED)
def test_whole_numbers_stay_whole_and_lists_are_picked_evenly(kind: str) -> None:
    factors = {DAYS: {"low": 20, "high": 23}, "brand.quality": [0.1, 0.2, 0.5]}
    found = points(kind, 960, factors)
    days, days_count = np.unique(column(found, DAYS), return_counts=True)
    assert days.tolist() == [20, 21, 22, 23]
    assert days.dtype == np.int64
    assert abs(days_count - 240).max() < 4.5 * math.sqrt(960 * 3 / 16)
    quality, count = np.unique(column(found, "brand.quality"), return_counts=True)
    assert quality.tolist() == [0.1, 0.2, 0.5]
    assert abs(count - 320).max() < 4.5 * math.sqrt(960 * 2 / 9)


def test_whole_numbers_with_log() -> None:
    """P(1) = log 2 / log 11 for 1 to 10: 296 of 1,024."""
    posts = "strategies.kocs.hire_kocs.posts"
    found = column(points("sobol", 1024, {posts: {"low": 1, "high": 10, "log": True}}), posts)
    assert found.min() == 1
    assert found.max() == 10
    assert abs((found == 1).sum() - 1024 * math.log(2) / math.log(11)) < 2


def test_days_and_optional_numbers_are_whole() -> None:
    factors = {
        "events.battery.day": {"low": 1, "high": 19},
        "strategies.kocs.hire_kocs.posts": {"low": 1, "high": 9},
        "strategies.kocs.hire_kocs.budget": {"low": 700, "high": 900},
        "roles.koc": {"low": 0.03, "high": 0.1},  # a number or a share
    }
    found = points("random", 8, factors)
    kinds = [column(found, name).dtype for name in factors]
    assert kinds == [np.int64, np.int64, np.float64, np.float64]


def test_warnings() -> None:
    def warnings(kind: Any, n: int, factors: Any = None) -> tuple[str, ...]:
        return Sweep.of(tiny(), factors or LOW_HIGH, kind=kind, points=n).warnings

    assert warnings("sobol", 16) == ()
    assert warnings("sobol", 20) == ("20 Sobol points: a power of 2 covers evenly; use 16 or 32",)
    (said,) = warnings("random", 10, {DAYS: [20, 21]})
    assert said == "8 of 10 points repeat another: the factors have few values"
    (said,) = warnings("random", 2, {"seed": [20, 21], "brand.quality": {"low": 0, "high": 1}})
    assert said.startswith("seed is a factor: ")
