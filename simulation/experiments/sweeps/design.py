"""Which points a sweep tries: every combination, or a sample that covers the space."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.sweeps.factors import Factor
from simulation.experiments.sweeps.points import Column, Points, column_of

MOST_POINTS = 10_000_000
"""Points that a sweep may have."""

Unit = NDArray[np.float64]
"""Shape (points, factors), 0 to 1 without 1: where a point lies between the ends of each factor."""


def grid_size(factors: Sequence[Factor]) -> int:
    """Number of combinations."""
    return math.prod(len(grid_values(factor)) for factor in factors)


def grid(factors: Sequence[Factor]) -> Points:
    """Every combination; the last factor changes fastest.

    Examples
    --------
    >>> from simulation.scenario.tree import Node
    >>> two = [Factor("a", Node([]), (1, 2)), Factor("b", Node([]), ("x", "y"))]
    >>> grid(two).changes(1)
    {'a': 1, 'b': 'y'}
    """
    lists = [grid_values(factor) for factor in factors]
    size = math.prod(len(values) for values in lists)
    columns: dict[str, Column] = {}
    encoded = set()
    after = size
    for factor, values in zip(factors, lists, strict=True):
        before = size // after
        after //= len(values)
        number = np.tile(np.repeat(np.arange(len(values)), after), before)
        columns[factor.key], is_encoded = _picked(values, number)
        if is_encoded:
            encoded.add(factor.key)
    return Points(columns, frozenset(encoded))


def grid_values(factor: Factor) -> Sequence[Any]:
    """The values of a factor in a grid, a span cut into its steps."""
    span = factor.span
    if span is None or span.steps is None:
        return factor.values
    cut = np.geomspace if span.log else np.linspace
    values = [float(value) for value in cut(span.low, span.high, span.steps)]
    values[0], values[-1] = span.low, span.high
    if not factor.whole:
        return values
    return list(dict.fromkeys(round(value) for value in values))


def sample(factors: Sequence[Factor], unit: Unit) -> Points:
    """Points at places of the unit cube: a list is picked from evenly, a span taken in proportion.

    Parameters
    ----------
    factors
        What varies.
    unit
        Where, shape (points, factors).
    """
    columns: dict[str, Column] = {}
    encoded = set()
    for at, factor in enumerate(factors):
        place = unit[:, at]
        if factor.span is None:
            count = len(factor.values)
            number = np.minimum((place * count).astype(np.int64), count - 1)
            columns[factor.key], is_encoded = _picked(factor.values, number)
            if is_encoded:
                encoded.add(factor.key)
        elif factor.whole:
            columns[factor.key] = _whole(factor, place)
        else:
            columns[factor.key] = _between(factor.span.low, factor.span.high, place, factor)
    return Points(columns, frozenset(encoded))


def latin_hypercube(n_points: int, n_factors: int, seed: int) -> Unit:
    """One point in each of ``n_points`` slices of every factor (McKay, Beckman, Conover 1979)."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(n_factors, rng=seed).random(n_points))


def sobol(n_points: int, n_factors: int, seed: int) -> Unit:
    """A scrambled Sobol sequence (Sobol 1967, Owen 1998); more points keep the first ones."""
    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # powers of 2: said in the sweep's warnings
        return np.asarray(qmc.Sobol(n_factors, rng=seed).random(n_points))


def random(n_points: int, n_factors: int, seed: int) -> Unit:
    """Independent points, uniform between the ends; more points keep the first ones."""
    return np.random.default_rng(seed).random((n_points, n_factors))


SAMPLERS: dict[str, Callable[[int, int, int], Unit]] = {
    "latin_hypercube": latin_hypercube,
    "sobol": sobol,
    "random": random,
}
"""Kinds of designs that take a number of points."""


def _picked(values: Sequence[Any], number: NDArray[np.int64]) -> tuple[Column, bool]:
    """The values with these numbers, as a column; whether its texts are JSON."""
    column, is_encoded = column_of(values)
    if isinstance(column, list):
        return [column[at] for at in number.tolist()], is_encoded
    return column[number], is_encoded


def _between(low: float, high: float, place: Unit, factor: Factor) -> NDArray[np.float64]:
    log = factor.span is not None and factor.span.log
    found = low * (high / low) ** place if log else low + (high - low) * place
    return np.clip(found, low, high)


def _whole(factor: Factor, place: Unit) -> NDArray[np.int64]:
    """Each whole number from low to high gets an equal slice (with ``log``: its share of it)."""
    assert factor.span is not None
    low, high = int(factor.span.low), int(factor.span.high)
    found = np.floor(_between(low, high + 1, place, factor)).astype(np.int64)
    return np.clip(found, low, high)
