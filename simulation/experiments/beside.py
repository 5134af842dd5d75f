"""Studies beside a comparison: whether the one in a folder is of this scenario."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulation.experiments.folder import read_json
from simulation.experiments.identity import Identity, identity_of
from simulation.experiments.study import OF

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario


class Study(NamedTuple):
    """A kind of study that a comparison shows."""

    kind: str
    """In its manifest; also the command and the file of its findings."""
    called: str
    """In a sentence: "holds no ..."."""
    while_running: str
    """A name in its folder that is there before it is finished."""
    keys: Iterable[str]
    """What its findings must have."""


def why_not(study: Study, scenario: Scenario, strategies: tuple[str, ...], folder: Path) -> str:
    """Why a folder does not hold a finished study of this scenario; empty where it does."""
    manifest = read_json(folder / "manifest.json")
    found = read_json(folder / f"{study.kind}.json")
    if manifest is None and (folder / study.while_running).exists():
        return "holds a study that is not finished. Run its command again"
    if manifest is None or manifest.get("kind") != study.kind or found is None:
        made = f"womsim {study.kind} SCENARIO --out DIR"
        return f"holds no {study.called}. Make one: {made}"
    identity = manifest.get(OF)
    if identity is None or not set(study.keys) <= set(found):
        return "was written by another version. Run its command again"
    older = Identity(**identity, scenario=manifest["scenario"])
    differs = identity_of(scenario, strategies).difference(older)
    if differs:
        return f"holds a study of other settings ({differs}). Run womsim {study.kind} for these"
    return ""
