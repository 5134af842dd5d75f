"""Whether results in a folder are of the same scenario: only then may they be added to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation import __version__
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

SHOWN = 3
"""Differences that a refusal names."""

FREE = frozenset({"name", "question", "replications", "outcomes", "decide_by", "label"})
"""Keys of a scenario that change no run."""


class Identity(NamedTuple):
    """What the runs in a folder are runs of."""

    version: str
    baseline: str
    run_hashes: Mapping[str, str]
    """By strategy, and by WORLD/strategy in a what-if world: hash of all that changes its runs."""
    scenario: Mapping[str, Any]
    """The scenario as resolved, to say what differs."""

    def brief(self) -> dict[str, Any]:
        """All but the scenario, which a manifest has anyway."""
        return {name: value for name, value in self._asdict().items() if name != "scenario"}

    def with_older(self, older: Identity) -> Identity:
        """The same, with strategies that only the folder knows kept in mind."""
        return self._replace(run_hashes={**older.run_hashes, **self.run_hashes})

    def difference(self, older: Identity) -> str:
        """Why results of ``older`` cannot be continued, in words; empty where they can."""
        if self.version != older.version:
            return f"womsim {older.version} made it, this is womsim {self.version}"
        if self.baseline != older.baseline:
            return f"baseline: {older.baseline} there, {self.baseline} here"
        changed = [
            name
            for name, hash_here in self.run_hashes.items()
            if older.run_hashes.get(name, hash_here) != hash_here
        ]
        if not changed:
            return ""
        there = dict(flat(older.scenario))
        here = dict(flat(self.scenario))
        keys = [key for key in {**there, **here} if there.get(key) != here.get(key)]
        said = [
            f"{key}: {_shown(there, key)} there, {_shown(here, key)} here"
            for key in keys
            if not FREE & set(key.split("."))
        ]
        return "; ".join(said[:SHOWN]) or f"{changed[0]} was run with other settings or files"


def identity_of(scenario: Scenario, strategies: tuple[str, ...]) -> Identity:
    """What runs of these strategies, in every world, are runs of."""
    hashes = {
        name if world == AS_WRITTEN else f"{world}/{name}": changed.run_hash(name)
        for world, changed in scenario.worlds.items()
        for name in strategies
    }
    return Identity(__version__, scenario.baseline, hashes, scenario.resolved())


def flat(thing: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """A nested mapping as dotted keys; in lists, what has a name goes by it."""
    if isinstance(thing, Mapping) and thing:
        for name, value in thing.items():
            yield from flat(value, f"{key}.{name}" if key else str(name))
    elif isinstance(thing, list) and thing and all(isinstance(item, Mapping) for item in thing):
        for item in thing:
            yield from flat(item, f"{key}.{item.get('name') or item.get('kind')}")
    else:
        yield key, thing


def _shown(values: Mapping[str, Any], key: str) -> str:
    return json.dumps(values[key], ensure_ascii=False) if key in values else "absent"
