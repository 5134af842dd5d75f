"""What a sweep refuses before it writes anything, and shards that start together."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import simulation
from simulation.errors import ArgumentError
from simulation.experiments.lock import locked
from simulation.experiments.sweeps.carry_out import carry_out
from tests.experiments.sweeps.small_sweeps import digests, small


def test_a_scenario_that_was_changed_behind_its_document_is_refused(tmp_path: Path) -> None:
    sweep = small()
    other = replace(sweep, scenario=sweep.scenario.model_copy(update={"seed": 99}))
    with pytest.raises(ArgumentError, match="with_changes"):
        carry_out(other, tmp_path / "x")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("wrong", [None, 3, {"days": 3}])
def test_what_is_no_scenario_is_said_so(wrong: Any) -> None:
    with pytest.raises(ArgumentError, match="is no scenario, sweep or file"):
        simulation.sweep(wrong)


def test_force_is_not_for_a_shard(tmp_path: Path) -> None:
    carry_out(small(), tmp_path)
    before = digests(tmp_path)
    with pytest.raises(ArgumentError, match="force: not together with shard"):
        carry_out(small(), tmp_path, shard=(1, 2), force=True)
    assert digests(tmp_path) == before


def test_shards_that_start_together_do_not_refuse_each_other(tmp_path: Path) -> None:
    def hold(i: int) -> None:
        for _ in range(10):
            with locked(tmp_path, (i, 6)):
                time.sleep(0.001)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(hold, range(1, 7)))
