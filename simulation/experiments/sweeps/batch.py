"""One batch of a sweep: a few points and replicates, lived by one worker, as plain columns."""

from __future__ import annotations

import math
import os
import pickle
import platform
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.errors import ScenarioError, SimulationError
from simulation.experiments.executors import stopping
from simulation.experiments.jobs import record_of
from simulation.market_run import MarketRun
from simulation.one_run import run_strategy
from simulation.results.facts import facts_of
from simulation.results.measured import Measured
from simulation.results.outcomes import OUTCOMES
from simulation.results.record import DAILY, Columns, MarketRecord, RunRecord
from simulation.scenario.build import BuiltMarket, build_market

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

KEYS: Mapping[str, str] = {"point": "int64", "strategy": "str", "replicate": "int32"}
"""Columns that say which run a row is of."""

DONE, FAILED = "done", "failed"
"""What the column ``status`` of the table of runs says."""

FAILURES: Mapping[str, str] = {**KEYS, "error": "str", "traceback": "str"}
"""Columns of the table of failures."""


class Kept(NamedTuple):
    """What all batches of a sweep share: the market and what is kept of its runs."""

    scenario: Scenario
    strategies: tuple[str, ...]
    outcomes: tuple[str, ...]
    daily: tuple[str, ...]

    @property
    def runs(self) -> dict[str, str]:
        """Columns of the table of runs with their types."""
        return {**KEYS, "status": "str", **dict.fromkeys(self.outcomes, "float64")}

    @property
    def days(self) -> dict[str, str]:
        """Columns of the table of days with their types."""
        return {**KEYS, "day": "int32", **{name: DAILY[name] for name in self.daily}}


class PointJob(NamedTuple):
    """Replicates of one point."""

    point: int
    changes: Mapping[str, Any]
    """What the point changes in the scenario, by key."""
    replicates: tuple[int, ...]


class Batch(NamedTuple):
    """What one worker does before it reports."""

    number: int
    kept: bytes
    """A pickled :class:`Kept`: small, and kept unpacked by each worker."""
    jobs: tuple[PointJob, ...]

    @property
    def n_jobs(self) -> int:
        """Markets of the batch: points times replicates."""
        return sum(len(job.replicates) for job in self.jobs)


class Finished(NamedTuple):
    """What a batch gives: rows for the tables, and apart from them where and how fast."""

    runs: Columns
    daily: Columns
    failures: Columns
    work: Mapping[str, Any]


def live_batch(batch: Batch) -> Finished:
    """Live every run of a batch. A run that fails becomes a row with what went wrong."""
    kept = _unpacked(batch.kept)
    rows = _Rows(kept)
    spent = {"build": 0.0, "days": 0.0}
    begun = time.perf_counter()
    for job in batch.jobs:
        try:
            point = _AtPoint(kept, job, rows, spent)
        except Exception as fault:
            _fail_point(kept, job, rows, fault)
            continue
        for replicate in job.replicates:
            point.live(replicate)
            stopping.check()
    work = {
        "batch": batch.number,
        "host": platform.node(),
        "process": os.getpid(),
        "runs": len(rows.keys),
        "failed": len(rows.failures),
        "seconds": round(time.perf_counter() - begun, 4),
        **{name: round(seconds, 4) for name, seconds in spent.items()},
    }
    return Finished(*rows.tables(), work)


def lost_batch(batch: Batch, reason: str) -> Finished:
    """What a batch gives whose workers died every time: every run of it has failed."""
    kept = _unpacked(batch.kept)
    rows = _Rows(kept)
    for job in batch.jobs:
        for replicate in job.replicates:
            for name in kept.strategies:
                rows.fail((job.point, name, replicate), reason, "")
    work = {"batch": batch.number, "runs": len(rows.keys), "failed": len(rows.failures)}
    return Finished(*rows.tables(), work)


@lru_cache(maxsize=4)
def _unpacked(kept: bytes) -> Kept:
    unpacked: Kept = pickle.loads(kept)
    return unpacked


