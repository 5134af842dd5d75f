"""What the next unit of money brings: the study of margins that a comparison shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulation.experiments.beside import Study, why_not
from simulation.experiments.folder import read_json

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

SUFFIX: Final = "-margins"
"""A study of the scenario compared in ``out/NAME`` is looked for in ``out/NAME-margins``."""

KEYS: Final = ("replications", "currency", "levers", "without_lever")
"""What a comparison shows of a study's findings."""

STUDY: Final = Study("margins", "study of margins", "runs", KEYS)


def what_money_brings(
    scenario: Scenario, strategies: tuple[str, ...], out: Path | None
) -> dict[str, Any]:
    """What a comparison says of margins, as plain values.

    Parameters
    ----------
    scenario, strategies
        What is compared.
    out
        Folder of the comparison; the study is looked for beside it.

    Returns
    -------
    dict
        Of a finished study of this scenario: ``replications``, ``currency``, ``folder`` (from
        ``out``), ``levers`` and ``without_lever`` (tactics by strategy that have no lever), both of
        the compared strategies only. A lever has ``strategy``, ``tactic``, ``lever``, ``plan``,
        ``shares_purse_with``, ``levels`` (rows of ``margins.csv``), ``left_out`` (level, factor,
        why_not), and the steps ``last`` and ``next`` (a row of ``marginal.csv`` each). What is
        undefined is None. Else ``why_not``, empty where nobody made a study.
    """
    folder = None if out is None else out.with_name(out.name + SUFFIX)
    if out is None or folder is None or not folder.exists():
        return {"why_not": ""}
    missing = why_not(STUDY, scenario, strategies, folder)
    if missing:
        return {"why_not": f"{folder} {missing}"}
    found = read_json(folder / "margins.json") or {}
    return {
        **{name: found[name] for name in KEYS},
        "levers": [lever for lever in found["levers"] if lever["strategy"] in strategies],
        "without_lever": {
            name: tactics for name, tactics in found["without_lever"].items() if name in strategies
        },
        "folder": Path(os.path.relpath(folder, out)).as_posix(),
    }
