"""Tables: columns, order of rows, and numbers that can be traced to the runs."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.results import tables
from simulation.results.measured import Measured
from simulation.results.outcomes import OUTCOMES, TOTALS
from simulation.results.record import DAILY, Columns
from simulation.scenario.outcome_names import OUTCOME_NAMES
from tests.results.made_up import CONSUMERS, DAYS, LIFTS, made_up, made_up_facts


def rows(columns: Columns) -> list[dict[str, Any]]:
    """A table as a list of rows."""
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def row(columns: Columns, **wanted: Any) -> dict[str, Any]:
    """The one row with the given values."""
    (found,) = [
        each for each in rows(columns) if all(each[key] == value for key, value in wanted.items())
    ]
    return found


@pytest.fixture(scope="module")
def measured() -> Measured:
    return made_up(6)


def test_scenarios_may_ask_for_exactly_the_outcomes_that_are_measured() -> None:
    assert tuple(OUTCOMES) == OUTCOME_NAMES


def test_summary_has_a_row_for_each_strategy_and_outcome_those_asked_for_first(
    measured: Measured,
) -> None:
    table = tables.summary(measured)
    assert list(table) == ["strategy", "outcome", "mean", "sd", "ci_low", "ci_high", "n"]
    assert len(table["strategy"]) == len(LIFTS) * len(OUTCOMES)
    assert list(dict.fromkeys(table["strategy"])) == list(LIFTS)
    assert table["outcome"][:3] == ["customers", "romi", "net_sentiment"]
    customers = [run.daily["customers"][-1] for run in measured.of("much")]
    found = row(table, strategy="much", outcome="customers")
    assert found["mean"] == np.mean(customers)
    assert found["sd"] == pytest.approx(np.std(customers, ddof=1))
    assert found["n"] == 6


def test_romi_is_the_three_term_ratio_of_sums_by_hand(measured: Measured) -> None:
    def margin(name: str) -> float:
        return float(
            sum((run.daily["revenue"] - run.daily["goods_cost"]).sum() for run in of(name))
        )

    def cost(name: str) -> float:
        return float(sum(run.daily["cost"].sum() for run in of(name)))

    of = measured.of
    extra = cost("much") - cost("nothing")
    by_hand = (margin("much") - margin("nothing") - extra) / extra
    found = row(tables.summary(measured), strategy="much", outcome="romi")
    assert found["mean"] == pytest.approx(by_hand)
    baseline = row(tables.summary(measured), strategy="nothing", outcome="romi")
    assert math.isnan(baseline["mean"])
    assert baseline["n"] == 0


def test_differences_are_to_the_baseline_and_paired(measured: Measured) -> None:
    table = tables.differences(measured)
    names = "strategy baseline outcome difference ci_low ci_high p_better variance_reduction"
    assert list(table) == names.split()
    assert set(table["strategy"]) == {"some", "much"}
    assert set(table["baseline"]) == {"nothing"}
    gaps = [
        a.daily["customers"][-1] - b.daily["customers"][-1]
        for a, b in zip(measured.of("some"), measured.of("nothing"), strict=True)
    ]
    found = row(table, strategy="some", outcome="customers")
    assert found["difference"] == pytest.approx(np.mean(gaps))
    assert found["p_better"] == 1.0
    assert found["variance_reduction"] > 2.0
    assert math.isnan(row(table, strategy="some", outcome="romi")["difference"])
    assert row(table, strategy="some", outcome="cost")["p_better"] == 0.0
    assert math.isnan(row(table, strategy="some", outcome="exposures")["p_better"])


def test_runs_hold_every_outcome_and_the_totals_behind_the_ratios(measured: Measured) -> None:
    table = tables.runs(measured)
    totals = [f"total_{name}" for name in TOTALS if name not in OUTCOMES]
    assert list(table) == ["strategy", "replicate", *OUTCOMES, *totals]
    first = row(table, strategy="some", replicate=3)
    assert first["net_sentiment"] == first["total_message_balance"] / first["total_messages"]
    assert first["romi"] == pytest.approx(
        (first["profit"] - row(table, strategy="nothing", replicate=3)["profit"]) / first["cost"]
    )


def test_daily_and_ledger_list_every_run_in_order(measured: Measured) -> None:
    daily = tables.daily(measured.runs)
    assert list(daily) == ["strategy", "replicate", *DAILY]
    assert len(daily["day"]) == len(LIFTS) * 6 * DAYS
    assert daily["strategy"] == [name for name in LIFTS for _ in range(6 * DAYS)]
    ledger = tables.ledger(measured.runs)
    assert list(ledger) == ["strategy", "replicate", "day", "tactic", "kind", "amount"]
    assert ledger["strategy"] == ["some"] * 6 + ["much"] * 6


def test_cost_per_exposure_is_a_ratio_of_sums(measured: Measured) -> None:
    (hire,) = [use for use in tables.tactics(measured) if use[:2] == ("much", "hire")]
    heard = [50 + replicate for replicate in range(6)]
    assert hire.cost == 900.0
    assert hire.cost_per_exposure == pytest.approx(6 * 900.0 / sum(heard))
    assert hire.exposures_per_consumer == pytest.approx(np.mean(heard) / CONSUMERS)
    assert hire.customers == 3.0


@given(st.permutations(range(9)))
def test_tables_do_not_depend_on_the_order_in_which_runs_finish(order: list[int]) -> None:
    straight = made_up(3)
    shuffled = Measured(
        made_up_facts(), [straight.runs[i] for i in order], reversed(straight.markets)
    )
    for table in (tables.summary, tables.differences, tables.runs, tables.markets):
        one, other = table(straight), table(shuffled)
        assert list(one) == list(other)
        assert all(
            np.array_equal(one[name], other[name], equal_nan=_is_float(one[name])) for name in one
        )


def _is_float(column: Any) -> bool:
    return isinstance(column, np.ndarray) and column.dtype.kind == "f"


def test_csv_leaves_the_undefined_empty_and_reads_back_exactly(
    measured: Measured, tmp_path: Path
) -> None:
    path = tmp_path / "summary.csv"
    tables.write_csv(tables.summary(measured), path)
    with path.open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    romi = next(r for r in written if (r["strategy"], r["outcome"]) == ("nothing", "romi"))
    assert (romi["mean"], romi["ci_low"], romi["n"]) == ("", "", "0")
    for text, exact in zip(written, rows(tables.summary(measured)), strict=True):
        assert (
            text["mean"] == ""
            if math.isnan(exact["mean"])
            else float(text["mean"]) == exact["mean"]
        )


def test_one_replicate_has_means_and_empty_intervals() -> None:
    found = row(tables.summary(made_up(1)), strategy="much", outcome="customers")
    assert found["mean"] > 0
    assert found["n"] == 1
    assert math.isnan(found["ci_low"])


def test_the_baseline_alone_has_no_differences() -> None:
    alone = made_up_facts(strategies=made_up_facts().strategies[:1])
    runs = [run for run in made_up(3).runs if run.strategy == "nothing"]
    table = tables.differences(Measured(alone, runs, made_up(3).markets))
    assert all(len(column) == 0 for column in table.values())


def test_reproduction_number_is_a_ratio_over_the_probed_replicates() -> None:
    measured = made_up(4)  # 3, 4, 5, 3 extra customers of 5 gifts each
    assert measured.reproduction.value == pytest.approx(15 / 20)
    unprobed = measured.markets[3]._replace(extra_customers=math.nan, gifts=math.nan)
    partly = Measured(made_up_facts(), measured.runs, [*measured.markets[:3], unprobed])
    assert partly.reproduction.value == pytest.approx(12 / 15)
    assert partly.reproduction.n == 3
