"""Robustness of a tiny market: resumed, the same twice, refused for another scenario."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation.errors import ArgumentError, OutputError, ScenarioError
from simulation.experiments import robustness_plan as study
from simulation.experiments.impossible_runs import without_impossible
from simulation.experiments.robustness import Robustness, carry_out, robustness
from simulation.experiments.study import (
    Workplace,
    latin_hypercube,
    shares_to_points,
    with_own_luck,
)
from simulation.experiments.sweeps.points import Points
from simulation.results.robustness.assumption import Assumption
from tests.experiments.tiny import tiny

FILES = ("robustness.csv", "flips.csv", "robustness.json")
VARIED = ["consumers.decide", "media.prices.koc", "brand.price=150..260"]
"""The last KOC's fee may be more than the whole purse: then the strategy cannot work."""


def asked(**more: Any) -> Robustness:
    """A small study."""
    given: dict[str, Any] = {"points": 24, "replications": 2, "parameters": VARIED, "only": True}
    market = tiny(days=10, network__consumers=100, **more.pop("changes", {}))
    return robustness(market, **{**given, **more})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small study."""
    place = tmp_path_factory.mktemp("study") / "tiny"
    asked(out=place)
    return place


@pytest.fixture(scope="module")
def found() -> Robustness:
    """The same study without a folder."""
    return asked()


def digests(folder: Path) -> dict[str, str]:
    """What the tables of a study contain, to the byte."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def test_files_and_what_the_object_says_are_the_same(folder: Path, found: Robustness) -> None:
    table = pd.read_csv(folder / "robustness.csv")
    assert table["strategy"].tolist() == found.table["strategy"].tolist()
    assert np.allclose(table["regret_worst"], found.table["regret_worst"], equal_nan=True)
    written = json.loads((folder / "robustness.json").read_text())
    assert " ".join(written["answer"]) == found.answer
    page = (folder / "robustness.html").read_text("utf-8")
    assert written["answer"][-1] in page
    assert sorted(path.name for path in (folder / "figures").glob("*.svg")) == [
        "robustness_flips.svg",
        "robustness_shares.svg",
        "robustness_tornado.svg",
    ]


def test_point_0_is_as_written_and_is_not_judged(found: Robustness) -> None:
    points = found.results.points
    assert len(points) == 25
    row = points.iloc[0]
    assert row["media.prices.koc.fee_base"] == 60.0
    assert found.judged.surface.points.tolist() == list(range(1, 25))
    one = found.results.runs.query("point == 0 and replicate == 0")
    written = found.judged.written
    for i, name in enumerate(written.strategies):
        assert one.loc[one["strategy"] == name, "customers"].item() == written.each[0, i, 0]


def test_each_point_has_luck_of_its_own_and_point_0_that_of_the_scenario(found: Robustness) -> None:
    seeds = found.results.points["seed"].tolist()
    assert seeds[0] == found.plan.scenario.seed
    assert len(set(seeds)) == len(seeds)
    longer = with_own_luck(Points.of({"brand.price": [9.0] * 40}), found.plan.scenario)
    assert list(longer.columns["seed"][: len(seeds)]) == seeds
    other = with_own_luck(longer, found.plan.scenario.with_changes({"seed": 2}))
    assert not set(other.columns["seed"]) & set(seeds)


def test_points_that_differ_in_nothing_else_differ_by_luck() -> None:
    """Where an assumption moves nothing, points are repeats: alike only if they share luck."""
    idle = asked(parameters=["brand.price=199.9..200.1"], points=20, strategies=["referral"])
    runs = idle.results.runs.query("strategy == 'do_nothing' and replicate == 0 and point > 0")
    assert runs["exposures"].nunique() > 10


def test_strategies_at_a_point_meet_the_same_luck() -> None:
    """Two strategies that do the same come to the same at every point."""
    twin = tiny(days=10, network__consumers=100, strategies__twin={"label": "twin"})
    same = robustness(
        twin, points=20, strategies=["twin"], parameters=["brand.price=150..260"], only=True
    )
    values = same.results.runs.pivot(
        index=["point", "replicate"], columns="strategy", values="exposures"
    )
    assert values["twin"].tolist() == values["do_nothing"].tolist()
    assert values["twin"].nunique() > 10


def test_points_fill_the_ranges_evenly(found: Robustness) -> None:
    column = found.results.points["brand.price"].to_numpy()[1:]
    assert np.histogram(column, bins=24, range=(150, 260))[0].tolist() == [1] * 24
    assert column.min() >= 150.0
    fees = np.log(found.results.points["media.prices.koc.fee_per_follower"].to_numpy()[1:])
    assert np.histogram(fees, bins=4)[0].min() >= 1


def test_a_strategy_that_cannot_work_somewhere_is_told_and_not_refused(found: Robustness) -> None:
    table = found.table.set_index("strategy")
    failed = found.results.runs.query("status == 'failed' and point > 0")
    assert table.loc["kocs", "n_undefined"] == failed["point"].nunique() > 0
    assert table.loc["do_nothing", "n_undefined"] == 0
    assert "kocs cannot work in " in found.answer
    assert "cannot buy one KOC" in found.answer


def test_runs_that_cannot_work_are_not_counted_as_failed(folder: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, ...]] = []
    plan = study.plan_of(
        tiny(days=10, network__consumers=100),
        points=24,
        replications=2,
        parameters=VARIED,
        only=True,
    )
    found = carry_out(plan, None, Workplace(), progress=lambda *step: steps.append(step))
    cannot = 2 * found.judged.standing("kocs").n_undefined
    assert steps[0] == (0, plan.runs, 0, 0)
    assert steps[-1] == (plan.runs, plan.runs, 0, cannot)
    counts = json.loads((folder / "manifest.json").read_text())["counts"]
    assert (counts["failed"], counts["cannot_work"]) == (0, cannot)
    told: list[tuple[int, ...]] = []
    user = without_impossible(lambda *step: told.append(step))
    assert user is not None
    user(*steps[-1])
    assert told == [(plan.runs, plan.runs, 0)]


