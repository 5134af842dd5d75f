"""Made-up points and runs in which it is known what flips the ranking, and where."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from simulation.results.facts import Facts, StrategyFacts
from simulation.results.robustness.assumption import Assumption

Floats = NDArray[np.float64]

STRATEGIES = ("nothing", "kocs", "ads")


def assumptions(n: int) -> list[Assumption]:
    """Named ``a.0``, ``a.1``, ...: on the unit range, but the second is wide and logarithmic."""
    made = [Assumption(f"a.{i}", (f"a.{i}",), 0.5, 0.0, 1.0) for i in range(n)]
    if n > 1:
        made[1] = made[1]._replace(value=1.0, low=0.1, high=10.0)
    return made


def sampled(varied: Sequence[Assumption], n: int, seed: int = 1) -> list[Floats]:
    """A Latin hypercube over the assumptions, a column each."""
    shares = qmc.LatinHypercube(len(varied), rng=np.random.default_rng(seed)).random(n)
    return [one.at(shares[:, i]).astype(float) for i, one in enumerate(varied)]


def points_frame(varied: Sequence[Assumption], columns: Sequence[Floats]) -> pd.DataFrame:
    """The table of points."""
    frame = {one.keys[0]: column for one, column in zip(varied, columns, strict=True)}
    return pd.DataFrame({"point": np.arange(len(columns[0])), **frame})


def runs_frame(
    values: dict[str, Floats], noise: float = 0.0, replicates: int = 2, seed: int = 1
) -> pd.DataFrame:
    """The table of runs: values by strategy and point, luck that all share, luck of each run."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=replicates) * 10.0
    rows = []
    for point in range(len(next(iter(values.values())))):
        for strategy, each in values.items():
            for r in range(replicates):
                value = each[point] + shared[r] + noise * rng.normal()
                rows.append((point, strategy, r, "done", value))
    return pd.DataFrame(rows, columns=["point", "strategy", "replicate", "status", "customers"])


def facts(decide_by: str = "customers") -> Facts:
    """Facts of a scenario of three strategies."""
    return Facts(
        name="made_up",
        questions="What holds?",
        days=10,
        seed=1,
        currency="CNY",
        strategies=tuple(StrategyFacts(name, name) for name in STRATEGIES),
        baseline="nothing",
        outcomes=("customers",),
        decide_by=decide_by,
    )
