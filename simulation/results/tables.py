"""The tables of a comparison, as columns; the order of rows is that of the scenario."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.results.measured import Measured
from simulation.results.outcomes import OUTCOMES, TOTALS
from simulation.results.outcomes.base import NOT_NEGATIVE
from simulation.results.record import (
    DAILY,
    ENDS,
    LEDGER,
    SEGMENTS,
    TACTICS,
    Column,
    Columns,
    RunRecord,
    people_of,
)
from simulation.results.statistics import estimate, ratio_sample, within

if TYPE_CHECKING:
    import pandas as pd


def outcome_order(measured: Measured) -> list[str]:
    """Every outcome: those that the scenario asks for first, then the others."""
    asked = list(measured.facts.outcomes)
    return asked + [name for name in OUTCOMES if name not in asked]


def summary(measured: Measured) -> Columns:
    """Each outcome of each strategy with its 95 % interval over replicates.

    ``sd`` is between replicates; for a ratio of sums it is that of the jackknife pseudo-values.
    ``n`` counts the replicates in which the outcome is defined.
    """
    rows = []
    for strategy in measured.facts.names:
        for outcome in outcome_order(measured):
            found = measured.estimate(strategy, outcome)
            rows.append((strategy, outcome, found.value, found.sd, found.low, found.high, found.n))
    return columns_of(["strategy", "outcome", "mean", "sd", "ci_low", "ci_high", "n"], rows)


def differences(measured: Measured) -> Columns:
    """Each outcome of each strategy less that of the baseline, paired by replicate."""
    rows = []
    baseline = measured.facts.baseline
    for strategy in measured.facts.names:
        if strategy == baseline:
            continue
        for outcome in outcome_order(measured):
            found = measured.difference(strategy, baseline, outcome)
            gap = found.estimate
            sure = (gap.value, gap.low, gap.high, found.p_better, found.variance_reduction)
            rows.append((strategy, baseline, outcome, *sure))
    names = "strategy baseline outcome difference ci_low ci_high p_better variance_reduction"
    return columns_of(names.split(), rows)


def runs(measured: Measured) -> Columns:
    """A row for each run: every outcome, and as ``total_...`` what its ratios are made of."""
    each: dict[str, list[Any]] = {"strategy": [], "replicate": []}
    for run in measured.runs:
        each["strategy"].append(run.strategy)
        each["replicate"].append(run.replicate)
    columns: Columns = {
        "strategy": each["strategy"],
        "replicate": np.array(each["replicate"], dtype=np.int32),
    }
    names = measured.facts.names
    for outcome in OUTCOMES:
        columns[outcome] = np.concatenate([measured.sample(name, outcome).each for name in names])
    for total in TOTALS:
        if total not in OUTCOMES:
            columns[f"total_{total}"] = np.concatenate(
                [measured.totals[name][total] for name in names]
            )
    return columns


def daily(runs: Sequence[RunRecord]) -> Columns:
    """A row for each run and day: every daily measure."""
    return stack(runs, lambda run: run.daily, DAILY)


def ledger(runs: Sequence[RunRecord]) -> Columns:
    """A row for each cost."""
    return stack(runs, lambda run: run.ledger, LEDGER)


def tactics_by_run(runs: Sequence[RunRecord]) -> Columns:
    """A row for each run and tactic: what it cost, how many heard it, whom it is credited with."""
    return stack(runs, lambda run: run.tactics, TACTICS)


def ends(runs: Sequence[RunRecord]) -> Columns:
    """A row for each run: what is measured once, when it has ended."""
    return stack(runs, lambda run: run.ends, ENDS)


def segments_by_run(runs: Sequence[RunRecord]) -> Columns:
    """A row for each run and segment at the end; none where nobody differs."""
    return stack(runs, lambda run: run.segments, SEGMENTS)


def stack(
    runs: Sequence[RunRecord],
    table: Callable[[RunRecord], Mapping[str, Column]],
    dtypes: Mapping[str, str],
) -> Columns:
    """The tables of all runs below one another, led by strategy and replicate."""
    first = next(iter(dtypes))
    lengths = [len(table(run)[first]) for run in runs]
    columns: Columns = {
        "strategy": [run.strategy for run, n in zip(runs, lengths, strict=True) for _ in range(n)],
        "replicate": np.repeat(np.array([run.replicate for run in runs], dtype=np.int32), lengths),
    }
    for name, dtype in dtypes.items():
        if dtype == "str":
            columns[name] = [text for run in runs for text in table(run)[name]]
        else:
            parts = [np.asarray(table(run)[name], dtype=dtype) for run in runs]
            columns[name] = np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)
    return columns


class TacticUse(NamedTuple):
    """One tactic of one strategy over the replicates; means of a run, except the ratio."""

    strategy: str
    tactic: str
    cost: float
    exposures: float
    customers: float
    """Customers credited with it: what they heard last before they bought."""
    cost_per_exposure: float
    """Ratio of sums; NaN where nobody heard anything."""
    ci_low: float
    ci_high: float
    exposures_per_consumer: float
    left_because: str
    """Why it left money unspent, in its own words; empty where it says nothing."""


def tactics(measured: Measured) -> list[TacticUse]:
    """What each tactic of each strategy cost and reached."""
    found = []
    for strategy in measured.facts.names:
        runs_of = measured.of(strategy)
        for tactic in tactic_names(runs_of):
            found.append(_use(measured, strategy, tactic, runs_of))
    return found


def tactic_names(runs: Sequence[RunRecord]) -> list[str]:
    """Names of all tactics and events of some runs, the consumers' own talk first."""
    return list(dict.fromkeys(str(name) for run in runs for name in run.tactics["tactic"]))


