"""Tables of a folder as views: those of a sweep in its order, each row once; others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulation.errors import OutputError
from simulation.results.database import View, connect, texts
from simulation.results.record import DAILY
from simulation.results.sweep_files import (
    FAILURES,
    KEYS,
    MANIFEST,
    POINTS,
    RUNS,
    SWEEP,
    SweepFiles,
    not_here,
    read_mapping,
    readable,
    sweep_files,
)

RUN = "point, strategy, replicate"


def views_in(folder: str | Path) -> dict[str, View]:
    """The tables of a sweep, a comparison, a run or a study, by name.

    Raises
    ------
    OutputError
        When the folder is missing or holds none of these.
    """
    place = Path(folder)
    if (place / SWEEP).exists():
        return sweep_views(sweep_files(place))
    found = {path.stem: View([path]) for path in _tables(place)}
    if (place / RUNS / SWEEP).exists():
        return {**found, **sweep_views(sweep_files(place))}
    if not found or read_mapping(place / MANIFEST) is None:
        raise OutputError(not_here(place, "results"))
    return found


def _tables(place: Path) -> list[Path]:
    """The readable tables of a folder whose names SQL takes."""
    paths = [path for path in sorted(place.glob("[!.]*.parquet")) if path.stem.isidentifier()]
    return readable(paths)


def sweep_views(files: SweepFiles) -> dict[str, View]:
    """The tables of a sweep. They are typed where there is nothing in them yet."""
    views = {"points": View([files.folder / POINTS])}
    for table, columns in _columns(files).items():
        in_files = files.tables[table]
        ending = "" if files.is_finished else _in_order(table, in_files, files.listed("strategies"))
        views[table] = View(in_files, columns, ending)
    return views


def _columns(files: SweepFiles) -> dict[str, dict[str, str]]:
    measures = {name: DAILY[name] for name in files.listed("daily") if name in DAILY}
    outcomes = dict.fromkeys(files.listed("outcomes"), "float64")
    return {
        "runs": {**KEYS, "status": "str", **outcomes},
        "daily": {**KEYS, "day": "int32", **measures},
        "failures": dict(FAILURES),
    }


def _in_order(table: str, files: Sequence[Path], strategies: Sequence[str]) -> str:
    """SQL for rows of parts in the sweep's order, and each once.

    Of a run that was tried again, the row that is done counts.
    """
    keys = f"{RUN}, day" if table == "daily" else RUN
    which = once = ""
    if table == "failures":
        which = f"where ({RUN}) in (select ({RUN}) from runs where status = 'failed')"
    if _has_twice(files, keys):
        better = "order by status" if table == "runs" else ""
        once = f"qualify row_number() over (partition by {keys} {better}) = 1"
    place = f"list_position({texts(strategies)}, strategy)"
    days = ", day" if table == "daily" else ""
    return f"{which} {once} order by point, {place}, replicate{days}"


def _has_twice(files: Sequence[Path], keys: str) -> bool:
    """Whether a row lies in two parts. It is looked for once, because sorting it out is slow."""
    if len(files) < 2:
        return False
    with connect({"rows": View(files)}) as connection:
        counted = connection.sql(f"select count(*) > count(distinct ({keys})) from rows")
        return bool(counted.fetchall()[0][0])
