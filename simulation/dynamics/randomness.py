"""Draws with an address: a number that depends on who, when and why, never on a sequence.

``draw(key, who, when, why, k)`` is Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011,
doi:10.1145/2063384.2063405), a counter-based generator: the address is the counter. Two strategies
on the same replicate share the key, so they meet the same luck wherever they do the same thing.

A word is an unsigned number below 2**32, held in 64 bits.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np

from simulation.dynamics.jit import inlined, jit

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_STEP_0 = np.uint64(0x9E3779B9)
_STEP_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_UNIT = 1.0 / 4294967296.0
_ROUNDS = 10

# Why a draw is made: the low 8 bits of the third counter word.
WHY_TALK = 1
WHY_GOOD_CONTACT = 2
WHY_BAD_CONTACT = 3
WHY_GOOD_POST = 4
WHY_BAD_POST = 5
WHY_PAID_POST = 6
WHY_BROADCAST = 7
WHY_DECIDE = 8
WHY_UNIT = 9
WHY_JOURNEY = 10
WHY_START_OWNER = 11
WHY_START_AWARE = 12
WHY_START_AGE = 13
WHY_PICK = 14
WHY_RESOLVE = 15
WHY_CHANCE = 16
WHY_EMPLOYEE = 17
WHY_TELL = 18
WHY_SAMPLE = 19
WHY_SEGMENT = 20
WHY_ONLINE = 21
WHY_STOCK = 22

_BRAND_BITS = 16
_STREAM_BITS = 8
N_STREAMS = 1 << 24
ORGANIC = 0
"""Stream of what consumers do by themselves; tactics and events have their own."""


class Key(NamedTuple):
    """The two key words of one replicate: every strategy of it shares them."""

    first: int
    second: int


def key_of(seed: int, replicate: int) -> Key:
    """Key of a replicate, from the scenario's seed (numpy ``SeedSequence``)."""
    words = np.random.SeedSequence(seed, spawn_key=(replicate,)).generate_state(2, np.uint32)
    return Key(int(words[0]), int(words[1]))


def stream_of(name: str) -> int:
    """Stream of a tactic or event, from its name and not from its place: 1 to 2**24 - 1."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "little") % (N_STREAMS - 1)


@jit
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Four random words of a counter and a key (Philox 4x32, ten rounds)."""
    a = np.uint64(c0)
    b = np.uint64(c1)
    c = np.uint64(c2)
    d = np.uint64(c3)
    x = np.uint64(k0)
    y = np.uint64(k1)
    for _ in range(_ROUNDS):
        p = _MULTIPLIER_0 * a
        q = _MULTIPLIER_1 * c
        a = (q >> _HALF) ^ b ^ x
        b = q & _LOW
        c = (p >> _HALF) ^ d ^ y
        d = p & _LOW
        x = (x + _STEP_0) & _LOW
        y = (y + _STEP_1) & _LOW
    return a, b, c, d


@inlined
def when_of(day, brand):  # type: ignore[no-untyped-def]
    """Address word of a day (or of the n-th occasion) of a brand, by the brand's slot."""
    return np.uint64(day) | (np.uint64(brand) << np.uint64(_BRAND_BITS))


@inlined
def why_of(why, stream):  # type: ignore[no-untyped-def]
    """Address word of a reason within a stream."""
    return np.uint64(why) | (np.uint64(stream) << np.uint64(_STREAM_BITS))


@inlined
def draw(key, who, when, why, k):  # type: ignore[no-untyped-def]
    """Four words at an address; ``when`` of :func:`when_of`, ``why`` of :func:`why_of`."""
    return philox(
        np.uint64(who), np.uint64(when), np.uint64(why), np.uint64(k), np.uint64(key[0]),
        np.uint64(key[1]),
    )  # fmt: skip


@inlined
def unit(word):  # type: ignore[no-untyped-def]
    """A number in (0, 1) from a word; never 0 and never 1."""
    return (float(word) + 0.5) * _UNIT


@inlined
def below(word, n):  # type: ignore[no-untyped-def]
    """A whole number 0 to n - 1 from a word (n up to 2**31)."""
    return np.int64((np.uint64(word) * np.uint64(n)) >> _HALF)
