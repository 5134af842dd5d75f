"""Which single assumption flips the ranking, and where: past a gate that luck rarely passes.

The question at each point is *is the leader still the best?* For each assumption the points are cut
in two where that tells most. With a hundred assumptions some cut always looks good, so a cut counts
only where none of all cuts of all assumptions looks as good when the answers are shuffled among the
points (the largest of all statistics, Westfall and Young 1993, Resampling-Based Multiple Testing).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.robustness.assumption import Assumption
from simulation.results.statistics import LEVEL

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHUFFLES: Final = 999
RESAMPLES: Final = 200
SMALLEST_SIDE: Final = 0.1
"""A cut leaves at least this share of the points on each side."""

FEWEST: Final = 5
"""And at least this many."""

OUTER: Final = 0.25
"""Share of points at each end of a range whose margins are compared."""

Effect = Literal["flips", "tells", "no"]


class Split(NamedTuple):
    """Where the points are cut along one assumption, and how often the leader is best beside it."""

    assumption: Assumption
    value: float
    """The cut, between two sampled values; NaN where there is none."""
    low: float
    high: float
    """Between these the cut lies in 95 % of resamples; NaN where the cut does not count."""
    below: float
    above: float
    """Share of points on either side in which the leader is best."""
    n_below: int
    n_above: int
    importance: float
    """Share of the variance of the answer that the cut explains."""
    p_value: float
    """Chance that shuffled answers have such a cut along any assumption."""
    swing: float
    """Mean margin of the leader in the highest quarter of the range minus that in the lowest."""
    low_margin: float
    high_margin: float

    @property
    def effect(self) -> Effect:
        """``flips``: best in most points on one side only; ``tells``: more often on one side."""
        if not self.p_value <= 1.0 - LEVEL:
            return "no"
        return "flips" if (self.below - 0.5) * (self.above - 0.5) < 0.0 else "tells"

    @property
    def side(self) -> Literal["above", "below"]:
        """The side on which the leader is best less often."""
        return "above" if self.above < self.below else "below"


class Flips(NamedTuple):
    """Every assumption's cut, those that tell most first."""

    splits: tuple[Split, ...]
    chance: float
    """Swing of the margin that one of all assumptions reaches by chance in 1 of 20 shuffles."""


class _Cut(NamedTuple):
    place: int
    """Points below it in the order of the assumption; 0 where there is no cut."""
    gain: float


def find_flips(
    columns: Sequence[Floats],
    assumptions: Sequence[Assumption],
    stays: Flags,
    margin: Floats,
    seed: int = 1,
) -> Flips:
    """Cut the points along each assumption where it tells most about the leader.

    Parameters
    ----------
    columns
        Values of each assumption at the points, each (n,).
    assumptions
        What the columns are.
    stays
        Whether the leader is the best, (n,).
    margin
        The leader's margin over its closest rival, (n,); NaN where undefined.
    seed
        Of the shuffles and resamples.
    """
    rng = np.random.default_rng(seed)
    shuffled = _shuffled(stays.astype(np.float64), rng)
    largest = np.zeros(SHUFFLES)
    cuts = []
    for column in columns:
        order = np.argsort(column, kind="stable")
        places = _places(column[order])
        cuts.append(_best_cut(stays[order].astype(np.float64), places))
        if len(places):
            np.maximum(largest, _gains(shuffled[order], places).max(axis=0), out=largest)
    swings = [_swing(column, margin) for column in columns]
    total = float(np.var(stays)) * len(stays)
    splits = [
        _split(column, assumption, stays, cut, swing, largest, total, rng)
        for column, assumption, cut, swing in zip(columns, assumptions, cuts, swings, strict=True)
    ]
    order_of = sorted(range(len(splits)), key=lambda i: (-cuts[i].gain, splits[i].assumption.label))
    return Flips(tuple(splits[i] for i in order_of), _chance(columns, margin, rng))


