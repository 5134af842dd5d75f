"""Whether the runs in a folder are runs of this sweep: only then may they be added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulation import __version__
from simulation.experiments.identity import flat, identity_of

if TYPE_CHECKING:
    from simulation.experiments.sweeps.plan import Sweep

SHOWN = 3
"""Differences that a refusal names."""


def about_sweep(sweep: Sweep) -> dict[str, Any]:
    """What ``sweep.json`` says: what is run, and how many runs that are."""
    return {
        "kind": "sweep",
        "version": __version__,
        "name": sweep.name,
        "scenario": sweep.scenario.name,
        "strategies": list(sweep.strategies),
        "baseline": sweep.scenario.baseline,
        "points": len(sweep.points),
        "replications": sweep.replications,
        "factors": list(sweep.points.factors),
        "outcomes": list(sweep.outcomes),
        "daily": list(sweep.daily),
        "sweep": dict(sweep.written),
        "run_hashes": dict(identity_of(sweep.scenario, sweep.strategies).run_hashes),
        "points_hash": sweep.points.hash,
        "resolved": sweep.scenario.resolved(),
    }


def difference(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    """Why results of ``there`` cannot be continued, in words; empty where they can."""
    if there.get("kind") != "sweep":
        return f"it holds a {there.get('kind', 'folder of something else')}"
    if here["version"] != there["version"]:
        return f"womsim {there['version']} made it, this is womsim {here['version']}"
    if here["replications"] < there["replications"]:
        return f"replications: {there['replications']} there, {here['replications']} here"
    for name in ("strategies", "baseline", "factors", "points", "outcomes", "daily"):
        if here[name] != there[name]:
            return f"{name}: {_shown(there[name])} there, {_shown(here[name])} here"
    if here["run_hashes"] == there["run_hashes"] and here["points_hash"] == there["points_hash"]:
        return ""
    old, new = (
        dict(flat({**each["resolved"], "design": each["sweep"].get("design")}))
        for each in (there, here)
    )
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    said = [
        f"{key}: {_shown(old.get(key, 'absent'))} there, {_shown(new.get(key, 'absent'))} here"
        for key in keys
        if key.split(".")[0] not in {"name", "question", "replications", "outcomes", "decide_by"}
    ]
    fallback = (
        "the points differ" if here["run_hashes"] == there["run_hashes"] else "a file differs"
    )
    return "; ".join(said[:SHOWN]) or fallback


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 120 else text[:117] + "..."
