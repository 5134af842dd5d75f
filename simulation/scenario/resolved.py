"""A scenario as plain values with every default filled in, and what identifies a run."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.fields import Range, Section

if TYPE_CHECKING:
    from simulation.network.graph import SocialGraph
    from simulation.scenario.model import Scenario

NOT_IN_A_RUN = (
    "name",
    "question",
    "start_date",
    "phases",
    "replications",
    "currency",
    "budget",
    "baseline",
    "strategies",
    "outcomes",
    "decide_by",
    "what_if",
)
"""First-level keys that change no run, or only through the strategy and its ceiling."""

_CHUNK = 1 << 20


def values_of(thing: object, *, with_ranges: bool = True) -> Any:
    """Plain values that YAML and JSON can hold, in the order of the fields.

    Parameters
    ----------
    thing
        A section, or values made of sections, mappings, lists and scalars.
    with_ranges
        Whether a value with a range becomes ``{value, low, high, evidence, source}`` again.
    """
    if isinstance(thing, Section):
        return {
            name: _value(thing, name, with_ranges=with_ranges) for name in type(thing).model_fields
        }
    if isinstance(thing, Mapping):
        return {str(key): values_of(value, with_ranges=with_ranges) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [values_of(value, with_ranges=with_ranges) for value in thing]
    if isinstance(thing, datetime.date):
        return thing.isoformat()
    if isinstance(thing, Path):
        return str(thing)
    return thing


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Every setting of a scenario; reading the result again gives the same scenario."""
    values: dict[str, Any] = values_of(scenario)
    return values


def hash_of(scenario: Scenario) -> str:
    """Identifies all that a scenario says, the files that it names included."""
    return _digest([resolved(scenario), files_of(scenario)])


def run_hash_of(scenario: Scenario, strategy: str) -> str:
    """Identifies what can change a single run of a strategy, and nothing else.

    Two scenarios that differ in names for people, in the number of replications or in other
    strategies share the runs of this one.
    """
    chosen = scenario.strategies[strategy]
    values = values_of(scenario, with_ranges=False)
    run = {key: value for key, value in values.items() if key not in NOT_IN_A_RUN}
    run["brand"] = {key: value for key, value in run["brand"].items() if key != "label"}
    run["tactics"] = values_of(chosen.tactics, with_ranges=False)
    run["ceiling"] = scenario.budget if chosen.budget is None else chosen.budget
    return _digest([run, files_of(scenario)])


def files_of(scenario: Scenario) -> dict[str, str]:
    """Digest of every file that the network names, and of a graph that was given instead.

    Empty where a file is missing.
    """
    found = {}
    if scenario.graph is not None:
        return {"graph": _graph_digest(scenario.graph)}
    for key in ("path", "nodes"):
        named = getattr(scenario.network, key, None)
        if isinstance(named, str):
            found[key] = _file_digest(scenario.folder / Path(named).expanduser())
    return found


def _graph_digest(graph: SocialGraph) -> str:
    digest = hashlib.sha256(repr(graph.directed).encode())
    columns = {"labels": graph.labels, **graph.attributes}
    for name, column in columns.items():
        digest.update(f"{name}{None if column is None else column.tolist()}".encode())
    for name, ties in graph.layers.items():
        digest.update(name.encode())
        for array in ties:
            digest.update(array.tobytes())
    return digest.hexdigest()


def _value(section: Section, name: str, *, with_ranges: bool) -> Any:
    value = values_of(getattr(section, name), with_ranges=with_ranges)
    written = section.ranges.get(name) if with_ranges else None
    return value if written is None else _with_range(value, written)


def _with_range(value: Any, written: Range) -> dict[str, Any]:
    parts = {"value": value, **written._asdict()}
    return {key: part for key, part in parts.items() if part not in (None, "")}


def _digest(values: object) -> str:
    text = json.dumps(_floats(values), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _floats(values: object) -> object:
    """``2`` and ``2.0`` are one number to a run."""
    if isinstance(values, dict):
        return {key: _floats(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_floats(value) for value in values]
    if isinstance(values, float) and values.is_integer() and abs(values) < 2**53:
        return int(values)
    return values


def _file_digest(file: Path) -> str:
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
