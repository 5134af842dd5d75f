"""Funnel, journey, credit and segments: tables that can be traced to the runs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulation.experiments.compare import compare
from simulation.experiments.run import run
from simulation.results.credit import credit
from simulation.results.journey import FUNNEL, funnel, journey
from simulation.results.measured import Measured
from simulation.results.record import STAGE_COLUMNS
from simulation.results.segments import segments
from tests.experiments.tiny import tiny
from tests.results.made_up import CONSUMERS, LIFTS, made_up
from tests.results.test_tables import row

SEGMENTS = {"young": {"share": 0.4, "talk": {"contacts_per_day": 2.0}}, "old": {"share": 0.6}}


@pytest.fixture(scope="module")
def measured() -> Measured:
    return made_up(6)


def mean(measured: Measured, strategy: str, column: str) -> float:
    """A daily measure at the end, in the mean of the runs."""
    return float(np.mean([each.daily[column][-1] for each in measured.of(strategy)]))


def test_the_funnel_counts_people_and_shares(measured: Measured) -> None:
    table = funnel(measured)
    assert table["step"] == [*FUNNEL] * len(LIFTS)
    assert row(table, strategy="much", step="people")["people"] == CONSUMERS
    found = row(table, strategy="much", step="customers")
    assert found["people"] == mean(measured, "much", "customers")
    assert found["of"] == "interested"
    interested = mean(measured, "much", "ever_interested")
    assert found["share"] == pytest.approx(found["people"] / interested)
    assert found["share_ci_low"] < found["share"] <= found["share_ci_high"]


def test_the_journey_says_how_long_and_where_people_are_lost(measured: Measured) -> None:
    table = journey(measured)
    assert table["stage"] == [*STAGE_COLUMNS] * len(LIFTS)
    shares = [row(table, strategy="some", stage=stage)["share_of_time"] for stage in STAGE_COLUMNS]
    assert sum(shares) == pytest.approx(1.0)
    found = row(table, strategy="some", stage="aware")
    runs = measured.of("some")
    spent = sum(float(each.daily["aware"].sum()) for each in runs)
    reached = sum(float(each.daily["ever_aware"][-1]) for each in runs)
    onward = sum(float(each.daily["ever_interested"][-1]) for each in runs)
    assert found["dwell_days"] == pytest.approx(spent / reached)
    assert found["dropped_off"] == pytest.approx(1.0 - onward / reached)
    assert math.isnan(row(table, strategy="some", stage="loyal")["dwell_days"])


def test_credit_is_last_touch_beside_cost(measured: Measured) -> None:
    found = row(credit(measured), strategy="much", tactic="hire")
    customers = [each.daily["customers"][-1] for each in measured.of("much")]
    assert found["customers"] == 3.0
    assert found["cost_per_customer"] == 900.0 / 3.0
    assert found["share_of_customers"] == pytest.approx(6 * 3.0 / sum(customers))
    heard = sum(50 + replicate for replicate in range(6))
    assert found["customers_per_thousand_exposures"] == pytest.approx(1000 * 18 / heard)


def test_segments_add_up_to_the_market() -> None:
    scenario = tiny(consumers__segments=SEGMENTS)
    result = compare(scenario, replications=2, strategies=["kocs"])
    table = segments(result.measured)
    assert table["segment"] == ["young", "old"] * 2
    young, old = (row(table, strategy="kocs", segment=name) for name in SEGMENTS)
    assert young["people"] + old["people"] == 300
    for column, daily in (("customers", "customers"), ("owners", "owners")):
        whole = mean(result.measured, "kocs", daily)
        assert young[column] + old[column] == pytest.approx(whole)
    weighted = sum(each["reputation"] * each["aware"] for each in (young, old))
    total = mean(result.measured, "kocs", "opinion_sum")
    assert weighted == pytest.approx(total)
    assert list(result.segments["segment"]) == table["segment"]
    assert len(compare(tiny(), replications=1).segments) == 0


def test_trees_of_recruits_are_those_of_the_table_of_consumers() -> None:
    result = run(tiny(), "kocs")
    edges = result.cascade()
    customers, recruiters, _ = result.finished.recruits()
    assert sorted(edges["consumer"]) == customers[recruiters >= 0].tolist()
    assert float(result.record.ends["recruit_pairs"][0]) >= len(edges) > 0


def test_rivals_get_a_daily_table_in_the_folder_of_a_run(tmp_path: Any) -> None:
    from simulation.results.parquet import read_columns

    rivals = [{"name": "red"}, {"name": "blue", "price": 150}]
    result = run(tiny(rivals=rivals), "kocs")
    result.save(tmp_path / "run")
    table = read_columns(tmp_path / "run" / "rivals_daily.parquet")
    assert table["brand"] == ["red"] * 20 + ["blue"] * 20
    units = np.asarray(table["units"]).reshape(2, 20).sum(axis=0)
    assert (units == result.record.daily["rival_units"]).all()
    run(tiny(), "kocs").save(tmp_path / "alone")
    assert not (tmp_path / "alone" / "rivals_daily.parquet").exists()
