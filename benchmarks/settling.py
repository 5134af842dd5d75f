"""How often settling calls a true zero settled: the table of docs/precision.md.

``python benchmarks/settling.py`` takes about half a minute.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from simulation.experiments.precision import FIRST, MOST, RARE_UNTIL, looks_between, rests_on_few

ROUNDS = 4000
Gaps = NDArray[np.float64]


def rare(share: float) -> Callable[[np.random.Generator], Gaps]:
    """A loss of 1, and a gain that makes up for it in a share of the replicates."""
    return lambda rng: np.where(rng.random(MOST) < share, 1.0 / share - 1.0, -1.0)


DIFFERENCES: dict[str, Callable[[np.random.Generator], Gaps]] = {
    "normal": lambda rng: rng.normal(size=MOST),
    "exponential": lambda rng: rng.exponential(size=MOST) - 1.0,
    "lognormal, sigma 1": lambda rng: rng.lognormal(size=MOST) - math.exp(0.5),
    "a gain in 1 of 10": rare(0.1),
    "a gain in 1 of 20": rare(0.05),
    "a gain in 1 of 50": rare(0.02),
}


def is_settled(gaps: Gaps, *, waits: bool) -> bool:
    """Whether a look settles these differences; ``waits`` for what is rare, as ``compare`` does."""
    looks = looks_between(FIRST, MOST)
    for n in looks:
        half = stdtrit(n - 1, 1 - 0.025 / len(looks)) * gaps[:n].std(ddof=1) / math.sqrt(n)
        too_early = waits and n < RARE_UNTIL and rests_on_few(gaps[:n])
        if abs(gaps[:n].mean()) > half and not too_early:
            return True
    return False


def main() -> None:
    rng = np.random.default_rng(1)
    for name, draw in DIFFERENCES.items():
        drawn = [draw(rng) for _ in range(ROUNDS)]
        shares = [sum(is_settled(gaps, waits=w) for gaps in drawn) / ROUNDS for w in (True, False)]
        print(f"{name:20} {shares[0]:6.1%}   without waiting {shares[1]:6.1%}", flush=True)


if __name__ == "__main__":
    main()
