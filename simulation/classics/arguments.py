"""What the published models are asked with, checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.dynamics.rules.hear import LARGEST_TALKER
from simulation.errors import ArgumentError
from simulation.network.columns import is_whole
from simulation.network.graph import SocialGraph

AnyGraph = Any
"""A :class:`~simulation.network.graph.SocialGraph` or a networkx graph."""


class Seeds(NamedTuple):
    """Who knows first: the same consumers each time, or so many by lot in each replication."""

    rows: NDArray[np.int32]
    """(seeds,) rows, rising; (0,) when they are drawn."""
    by_lot: int
    """How many are drawn; 0 when rows are given."""

    @property
    def n_seeds(self) -> int:
        """How many know first."""
        return len(self.rows) or self.by_lot


NO_SEEDS = Seeds(np.zeros(0, np.int32), 0)
"""No seeds."""


def social_graph(graph: AnyGraph) -> SocialGraph:
    """The graph as the loops need it; a networkx graph is converted."""
    if not isinstance(graph, SocialGraph) and not hasattr(graph, "is_directed"):
        raise ArgumentError(
            f"graph: {_short(graph)} is no graph. Give a SocialGraph or a networkx graph."
        )
    social = graph if isinstance(graph, SocialGraph) else SocialGraph.from_networkx(graph)
    if social.n_consumers > LARGEST_TALKER + 1:
        raise ArgumentError(
            f"graph: {social.n_consumers:,} consumers; at most {LARGEST_TALKER + 1:,} can talk."
        )
    return social


def must_be(name: str, value: Any, kind: type | tuple[type, ...], remedy: str) -> None:
    """Refuse what is of another kind."""
    if not isinstance(value, kind):
        raise ArgumentError(f"{name}: {_short(value)} is not possible. {remedy}")


def whole_number(name: str, value: Any, least: int) -> int:
    """A whole number that is not too small."""
    if not is_whole(value) or value < least:
        raise ArgumentError(
            f"{name}: {_short(value)} is not possible. Give a whole number, {least} or more."
        )
    return int(value)


def number(name: str, value: Any, low: float, high: float) -> float:
    """A number between two bounds, both possible."""
    if isinstance(value, bool) or not isinstance(value, Real) or not low <= float(value) <= high:
        raise ArgumentError(
            f"{name}: {_short(value)} is not possible. Give a number from {low:g} to {high:g}."
        )
    return float(value)


def probability(name: str, value: object) -> float:
    """A number from 0 to 1."""
    return number(name, value, 0.0, 1.0)


def column(name: str, values: ArrayLike, length: int, things: str) -> NDArray[np.float64]:
    """(length,) float64 numbers, one for each of the things; no bounds are checked but NaN."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(f"{name}: {_short(values)} are not numbers.") from None
    if array.shape != (length,):
        raise ArgumentError(
            f"{name}: shape {array.shape}. Give one number for each of the {length:,} {things}."
        )
    if np.isnan(array).any():
        place = int(np.flatnonzero(np.isnan(array))[0])
        raise ArgumentError(f"{name}[{place}]: not a number.")
    return array


def column_within(
    name: str, values: ArrayLike, length: int, things: str, low: float, high: float
) -> NDArray[np.float64]:
    """(length,) float64 numbers between two bounds, both possible."""
    array = column(name, values, length, things)
    wrong = np.flatnonzero((array < low) | (array > high))
    if len(wrong):
        raise ArgumentError(
            f"{name}[{wrong[0]}]: {array[wrong[0]]:g} is not possible. "
            f"Give numbers from {low:g} to {high:g}."
        )
    return array


def name_of(graph: SocialGraph, row: int) -> str:
    """How a reader knows a consumer: its label."""
    return repr(row if graph.labels is None else graph.labels.tolist()[row])


def seeds_of(graph: SocialGraph, seeds: Any) -> Seeds:
    """Seeds as rows, from labels of the graph (rows where it has none), or so many by lot.

    Raises
    ------
    ArgumentError
        When there are none, more than consumers, one twice, or one who is not in the graph.
    """
    n = graph.n_consumers
    if is_whole(seeds):
        count = whole_number("seeds", seeds, 1)
        if count > n:
            raise ArgumentError(f"seeds: {count:,} of {n:,} consumers. Give at most all of them.")
        return Seeds(np.zeros(0, np.int32), count)
    if isinstance(seeds, str) or not isinstance(seeds, Iterable):
        raise ArgumentError(
            f"seeds: {_short(seeds)} is neither a list of consumers nor how many to draw."
        )
    labels = seeds.tolist() if isinstance(seeds, np.ndarray) else list(seeds)
    if not labels:
        raise ArgumentError("seeds: none. Give at least one, or how many to draw by lot.")
    rows = _rows(graph, labels)
    _refuse_duplicates(labels, rows)
    return Seeds(np.sort(np.array(rows, np.int32)), 0)


def _rows(graph: SocialGraph, labels: list[Any]) -> list[int]:
    n = graph.n_consumers
    numbered = graph.labels is None or graph.labels.dtype.kind == "U"
    known = {} if graph.labels is None else {x: row for row, x in enumerate(graph.labels.tolist())}
    rows = []
    for label in labels:
        row = known.get(label) if _is_hashable(label) else None
        if row is None and numbered and is_whole(label) and 0 <= label < n:
            row = int(label)
        if row is None:
            raise ArgumentError(f"seeds: {_short(label)} is not in the graph.")
        rows.append(row)
    return rows


def _refuse_duplicates(labels: list[Any], rows: list[int]) -> None:
    seen = set()
    for label, row in zip(labels, rows, strict=True):
        if row in seen:
            raise ArgumentError(f"seeds: {_short(label)} is given twice.")
        seen.add(row)


def _is_hashable(thing: object) -> bool:
    try:
        hash(thing)
    except TypeError:
        return False
    return True


def _short(thing: object) -> str:
    """Something as a user wrote it, cut where it is long."""
    text = repr(thing)
    return text if len(text) <= 60 else f"{text[:57]}..."
