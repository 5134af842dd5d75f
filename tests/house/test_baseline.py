"""Exact-number baselines notice the last digit, and are written by a command only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.baseline import Baseline

NUMBERS = {
    "customers": np.array([3, 5], dtype=np.int64),
    "opinion": np.float32(0.1),
    "cost": 1e-3,
    "romi": float("nan"),
}


def test_the_same_numbers_pass(tmp_path: Path) -> None:
    Baseline(tmp_path, update=True)("small", NUMBERS)
    Baseline(tmp_path, update=False)("small", NUMBERS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"customers": [3, 6]}, r"customers: was \[3, 5\], is \[3, 6\]"),
        ({"cost": 1e-3 + 2**-60}, "cost: was 0.001, is 0.001000"),
        ({"revenue": 1}, "revenue: was not there, is 1"),
    ],
)
def test_a_number_that_moved_is_named(tmp_path: Path, change: dict[str, object], told: str) -> None:
    Baseline(tmp_path, update=True)("small", NUMBERS)
    with pytest.raises(pytest.fail.Exception, match=told):
        Baseline(tmp_path, update=False)("small", {**NUMBERS, **change})


def test_a_number_that_is_gone_is_named(tmp_path: Path) -> None:
    Baseline(tmp_path, update=True)("small", NUMBERS)
    with pytest.raises(pytest.fail.Exception, match=r"cost: was 0\.001, is not there"):
        Baseline(tmp_path, update=False)("small", {k: NUMBERS[k] for k in ("customers",)})


def test_a_baseline_that_is_not_there_is_never_written_by_a_test(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="make baselines"):
        Baseline(tmp_path, update=False)("small", NUMBERS)
    assert list(tmp_path.iterdir()) == []


def test_what_has_no_exact_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="not set"):
        Baseline(tmp_path, update=True)("small", {"names": {"a"}})