def test_the_same_command_goes_on_and_gives_the_same_bytes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = tmp_path / "again"
    seen: list[int] = []

    def stop(finished: int, total: int, failed: int = 0, /) -> None:
        seen.append(finished)
        if finished > 80:  # all 60 runs as written, and some at the points
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asked(out=again, progress=stop)
    assert not (again / "manifest.json").exists()
    seen.clear()
    asked(out=again, progress=lambda finished, total, failed=0: seen.append(total))
    assert seen[0] < 25 * 2 * 3
    assert digests(again) == digests(folder)
    seen.clear()
    asked(out=again, progress=lambda *steps: seen.append(1))
    assert seen == []


def test_workers_change_nothing(folder: Path, tmp_path: Path) -> None:
    asked(out=tmp_path / "two", workers=2, executor="threads")
    assert digests(tmp_path / "two") == digests(folder)


def test_another_question_costs_no_runs(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    shutil.copytree(folder, place)
    seen: list[int] = []
    other = asked(
        out=place,
        changes={"decide_by": "romi"},
        progress=lambda *steps: seen.append(1),
    )
    assert seen == []
    assert other.judged.outcome.name == "romi"
    assert other.judged.strategies == ("kocs", "referral")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"changes": {"brand__quality": 0.5}}, "sweep (brand.quality: 0.8 there, 0.5 here)"),
        ({"changes": {"seed": 6}}, "sweep (seed: 5 there, 6 here)"),
        ({"seed": 2}, "robustness study (seed: 1 there, 2 here)"),
        ({"points": 30}, "robustness study (points: 24 there, 30 here)"),
        ({"parameters": ["brand.price=5..9"]}, "(assumptions: 12 varied there, 1 varied here)"),
        (
            {"parameters": [*VARIED[:2], "brand.price=150..250"]},
            "study (brand.price: 150..260 there, 150..250 here)",
        ),
        ({"strategies": ["kocs"]}, "kocs, referral there, do_nothing, kocs here)"),
    ],
)
def test_a_folder_of_another_study_is_refused(
    folder: Path, other: dict[str, Any], told: str
) -> None:
    with pytest.raises(OutputError, match="holds another") as refused:
        asked(out=folder, **other)
    assert told in str(refused.value)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"kind": "comparison"}')
    with pytest.raises(OutputError, match="holds a comparison"):
        asked(out=tmp_path)


def test_force_replaces_what_is_there(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    shutil.copytree(folder, place)
    few = {"points": 20, "replications": 1, "strategies": ["referral"], "force": True}
    assert "kocs" not in asked(out=place, **few).answer
    assert json.loads((place / "manifest.json").read_text())["counts"]["runs"] == 21 * 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"points": 0}, "points: 0 is below 1"),
        ({"points": 5}, "too few"),
        ({"points": 20.5}, "points: 20.5 "),
        ({"points": None}, "points: nothing is given. Write a whole number."),
        ({"replications": 0}, "replications: 0"),
        ({"replications": "3"}, 'replications: "3" is text. Write 3.'),
        ({"workers": "2"}, 'workers: "2" is text. Write 2.'),
        ({"executor": "thread"}, "Use threads."),
        ({"seed": -1}, "seed: -1 is below 0"),
        ({"strategies": "kocs"}, 'strategies: "kocs" is one name. Write it in a list'),
        ({"parameters": "brand.price=1..2"}, 'Write it in a list: ["brand.price=1..2"]'),
        ({"progress": 3}, "progress: 3 is given"),
        ({"strategies": ["do_nothing"]}, "at least two"),
        ({"strategies": ["kcs"]}, "Use kocs."),
    ],
)
def test_wrong_arguments(given: dict[str, Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError) as refused:
        asked(out=tmp_path / "none", **given)
    assert told in str(refused.value)
    assert not (tmp_path / "none").exists()


def test_a_file_is_no_scenario() -> None:
    with pytest.raises(ArgumentError, match=r'Use load_scenario\("tiny.yaml"\)'):
        robustness("tiny.yaml")  # type: ignore[arg-type]


def test_a_strategy_that_cannot_work_as_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot buy one KOC"):
        asked(changes={"media__prices__koc__fee_base": 490.0, "budget": 901.0})


def test_points_that_no_scenario_can_be_are_drawn_again_or_left_out() -> None:
    scenario = tiny()
    ends = Assumption("days", ("days",), 20, 5, 24, is_whole=True)  # the fault strikes on day 9
    drawn = latin_hypercube(scenario, [ends], 200, 1)
    points = shares_to_points(scenario, [ends], drawn.shares)
    days = points.columns["days"]
    assert isinstance(days, np.ndarray)
    assert days[0] == 20
    assert days.min() >= 10
    assert len(drawn.shares) + drawn.n_invalid == 200
    with pytest.raises(ArgumentError, match="most sampled points cannot be"):
        latin_hypercube(scenario, [ends._replace(low=1, high=9)], 50, 1)


def test_plots_by_name(found: Robustness) -> None:
    assert len(found.plot("tornado").axes) == 1
    with pytest.raises(ArgumentError, match="Use tornado"):
        found.plot("tornadoo")
    assert found.plan.runs == 25 * 2 * 3 + study.WRITTEN * 3
    assert "stays best in" in repr(found)
    assert "<table" in found._repr_html_()
