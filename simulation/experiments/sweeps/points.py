"""Points of a sweep: one value for each factor, kept as columns so that a million stay small."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ArgumentError, Problem, ScenarioError
from simulation.experiments.sweeps.places import told
from simulation.scenario.resolved import values_of

if TYPE_CHECKING:
    from simulation.experiments.executors import Executor
    from simulation.experiments.sweeps.plan import Sweep
    from simulation.scenario.model import Scenario

Column = NDArray[np.float64] | NDArray[np.int64] | list[str]
"""Values of one factor, one a point."""

_NUMBERS = {int, float}
AT_ONCE = 500
"""Points that a worker checks before it reports."""

MOST_SHOWN = 60
"""Letters of a value that a message shows."""


@dataclass(frozen=True, eq=False)
class Points:
    """What is changed at each point, counted from 0.

    Parameters
    ----------
    columns
        Values by factor, in the order in which they are written over the scenario: an array of
        numbers (kept as float64 or int64) or a list of texts, all of one length.
    encoded
        Factors whose texts are JSON: lists, mappings, truth values, nothing.

    Raises
    ------
    ArgumentError
        If the columns are not of one length or hold something else.

    Examples
    --------
    >>> points = Points.of({"brand.price": [9, 12], "days": [30, 30]})
    >>> len(points), points.changes(1)
    (2, {'brand.price': 12, 'days': 30})
    """

    columns: Mapping[str, Column]
    encoded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        kept = {name: _kept(name, column) for name, column in self.columns.items()}
        lengths = {name: len(column) for name, column in kept.items()}
        if len(set(lengths.values())) > 1:
            said = ", ".join(f"{name} {length:,}" for name, length in lengths.items())
            raise ArgumentError(f"points: columns of different lengths ({said}). Make them equal.")
        object.__setattr__(self, "columns", kept)

    @classmethod
    def of(cls, values: Mapping[str, Sequence[Any]]) -> Points:
        """Points of plain values by factor: numbers, texts, dates, lists, mappings, None."""
        columns: dict[str, Column] = {}
        encoded = set()
        for name, given in values.items():
            column, is_encoded = column_of(given)
            columns[name] = column
            if is_encoded:
                encoded.add(name)
        return cls(columns, frozenset(encoded))

    def __len__(self) -> int:
        """Number of points."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    @property
    def factors(self) -> tuple[str, ...]:
        """What differs between the points: addresses, as ``--set`` takes them."""
        return tuple(self.columns)

    def changes(self, point: int) -> dict[str, Any]:
        """What a point writes over the scenario, for :meth:`Scenario.with_changes`."""
        if not 0 <= point < len(self):
            raise IndexError(point)
        return {name: self.value(name, point) for name in self.columns}

    def value(self, factor: str, point: int) -> Any:
        """The value of one factor at one point, as a plain Python value; 20.0 is a whole number."""
        cell = self.columns[factor][point]
        if isinstance(cell, str):
            return json.loads(cell) if factor in self.encoded else cell
        return as_count(cell.item())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The changes of each point, in order."""
        return (self.changes(point) for point in range(len(self)))

    def part(self, start: int, stop: int) -> Points:
        """The points from ``start`` up to, but without, ``stop``."""
        return Points({n: c[start:stop] for n, c in self.columns.items()}, self.encoded)

    def text(self, point: int) -> str:
        """A point in words: ``brand.price 12, days 30``."""
        return ", ".join(f"{name} {_shown(self.columns[name][point])}" for name in self.columns)

    @cached_property
    def hash(self) -> str:
        """Identifies factors, values and their order (sha256, hexadecimal)."""
        digest = hashlib.sha256()
        for name, column in self.columns.items():
            kind = "text" if isinstance(column, list) else str(column.dtype)
            head = [name, kind, name in self.encoded, len(column)]
            digest.update(json.dumps(head).encode())
            if isinstance(column, list):
                for cell in column:
                    digest.update(json.dumps(cell).encode())
            else:
                digest.update(np.ascontiguousarray(column).astype(column.dtype.str).tobytes())
        return digest.hexdigest()


def column_of(values: Sequence[Any] | NDArray[Any]) -> tuple[Column, bool]:
    """Plain values as a column, and whether its texts are JSON.

    Examples
    --------
    >>> column_of([1, 2.5])[0].tolist(), column_of([True, False])
    ([1.0, 2.5], (['true', 'false'], True))
    """
    if isinstance(values, np.ndarray):
        values = values.tolist()
    plain = [values_of(_bare(value)) for value in values]
    kinds = {type(value) for value in plain}
    if kinds == {str}:
        return plain, False
    if kinds and kinds <= _NUMBERS and all(type(v) is float or abs(v) < 2**63 for v in plain):
        if kinds == {int}:
            return np.array(plain, np.int64), False
        return np.array(plain, np.float64), False
    return [json_text(value) for value in plain], True


def as_count(value: Any) -> Any:
    """A float without a fraction as a whole number, anything else as it is.

    Examples
    --------
    >>> as_count(20.0), as_count(20.5), as_count("20.0")
    (20, 20.5, '20.0')
    """
    is_count = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if is_count else value


def json_text(value: Any) -> str:
    """A value as the one JSON text that is kept for it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Wrong(NamedTuple):
    """Points of a part that cannot be: how many, and the first with what is wrong in it."""

    n_points: int = 0
    first: int = 0
    problem: Problem = Problem("")


