"""Followers who may be anybody, drawn row by row into the place where they stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.network.codes import (
    LISTENER_BITS,
    Codes,
    distinct,
    inserted,
    joined,
    no_codes,
    pack,
    row_blocks,
)
from simulation.network.ties import ALL_EQUAL, Ties, first_of_rows, n_of_talkers

_FAMOUS_SHARE = 0.05
"""Beyond this share of everybody, followers are drawn without replacement account by account."""

_Whole = NDArray[np.int64]


def random_followers(rng: np.random.Generator, followers: _Whole) -> Ties:
    """Ties to distinct followers, drawn evenly from everybody else.

    Parameters
    ----------
    followers
        (n,) number of followers of every account, at most n-1.
    """
    n = len(followers)
    first = first_of_rows(followers)
    ties = Ties(first, np.empty(int(first[-1]), dtype=np.int32), ALL_EQUAL)
    famous = np.flatnonzero(followers > _FAMOUS_SHARE * n)
    for star in famous.tolist():
        others = rng.choice(n - 1, int(followers[star]), replace=False, shuffle=False)
        others += others >= star
        others.sort()
        ties.listener[first[star] : first[star + 1]] = others
    wanted = followers.copy()
    wanted[famous] = 0
    _complete(rng, wanted, _draw_once(rng, wanted, ties), ties)
    return ties


def _draw_once(rng: np.random.Generator, wanted: _Whole, ties: Ties) -> _Whole:
    """Draw as many as wanted; give how many different ones each account found."""
    found = np.zeros_like(wanted)
    for rows in row_blocks(ties.first):
        accounts = np.arange(rows.start, rows.stop)
        codes = distinct(_drawn(rng, accounts, wanted[rows], len(wanted)))
        count = n_of_talkers(codes - (rows.start << LISTENER_BITS), len(accounts))
        _write(ties, accounts, count, codes)
        found[rows] = count
    return found


def _complete(rng: np.random.Generator, wanted: _Whole, found: _Whole, ties: Ties) -> None:
    """Draw again for those who found somebody twice, until all have as many as wanted."""
    n = len(wanted)
    short = np.flatnonzero(found < wanted)
    known, more = _read(ties, short, found[short]), no_codes()
    missing = (wanted - found)[short]
    while missing.any():
        more = joined(more, _drawn(rng, short, missing, n), known)
        missing = (wanted - found - n_of_talkers(more, n))[short]
    _write(ties, short, wanted[short], inserted(known, more))


def _drawn(rng: np.random.Generator, accounts: _Whole, count: _Whole, n: int) -> Codes:
    """Codes of so many followers of each account, some of them drawn twice."""
    talker = np.repeat(accounts, count)
    listener = rng.integers(0, n - 1, len(talker), dtype=np.int32)
    listener += listener >= talker
    return pack(talker, listener)


def _read(ties: Ties, accounts: _Whole, count: _Whole) -> Codes:
    """Codes of the first so many ties of each account."""
    first = first_of_rows(count)
    codes = np.empty(int(first[-1]), dtype=np.int64)
    for some in row_blocks(first):
        listener = ties.listener[_places(ties.first[accounts[some]], count[some])]
        codes[first[some.start] : first[some.stop]] = pack(
            np.repeat(accounts[some], count[some]), listener
        )
    return codes


def _write(ties: Ties, accounts: _Whole, count: _Whole, codes: Codes) -> None:
    """Put sorted codes, so many of each account, at the front of its row."""
    first = first_of_rows(count)
    for some in row_blocks(first):
        place = _places(ties.first[accounts[some]], count[some])
        ties.listener[place] = codes[first[some.start] : first[some.stop]]


def _places(begin: _Whole, count: _Whole) -> _Whole:
    """Places of the first so many ties of rows that begin there."""
    before = np.cumsum(count) - count
    places = np.repeat(begin - before, count)
    places += np.arange(len(places))
    return places
