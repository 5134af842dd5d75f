"""Whether the ranges of a scenario were tested: the robustness study that a comparison shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulation.errors import OutputError
from simulation.experiments.beside import Study, why_not
from simulation.experiments.folder import read_json

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

SUFFIX: Final = "-robustness"
"""A study of the scenario compared in ``out/NAME`` is looked for in ``out/NAME-robustness``."""

SHOWN: Final = ("answer", "size", "strategies", "told", "outcome")
"""What a comparison shows of a study's findings."""

STUDY: Final = Study("robustness", "robustness study", "as_written", SHOWN)


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
        ``answer``, ``size``, ``strategies``, these in other languages (``told``), and ``page`` of a
        finished study of this scenario that judges by the same outcome; else ``why_not``.

    Raises
    ------
    OutputError
        When a study is named and cannot be shown.
    """
    folder = named or (None if out is None else out.with_name(out.name + SUFFIX))
    if folder is None or (named is None and not folder.exists()):
        return {"why_not": ""}
    missing = _why_not(scenario, strategies, folder)
    if missing and named is not None:
        raise OutputError(f"robustness: {folder} {missing}.")
    if missing:
        return {"why_not": f"{folder} {missing}"}
    found = read_json(folder / "robustness.json") or {}
    page = Path(os.path.relpath(folder, out)) if out is not None else folder.absolute()
    return {
        **{name: found[name] for name in SHOWN},
        "page": (page / "robustness.html").as_posix(),
    }


def _why_not(scenario: Scenario, strategies: tuple[str, ...], folder: Path) -> str:
    """Why the study in a folder is none of this scenario and outcome; empty where it is."""
    missing = why_not(STUDY, scenario, strategies, folder)
    if missing:
        return missing
    found = read_json(folder / "robustness.json") or {}
    if found["outcome"] != scenario.decide_by.outcome:
        there, here = found["outcome"], scenario.decide_by.outcome
        return (
            f"judges by {there}, this by {here}. Run its command again with "
            f"--set decide_by={here}: that takes no new runs"
        )
    return ""
