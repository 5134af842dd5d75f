"""Whether the ranges of a scenario were tested: the robustness study that a comparison shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulation.errors import OutputError
from simulation.experiments.folder import read_json
from simulation.experiments.identity import Identity, identity_of
from simulation.experiments.study import OF

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

SUFFIX: Final = "-robustness"
"""A study of the scenario compared in ``out/NAME`` is looked for in ``out/NAME-robustness``."""

KIND: Final = "robustness"
SHOWN: Final = ("answer", "size", "strategies", "outcome")
"""What a comparison shows of a study's findings."""


def what_was_tested(
    scenario: Scenario, strategies: tuple[str, ...], out: Path | None, named: Path | None
) -> dict[str, Any]:
    """What a comparison says of robustness, as plain values.

    Parameters
    ----------
    scenario, strategies
        What is compared.
    out
        Folder of the comparison; the study is looked for beside it.
    named
        Folder of the study, where the user names it.

    Returns
    -------
    dict
        ``answer``, ``size``, ``strategies`` and ``page`` of a finished study of this scenario that
        judges by the same outcome; else ``why_not``.

    Raises
    ------
    OutputError
        When a study is named and cannot be shown.
    """
    folder = named or (None if out is None else out.with_name(out.name + SUFFIX))
    if folder is None or (named is None and not folder.exists()):
        return {"why_not": ""}
    why_not = _why_not(scenario, strategies, folder)
    if why_not and named is not None:
        raise OutputError(f"robustness: {folder} {why_not}.")
    if why_not:
        return {"why_not": f"{folder} {why_not}"}
    found = read_json(folder / "robustness.json") or {}
    page = Path(os.path.relpath(folder, out)) if out is not None else folder.absolute()
    return {
        **{name: found[name] for name in SHOWN},
        "page": (page / "robustness.html").as_posix(),
    }


def _why_not(scenario: Scenario, strategies: tuple[str, ...], folder: Path) -> str:
    """Why the study in a folder is none of this scenario and outcome; empty where it is."""
    manifest = read_json(folder / "manifest.json")
    found = read_json(folder / "robustness.json")
    if manifest is None and (folder / "as_written").exists():
        return "holds a study that is not finished. Run its command again"
    if manifest is None or manifest.get("kind") != KIND or found is None:
        return "holds no robustness study. Make one: womsim robustness SCENARIO --out DIR"
    identity = manifest.get(OF)
    if identity is None or not set(SHOWN) <= set(found):
        return "was written by another version. Run its command again"
    older = Identity(**identity, scenario=manifest["scenario"])
    differs = identity_of(scenario, strategies).difference(older)
    if differs:
        return f"holds a study of other settings ({differs}). Run womsim robustness for these"
    if found["outcome"] != scenario.decide_by.outcome:
        there, here = found["outcome"], scenario.decide_by.outcome
        return (
            f"judges by {there}, this by {here}. Run its command again with "
            f"--set decide_by={here}: that takes no new runs"
        )
    return ""
