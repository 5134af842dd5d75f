"""From a sweep's rows to arrays of points, strategies and replicates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.results.database import arrays, quoted, texts
from simulation.results.outcomes import OUTCOMES
from simulation.results.sweep_estimates import Cube, Values

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

GROUPS = 10
"""Groups into which points are cut where a factor has more values than twice as many."""


class HasRuns(Protocol):
    """What is needed of a sweep's results."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database."""

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies."""

    @property
    def baseline(self) -> str:
        """Name of the baseline."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes that are kept."""

    @property
    def replications(self) -> int:
        """Runs of each strategy at each point."""

    @property
    def n_points(self) -> int:
        """Number of points."""


def cube_of(results: HasRuns, outcome: str) -> Cube:
    """An outcome of every run; a ratio of sums where both parts of it were kept."""
    asked = OUTCOMES[outcome]
    if asked.denominator is None or asked.against is not None:
        return Cube(*_read(results, [outcome]))
    parts = [asked.numerator.name, asked.denominator.name]
    if not set(parts) <= set(results.outcomes):
        return Cube(*_read(results, [outcome]))
    cube = Cube(*_read(results, parts))
    return cube.less(results.strategies.index(results.baseline)) if asked.comparison else cube


def _read(results: HasRuns, columns: Sequence[str]) -> list[Values]:
    """Columns of the runs as arrays (points, strategies, replicates); NaN where there is no run."""
    names = ", ".join(map(quoted, columns))
    place = f"list_position({texts(results.strategies)}, strategy) - 1"
    rows = arrays(
        results.connection,
        f"select point, {place} as place, replicate, {names} from runs where status = 'done'",
    )
    at = tuple(np.ma.getdata(rows[name]) for name in ("point", "place", "replicate"))
    shape = (results.n_points, len(results.strategies), results.replications)
    found = []
    for name in columns:
        cube = np.full(shape, math.nan)
        cube[at] = np.ma.filled(rows[name], math.nan)
        found.append(cube)
    return found


def grouped(
    column: pd.Series[float],
) -> tuple[NDArray[np.float64] | list[str], NDArray[np.int64]]:
    """Values of a factor, and for each point the number of its value.

    Where a number has many values, points are cut into groups of equally many, and the value of a
    group is their mean.
    """
    is_number = np.issubdtype(column.to_numpy().dtype, np.number)
    values = column.to_numpy() if is_number else column.astype(str).to_numpy(dtype=str)
    if not is_number:
        words = list(dict.fromkeys(values.tolist()))
        number = {word: i for i, word in enumerate(words)}
        return words, np.array([number[word] for word in values.tolist()], dtype=np.int64)
    numbers = values.astype(np.float64)
    distinct, groups = np.unique(numbers, return_inverse=True)
    if len(distinct) <= 2 * GROUPS:
        return distinct, groups.astype(np.int64)
    order = np.argsort(np.argsort(numbers, kind="stable"), kind="stable")
    groups = order * GROUPS // len(numbers)
    sums = np.bincount(groups, weights=numbers)
    return sums / np.bincount(groups), groups.astype(np.int64)


def all_at(cube: Cube, groups: NDArray[np.int64], n_groups: int) -> Cube:
    """Runs of all points of a group together: means, or sums of the parts of a ratio."""
    top, n = _sums(cube.top, groups, n_groups)
    if cube.bottom is None:
        top[n > 0] /= n[n > 0]
    top[n == 0] = math.nan
    if cube.bottom is None:
        return Cube(top)
    bottom, _ = _sums(cube.bottom, groups, n_groups)
    bottom[n == 0] = math.nan
    return Cube(top, bottom)


def _sums(
    values: Values, groups: NDArray[np.int64], n_groups: int
) -> tuple[Values, NDArray[np.int64]]:
    """Sums over the points of each group, and of how many runs."""
    is_there = ~np.isnan(values)
    sums = np.zeros((n_groups, *values.shape[1:]))
    n = np.zeros(sums.shape, dtype=np.int64)
    np.add.at(sums, groups, np.where(is_there, values, 0.0))
    np.add.at(n, groups, is_there)
    return sums, n
