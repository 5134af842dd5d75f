"""Every way a cascade on a small graph can go, with its chance.

An independent cascade is decided once and for all by which ties would work (Kempe, Kleinberg &
Tardos 2003): a consumer is reached when a chain of working ties leads there from a seed. With m
ties that are neither sure nor impossible there are 2^m such live-edge worlds. A linear threshold
is the same with at most one working tie into each consumer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Arc = tuple[int, int]
"""Talker and listener."""

World = tuple[list[Arc], float]
"""Working ties and the chance that they are these."""


class Exact(NamedTuple):
    """What an independent cascade does on average and in every case.

    ``reached`` (n,) is the chance to be reached; ``sizes`` (n+1,) the chance of every final size;
    ``by_steps`` (n, n+1) the chance to be reached after exactly so many steps.
    """

    reached: NDArray[np.float64]
    sizes: NDArray[np.float64]
    by_steps: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Mean final size, seeds included."""
        return float(self.reached.sum())

    def good(self, quality: float) -> float:
        """Mean number who end with a good opinion when each product is good with this chance.

        ``sum_v E[quality^(d(v)+1)]``, d the steps from the seeds: Chen et al. 2011, checked by
        enumeration (science 2.7).
        """
        steps = np.arange(self.by_steps.shape[1])
        return float((self.by_steps @ quality ** (steps + 1.0)).sum())


def independent_cascade(
    n: int, arcs: Sequence[Arc], probability: Sequence[float], seeds: Iterable[int]
) -> Exact:
    """Chances of a cascade in which every tie works by itself.

    Examples
    --------
    >>> independent_cascade(4, [(0, 1), (1, 2), (2, 3)], [0.5] * 3, [0]).mean
    1.875
    """
    return _average(n, _independent_worlds(arcs, probability), list(seeds))


def seed_set_values(
    n: int, arcs: Sequence[Arc], probability: Sequence[float], players: Sequence[int]
) -> dict[frozenset[int], float]:
    """Mean final size from every set of seeds; players are named by their place in the list.

    In one world a set of seeds reaches the union of what each of them reaches.

    Examples
    --------
    >>> values = seed_set_values(3, [(0, 1), (2, 1)], [0.5, 0.5], [0, 2])
    >>> values[frozenset({0})], values[frozenset({0, 1})]
    (1.5, 2.75)
    """
    sets = [
        frozenset(place for place in range(len(players)) if code >> place & 1)
        for code in range(1 << len(players))
    ]
    values = dict.fromkeys(sets, 0.0)
    for live, chance in _independent_worlds(arcs, probability):
        reach = [_steps(n, live, [player]) >= 0 for player in players]
        for chosen in sets:
            reached = [reach[place] for place in chosen]
            values[chosen] += chance * int(np.any(reached, axis=0).sum()) if reached else 0.0
    return values


def linear_threshold(
    n: int, arcs: Sequence[Arc], weight: Sequence[float], seeds: Iterable[int]
) -> Exact:
    """Chances of a cascade in which consumers adopt once enough of their contacts have.

    Thresholds are uniform on (0, 1), so each consumer listens to one of its contacts, picked with
    the weight of the tie, or to none (Kempe, Kleinberg & Tardos 2003).

    Examples
    --------
    >>> arcs = [(0, 1), (0, 2), (1, 3), (2, 3)]
    >>> round(linear_threshold(4, arcs, [0.5, 0.4, 0.3, 0.6], [0]).mean, 12)
    2.29
    """
    return _average(n, _one_tie_worlds(n, arcs, weight), list(seeds))


def _independent_worlds(arcs: Sequence[Arc], probability: Sequence[float]) -> Iterator[World]:
    sure = [arc for arc, p in zip(arcs, probability, strict=True) if p == 1.0]
    open_ = [(arc, p) for arc, p in zip(arcs, probability, strict=True) if 0.0 < p < 1.0]
    for works in product((False, True), repeat=len(open_)):
        chance = 1.0
        live = list(sure)
        for (arc, p), work in zip(open_, works, strict=True):
            chance *= p if work else 1.0 - p
            if work:
                live.append(arc)
        yield live, chance


def _one_tie_worlds(n: int, arcs: Sequence[Arc], weight: Sequence[float]) -> Iterator[World]:
    into: list[list[tuple[Arc | None, float]]] = [[] for _ in range(n)]
    for arc, w in zip(arcs, weight, strict=True):
        into[arc[1]].append((arc, w))
    for choices in into:
        choices.append((None, 1.0 - sum(w for _, w in choices)))
    for picked in product(*into):
        yield (
            [arc for arc, _ in picked if arc is not None],
            float(np.prod([chance for _, chance in picked])),
        )


def _average(n: int, worlds: Iterator[World], seeds: list[int]) -> Exact:
    reached, sizes, by_steps = np.zeros(n), np.zeros(n + 1), np.zeros((n, n + 1))
    for live, chance in worlds:
        steps = _steps(n, live, seeds)
        there = np.flatnonzero(steps >= 0)
        reached[there] += chance
        sizes[len(there)] += chance
        by_steps[there, steps[there]] += chance
    return Exact(reached, sizes, by_steps)


def _steps(n: int, live: list[Arc], seeds: list[int]) -> NDArray[np.int64]:
    """Steps from the seeds to each consumer over working ties; -1 where no chain leads there."""
    steps = np.full(n, -1, dtype=np.int64)
    steps[seeds] = 0
    front = list(seeds)
    while front:
        following = []
        for u, v in live:
            if u in front and steps[v] < 0:
                steps[v] = steps[u] + 1
                following.append(v)
        front = following
    return steps
