"""Who brought whom, and the course of a crisis, as tables of a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation.errors import OutputError
from simulation.experiments.compare import compare
from simulation.language import in_language
from simulation.network.graph import SocialGraph
from simulation.results.answers import Answer, answer_of
from simulation.results.facts import StrategyFacts
from simulation.results.hubs import hubs, trees
from simulation.results.measured import Measured
from simulation.results.record import ENDS, HUBS, RunRecord, make_record
from simulation.scenario.load import scenario_from
from simulation.tactics.crisis.respond import Respond, Step
from tests.experiments.tiny import tiny
from tests.results.made_up import made_up_facts, run_with

Rows = list[tuple[int, str, int, int]]


def with_hubs(rows: Rows, replicate: int, **ends: float) -> RunRecord:
    """A run whose hubs are given as consumer, label, recruits and descendants."""
    names = ("consumer", "label", "recruits", "descendants")
    known: dict[str, Any] = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    run = run_with(brought_by_people=[1, 2, *[0] * 28], customers=[6] * 30)
    found = {**known, "role": ["koc"] * len(rows), "followers": [5] * len(rows)}
    assert set(found) == set(HUBS)
    measures = {name: [ends.get(name, 0.0)] for name in ENDS}
    name = "made_up"
    return make_record(name, replicate, run.daily, run.ledger, run.tactics, measures, None, found)


def measured_of(*runs: RunRecord) -> Measured:
    """Replicates of one strategy."""
    facts = made_up_facts(strategies=(StrategyFacts("made_up", "Made up"),), baseline="made_up")
    return Measured(facts, runs, [])


def test_people_of_a_made_graph_are_shown_for_replicate_0_only() -> None:
    first: Rows = [(4, "", 3, 9), (2, "", 5, 5)]
    found = hubs(measured_of(with_hubs(first, 0), with_hubs([(4, "", 90, 90)], 1)))
    assert list(found["consumer"]) == [4, 2]
    assert list(found["recruits"]) == [3.0, 5.0]
    assert (found["label"], list(found["replicates"])) == (["", ""], [1, 1])


def test_people_of_the_users_graph_are_followed_through_all_replicates() -> None:
    found = hubs(
        measured_of(
            with_hubs([(4, "Ann", 3, 9), (2, "Bob", 5, 5)], 0),
            with_hubs([(2, "Bob", 7, 8)], 1),
            with_hubs([], 2),
        )
    )
    assert found["label"] == ["Bob", "Ann"]
    assert list(found["descendants"]) == [6.5, 9.0]
    assert list(found["in_top"]) == [2, 1]
    assert list(found["replicates"]) == [3, 3]


def test_no_more_than_ten_are_shown() -> None:
    runs = [with_hubs([(10 * r + i, f"p{r}{i}", 1, 1 + r) for i in range(10)], r) for r in range(2)]
    found = hubs(measured_of(*runs))
    assert found["label"] == [f"p1{i}" for i in range(10)]
    assert len(hubs(measured_of(with_hubs([], 0)))["label"]) == 0


def test_trees_have_means_with_intervals_and_a_share_that_stays_one() -> None:
    runs = [with_hubs([], r, trees=trees_, tree_depth=2.0) for r, trees_ in enumerate((1.0, 3.0))]
    found = pd.DataFrame(trees(measured_of(*runs))).set_index("measure")
    share = found.loc["share_recruited"]
    assert (share["mean"], share["ci_low"], share["ci_high"]) == pytest.approx((0.5, 0.5, 0.5))
    assert found.loc["trees", "mean"] == 2.0
    assert found.loc["trees", "ci_low"] == 0.0  # 2 - 12.7 would be no count
    assert found.loc["tree_depth", "ci_high"] == 2.0


def friends() -> SocialGraph:
    """A graph of forty people with names: a ring with chords."""
    n = 40
    ties = [[i, (i + step) % n] for i in range(n) for step in (1, 2, 7)]
    return SocialGraph.from_edges(ties, labels=[f"person {i}" for i in range(n)])


def test_a_comparison_keeps_hubs_and_trees_and_reads_them_back(tmp_path: Path) -> None:
    here = tiny(days=30, replications=3, roles={"koc": 0.1}).with_graph(friends())
    result = compare(here, out=tmp_path / "out", strategies=["kocs"])
    shown = result.hubs
    assert 0 < shown.groupby("strategy").size().max() <= 10
    assert shown["label"].str.startswith("person ").all()
    assert (shown["replicates"] == 3).all()
    assert set(shown["role"]) <= {"consumer", "koc", "kol_tail", "kol_waist", "kol_head"}
    kept = pd.read_csv(tmp_path / "out" / "hubs.csv")
    pd.testing.assert_frame_equal(kept, shown, check_dtype=False)
    assert pd.read_csv(tmp_path / "out" / "trees.csv")["measure"].tolist().count("trees") == 2
    again = compare(here, out=tmp_path / "out", strategies=["kocs"])
    pd.testing.assert_frame_equal(again.hubs, shown)
    at = ["strategy", "replicate"]
    by_run = pd.read_parquet(tmp_path / "out" / "hubs.parquet").groupby(at)["recruits"].sum()
    ends = pd.read_parquet(tmp_path / "out" / "ends.parquet").set_index(at)["recruited"]
    assert (by_run <= ends.loc[by_run.index]).all()
    assert by_run.sum() > 0


def test_people_of_a_made_graph_have_no_label() -> None:
    shown = compare(tiny(days=15), replications=2, strategies=["do_nothing"]).hubs
    assert set(shown["label"]) == {""}
    assert set(shown["replicates"]) == {1}


def test_recruits_are_the_customers_whom_people_brought() -> None:
    result = compare(tiny(), replications=2, strategies=["do_nothing"])
    for run in result.measured.runs:
        assert run.ends["recruited"][0] == run.daily["brought_by_people"].sum()


def test_a_folder_without_hubs_is_refused_and_the_file_is_named(tmp_path: Path) -> None:
    small = tiny(days=12, network__consumers=60)
    compare(small, replications=1, out=tmp_path / "out")
    (tmp_path / "out" / "hubs.parquet").unlink()
    with pytest.raises(OutputError, match=r"hubs\.parquet"):
        compare(small, replications=2, out=tmp_path / "out")


def test_what_is_answered_is_read_from_the_tactics() -> None:
    steps = [
        Step(response="compensate", after_hours=72.0),
        Step(response="stay_silent", after_hours=1.0),
        Step(response="apologise", after_hours=6.0),
    ]
    one = answer_of([Respond(response="apologise", hours_to_reply=12.0, hours_to_resolve=48.0)])
    two = answer_of([Respond(steps=steps)])
    assert one == Answer(("apologise",), 12.0, 48.0)
    assert (two.response, two.hours_to_reply) == ("apologise then compensate", 6.0)
    assert (one.label, two.label) == (
        "apologise within 12 h",
        "apologise, then compensate within 6 h",
    )
    for none in (answer_of([]), answer_of([Respond(response="stay_silent")])):
        assert (none.response, none.label) == ("stay_silent", "no answer")
        assert np.isnan(none.hours_to_reply)
    with in_language("zh"):
        assert (one.label, answer_of([]).label) == ("12小时内致歉", "未回应")


def test_the_crisis_table_counts_what_is_undefined() -> None:
    fast = [{"kind": "respond", "hours_to_reply": 6}]
    scenario = tiny(days=15, strategies={"do_nothing": [], "kocs": fast, "referral": None})
    result = compare(scenario, replications=3)
    shown = result.crisis.set_index("strategy")
    assert list(shown["response"]) == ["stay_silent", "apologise"]
    assert shown.loc["kocs", "hours_to_reply"] == 6.0
    summary = result.summary.query("strategy == 'kocs'").set_index("outcome")["mean"]
    for outcome in ("crisis_depth", "days_to_contain", "days_to_recover"):
        here = shown.loc["kocs"]
        assert here[outcome] == pytest.approx(summary[outcome], nan_ok=True)
        assert here[f"{outcome}_n"] + here[f"{outcome}_n_undefined"] == 3


def test_without_an_event_there_is_no_crisis() -> None:
    calm = scenario_from({**tiny(days=12).resolved(), "events": []})
    assert len(compare(calm, replications=1).crisis) == 0
