"""A finished job as one file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.results.parquet import (
    from_arrow,
    read_table,
    to_arrow,
    to_arrow_lists,
    write_table,
)
from simulation.results.record import MarketRecord, RunRecord, make_record
from simulation.results.saved_runs import TABLES, RunKey
from simulation.scenario.anatomy import WORLDS
from simulation.scenario.worlds import AS_WRITTEN


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
