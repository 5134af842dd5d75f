"""How a result was made: what somebody needs a year later to get the same numbers again."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulation.experiments.identity import Identity

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

PACKAGES = ("womsim", "numpy", "numba", "mesa", "networkx", "networkit", "scipy", "pyarrow")


def manifest_of(
    scenario: Scenario,
    identity: Identity,
    command: str,
    timings: dict[str, float],
    counts: dict[str, int],
    warnings: Iterable[str],
) -> dict[str, Any]:
    """Everything that ``manifest.json`` says of a comparison."""
    return {
        "kind": "comparison",
        "scenario": scenario.resolved(),
        "hash": scenario.hash,
        **about_run(scenario, command),
        "timings": timings,
        "counts": {**counts, "peak_rss_bytes": peak_rss_bytes()},
        "warnings": list(warnings),
        "identity": identity.brief(),
    }


def about_run(scenario: Scenario, command: str) -> dict[str, Any]:
    """Seed, command, versions and machine."""
    return {
        "seed": scenario.seed,
        "command": command,
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "machine": {
            "cpu_count": os.cpu_count(),
            "platform": platform.platform(),
            "python": sys.version.split()[0],
        },
    }


def peak_rss_bytes() -> int | None:
    """Most memory that this process and its workers held; None where it cannot be known."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(each).ru_maxrss for each in who) * unit
