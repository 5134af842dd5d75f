"""How many times fewer replicates pairing needs, for the deciding outcome of every scenario.

``python benchmarks/bench_pairing.py``. A row a scenario, over its strategies beside the baseline:
the variance of the difference between two strategies on luck of their own, over that on the same
luck. From few replicates it is itself uncertain: with 20 by about a factor of two either way.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.measuring import FOLDER, Options, Row, finish, options
from simulation import compare, load_scenario

SCENARIOS = FOLDER.parent / "scenarios"
REPLICATIONS, QUICK_REPLICATIONS = 20, 3
QUICK = ("membership_points",)
"""Scenarios of a quick round."""


def pairing(file: Path, replications: int) -> Row | None:
    """The reductions of one scenario as written; None where pairing says nothing there."""
    scenario = load_scenario(file)
    scenario = scenario.with_changes({f"what_if.{name}": None for name in scenario.what_if})
    result = compare(scenario, replications=replications, workers=2)
    outcome = result.measured.facts.decide_by
    table = result.differences.query("outcome == @outcome")
    found = table.set_index("strategy")["variance_reduction"]
    found = found[np.isfinite(found)]
    if found.empty:
        return None
    return {
        "scenario": file.stem,
        "outcome": outcome,
        "replications": replications,
        "strategies": len(found),
        "least": float(found.min()),
        "median": float(found.median()),
        "most": float(found.max()),
        "least_of": str(found.idxmin()),
        "most_of": str(found.idxmax()),
    }


def rows_of(asked: Options) -> list[Row]:
    """A row a scenario, then one of all."""
    files = sorted(SCENARIOS.glob("*.yaml"))
    if asked.quick or asked.days < 60:
        files = [file for file in files if file.stem in QUICK]
    replications = REPLICATIONS if asked.repeats >= 5 else QUICK_REPLICATIONS
    rows = [row for file in files if (row := pairing(file, replications)) is not None]
    medians = [float(row["median"]) for row in rows]
    overall: Row = {
        "scenarios": len(rows),
        "lowest_median": min(medians),
        "median_of_medians": statistics.median(medians),
        "highest_median": max(medians),
    }
    return [*rows, overall]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, show, keep."""
    asked = options("bench_pairing", __doc__ or "", argv)
    finish("pairing", rows_of(asked), asked)


if __name__ == "__main__":
    main()
