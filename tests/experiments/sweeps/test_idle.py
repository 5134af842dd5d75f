"""A factor that changes nothing is said, once, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation import SocialGraph
from simulation.experiments.sweeps.language import load_sweep
from simulation.experiments.sweeps.plan import Sweep
from tests.experiments.tiny import tiny

REWARD = "strategies.referral.referral_reward.referrer"
BUDGET = "strategies.kocs.hire_kocs.budget"


def warnings(factors: dict[str, Any], **given: Any) -> tuple[str, ...]:
    """What a sweep of the tiny market warns of."""
    return Sweep.of(tiny(), factors, **given).warnings


def test_a_strategy_that_is_not_run() -> None:
    factors = {REWARD: [10, 20, 30], "brand.price": [190, 200]}
    assert warnings(factors, strategies=["kocs"]) == (
        f"{REWARD} changes no run: referral is not run",
    )
    assert warnings(factors) == ()


def test_a_whole_strategy_that_is_not_run() -> None:
    factors = {"strategies.referral": [[], [{"kind": "referral_reward", "referrer": 9}]]}
    assert warnings(factors, strategies=["kocs"]) == (
        "strategies.referral changes no run: referral is not run",
    )


@pytest.mark.parametrize("factor", ["brand.label", "phases.launch"])
def test_a_setting_that_no_run_knows(factor: str) -> None:
    values = {"brand.label": ["A", "B"], "phases.launch": [3, 4]}[factor]
    assert warnings({"brand.price": [190, 200], factor: values}) == (
        f"{factor} changes no run: all its values give the same runs",
    )


def test_a_setting_that_a_later_factor_writes_over() -> None:
    kocs = [[{"kind": "hire_kocs", "budget": budget}] for budget in (500, 600)]
    found = warnings({"strategies.kocs": kocs, BUDGET: [700, 900]}, strategies=["kocs"])
    assert found == ("strategies.kocs changes no run: all its values give the same runs",)


def test_what_matters_at_one_end_only_is_not_idle() -> None:
    """The phase moves a tactic only where the strategy starts with it."""
    tactics = [
        [{"kind": "hire_kocs", "budget": 500}],
        [{"kind": "hire_kocs", "budget": 500, "day": "launch"}],
    ]
    factors = {"phases.launch": [3, 4], "strategies.kocs": tactics}
    assert warnings(factors, strategies=["kocs"]) == ()


def test_a_single_value_is_a_choice_and_no_factor_that_failed() -> None:
    assert warnings({REWARD: [10], "brand.price": [190, 200]}, strategies=["kocs"]) == ()


def test_values_that_cannot_be_are_left_to_others() -> None:
    assert warnings({BUDGET: [900, 2000]}) == ()


def test_a_graph_given_in_python_is_not_looked_at() -> None:
    edges = np.array([[i, (i + k) % 60] for i in range(60) for k in (1, 2)])
    given = tiny(events=[], strategies__kocs=[]).with_graph(SocialGraph.from_edges(edges))
    assert Sweep.of(given, {REWARD: [10, 20]}, strategies=["kocs"]).warnings == ()


@pytest.mark.parametrize("file", sorted(Path("scenarios/sweeps").glob("*.yaml")), ids=str)
def test_shipped_sweeps_have_no_idle_factor(file: Path) -> None:
    assert not [text for text in load_sweep(file).warnings if "changes no run" in text]
