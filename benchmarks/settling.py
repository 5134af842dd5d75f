"""How often settling calls a true zero settled, and what it costs: the tables of docs/precision.md.

``python benchmarks/settling.py`` takes about a minute.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from simulation.experiments.precision import FIRST, MOST, RARE_UNTIL, looks_between, rests_on_few

ROUNDS = 4000
"""Comparisons that are made up for each kind of differences."""

NORMAL_ROUNDS = 20_000
"""The same for normal ones, which are quick."""

EFFECTS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.8)
"""True differences, in standard deviations of the paired difference."""

LOOKS = looks_between(FIRST, MOST)
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
    for n in LOOKS:
        half = stdtrit(n - 1, 1 - 0.025 / len(LOOKS)) * gaps[:n].std(ddof=1) / math.sqrt(n)
        too_early = waits and n < RARE_UNTIL and rests_on_few(gaps[:n])
        if abs(gaps[:n].mean()) > half and not too_early:
            return True
    return False


def p_values(effect: float, rounds: int, rng: np.random.Generator) -> Gaps:
    """(rounds, looks) two-sided p values of normal differences at each look."""
    found = np.empty((rounds, len(LOOKS)))
    for row in range(rounds):
        gaps = rng.normal(effect, 1.0, MOST)
        sums, squares = np.cumsum(gaps), np.cumsum(gaps**2)
        for at, n in enumerate(LOOKS):
            mean = sums[n - 1] / n
            deviation = math.sqrt((squares[n - 1] - n * mean**2) / (n - 1))
            found[row, at] = abs(mean) / deviation * math.sqrt(n)
    degrees = np.array(LOOKS, np.float64) - 1.0
    return np.asarray(2.0 * stdtr(degrees, -found))


def ended(p: Gaps, level: float) -> tuple[float, float]:
    """Share that is ever settled at a level of p, and the mean number of replicates."""
    is_below = p < level
    ever = is_below.any(axis=1)
    at = np.where(ever, is_below.argmax(axis=1), len(LOOKS) - 1)
    return float(ever.mean()), float(np.array(LOOKS)[at].mean())


def main() -> None:
    """Print both tables."""
    rng = np.random.default_rng(1)
    print(f"ever settled where nothing differs, {ROUNDS:,} times each")
    for name, draw in DIFFERENCES.items():
        drawn = [draw(rng) for _ in range(ROUNDS)]
        shares = [sum(is_settled(gaps, waits=w) for gaps in drawn) / ROUNDS for w in (True, False)]
        print(f"{name:20} {shares[0]:6.1%}   without waiting {shares[1]:6.1%}", flush=True)
    print(f"\nnormal differences, {NORMAL_ROUNDS:,} times each; Pocock: one level for all looks")
    nothing = p_values(0.0, NORMAL_ROUNDS, rng)
    pocock = float(np.quantile(nothing.min(axis=1), 0.05))
    print(f"level of a look: {0.05 / len(LOOKS):.5f}; Pocock's, found here: {pocock:.5f}")
    print(f"plain 95 % intervals call {ended(nothing, 0.05)[0]:.0%} of true zeros settled")
    for effect in EFFECTS:
        p = p_values(effect, NORMAL_ROUNDS, rng)
        (ours, mean), (_, theirs) = ended(p, 0.05 / len(LOOKS)), ended(p, pocock)
        print(
            f"{effect:4.1f}  ever settled {ours:7.2%}  replicates {mean:4.0f}, "
            f"{mean / theirs - 1:.0%} more than Pocock",
            flush=True,
        )


if __name__ == "__main__":
    main()
