"""JSON Schema of sweep files, so that an editor completes keys and marks mistakes."""

from __future__ import annotations

from typing import Any, Final

from simulation.experiments.sweeps.language import DAY, SweepFile
from simulation.results.record import DAILY
from simulation.scenario.outcome_names import OUTCOME_NAMES
from simulation.scenario.schema import schema_of

REQUIRED: Final = ("scenario", "design")


def sweep_schema() -> dict[str, Any]:
    """The JSON Schema of a sweep file."""
    root = schema_of(SweepFile, "womsim sweep")
    known = {
        "strategies": {"type": "string"},
        "outcomes": {"enum": list(OUTCOME_NAMES)},
        "daily": {"enum": [name for name in DAILY if name != DAY]},
    }
    for key, item in known.items():
        root["properties"][key] |= {"type": "array", "items": item}
    del root["$defs"]["day"], root["$defs"]["range"]
    return {**root, "required": list(REQUIRED)}
