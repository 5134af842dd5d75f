"""Margins: each lever at other levels, on the luck of the plan, kept and gone on with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.errors import ArgumentError, OutputError
from simulation.experiments.compare import compare
from simulation.experiments.margin_found import what_money_brings
from simulation.experiments.margins import margins
from simulation.experiments.margins_plan import plan_of
from simulation.scenario.model import Scenario
from tests.experiments.tiny import tiny

TWO = {"kind": "hire_kocs", "number": 2}
ADS = {"kind": "advertise", "channel": "social", "budget": 40}
CREATOR = {"kind": "publish_content", "posts_per_week": 3, "cost_per_post": 50}


def small(**changes: Any) -> Scenario:
    """A scenario that is lived in a moment; ``kocs`` spends 40 of 900 on advertising."""
    return tiny(**{"days": 10, "network__consumers": 100, "strategies__kocs": [ADS], **changes})


def test_the_plan_is_lived_as_a_comparison_lives_it() -> None:
    """The same replicates on the same luck: other levels beside it change nothing."""
    compared = compare(small(), replications=3).runs
    (curve,) = margins(small(), replications=3).curves
    there = compared[compared["strategy"] == "kocs"]
    assert list(curve.plan.customers) == list(there["customers"])
    assert list(curve.plan.cost) == list(there["cost"])
    assert curve.plan.cost.sum() > 0.0


def test_a_level_is_the_same_as_the_scenario_changed_to_it() -> None:
    changed = small(strategies__kocs=[{**ADS, "budget": 60}])
    there = compare(changed, replications=3).runs
    (curve,) = margins(small(), replications=3, levels=[1.5]).curves
    more = there[there["strategy"] == "kocs"]
    assert list(curve.levels[-1].customers) == list(more["customers"])
    assert list(curve.levels[-1].cost) == list(more["cost"])


def test_doubling_a_pure_cost_returns_nothing_with_its_interval() -> None:
    nobody_buys = small(
        consumers__decide__purchase_base=-40,
        strategies__kocs=[{"kind": "publish_content", "posts_per_week": 7, "cost_per_post": 20,
                           "budget": 100}],
    )  # fmt: skip
    found = margins(nobody_buys, replications=3, levels=[2]).marginal.iloc[-1]
    assert found["extra_cost"] == 100.0
    assert (found["marginal_return"], found["ci_low"], found["ci_high"]) == (0.0, 0.0, 0.0)


def test_the_ceiling_moves_with_the_lever_and_leaves_others_their_money() -> None:
    binding = small(budget=100, strategies__kocs=[ADS, CREATOR])
    plan = plan_of(binding, levels=[0.5, 1.5])
    assert [plan.widened.ceiling(each.name) for each in plan.variants] == [80.0, 120.0]
    (curve,) = margins(binding, replications=2, levels=[0.5, 1.5]).curves
    assert [level.spent.tolist() for level in curve.levels] == [[20.0] * 2, [40.0] * 2, [60.0] * 2]
    assert {float(cost) for level in curve.levels for cost in level.cost - level.spent} == {50.0}


def test_a_number_is_whole_and_says_who_spends_what_it_leaves() -> None:
    plan = plan_of(small(strategies__kocs=[TWO, CREATOR]), levels=[0.5, 0.75, 1.2, 1.5])
    assert [each.level for each in plan.variants] == [1.0, 3.0]
    assert [plan.widened.ceiling(each.name) for each in plan.variants] == [900.0, 1350.0]
    assert plan.levers[0].shares_purse_with == ("publish_content",)
    assert plan_of(small(strategies__kocs=[TWO])).levers[0].shares_purse_with == ()


def test_a_level_that_cannot_work_is_left_out_with_the_reason() -> None:
    heads = small(strategies__kocs=[{"kind": "hire_kols", "tier": "head", "budget": 300}])
    (curve,) = margins(heads, replications=1, levels=[0.5]).curves
    (dropped,) = curve.dropped
    assert (dropped.level, dropped.factor) == (150.0, 0.5)
    assert dropped.why_not == "150 cannot buy one head KOL; the first costs 252"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"strategies": ["koc"]}, 'no strategy "koc". Use kocs.'),
        ({"strategies": ["referral"]}, "no tactic of referral has a budget or a number"),
        ({"levels": [0]}, "levels: 0 is no share of a budget"),
        ({"levels": [float("inf")]}, "levels: inf is no share"),
        ({"levels": [1.0]}, "none beside the plan"),
        ({"levels": "0.5"}, 'levels: "0.5" is given'),
        ({"levels": ["half"]}, 'levels: "half"'),
        ({"replications": 0}, "replications: 0 is below 1"),
        ({"workers": 0}, "workers"),
    ],
)
def test_wrong_arguments_are_told_in_one_message(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        margins(small(), **arguments)
    assert said in str(refused.value)


def test_a_wrong_tactic_of_a_figure_is_told() -> None:
    found = margins(small(), replications=1, levels=[1.5])
    with pytest.raises(ArgumentError, match="Use advertise"):
        found.plot("advertis")
    with pytest.raises(ArgumentError, match="Use kocs"):
        found.plot(strategy="koc")
    assert found.plot(measure="gross_profit").get_ylabel() == "gross profit"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished study in ``tea-margins``."""
    folder = tmp_path_factory.mktemp("out")
    margins(small(), replications=2, levels=[0.5, 1.5], out=folder / "tea-margins")
    return folder


