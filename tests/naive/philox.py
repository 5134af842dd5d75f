"""Philox 4x32-10 as its paper has it (Salmon et al. 2011), in Python's whole numbers."""

from __future__ import annotations

Words = tuple[int, int, int, int]

MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
STEPS = (0x9E3779B9, 0xBB67AE85)
WORD = 2**32


def philox(counter: Words, key: tuple[int, int], rounds: int = 10) -> Words:
    """Four words of a counter and a key."""
    for _ in range(rounds):
        high_0, low_0 = divmod(MULTIPLIERS[0] * counter[0], WORD)
        high_1, low_1 = divmod(MULTIPLIERS[1] * counter[2], WORD)
        counter = (high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0)
        key = ((key[0] + STEPS[0]) % WORD, (key[1] + STEPS[1]) % WORD)
    return counter


def draw(
    key: tuple[int, int], who: int, day: int, brand: int, why: int, stream: int, k: int
) -> Words:
    """Four words at an address, laid out as who | brand, day | stream, why | k."""
    return philox((who, brand * 2**16 + day, stream * 2**8 + why, k), key)
