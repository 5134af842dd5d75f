"""What lies in a sweep's folder: which files hold which table, and which of them cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from simulation.errors import OutputError

SWEEP = "sweep.json"
POINTS = "points.parquet"
MANIFEST = "manifest.json"
PARTS = "parts"
RUNS = "runs"
TABLES = (RUNS, "daily", "failures")
"""Tables of runs; while a sweep is not finished, each lies in many parts."""

KEYS: Mapping[str, str] = {"point": "int64", "strategy": "str", "replicate": "int32"}
"""Columns that say which run a row is of."""

FAILURES: Mapping[str, str] = {**KEYS, "error": "str", "traceback": "str"}
"""Columns of the table of failures."""


class SweepFiles(NamedTuple):
    """The files of a sweep, finished or not."""

    folder: Path
    identity: Mapping[str, Any]
    """What ``sweep.json`` says."""
    manifest: Mapping[str, Any]
    """What ``manifest.json`` says; empty until the sweep is finished."""
    tables: Mapping[str, tuple[Path, ...]]
    """Readable files of each table, by its name."""
    unreadable: tuple[str, ...]
    """Names of damaged parts."""

    @property
    def is_finished(self) -> bool:
        """Whether every run is in the final tables."""
        return bool(self.manifest)

    def listed(self, key: str) -> tuple[str, ...]:
        """A list of names in ``sweep.json``; empty where it has none."""
        return tuple(str(name) for name in self.identity.get(key) or ())

    def count(self, key: str) -> int:
        """A count in ``sweep.json``; 0 where it has none."""
        return int(self.identity.get(key) or 0)


def sweep_files(folder: str | Path) -> SweepFiles:
    """Find the files of a sweep, or of the sweep inside a robustness or sensitivity folder.

    Raises
    ------
    OutputError
        When the folder is missing, holds something else, or its final tables are damaged.
    """
    place = _sweep_place(Path(folder))
    identity = read_mapping(place / SWEEP)
    if identity is None:
        raise OutputError(f"{place / SWEEP} cannot be read, so this is not known to be a sweep.")
    manifest = read_mapping(place / MANIFEST) or {}
    if not readable([place / POINTS]):
        raise OutputError(f"{place / POINTS} is missing or damaged. Start the sweep again.")
    if manifest:
        return SweepFiles(place, identity, manifest, _final(place), ())
    tables, unreadable = _parts(place)
    return SweepFiles(place, identity, {}, tables, unreadable)


def _sweep_place(folder: Path) -> Path:
    for place in (folder, folder / RUNS):
        if (place / SWEEP).exists():
            return place
    raise OutputError(not_here(folder, "a sweep"))


def not_here(folder: Path, wanted: str) -> str:
    """Why a folder is not what was asked for, in one sentence."""
    if not folder.exists():
        return f"{folder}: there is no such folder."
    if not folder.is_dir():
        return f"{folder} is a file, not the folder of {wanted}."
    kind = (read_mapping(folder / MANIFEST) or {}).get("kind")
    held = f"holds a {kind}, not" if kind else "does not hold"
    return f"{folder} {held} {wanted}."


def _final(place: Path) -> dict[str, tuple[Path, ...]]:
    """The final tables. Those of days and failures may be absent, that of runs may not."""
    found: dict[str, tuple[Path, ...]] = {}
    for table in TABLES:
        path = place / f"{table}.parquet"
        there = path.exists()
        if (there or table == RUNS) and not readable([path]):
            raise OutputError(f"{path} is missing or damaged. Start the sweep again with --force.")
        found[table] = (path,) if there else ()
    return found


def _parts(place: Path) -> tuple[dict[str, tuple[Path, ...]], tuple[str, ...]]:
    """Tables of a sweep that is not finished: finished batches, and what was put together.

    A batch counts only when its table of runs is there: it is written last.
    """
    in_parts = sorted((place / PARTS).glob("[!.]*.parquet"))
    runs = readable(path for path in in_parts if table_of(path) == RUNS)
    batches = {batch_of(path) for path in runs}
    tables: dict[str, tuple[Path, ...]] = {}
    unreadable = {path for path in in_parts if table_of(path) == RUNS} - set(runs)
    for table in TABLES:
        paths = [path for path in in_parts if table_of(path) == table and batch_of(path) in batches]
        final = place / f"{table}.parquet"
        found = readable([final, *paths] if final.exists() else paths)
        unreadable |= {path for path in paths if path not in found}
        tables[table] = tuple(found)
    return tables, tuple(path.name for path in sorted(unreadable))


def batch_of(path: Path) -> str:
    """The batch that a part belongs to.

    Examples
    --------
    >>> batch_of(Path("parts/000000012-abc.daily.parquet"))
    '000000012-abc'
    """
    return path.name.split(".")[0]


def table_of(path: Path) -> str:
    """The table that a part belongs to.

    Examples
    --------
    >>> table_of(Path("parts/000000012-abc.daily.parquet"))
    'daily'
    """
    words = path.name.split(".")
    return words[1] if len(words) == 3 else ""


def readable(paths: Iterable[Path]) -> list[Path]:
    """Those Parquet files whose description of themselves can be read."""
    import pyarrow.parquet as pq

    found = []
    for path in paths:
        try:
            with pq.ParquetFile(path):
                found.append(path)
        except (OSError, ValueError):  # pyarrow's errors are of these kinds
            continue
    return found


def read_mapping(path: Path) -> dict[str, Any] | None:
    """What a JSON file holds; None where there is none, or no mapping in it."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return written if isinstance(written, dict) else None