FILES = ("margins.csv", "marginal.csv", "margins.json", "runs/daily.parquet", "runs/ledger.parquet")


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_two_workers_write_the_same_bytes(place: Path, tmp_path: Path, executor: Any) -> None:
    margins(
        small(), replications=2, levels=[0.5, 1.5], workers=2, executor=executor, out=tmp_path / "b"
    )
    for name in FILES:
        assert (place / "tea-margins" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_finished_runs_are_not_lived_again(tmp_path: Path) -> None:
    def runs(**arguments: Any) -> int:
        seen = [0]
        margins(small(), out=tmp_path / "m", progress=lambda _, n: seen.append(n), **arguments)
        return max(seen)

    assert runs(replications=2, levels=[1.5]) == 4
    assert runs(replications=2, levels=[1.5]) == 0
    assert runs(replications=3, levels=[1.5]) == 2
    assert runs(replications=3, levels=[0.5, 1.5]) == 3
    whole = margins(small(), replications=3, levels=[0.5, 1.5], out=tmp_path / "n")
    again = margins(small(), replications=3, levels=[0.5, 1.5], out=tmp_path / "m")
    np.testing.assert_array_equal(whole.levels["customers"], again.levels["customers"])
    for name in FILES:
        assert (tmp_path / "m" / name).read_bytes() == (tmp_path / "n" / name).read_bytes()


def test_an_interrupted_study_goes_on(tmp_path: Path) -> None:
    def stop(finished: int, total: int) -> None:
        if finished == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        margins(small(), replications=3, levels=[1.5], out=tmp_path / "tea-margins", progress=stop)
    found = what_money_brings(small(), ("kocs",), tmp_path / "tea")
    assert "not finished" in found["why_not"]
    left = []
    margins(
        small(), replications=3, levels=[1.5], out=tmp_path / "tea-margins",
        progress=lambda _, n: left.append(n),
    )  # fmt: skip
    assert 0 < max(left) < 6


def test_a_folder_of_something_else_is_refused(place: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"brand\.quality: 0\.8 there, 0\.5 here"):
        margins(small(brand__quality=0.5), replications=2, out=place / "tea-margins")
    compare(small(), replications=1, out=tmp_path / "c")
    with pytest.raises(OutputError, match="holds a comparison"):
        margins(small(), replications=1, out=tmp_path / "c")


def test_a_comparison_finds_the_study_beside_it_in_plain_values(place: Path) -> None:
    found = what_money_brings(small(), ("do_nothing", "kocs"), place / "tea")
    (lever,) = found["levers"]
    assert (lever["strategy"], lever["tactic"], lever["plan"]) == ("kocs", "advertise", 40.0)
    assert [row["level"] for row in lever["levels"]] == [20.0, 40.0, 60.0]
    assert lever["next"]["next_to"] == 60.0
    assert lever["next"]["ci_low"] <= lever["next"]["marginal_return"] <= lever["next"]["ci_high"]
    assert found["folder"] == "../tea-margins"
    assert what_money_brings(small(), ("do_nothing",), place / "tea")["levers"] == []


def test_what_is_not_of_this_scenario_is_not_shown(place: Path, tmp_path: Path) -> None:
    other = what_money_brings(small(brand__quality=0.5), ("kocs",), place / "tea")
    assert "brand.quality: 0.8 there, 0.5 here" in other["why_not"]
    assert what_money_brings(small(), ("kocs",), place / "coffee") == {"why_not": ""}
    assert what_money_brings(small(), ("kocs",), None) == {"why_not": ""}
    (tmp_path / "tea-margins").mkdir()
    nothing = what_money_brings(small(), ("kocs",), tmp_path / "tea")
    assert "holds no study of margins" in nothing["why_not"]
    (tmp_path / "tea-margins" / "runs").mkdir()
    begun = what_money_brings(small(), ("kocs",), tmp_path / "tea")
    assert "not finished" in begun["why_not"]


def test_worlds_are_left_aside() -> None:
    with_worlds = small(what_if={"dear": {"brand": {"price": 300}}})
    seen = [0]
    found = margins(with_worlds, replications=2, levels=[1.5], progress=lambda _, n: seen.append(n))
    assert max(seen) == 4
    plain = margins(small(), replications=2, levels=[1.5])
    assert found.levels.equals(plain.levels)


def test_a_comparison_keeps_what_it_found_in_its_manifest(place: Path) -> None:
    shown = compare(small(), replications=1, out=place / "tea").manifest["margins"]
    assert shown == what_money_brings(small(), ("do_nothing", "kocs", "referral"), place / "tea")
    assert len(shown["levers"]) == 1
    written = json.loads((place / "tea" / "manifest.json").read_text())
    assert written["margins"] == shown
