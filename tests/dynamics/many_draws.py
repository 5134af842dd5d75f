"""Draws at many addresses in one compiled loop, for statistics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.jit import jit
from simulation.dynamics.randomness import Key, draw

Addresses = NDArray[np.uint64]
"""(draws, 4): who, when, why, k."""


@jit
def _fill(key, addresses, words):  # type: ignore[no-untyped-def]
    for i in range(len(addresses)):
        who, when, why, k = addresses[i]
        a, b, c, d = draw(key, who, when, why, k)
        words[i, 0] = a
        words[i, 1] = b
        words[i, 2] = c
        words[i, 3] = d


def uniforms(key: Key, addresses: Addresses) -> NDArray[np.float64]:
    """(draws, 4) uniforms in (0, 1)."""
    words = np.empty((len(addresses), 4), np.uint64)
    _fill(key, addresses, words)
    return (words.astype(np.float64) + 0.5) / 2.0**32
