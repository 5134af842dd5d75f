"""Random ties and numbers of followers, drawn as whole arrays.

Ties travel as codes (`simulation.network.ties.Codes`): one int64 each, sorted, distinct. A pair
that talks both ways is one code with the smaller consumer first.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulation.network.ties import Codes, distinct, pack, unpack

_CROWDED = 4
"""With fewer than this many places for each tie still to be placed, free places are listed."""

_FAMOUS_SHARE = 0.05
"""Beyond this share of everybody, followers are drawn without replacement account by account."""

_BISECTIONS = 100
_LEAST_LOG = -650.0  # below, numbers lose digits and end at zero


def no_codes() -> Codes:
    """No ties."""
    return np.empty(0, dtype=np.int64)


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
        gap = np.minimum(rng.geometric(chance, batch), total + 1)  # a rare one fills an int64
        part = last + np.cumsum(gap)
        parts.append(part)
        last = int(part[-1])
    positions = np.concatenate(parts)
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
        low = rng.integers(0, n, count - len(found))
        high = rng.integers(0, n - 1, count - len(found))
        high += high >= low
        found = joined(found, pack(np.minimum(low, high), np.maximum(low, high)), taken)
    return found


def random_followers(rng: np.random.Generator, followers: NDArray[np.int64]) -> Codes:
    """Sorted codes of ties to distinct followers, drawn evenly from everybody else.

    Parameters
    ----------
    followers
        (n,) number of followers of every account, at most n-1.
    """
    n = len(followers)
    famous = np.flatnonzero(followers > _FAMOUS_SHARE * n)
    parts = []
    for star in famous.tolist():
        others = rng.choice(np.arange(n - 1), int(followers[star]), replace=False, shuffle=False)
        others += others >= star
        parts.append(pack(np.full(len(others), star), others))
    rest = followers.copy()
    rest[famous] = 0
    found = no_codes()
    missing = rest
    while missing.any():
        talker = np.repeat(np.arange(n), missing)
        listener = rng.integers(0, n - 1, len(talker))
        listener += listener >= talker
        found = joined(found, pack(talker, listener), no_codes())
        missing = rest - np.bincount(unpack(found)[0], minlength=n)
    return joined(found, np.concatenate(parts), no_codes()) if parts else found


def joined(found: Codes, more: Codes, taken: Codes) -> Codes:
    """Sorted distinct codes of both, without those of ``more`` that are taken; sorts ``more``."""
    more = distinct(more)
    for known in (taken, found):
        more = more[~is_among(more, known)]
    return inserted(found, more)


def inserted(found: Codes, more: Codes) -> Codes:
    """Sorted codes of both, each sorted and none in both."""
    if not len(found):
        return more
    return np.insert(found, np.searchsorted(found, more), more)


def is_among(codes: Codes, known: Codes) -> NDArray[np.bool_]:
    """Whether each code is among sorted known codes."""
    if not len(known):
        return np.zeros(len(codes), dtype=np.bool_)
    place = np.searchsorted(known, codes)
    place[place == len(known)] = 0
    among: NDArray[np.bool_] = known[place] == codes
    return among


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
