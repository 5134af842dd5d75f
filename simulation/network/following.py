"""Who follows whom where follows are returned, or stay among people of one interest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import Codes, inserted, joined, no_codes, pack, turned, unpack
from simulation.network.sampling import random_pairs

_ROUNDS = 50
"""Tries to find followers of one's own interest; who is still missing comes from anywhere."""

_CROWDED_SHARE = 0.5
"""Beyond this share of all who are free, followers are drawn without replacement."""


def returned_follows(rng: np.random.Generator, n: int, friends: Codes, count: int) -> Codes:
    """Sorted codes, both ways, of pairs who follow each other: friends, then anybody.

    Parameters
    ----------
    n
        Number of consumers.
    friends
        Sorted codes of pairs of friends, one code each.
    count
        Number of pairs who follow each other.
    """
    if count <= len(friends):
        pairs = np.sort(rng.choice(friends, count, replace=False))
    else:
        pairs = inserted(friends, random_pairs(rng, n, count - len(friends), friends))
    return inserted(pairs, np.sort(turned(pairs)))


def interests_of(rng: np.random.Generator, n: int, n_interests: int) -> NDArray[np.int64]:
    """(n,) int64, the interest of each consumer: by lot, all interests equally large."""
    interest = np.arange(n, dtype=np.int64) * min(n_interests, n) // n
    rng.shuffle(interest)
    return interest


def clustered_followers(
    rng: np.random.Generator,
    followers: NDArray[np.int64],
    interest: NDArray[np.int64],
    share: float,
    taken: Codes,
) -> Codes:
    """Sorted codes of ties to distinct followers, of whom a share has the account's interest.

    Parameters
    ----------
    followers
        (n,) number of followers of each account; where fewer are free, all of them.
    interest
        (n,) number of each consumer's interest.
    share
        Chance with which a follower is drawn from those of the same interest (at most half of
        them); the others are drawn from everybody.
    taken
        Sorted codes of follows that are there already.
    """
    n = len(followers)
    wanted = np.minimum(followers, n - 1 - _count(taken, n))
    near = no_codes()
    if share > 0:
        order = np.argsort(interest, kind="stable")
        start = np.searchsorted(interest[order], interest)
        size = np.searchsorted(interest[order], interest, side="right") - start
        inside = np.minimum(rng.binomial(wanted, share), size // 2)
        near = _drawn(rng, inside, (order, start, size), taken, _ROUNDS)
    rest = wanted - _count(near, n)
    return inserted(near, _from_everybody(rng, rest, inserted(taken, near)))


Places = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Consumers in an order, and for each account where its possible followers start and how many."""


def _drawn(
    rng: np.random.Generator, wanted: NDArray[np.int64], places: Places, taken: Codes, rounds: int
) -> Codes:
    """Draw until everybody has as many as wanted, or the rounds are over."""
    order, start, size = places
    n = len(wanted)
    found, missing = no_codes(), wanted
    for _ in range(rounds):
        if not missing.any():
            break
        talker = np.repeat(np.arange(n), missing)
        listener = order[start[talker] + rng.integers(0, size[talker])]
        others = talker != listener
        found = joined(found, pack(talker[others], listener[others]), taken)
        missing = wanted - _count(found, n)
    return found


def _from_everybody(rng: np.random.Generator, wanted: NDArray[np.int64], taken: Codes) -> Codes:
    """Followers drawn evenly from all who do not follow yet."""
    n = len(wanted)
    everybody = np.arange(n)
    free = n - 1 - _count(taken, n)
    crowded = np.flatnonzero(wanted > _CROWDED_SHARE * free)
    parts = [no_codes()]
    for star in crowded.tolist():
        known = unpack(taken[slice(*np.searchsorted(taken, [star << 32, (star + 1) << 32]))])[1]
        others = np.setdiff1d(everybody, np.append(known, star))
        chosen = rng.choice(others, int(wanted[star]), replace=False, shuffle=False)
        parts.append(pack(np.full(len(chosen), star), chosen))
    rest = wanted.copy()
    rest[crowded] = 0
    found = no_codes()
    while (missing := rest - _count(found, n)).any():
        places = (everybody, np.zeros(n, dtype=np.int64), np.full(n, n, dtype=np.int64))
        more = _drawn(rng, missing, places, inserted(taken, found), _ROUNDS)
        found = inserted(found, more)
    return joined(found, np.concatenate(parts), no_codes())


def _count(codes: Codes, n: int) -> NDArray[np.int64]:
    """(n,) number of ties of each talker."""
    counted: NDArray[np.int64] = np.bincount(unpack(codes)[0], minlength=n)
    return counted
