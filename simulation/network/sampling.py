"""Random ties and numbers of followers, drawn as whole arrays.

Ties travel as codes (`simulation.network.codes.Codes`): one int64 each, sorted, distinct. A pair
that talks both ways is one code with the smaller consumer first.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import Codes, blocks, joined, no_codes, pack

_CROWDED = 4
"""With fewer than this many places for each tie still to be placed, free places are listed."""

_BISECTIONS = 100
_LEAST_LOG = -650.0  # below, numbers lose digits and end at zero


def chosen(rng: np.random.Generator, total: int, chance: float) -> NDArray[np.int64]:
    """Positions 0 to total-1, each chosen with the same chance, in rising order.

    Draws only the gaps between chosen positions, so the cost is what is chosen, not the total.
    """
    if chance <= 0 or total <= 0:
        return no_codes()
    if chance >= 1:
        return np.arange(total, dtype=np.int64)
    expected = total * chance
    batch = int(expected + 6 * math.sqrt(expected)) + 10
    parts, last = [], -1
    while last < total:
        part = np.empty(batch, dtype=np.int64)
        for some in blocks(batch):
            gap = rng.geometric(chance, some.stop - some.start)
            np.cumsum(np.minimum(gap, total + 1), out=part[some])  # a rare one fills an int64
            part[some] += last
            last = int(part[some.stop - 1])
        parts.append(part)
    positions = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return positions[: np.searchsorted(positions, total)]


def random_pairs(rng: np.random.Generator, n: int, count: int, taken: Codes) -> Codes:
    """Sorted codes of ``count`` pairs out of all pairs of ``n``, none of them among ``taken``.

    Every set of that size is equally likely. Where fewer pairs are free, all of them.
    """
    places = n * (n - 1) // 2 - len(taken)
    count = min(count, places)
    if count > places // _CROWDED:
        low, high = np.triu_indices(n, 1)
        free = np.setdiff1d(pack(low, high), taken, assume_unique=True)
        return np.sort(rng.choice(free, count, replace=False))
    found = no_codes()
    while len(found) < count:
        found = joined(found, _any_pairs(rng, n, count - len(found)), taken)
    return found


def _any_pairs(rng: np.random.Generator, n: int, count: int) -> Codes:
    """Codes of pairs of two different consumers; one pair may come again."""
    codes = np.empty(count, dtype=np.int64)
    first = rng.integers(0, n, count, dtype=np.int32)
    for part in blocks(count):
        one, other = first[part], rng.integers(0, n - 1, part.stop - part.start, dtype=np.int32)
        other += other >= one
        codes[part] = pack(np.minimum(one, other), np.maximum(one, other))
    return codes


def follower_counts(
    rng: np.random.Generator, n: int, mean: float, exponent: float, most: int
) -> NDArray[np.int64]:
    """How many followers each account has: a power law with the given mean, in random order.

    Continuous Pareto law cut at ``most``, its smallest value solved for the mean; rounded up or
    down at random so that the mean stays. One draw from each n-th part of the law: the counts
    follow the law as closely as n allows, whatever the seed.

    Parameters
    ----------
    n
        Number of accounts.
    mean, exponent, most
        Mean count, exponent of the density (above 1), largest count.

    Returns
    -------
    ndarray
        (n,) int64, 0 to ``most``.
    """
    if mean >= most:
        return np.full(n, most, dtype=np.int64)
    if mean <= 0:
        return np.zeros(n, dtype=np.int64)
    least = _least(mean, exponent, most)
    level = (np.arange(n) + rng.random(n)) / n
    span = 1 - (least / most) ** (exponent - 1)
    count = least * (1 - level * span) ** (-1 / (exponent - 1))
    whole: NDArray[np.int64] = np.minimum(np.floor(count + rng.random(n)), most).astype(np.int64)
    rng.shuffle(whole)
    return whole


def _least(mean: float, exponent: float, most: int) -> float:
    """Smallest value of a Pareto law cut at ``most`` for which the mean is as asked."""
    low, high = max(math.log(mean) - 50.0, _LEAST_LOG), math.log(most)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if _cut_mean(math.exp(middle), exponent, most) < mean:
            low = middle
        else:
            high = middle
    return math.exp(low)


def _cut_mean(least: float, exponent: float, most: float) -> float:
    return least * _moment(least, 1 - exponent, most) / _moment(least, -exponent, most)


def _moment(low: float, power: float, high: float) -> float:
    """Integral of x**power from low to high, as a multiple of low**(power + 1)."""
    if abs(power + 1) < 1e-9:
        return math.log(high / low)
    return float((high / low) ** (power + 1) - 1) / (power + 1)
