"""A sweep's folder with made-up runs: finished, or in parts as while it runs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.results.parquet import write_columns
from simulation.results.record import Column, Columns

STRATEGIES = ("nothing", "kocs", "referral")
OUTCOMES = ("customers", "cost", "profit", "cac", "romi")
PRICES = [9.0, 12.0, 15.0, 18.0]
NAMES = ["slow", "slow", "fast", "fast"]
REPLICATIONS = 5

Rows = list[dict[str, Any]]
TYPES = {
    **dict.fromkeys(("strategy", "status", "error", "traceback"), "str"),
    **dict.fromkeys(("point", "units"), "int64"),
    **dict.fromkeys(("replicate", "day"), "int32"),
}


class Made(NamedTuple):
    """Rows of the tables of a sweep, in its order."""

    runs: Rows
    daily: Rows
    failures: Rows


def made_up(failed: Sequence[tuple[int, str, int]] = (), replications: int = REPLICATIONS) -> Made:
    """Runs whose numbers follow from point, strategy and replicate; some of them failed."""
    rng = np.random.default_rng(7)
    made = Made([], [], [])
    for point, price in enumerate(PRICES):
        luck = rng.normal(0.0, 30.0, replications)
        base: list[tuple[float, float]] = []
        for place, strategy in enumerate(STRATEGIES):
            for replicate in range(replications):
                run = {"point": point, "strategy": strategy, "replicate": replicate}
                customers = 500.0 - 20.0 * price + 60.0 * place + luck[replicate] + rng.normal()
                cost = 1000.0 * place + 3.0 * replicate
                profit = 4.0 * customers - cost
                if place == 0:
                    base.append((profit, cost))
                values = _outcomes(customers, cost, profit, base[replicate])
                is_failed = (point, strategy, replicate) in failed
                if is_failed:
                    values = dict.fromkeys(values, math.nan)
                    made.failures.append(
                        {**run, "error": "it broke", "traceback": "line 1\nline 2"}
                    )
                made.runs.append({**run, "status": "failed" if is_failed else "done", **values})
                if not is_failed:
                    days = ({**run, "day": day, "units": 10 * day} for day in range(3))
                    made.daily.extend(days)
    return made


def _outcomes(
    customers: float, cost: float, profit: float, base: tuple[float, float]
) -> dict[str, float]:
    extra = cost - base[1]
    return {
        "customers": customers,
        "cost": cost,
        "profit": profit,
        "cac": cost / customers,
        "romi": (profit - base[0]) / extra if extra else math.nan,
    }


def table(rows: Rows, columns: Sequence[str]) -> Columns:
    """Rows as columns with the types of a sweep's tables."""
    return {
        name: _column([row[name] for row in rows], TYPES.get(name, "float64")) for name in columns
    }


def _column(values: list[Any], dtype: str) -> Column:
    return values if dtype == "str" else np.array(values, dtype=dtype)


COLUMNS: Mapping[str, Sequence[str]] = {
    "runs": ("point", "strategy", "replicate", "status", *OUTCOMES),
    "daily": ("point", "strategy", "replicate", "day", "units"),
    "failures": ("point", "strategy", "replicate", "error", "traceback"),
}


def write_about(folder: Path, replications: int = REPLICATIONS, **more: Any) -> None:
    """Write what is there before the first run: ``sweep.json`` and the points."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "kind": "sweep",
        "version": "0.1.0",
        "name": "prices",
        "strategies": list(STRATEGIES),
        "baseline": "nothing",
        "points": len(PRICES),
        "replications": replications,
        "factors": ["brand.price", "tempo"],
        "outcomes": list(OUTCOMES),
        "daily": ["units"],
        "resolved": {"currency": "crowns"},
        **more,
    }
    (folder / "sweep.json").write_text(json.dumps(about), encoding="utf-8")
    points: Columns = {
        "point": np.arange(len(PRICES), dtype=np.int64),
        "brand.price": np.array(PRICES),
        "tempo": NAMES,
    }
    write_columns(points, folder / "points.parquet")


def write_part(folder: Path, batch: str, made: Made) -> None:
    """Write a finished batch."""
    parts = folder / "parts"
    parts.mkdir(exist_ok=True)
    for name, columns in COLUMNS.items():
        rows = getattr(made, name)
        if rows or name == "runs":
            write_columns(table(rows, columns), parts / f"{batch}.{name}.parquet")


def write_finished(folder: Path, made: Made, replications: int = REPLICATIONS) -> Path:
    """Write a finished sweep."""
    write_about(folder, replications)
    for name, columns in COLUMNS.items():
        write_columns(table(getattr(made, name), columns), folder / f"{name}.parquet")
    (folder / "manifest.json").write_text(json.dumps({"kind": "sweep"}), encoding="utf-8")
    return folder


def where(made: Made, keep: Any) -> Made:
    """Those rows that ``keep`` says yes to."""
    return Made(*([row for row in rows if keep(row)] for rows in made))