def tactic_values(runs: Sequence[RunRecord], tactic: str, column: str) -> NDArray[np.float64]:
    """What a column says of a tactic, by run; 0 where a run does not know it."""
    values = np.zeros(len(runs))
    for i, run in enumerate(runs):
        rows = zip(run.tactics["tactic"], run.tactics[column], strict=True)
        values[i] = sum(float(value) for name, value in rows if name == tactic)
    return values


def _use(measured: Measured, strategy: str, tactic: str, of: list[RunRecord]) -> TacticUse:
    sums = {name: tactic_values(of, tactic, name) for name in ("cost", "exposures", "customers")}
    price = within(estimate(ratio_sample(sums["cost"], sums["exposures"])), NOT_NEGATIVE)
    heard = float(sums["exposures"].mean())
    return TacticUse(
        strategy,
        tactic,
        float(sums["cost"].mean()),
        heard,
        float(sums["customers"].mean()),
        price.value,
        price.low,
        price.high,
        heard / people_of(measured.runs[0]),
        _first_reason(tactic, of),
    )


def _first_reason(tactic: str, of: list[RunRecord]) -> str:
    for run in of:
        for name, reason in zip(run.tactics["tactic"], run.tactics["left_because"], strict=True):
            if name == tactic and reason:
                return str(reason)
    return ""


def tactics_table(measured: Measured) -> Columns:
    """:func:`tactics` as columns."""
    return columns_of(list(TacticUse._fields), tactics(measured))


def markets(measured: Measured) -> Columns:
    """A row for each replicate: size of the market, and the probe of its reproduction number."""
    dtypes = {"replicate": "int32", "consumers": "int64", "ties": "int64"}
    return {
        name: np.array(
            [getattr(market, name) for market in measured.markets],
            dtype=dtypes.get(name, "float64"),
        )
        for name in ("replicate", "consumers", "ties", "extra_customers", "gifts")
    }


def to_frame(columns: Columns) -> pd.DataFrame:
    """A table as a DataFrame."""
    import pandas as pd

    return pd.DataFrame(columns)


def write_csv(columns: Columns, path: Path) -> None:
    """Write a table as CSV: shortest exact numbers, undefined ones as empty cells."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(cell) for cell in row] for row in _rows(columns))


def _rows(columns: Columns) -> Iterable[tuple[Any, ...]]:
    return zip(*columns.values(), strict=True)


def _cell(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return "" if math.isnan(value) else repr(float(value))
    return str(value)


def plain(value: Any) -> Any:
    """A cell without numpy: a number, a text, or None where it is undefined or has no end.

    >>> plain(np.float64("nan")), plain(np.int32(3))
    (None, 3)
    """
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def columns_of(names: list[str], rows: Sequence[tuple[Any, ...]]) -> Columns:
    """Rows as a table with columns of these names."""
    columns: Columns = {}
    for i, name in enumerate(names):
        values = [row[i] for row in rows]
        is_text = bool(values) and isinstance(values[0], str)
        columns[name] = values if is_text else np.array(values)
    return columns
