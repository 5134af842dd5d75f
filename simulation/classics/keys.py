"""Keys of many replications at once, those that ``key_of`` gives one by one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""(replications, 2) uint64, key words; the key of replication r is that of the market's replicate r
with the same seed."""

# numpy's SeedSequence (O'Neill 2015), which numpy promises to keep: a pool of words into which the
# seed is mixed first and the number of the replicate last.
_POOL = 4
_WORD = 2**32
_INTO_START, _INTO_STEP = 0x43B0D7E5, 0x931E8875
_OUT_START, _OUT_STEP = 0x8B51F9DD, 0x58F38DED
_LEFT, _RIGHT = 0xCA01F9DD, 0x4973F715
_SHIFT = np.uint32(16)


@lru_cache(maxsize=4)
def keys_of(seed: int, replications: int) -> Keys:
    """Keys of replications 0, 1, ...: more replications keep the first ones."""
    pool = np.random.SeedSequence(seed).pool
    seed_words = max(_POOL, -(-seed.bit_length() // 32))
    mixed_before = _POOL * _POOL + _POOL * (seed_words - _POOL)
    replicate = np.arange(replications, dtype=np.uint32)
    keys = np.empty((replications, 2), np.uint64)
    for word in range(2):
        mixed = _hashed(replicate, _INTO_START, _INTO_STEP, mixed_before + word)
        drawn = np.uint32(_LEFT * int(pool[word]) % _WORD) - np.uint32(_RIGHT) * mixed
        keys[:, word] = _hashed(drawn ^ (drawn >> _SHIFT), _OUT_START, _OUT_STEP, word)
    keys.flags.writeable = False
    return keys


def _hashed(words: NDArray[np.uint32], start: int, step: int, turn: int) -> NDArray[np.uint32]:
    """The hash of ``SeedSequence``, whose constant changes at each turn."""
    constant = start * pow(step, turn, _WORD) % _WORD
    found = (words ^ np.uint32(constant)) * np.uint32(constant * step % _WORD)
    return found ^ (found >> _SHIFT)
