"""A finished job as one file, and a comparison's tables taken apart into runs again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.results.parquet import (
    from_arrow,
    read_columns,
    read_table,
    to_arrow,
    to_arrow_lists,
    write_table,
)
from simulation.results.record import (
    DAILY,
    ENDS,
    LEDGER,
    SEGMENTS,
    TACTICS,
    Column,
    Columns,
    MarketRecord,
    RunRecord,
    make_record,
)
from simulation.scenario.anatomy import WORLDS
from simulation.scenario.worlds import AS_WRITTEN

TABLES: Mapping[str, Mapping[str, str]] = {
    "daily": DAILY,
    "ledger": LEDGER,
    "tactics": TACTICS,
    "ends": ENDS,
    "segments": SEGMENTS,
}
"""The tables of a run, by the field of :class:`RunRecord`."""

STARTS = ("strategy", "replicate")
"""Columns that lead every table of runs, behind the world where there are several."""

MarketKey = tuple[str, int]
"""A market: its world and its replicate."""


class RunKey(NamedTuple):
    """A run: its world, its strategy and its replicate."""

    world: str
    strategy: str
    replicate: int


class Part(NamedTuple):
    """What one file of a part holds: runs of one replicate of a world, and its market."""

    market: MarketRecord
    runs: tuple[RunRecord, ...]
    build: float = 0.0
    """Seconds in which the market was built."""
    days: float = 0.0
    """Seconds in which the runs were lived."""
    world: str = AS_WRITTEN

    @property
    def records(self) -> dict[RunKey, RunRecord]:
        """The runs, each by what it is a run of."""
        return {RunKey(self.world, run.strategy, run.replicate): run for run in self.runs}

    @property
    def file_name(self) -> str:
        """A name that other runs of the same replicate do not have."""
        names = "\n".join(sorted(run.strategy for run in self.runs))
        if self.world != AS_WRITTEN:
            names = f"{self.world}/\n{names}"
        mark = hashlib.sha256(names.encode()).hexdigest()[:8]
        return f"{self.market.replicate:06d}-{mark}.parquet"


def write_part(part: Part, folder: Path) -> Path:
    """Write a part, whole or not at all: a row a run, a run's tables as lists."""
    import pyarrow as pa

    n = len(part.runs)
    columns: dict[str, Any] = {
        WORLDS: to_arrow([part.world] * n),
        "strategy": to_arrow([run.strategy for run in part.runs]),
    }
    for name, value in {**part.market._asdict(), "build": part.build, "days": part.days}.items():
        columns[name] = to_arrow(np.full(n, value))
    for table, dtypes in TABLES.items():
        for name in dtypes:
            columns[f"{table}.{name}"] = to_arrow_lists(
                [getattr(run, table)[name] for run in part.runs]
            )
    path = folder / part.file_name
    write_table(pa.table(columns), path)
    return path


def read_part(path: Path) -> Part:
    """Read a part back."""
    table = read_table(path)
    market = {name: table.column(name)[0].as_py() for name in MarketRecord._fields}
    runs = []
    for row, strategy in enumerate(table.column("strategy").to_pylist()):
        tables = {
            name: {
                column: from_arrow(table.column(f"{name}.{column}")[row].values)
                for column in dtypes
            }
            for name, dtypes in TABLES.items()
        }
        runs.append(make_record(strategy, market["replicate"], **tables))
    build, days = (float(table.column(name)[0].as_py()) for name in ("build", "days"))
    world = str(table.column(WORLDS)[0].as_py()) if WORLDS in table.column_names else AS_WRITTEN
    return Part(MarketRecord(**market), tuple(runs), build, days, world)


def read_runs(folder: Path) -> tuple[dict[RunKey, RunRecord], dict[MarketKey, MarketRecord]]:
    """The runs and markets of a comparison's final tables, each by what it is of."""
    listed = read_columns(folder / "markets.parquet")
    worlds = _worlds(listed)
    rows = zip(*(listed[name] for name in MarketRecord._fields), strict=True)
    markets = [_market(row) for row in rows]
    keys = _keys(read_columns(folder / "runs.parquet"))
    tables = {name: _by_run(read_columns(folder / f"{name}.parquet"), keys) for name in TABLES}
    runs = {
        key: make_record(key.strategy, key.replicate, *(tables[name][key] for name in TABLES))
        for key in keys
    }
    by_key = {
        (world, market.replicate): market for world, market in zip(worlds, markets, strict=True)
    }
    return runs, by_key


def _worlds(table: Columns) -> list[str]:
    """The world of each row; the column is there only where a scenario has worlds."""
    n = len(next(iter(table.values())))
    return [str(name) for name in table.get(WORLDS, [AS_WRITTEN] * n)]


def _keys(table: Columns) -> list[RunKey]:
    """Which run each row is of."""
    replicates = map(int, table["replicate"])
    return list(map(RunKey, _worlds(table), map(str, table["strategy"]), replicates))


def _market(row: Sequence[Any]) -> MarketRecord:
    replicate, consumers, ties, extra, gifts = row
    return MarketRecord(int(replicate), int(consumers), int(ties), float(extra), float(gifts))


def _by_run(table: Columns, keys: Iterable[RunKey]) -> dict[RunKey, Columns]:
    """Rows of each run; runs without rows get empty columns."""
    bounds: dict[RunKey, list[int]] = {}
    for row, key in enumerate(_keys(table)):
        bounds.setdefault(key, [row, row])[1] = row + 1
    values = {name: column for name, column in table.items() if name not in (WORLDS, *STARTS)}
    return {
        key: {name: _slice(column, bounds.get(key, [0, 0])) for name, column in values.items()}
        for key in keys
    }


def _slice(column: Column, bounds: Sequence[int]) -> Column:
    return column[bounds[0] : bounds[1]]
