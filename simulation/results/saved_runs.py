"""A comparison's tables taken apart into its runs again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulation.results.parquet import read_columns
from simulation.results.record import (
    DAILY,
    ENDS,
    HUBS,
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
    "hubs": HUBS,
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