def _split(
    column: Floats,
    assumption: Assumption,
    stays: Flags,
    cut: _Cut,
    swing: tuple[float, float],
    largest: Floats,
    total: float,
    rng: np.random.Generator,
) -> Split:
    margins = (swing[1] - swing[0], *swing)
    if not cut.place:
        nan = math.nan
        return Split(assumption, nan, nan, nan, nan, nan, 0, 0, 0.0, 1.0, *margins)
    p_value = float(1 + np.sum(largest >= cut.gain * (1.0 - 1e-9))) / (1 + len(largest))
    low, high = math.nan, math.nan
    if p_value <= 1.0 - LEVEL:
        low, high = _ends(column, assumption, stays, rng)
    order = np.argsort(column, kind="stable")
    below, above = stays[order][: cut.place], stays[order][cut.place :]
    return Split(
        assumption,
        _between(column[order], cut.place, assumption),
        low,
        high,
        float(below.mean()),
        float(above.mean()),
        len(below),
        len(above),
        cut.gain / total if total > 0.0 else 0.0,
        p_value,
        *margins,
    )


def smallest_side(n: int) -> int:
    """Points that a cut leaves at least on each side, of n."""
    return max(FEWEST, math.ceil(SMALLEST_SIDE * n))


def _places(ordered: Floats) -> NDArray[np.int64]:
    """Where an ordered column may be cut: between unlike values, not too near the ends."""
    n = len(ordered)
    side = smallest_side(n)
    places = np.arange(side, n - side + 1)
    return places[ordered[places - 1] < ordered[places]] if len(places) else places


def _gains(answers: Floats, places: NDArray[np.int64]) -> Floats:
    """Sum of squares between the two sides of each cut, (places,) or (places, shuffles)."""
    n = len(answers)
    below = np.cumsum(answers, axis=0)[places - 1]
    all_ = answers.sum(axis=0)
    size = places.astype(np.float64)
    if answers.ndim > 1:
        size = size[:, None]
    # n_l (m_l - m)^2 + n_r (m_r - m)^2 = (S_l - n_l m)^2 n / (n_l n_r)
    return np.asarray((below - size * all_ / n) ** 2 * n / (size * (n - size)))


def _best_cut(answers: Floats, places: NDArray[np.int64]) -> _Cut:
    if not len(places):
        return _Cut(0, 0.0)
    gains = _gains(answers, places)
    at = int(gains.argmax())
    return _Cut(int(places[at]), float(gains[at])) if gains[at] > 0.0 else _Cut(0, 0.0)


def _shuffled(answers: Floats, rng: np.random.Generator) -> Floats:
    """The answers in another order in each column, (n, shuffles)."""
    return rng.permuted(np.tile(answers[:, None], SHUFFLES), axis=0)


def _between(ordered: Floats, place: int, assumption: Assumption) -> float:
    """The middle between the two values beside a cut, on the scale of the sampling."""
    return assumption.unscaled(
        float(assumption.scaled(ordered[place - 1 : place + 1].astype(np.float64)).mean())
    )


def _ends(
    column: Floats, assumption: Assumption, stays: Flags, rng: np.random.Generator
) -> tuple[float, float]:
    """Where the cut lies when the points are drawn again: the middle 95 % of resamples."""
    found = []
    for _ in range(RESAMPLES):
        drawn = rng.integers(0, len(column), len(column))
        drawn = drawn[np.argsort(column[drawn], kind="stable")]
        ordered = column[drawn]
        cut = _best_cut(stays[drawn].astype(np.float64), _places(ordered))
        if cut.place:
            found.append(_between(ordered, cut.place, assumption))
    if not found:
        return math.nan, math.nan
    low, high = np.quantile(found, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return float(low), float(high)


def _outer(column: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points in the lowest and the highest quarter of a column."""
    quarter = max(1, int(OUTER * len(column)))
    order = np.argsort(column, kind="stable")
    return order[:quarter], order[len(order) - quarter :]


def _swing(column: Floats, margin: Floats) -> tuple[float, float]:
    """Mean margin in the lowest and in the highest quarter of an assumption's values."""
    known = ~np.isnan(margin)
    if not known.any() or column.min() == column.max():
        return 0.0, 0.0
    low, high = _outer(column[known])
    return float(margin[known][low].mean()), float(margin[known][high].mean())


def _chance(columns: Sequence[Floats], margin: Floats, rng: np.random.Generator) -> float:
    """The largest swing of all assumptions that 1 of 20 shuffles exceeds."""
    known = ~np.isnan(margin)
    if not known.any() or not columns:
        return math.nan
    signs = np.zeros((len(columns), int(known.sum())))
    for row, column in zip(signs, columns, strict=True):
        low, high = _outer(column[known])
        row[low], row[high] = -1.0 / len(low), 1.0 / len(high)
    swings = np.abs(signs @ _shuffled(margin[known], rng)).max(axis=0)
    return float(np.quantile(swings, LEVEL))
