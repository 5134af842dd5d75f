"""A finished comparison taken from its folder again, without running anything."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulation.errors import OutputError, SimulationError
from simulation.results.facts import BeliefFacts, facts_of
from simulation.results.files import MARKET
from simulation.results.measured import Measured
from simulation.results.saved_runs import RunKey, read_runs
from simulation.results.stop import Stop
from simulation.results.sweep_files import MANIFEST, PARTS, not_here, read_mapping
from simulation.results.worlds import Worlds
from simulation.scenario.load import scenario_from
from simulation.scenario.worlds import AS_WRITTEN

if TYPE_CHECKING:
    from simulation.results.comparison import Comparison
    from simulation.scenario.model import Scenario

OURS: Final = importlib.metadata.version("womsim")
KIND: Final = "comparison"
AGAIN = "Compare again into the same folder (out)."
ANEW = "Compare again into the same folder (out) and replace what is in it (force)."


def open_comparison(folder: Path) -> Comparison:
    """The comparison in a folder of ``womsim compare``.

    Raises
    ------
    OutputError
        When the folder is missing, holds something else, is not finished, damaged, or of another
        version.
    """
    from simulation.results.comparison import Comparison

    manifest = _manifest_of(folder)
    scenario = _scenario_of(folder, manifest)
    stop, beliefs = _said(folder, manifest)
    worlds = _measured(folder, scenario, stop, beliefs)
    kept = folder / "figures" / f"{MARKET}.svg"
    can_build = scenario.network.kind != "file" and scenario.graph is None
    people = partial(_people_of, scenario.worlds[AS_WRITTEN]) if can_build else None
    drawn = {MARKET: kept.read_text("utf-8")} if kept.exists() else {}
    return Comparison(worlds[AS_WRITTEN], manifest, people, worlds, drawn)


def _people_of(scenario: Scenario) -> Any:
    from simulation.results.people import people_of

    return people_of(scenario)


def _manifest_of(folder: Path) -> dict[str, Any]:
    """How it was made; refused where this is not a finished comparison of this version."""
    manifest = read_mapping(folder / MANIFEST)
    if manifest is None and (folder / PARTS).is_dir():
        raise OutputError(f"{folder} holds a comparison that is not finished. {AGAIN}")
    if manifest is None or manifest.get("kind") != KIND:
        remedy = "Make one: womsim compare SCENARIO --out DIR"
        raise OutputError(f"{not_here(folder, 'a finished comparison')} {remedy}")
    version = manifest.get("versions", {}).get("womsim")
    if version != OURS:
        raise OutputError(
            f"{folder} was written by womsim {version}, this is womsim {OURS}. {ANEW}"
        )
    return manifest


def _scenario_of(folder: Path, manifest: Mapping[str, Any]) -> Scenario:
    try:
        return scenario_from(manifest["scenario"], folder)
    except (KeyError, SimulationError) as wrong:
        raise OutputError(
            f"the scenario in {folder / MANIFEST} cannot be read "
            f"({str(wrong).splitlines()[0]}). {ANEW}"
        ) from wrong


def _said(folder: Path, manifest: Mapping[str, Any]) -> tuple[Stop, tuple[BeliefFacts, ...]]:
    """Why there are as many replicates as there are, and what the result rests on."""
    try:
        said = {**manifest["replicates"], "looks": tuple(manifest["replicates"].get("looks", ()))}
        said.pop("level", None)
        return Stop(**said), tuple(BeliefFacts(**belief) for belief in manifest["beliefs"])
    except (AttributeError, KeyError, TypeError) as wrong:
        raise OutputError(
            f"{folder / MANIFEST} does not say how many replicates there are and what they rest "
            f"on. {ANEW}"
        ) from wrong


def _measured(
    folder: Path, scenario: Scenario, stop: Stop, beliefs: tuple[BeliefFacts, ...]
) -> Worlds:
    """What was measured in each world, read from the tables."""
    try:
        runs, markets = read_runs(folder)
    except (OSError, ValueError, KeyError) as broken:
        raise OutputError(f"the tables in {folder} cannot be read ({broken}). {ANEW}") from broken
    there = {key.strategy for key in runs}
    strategies = tuple(name for name in scenario.strategies if name in there)
    wanted = {
        RunKey(world, name, replicate)
        for world in scenario.worlds
        for name in strategies
        for replicate in range(stop.replicates)
    }
    if not wanted or wanted != set(runs) or {key[::2] for key in wanted} != set(markets):
        raise OutputError(f"the tables in {folder} do not hold every run. {AGAIN}")
    facts = {world: facts_of(changed, strategies) for world, changed in scenario.worlds.items()}
    facts[AS_WRITTEN] = facts[AS_WRITTEN]._replace(beliefs=beliefs)
    return {
        world: Measured(
            facts[world],
            [run for key, run in runs.items() if key.world == world],
            [market for (of, _), market in markets.items() if of == world],
            stop if world == AS_WRITTEN else stop._replace(reason="world"),
        )
        for world in scenario.worlds
    }
