"""Presets that come with womsim can be extended and run."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation.one_run import run_strategy
from simulation.scenario.extends import PRESETS
from simulation.scenario.load import load_scenario

NAMES = sorted(file.stem for file in PRESETS.glob("*.yaml"))


def test_there_are_presets() -> None:
    assert {"cars", "daily_goods", "phones"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_runs_once_it_has_a_question_and_strategies(tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        f"extends: presets/{name}.yaml\n"
        "question: Does it run?\n"
        "network: {kind: community, consumers: 300}\n"
        "strategies: {nothing: [], discount: [{kind: discount, share: 0.1}]}\n"
    )
    scenario = load_scenario(file)
    daily = run_strategy(scenario, "discount").daily
    assert len(daily["day"]) == scenario.days
    assert daily["owners"][0] > 0