class _Rows:
    """Rows of the three tables, gathered run by run."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.keys: list[tuple[int, str, int]] = []
        self.status: list[str] = []
        self.outcomes: list[Sequence[float]] = []
        self.daily: list[tuple[tuple[int, str, int], Mapping[str, NDArray[Any]]]] = []
        self.failures: list[tuple[tuple[int, str, int], str, str]] = []

    def done(self, key: tuple[int, str, int], outcomes: Sequence[float], record: RunRecord) -> None:
        self.keys.append(key)
        self.status.append(DONE)
        self.outcomes.append(outcomes)
        if self.kept.daily:
            self.daily.append((key, {name: record.daily[name] for name in self.kept.daily}))

    def fail(self, key: tuple[int, str, int], error: str, trace: str) -> None:
        self.keys.append(key)
        self.status.append(FAILED)
        self.outcomes.append([math.nan] * len(self.kept.outcomes))
        self.failures.append((key, error, trace))

    def tables(self) -> tuple[Columns, Columns, Columns]:
        """The tables of runs, days and failures."""
        n = len(self.keys)
        values = np.array(self.outcomes, np.float64).reshape(n, len(self.kept.outcomes))
        runs = {**_key_columns(self.keys), "status": list(self.status)}
        runs.update({name: values[:, i].copy() for i, name in enumerate(self.kept.outcomes)})
        return runs, self._days(), self._failures()

    def _days(self) -> Columns:
        lengths = [len(next(iter(columns.values()))) for _, columns in self.daily]
        keys = [key for (key, _), n in zip(self.daily, lengths, strict=True) for _ in range(n)]
        days: Columns = {**_key_columns(keys)}
        parts = [np.arange(n, dtype=np.int32) for n in lengths]
        days["day"] = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        for name in self.kept.daily:
            columns = [kept[name] for _, kept in self.daily]
            empty = np.zeros(0, DAILY[name])
            days[name] = np.concatenate(columns) if columns else empty
        return days

    def _failures(self) -> Columns:
        columns = _key_columns([key for key, _, _ in self.failures])
        columns["error"] = [error for _, error, _ in self.failures]
        columns["traceback"] = [trace for _, _, trace in self.failures]
        return columns


def _key_columns(keys: Sequence[tuple[int, str, int]]) -> Columns:
    return {
        "point": np.array([point for point, _, _ in keys], np.int64),
        "strategy": [strategy for _, strategy, _ in keys],
        "replicate": np.array([replicate for _, _, replicate in keys], np.int32),
    }


class _AtPoint:
    """The scenario of one point, and its runs."""

    def __init__(self, kept: Kept, job: PointJob, rows: _Rows, spent: dict[str, float]) -> None:
        self.kept = kept
        self.point = job.point
        self.rows = rows
        self.spent = spent
        self.scenario = kept.scenario.with_changes(job.changes)
        self.facts = facts_of(self.scenario, kept.strategies, with_beliefs=False)

    def live(self, replicate: int) -> None:
        """Every strategy on the luck of a replicate; each becomes a row."""
        records: dict[str, RunRecord] = {}
        begun = time.perf_counter()
        try:
            built = build_market(self.scenario, replicate)
        except Exception as fault:
            self.spent["build"] += time.perf_counter() - begun
            self.fail(replicate, self.kept.strategies, fault)
            return
        ready = time.perf_counter()
        self.spent["build"] += ready - begun
        for name in self.kept.strategies:
            try:
                records[name] = _live(self.scenario, name, built)
            except Exception as fault:
                self.fail(replicate, [name], fault)
        self._keep(records, built)
        self.spent["days"] += time.perf_counter() - ready

    def fail(self, replicate: int, strategies: Sequence[str], fault: Exception) -> None:
        """Rows of runs that could not be lived."""
        for name in strategies:
            self.rows.fail((self.point, name, replicate), *_told(fault))

    def _keep(self, records: Mapping[str, RunRecord], built: BuiltMarket) -> None:
        lived = tuple(strategy for strategy in self.facts.strategies if strategy.name in records)
        facts = self.facts._replace(strategies=lived)
        market = MarketRecord(
            built.replicate, built.n_consumers, built.graph.n_ties, math.nan, math.nan
        )
        measured = Measured(facts, records.values(), [market])
        for name, record in records.items():
            values = [self._value(measured, name, outcome) for outcome in self.kept.outcomes]
            self.rows.done((self.point, name, record.replicate), values, record)

    def _value(self, measured: Measured, strategy: str, outcome: str) -> float:
        """An outcome of one run; undefined where it needs a baseline that failed."""
        if OUTCOMES[outcome].comparison and self.facts.baseline not in measured.facts.names:
            return math.nan
        return float(measured.sample(strategy, outcome).each[0])


def _live(scenario: Scenario, strategy: str, built: BuiltMarket) -> RunRecord:
    problems = MarketRun(scenario, strategy, built).problems()
    if problems:
        raise ScenarioError(problems)
    return record_of(run_strategy(scenario, strategy, built.replicate, built=built))


def _fail_point(kept: Kept, job: PointJob, rows: _Rows, fault: Exception) -> None:
    for replicate in job.replicates:
        for name in kept.strategies:
            rows.fail((job.point, name, replicate), *_told(fault))


def _told(fault: Exception) -> tuple[str, str]:
    """What went wrong, and where; a mistake of the user's needs no traceback."""
    if isinstance(fault, SimulationError):
        return str(fault), ""
    return f"{type(fault).__name__}: {fault}", "".join(traceback.format_exception(fault))