def check_points(
    sweep: Sweep,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make sure, before anything runs, that every point is a scenario that can be.

    Parameters
    ----------
    sweep
        What is to be run.
    executor
        Where points are read; here, one after the other, if left out.
    progress
        Called with checked and all points.

    Raises
    ------
    ScenarioError
        If a point cannot be. It names the first such point with its values, and says how many more
        there are.
    """
    points = sweep.points
    parts = (
        (start, points.part(start, min(start + AT_ONCE, len(points))))
        for start in range(0, len(points), AT_ONCE)
    )
    check = partial(_wrong_in, sweep.scenario, sweep.strategies)
    done, count, worst = 0, 0, _Wrong(first=len(points))
    results = _here(check, parts) if executor is None else executor.map(check, parts)
    for part, found in results:
        wrong = found if isinstance(found, _Wrong) else check(part)
        count += wrong.n_points
        worst = wrong if wrong.n_points and wrong.first < worst.first else worst
        done += len(part[1])
        if progress is not None:
            progress(done, len(points))
    if count:
        at, text = worst.first, points.text(worst.first)
        raise ScenarioError(
            [told(worst.problem, sweep.places, points.factors, at, text, count - 1)]
        )


_Part = tuple[int, Points]


def _here(
    function: Callable[[_Part], _Wrong], parts: Iterable[_Part]
) -> Iterator[tuple[_Part, _Wrong]]:
    return ((part, function(part)) for part in parts)


def _wrong_in(scenario: Scenario, strategies: Sequence[str], part: _Part) -> _Wrong:
    """What cannot be among some points; the number of their first is the part's first item."""
    start, points = part
    wrong = _Wrong()
    for at, changes in enumerate(points):
        problem = _why_not(scenario, strategies, changes)
        if problem is not None:
            first = (start + at, problem) if not wrong.n_points else wrong[1:]
            wrong = _Wrong(wrong.n_points + 1, *first)
    return wrong


def _why_not(
    scenario: Scenario, strategies: Sequence[str], changes: dict[str, Any]
) -> Problem | None:
    try:
        made = scenario.with_changes(changes)
    except ScenarioError as error:
        return error.problems[0]
    gone = [name for name in strategies if name not in made.strategies]
    return Problem("nothing is left of it. Keep it.", f"strategies.{gone[0]}") if gone else None


def _bare(value: Any) -> Any:
    """A number of numpy or pandas as a plain one."""
    return value.item() if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 else value


def _kept(name: str, column: Any) -> Column:
    if isinstance(column, np.ndarray) and column.ndim == 1:
        if column.dtype.kind in "iu":
            return column.astype(np.int64, copy=False)
        if column.dtype.kind == "f":
            return column.astype(np.float64, copy=False)
    if isinstance(column, list) and all(isinstance(cell, str) for cell in column):
        return column
    raise ArgumentError(f"points: {name} is no column of numbers or texts. Use Points.of.")


def _shown(cell: Any) -> str:
    text = cell if isinstance(cell, str) else f"{cell.item():.10g}"
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."
