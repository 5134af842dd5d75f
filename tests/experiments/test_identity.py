"""Why results in a folder are of another scenario, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from simulation import load_scenario
from simulation.experiments.identity import SHOWN, Identity, identity_of
from simulation.language import in_language
from simulation.results.retold import retell
from tests.experiments.tiny import YAML


def identity(folder: Path, changes: dict[str, Any]) -> Identity:
    file = folder / "tiny.yaml"
    file.write_text(YAML, "utf-8")
    scenario = load_scenario(file).with_changes(changes)
    return identity_of(scenario, tuple(scenario.strategies))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_each_difference_to_a_study_is_told_in_chinese(tmp_path: Path, n: int) -> None:
    here = {"brand.price": 210.0, "days": 11, "seed": 77, "network.consumers": 150}
    changes = dict(list(here.items())[:n])
    said = identity(tmp_path, changes).difference(identity(tmp_path, {}))
    assert said.count(" there, ") == min(n, SHOWN)
    with in_language("zh"):
        told = retell(
            f"out/x holds a study of other settings ({said}). Run womsim margins for these"
        )
    assert told.count("此处为") == min(n, SHOWN)
    assert re.search(r"\b(there|here|absent|settings)\b", told) is None
    assert re.search(r"[;:,(]", told) is None


@pytest.mark.parametrize(
    "said",
    [
        "womsim 0.1.0 made it, this is womsim 0.2.0",
        "many_kocs was run with other settings or files",
        "consumers.limit: absent there, 3 here",
    ],
)
def test_other_reasons_are_told_in_chinese(said: str) -> None:
    with in_language("zh"):
        assert re.search(r"[a-z] [a-z]|absent", retell(said).replace("many_kocs ", "")) is None
