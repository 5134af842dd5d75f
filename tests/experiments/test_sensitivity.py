"""Sensitivity of a tiny market: what is run, resumed, refused and written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation.errors import ArgumentError, OutputError
from simulation.experiments.sensitivity import Sensitivity, sensitivity
from simulation.experiments.sensitivity_plan import MOST_RUNS, check_size, plan_of
from simulation.results.sensitivity.design import design_of
from tests.experiments.tiny import tiny

VARIED = ["consumers.decide.interest_evidence", "consumers.experience.hype", "brand.price=150..260"]


def asked(**more: Any) -> Sensitivity:
    """A small study of the difference that referral makes."""
    given: dict[str, Any] = {
        "points": 5,
        "parameters": VARIED,
        "only": True,
        "differences": ["referral"],
    }
    return sensitivity(tiny(days=10, network__consumers=100), **{**given, **more})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small study."""
    place = tmp_path_factory.mktemp("study") / "tiny"
    asked(out=place)
    return place


def test_files_and_what_the_object_says_are_the_same(folder: Path) -> None:
    found = asked()
    table = pd.read_csv(folder / "sensitivity.csv")
    assert table["parameter"].tolist() == found.table["parameter"].tolist()
    assert np.allclose(table["mu_star"], found.table["mu_star"])
    written = json.loads((folder / "sensitivity.json").read_text())
    assert " ".join(written["answer"]) == found.answer
    assert (folder / "figures" / "sensitivity_customers_referral_difference.svg").exists()
    assert len(found.plot("customers_referral_difference_plane").axes) == 1
    assert found.found("customers").output.strategy == "referral"
    with pytest.raises(ArgumentError, match="was not looked at"):
        found.found("profit")


def test_effects_are_of_what_was_run(folder: Path) -> None:
    """The largest effect by hand: the mean size of the steps along each path."""
    found = asked(out=folder)
    runs = found.results.runs.pivot_table(
        index="point", columns=["strategy", "replicate"], values="customers"
    )
    gap = np.asarray(runs["referral"] - runs["do_nothing"]).mean(axis=1)[1:]
    design = found.judged.study.design
    steps = np.diff(design.shares.reshape(5, 4, 3), axis=1)
    slopes = np.diff(gap.reshape(5, 4), axis=1)
    first = found.judged.found[0].effects[0]
    i = [one.label for one in found.plan.chosen.varied].index(first.assumption.label)
    sizes = [
        abs(slopes[path, step] / steps[path, step, i])
        for path in range(5)
        for step in range(3)
        if steps[path, step, i] != 0.0
    ]
    assert first.size == pytest.approx(np.mean(sizes))


def test_a_finished_study_runs_nothing_and_another_is_refused(folder: Path) -> None:
    seen: list[int] = []
    asked(out=folder, progress=lambda *steps: seen.append(1))
    assert seen == []
    with pytest.raises(OutputError, match=r"another sensitivity study \(method: morris there"):
        asked(out=folder, method="sobol", points=8)


def test_sobol_runs() -> None:
    found = asked(method="sobol", points=8, replications=1)
    assert set(found.table.columns) >= {"total", "first", "luck"}
    assert found.plan.runs == (8 * 5 + 1) * 2
    assert "not known with one replicate" in found.answer


def test_paths_that_no_scenario_can_be_are_said_and_refused_where_they_are_most() -> None:
    """A market may end before its fault strikes: each end of a range can be, not all together."""
    together = ["days=18..60", "events.battery.day=2..19"]
    plan = plan_of(tiny(), points=12, parameters=together, only=True, seed=4)
    ends, days = (one.at(np.array([0.0, 1 / 3, 2 / 3, 1.0])) for one in plan.chosen.varied)
    shares = design_of("morris", 12, 2, 4).shares
    level = np.rint(3 * shares).astype(int)
    is_wrong = days[level[:, 1]] >= ends[level[:, 0]]
    n_spoilt = int(is_wrong.reshape(12, 3).any(axis=1).sum())
    assert 0 < n_spoilt < 7
    small = tiny(network__consumers=60)
    given: dict[str, Any] = {"parameters": together, "only": True, "points": 12, "seed": 4}
    found = sensitivity(small, differences=["referral"], **given)
    assert found.judged.study.n_invalid == n_spoilt
    assert f"{n_spoilt} of 12 paths were left out before anything was run" in found.answer
    most = {**given, "parameters": ["days=10..30", "events.battery.day=2..19"]}
    with pytest.raises(ArgumentError, match=r"\d+ of 12 paths hold a point that cannot be: "):
        sensitivity(small, differences=["referral"], **most)


def test_many_runs_are_not_started_unasked() -> None:
    plan = plan_of(tiny(), method="sobol")
    assert plan.runs > MOST_RUNS
    with pytest.raises(ArgumentError, match=f"takes {plan.runs:,} runs"):
        sensitivity(tiny(), method="sobol")
    check_size(plan, is_asked=True)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"method": "moris"}, "Use morris."),
        ({"method": ["sobol"]}, "method: "),
        ({"points": 2}, "too few"),
        ({"points": 20.5}, "points: 20.5 "),
        ({"workers": "2"}, 'workers: "2" is text. Write 2.'),
        ({"replications": "3"}, 'replications: "3" is text. Write 3.'),
        ({"parameters": "brand.price=1..2"}, 'Write it in a list: ["brand.price=1..2"]'),
        ({"differences": "referral"}, 'differences: "referral" is one name'),
        ({"outcomes": "customers"}, 'outcomes: "customers" is one name'),
        ({"differences": ["do_nothing"]}, "not a strategy beside the baseline"),
        ({"differences": ["refer"]}, "Use referral"),
        ({"outcomes": ["custmers"]}, "Use customers."),
        ({"differences": None, "strategies": ["do_nothing"], "outcomes": ["romi"]}, "Add another"),
    ],
)
def test_wrong_arguments(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        asked(**given)
    assert told in str(refused.value)
