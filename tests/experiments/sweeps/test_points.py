"""Points: kept as columns, given back as they were written, checked before anything runs."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulation.errors import ArgumentError, ScenarioError
from simulation.experiments.executors import Lost
from simulation.experiments.sweeps import points as module
from simulation.experiments.sweeps.plan import Sweep
from simulation.experiments.sweeps.points import Points, check_points
from tests.experiments.tiny import tiny

NUMBERS = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | st.text(max_size=5)
VALUES = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.text(max_size=3), PLAIN)


@given(st.lists(VALUES, min_size=1, max_size=5))
@example([0.0, 2.0**63])
def test_values_come_back_as_they_were(values: list[Any]) -> None:
    back = [changes["a"] for changes in Points.of({"a": values})]
    assert back == values
    if all(type(value) in (int, float) for value in values):
        assert not any(type(v) is float and v.is_integer() and abs(v) < 2**53 for v in back)
    if not all(type(value) in (int, float) for value in values):
        assert list(map(type, back)) == list(map(type, values))


def test_columns_say_what_they_hold() -> None:
    points = Points.of({"a": [1, 2], "b": [1, 2.5], "c": ["x", "y"], "d": [True, None]})
    kinds = [getattr(column, "dtype", "text") for column in points.columns.values()]
    assert kinds == [np.int64, np.float64, "text", "text"]
    assert points.encoded == {"d"}
    assert points.factors == ("a", "b", "c", "d")
    assert points.changes(1) == {"a": 2, "b": 2.5, "c": "y", "d": None}
    assert points.columns["d"] == ["true", "null"]
    assert type(points.changes(0)["a"]) is int


def test_dates_are_texts() -> None:
    assert Points.of({"day": [date(2026, 1, 5)]}).changes(0) == {"day": "2026-01-05"}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"a": np.zeros(2), "b": np.zeros(3)}, r"different lengths \(a 2, b 3\)"),
        ({"a": [1, 2]}, "a is no column"),
        ({"a": np.zeros((2, 2))}, "a is no column"),
    ],
)
def test_wrong_columns_are_refused(columns: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        Points(columns)


def test_a_point_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        Points.of({"a": [1]}).changes(1)
    assert len(Points({})) == 0


def test_hash_tells_points_apart() -> None:
    same = [Points.of({"a": [1, 2], "b": ["x", "y"]}) for _ in range(2)]
    others = [
        Points.of({"a": [1, 3], "b": ["x", "y"]}),
        Points.of({"a": [1.0, 2.0], "b": ["x", "y"]}),
        Points.of({"b": ["x", "y"], "a": [1, 2]}),
        Points.of({"a": [2, 1], "b": ["x", "y"]}),
        Points(same[0].columns, frozenset({"b"})),
    ]
    assert same[0].hash == same[1].hash == pickle.loads(pickle.dumps(same[0])).hash
    assert len({points.hash for points in [same[0], *others]}) == 6


def test_a_million_points_are_small_and_quick() -> None:
    begun = time.perf_counter()
    points = Sweep.of(tiny(), {"brand.price": list(range(1, 1001)), "days": [*range(20, 1020)]})
    again = pickle.loads(pickle.dumps(points.points))
    assert again.changes(999_999) == {"brand.price": 1000, "days": 1019}
    assert len(pickle.dumps(points.points)) < 17_000_000
    assert time.perf_counter() - begun < 10.0


def test_part_and_text() -> None:
    points = Points.of({"a": [1.5, 2.0, 1e9], "b": ["x" * 90, "y", "z"]})
    assert points.part(1, 3).changes(0) == {"a": 2.0, "b": "y"}
    assert points.text(0) == f"a 1.5, b {'x' * 57}..."


BUDGET = "strategies.kocs.hire_kocs.budget"


def wrong_sweep() -> Sweep:
    """Twelve points; those above the purse of 900 cannot be."""
    return Sweep.of(tiny(), {"days": [20, 30, 40], BUDGET: [400, 800, 1000, 1200]})


def test_right_points_pass() -> None:
    seen = []
    sweep = Sweep.of(tiny(), {"days": [20, 30], BUDGET: [400, 800]})
    check_points(sweep, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(4, 4)]


MESSAGE = (
    "strategies.kocs: tactics reserve 1,000 of 900. Lower their budgets or raise budget. "
    f"(point 2: days 20, {BUDGET} 1000; 5 more points cannot be either)"
)


def test_the_first_wrong_point_is_named_and_the_others_counted() -> None:
    with pytest.raises(ScenarioError) as error:
        check_points(wrong_sweep())
    assert str(error.value) == MESSAGE


class Backwards:
    """An executor that gives results in another order, and loses some."""

    workers = 2

    def map(
        self, function: Callable[[Any], Any], tasks: Iterable[Any]
    ) -> Iterator[tuple[Any, Any]]:
        for number, task in enumerate(reversed(list(tasks))):
            yield task, Lost("gone") if number % 2 else function(task)

    def __enter__(self) -> Backwards:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def test_it_does_not_depend_on_who_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 1)
    with pytest.raises(ScenarioError) as error:
        check_points(wrong_sweep(), Backwards())
    assert str(error.value) == MESSAGE


def test_a_point_without_a_strategy_of_the_sweep() -> None:
    sweep = Sweep.of(tiny(), kind="list", points=[{"strategies.kocs": []}])
    gone = Points.of({"strategies.kocs": [None]})
    check_points(sweep)
    with pytest.raises(ScenarioError, match=r"strategies.kocs: nothing is left of it.*\(point 0"):
        check_points(Sweep("s", tiny(), sweep.strategies, gone, 1, ()))
