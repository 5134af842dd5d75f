"""The files of one run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.errors import OutputError
from simulation.experiments.folder import check_place, read_json, writing
from simulation.experiments.manifest import about_run, peak_rss_bytes
from simulation.results.parquet import write_columns, write_text
from simulation.results.record import Column
from simulation.scenario.anatomy import WORLDS

if TYPE_CHECKING:
    from simulation.experiments.run import Run

MANIFEST = "manifest.json"
OURS = (
    *("daily.parquet", "consumers.parquet", "ledger.parquet"),
    *("rivals_daily.parquet", "messages.parquet", MANIFEST),
)


def check_folder(folder: Path, run_hash: str, strategy: str, replicate: int, force: bool) -> None:
    """Refuse a folder that cannot be written or holds something else, before anything runs."""
    check_place(folder)
    if force or not any((folder / name).exists() for name in OURS):
        return
    there = read_json(folder / MANIFEST) or {}
    same = {"kind": "run", "run_hash": run_hash, "strategy": strategy, "replicate": replicate}
    if any(there.get(name) != value for name, value in same.items()):
        found = there.get("kind", "something else")
        raise OutputError(
            f"{folder} holds {'another run' if found == 'run' else found}. "
            "Use another folder (out), or replace it (force)."
        )


def save_run(run: Run, folder: Path, command: str, force: bool) -> Path:
    """Write every file of a run, each whole or not at all, the manifest last."""
    run_hash = run.scenario.run_hash(run.strategy)
    check_folder(folder, run_hash, run.strategy, run.replicate, force)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in OURS:
            (folder / name).unlink(missing_ok=True)
        write_columns(dict(run.record.daily), folder / "daily.parquet")
        write_columns(_columns(run.finished.consumers()), folder / "consumers.parquet")
        write_columns(run.record.ledger, folder / "ledger.parquet")
        if run.rivals:
            write_columns(_rivals_daily(run), folder / "rivals_daily.parquet")
        if run.is_traced:
            write_columns(_columns(run.finished.messages()), folder / "messages.parquet")
        text = json.dumps(_manifest(run, command, run_hash), indent=1, ensure_ascii=False)
        write_text(text + "\n", folder / MANIFEST)
    return folder


def _rivals_daily(run: Run) -> dict[str, Column]:
    """A row for each rival and day."""
    daily = {name: run.finished.of(name).daily for name in run.rivals}
    brands = [name for name, columns in daily.items() for _ in columns["day"]]
    first = next(iter(daily.values()))
    below = {name: np.concatenate([each[name] for each in daily.values()]) for name in first}
    return {"brand": brands, **below}


def _manifest(run: Run, command: str, run_hash: str) -> dict[str, Any]:
    return {
        "kind": "run",
        **({WORLDS: run.scenario.world} if run.scenario.world else {}),
        "strategy": run.strategy,
        "replicate": run.replicate,
        "engine": run.engine,
        "run_hash": run_hash,
        "scenario": run.scenario.resolved(),
        "hash": run.scenario.hash,
        **about_run(run.scenario, command),
        "timings": run.timings,
        "counts": {
            "runs": 1,
            "consumers": run.n_consumers,
            "ties": run.finished.live.built.graph.n_ties,
            "exposures": int(run.record.daily["exposures"].sum()),
            "peak_rss_bytes": peak_rss_bytes(),
        },
        "warnings": list(run.scenario.warnings),
    }


def _columns(columns: Mapping[str, np.ndarray[Any, Any]]) -> dict[str, Column]:
    """Texts as lists, numbers as they are."""
    return {
        name: [str(value) for value in column] if column.dtype.kind in "OU" else column
        for name, column in columns.items()
    }
