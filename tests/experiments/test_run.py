"""One run looked at closely: it is the run of the comparison, with its people and messages."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from simulation import compare, run
from simulation.errors import ArgumentError, OutputError, ScenarioError
from simulation.experiments.run import Run
from simulation.results.outcomes import OUTCOMES
from tests.experiments.tiny import tiny


@pytest.fixture(scope="module")
def traced() -> Run:
    return run(tiny(), "kocs", replicate=1, trace=True)


def test_it_is_the_run_of_the_comparison(traced: Run) -> None:
    result = compare(tiny(), replications=2)
    mine = result.daily.query("strategy == 'kocs' and replicate == 1")
    mine = mine.drop(columns=["strategy", "replicate"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(traced.daily, mine)
    row = result.runs.query("strategy == 'kocs' and replicate == 1").iloc[0]
    for name, value in traced.outcomes.items():
        if name != "romi":
            np.testing.assert_equal(value, row[name], err_msg=name)


def test_outcomes_name_everything_and_a_comparison_is_undefined(traced: Run) -> None:
    assert list(traced.outcomes) == list(OUTCOMES)
    assert math.isnan(traced.outcomes["romi"])


def test_people_add_up_to_the_last_day(traced: Run) -> None:
    last = traced.daily.iloc[-1]
    people = traced.consumers
    assert len(people) == 300
    assert (people["purchases"] > 0).sum() == last["customers"]
    assert (people["units"] > 0).sum() == last["owners"]
    assert people["stage"].value_counts()["aware"] == last["aware"]


def test_the_trace_is_what_one_consumer_said_and_heard(traced: Run) -> None:
    cascade = traced.cascade()
    who = int(cascade["consumer"].iloc[0])
    messages = traced.trace(who)
    assert ((messages["talker"] == who) | (messages["listener"] == who)).all()
    credited = messages[(messages["listener"] == who) & messages["credited"]]
    assert list(credited["talker"].unique()) == [cascade["recruiter"].iloc[0]]
    pd.testing.assert_frame_equal(traced.trace(str(who)), messages)


def test_the_cascade_lists_customers_whom_somebody_brought(traced: Run) -> None:
    cascade = traced.cascade()
    assert list(cascade.columns) == ["recruiter", "consumer", "day", "tactic"]
    assert cascade["day"].is_monotonic_increasing
    assert cascade["consumer"].is_unique
    assert (cascade["recruiter"] != cascade["consumer"]).all()
    assert len(cascade) <= traced.daily["customers"].iloc[-1]
    assert set(cascade["tactic"]) <= {"organic", "hire_kocs", "battery"}


def test_without_a_trace_there_are_no_messages() -> None:
    with pytest.raises(ArgumentError, match="kept no trace"):
        run(tiny(), "do_nothing").trace(0)


@pytest.mark.parametrize("consumer", [-1, 300, "Anna"])
def test_unknown_consumers_are_refused(traced: Run, consumer: int | str) -> None:
    with pytest.raises(ArgumentError, match="consumer: "):
        traced.trace(consumer)


def test_both_engines_are_one() -> None:
    small = tiny(network__consumers=60, days=12)
    kernel, agents = run(small, "referral"), run(small, "referral", engine="agents")
    pd.testing.assert_frame_equal(kernel.daily, agents.daily)
    pd.testing.assert_frame_equal(kernel.consumers, agents.consumers)


def test_files_of_a_run(traced: Run, tmp_path: Path) -> None:
    traced.save(tmp_path / "out")
    names = {"daily", "consumers", "ledger", "messages"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *(f"{name}.parquet" for name in names),
        "manifest.json",
    }
    frames = {name: pq.read_table(tmp_path / "out" / f"{name}.parquet") for name in names}
    assert frames["messages"].column_names == [
        *("day", "talker", "listener", "slot", "sign", "weight", "credited")
    ]
    assert frames["messages"].num_rows == len(traced.finished.messages()["day"])
    assert frames["consumers"]["label"].to_pylist() == list(traced.consumers["label"])
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["strategy"], manifest["replicate"]) == ("run", "kocs", 1)
    assert manifest["counts"]["exposures"] == traced.daily["exposures"].sum()


def test_a_trace_changes_nothing(traced: Run, tmp_path: Path) -> None:
    traced.save(tmp_path / "traced")
    run(tiny(), "kocs", replicate=1).save(tmp_path / "plain")
    for name in ("daily", "consumers", "ledger"):
        one, other = (tmp_path / where / f"{name}.parquet" for where in ("traced", "plain"))
        assert one.read_bytes() == other.read_bytes()
    assert not (tmp_path / "plain" / "messages.parquet").exists()


def test_a_folder_of_something_else_is_refused(traced: Run, tmp_path: Path) -> None:
    traced.save(tmp_path)
    traced.save(tmp_path)  # the same run again
    other = run(tiny(), "referral")
    with pytest.raises(OutputError, match="holds another run"):
        other.save(tmp_path)
    other.save(tmp_path, force=True)
    compare_folder = tmp_path / "comparison"
    compare(tiny(), replications=1, out=compare_folder)
    with pytest.raises(OutputError, match="holds comparison"):
        traced.save(compare_folder)
    with pytest.raises(OutputError, match=r"has a manifest\.json that is not of a comparison"):
        compare(tiny(), out=tmp_path)


def test_wrong_arguments_are_one_message() -> None:
    with pytest.raises(ArgumentError, match=r'no strategy "koks"\. Use kocs\.'):
        run(tiny(), "koks")
    with pytest.raises(ArgumentError, match=r"replicate: -1 is below 0"):
        run(tiny(), "kocs", replicate=-1)
    with pytest.raises(ArgumentError, match=r'engine: "steam" is unknown'):
        run(tiny(), "kocs", engine="steam")  # type: ignore[arg-type]


def test_what_cannot_work_is_refused_for_this_strategy_only() -> None:
    impossible = tiny(strategies__kols=[{"kind": "hire_kols", "tier": "head", "number": 2}])
    with pytest.raises(ScenarioError, match="2 head KOLs asked, 1 exist"):
        run(impossible, "kols")
    run(impossible, "kocs")


def test_a_run_shows_itself(traced: Run) -> None:
    assert repr(traced).startswith("<Run tiny: kocs, replicate 1, ")
    assert "<table>" in traced._repr_html_()
    assert [ax.get_title(loc="left") for ax in traced.plot("stages").axes] == ["kocs"]
    with pytest.raises(ArgumentError, match="no figure"):
        traced.plot("differences")
