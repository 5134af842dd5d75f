"""What a sweep refuses before it writes anything, and shards that start together."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import simulation
from simulation.errors import ArgumentError
from simulation.experiments.lock import locked
from simulation.experiments.sweeps.carry_out import carry_out
from tests.experiments.sweeps.small_sweeps import digests, small
from tests.experiments.tiny import tiny


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


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"workers": "2"}, 'workers: "2" is text. Write 2.'),
        ({"workers": 0}, "workers: 0 is below 1. Raise it."),
        ({"executor": "thread"}, 'executor: "thread" is unknown. Use threads.'),
        ({"cluster": 3}, "cluster: 3 is given. Write tcp://HOST:PORT."),
        ({"shard": "1/2"}, 'shard: "1/2" is no part. Write (1, 4) for the first of 4.'),
        ({"shard": (1.0, 2)}, "shard: a list is no part. Write (1, 4) for the first of 4."),
        ({"limit": 1.5}, "limit: 1.5 is not a whole number. Write a whole number."),
        ({"progress": 3}, "progress: 3 is given. Give a function, or leave it out."),
    ],
)
def test_a_wrong_argument_is_one_message_and_nothing_is_written(
    given: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ArgumentError) as error:
        simulation.sweep(small(), out=tmp_path / "x", **given)
    assert str(error.value) == message
    assert not (tmp_path / "x").exists()


def test_messages_name_the_arguments_of_the_function(tmp_path: Path) -> None:
    frame = pd.DataFrame({"days": [30]})
    with pytest.raises(ArgumentError, match=r'use design="list", points=FRAME\.'):
        simulation.sweep(tiny(), frame)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match='design: "lits" is not one of'):
        simulation.sweep(tiny(), points=frame, design="lits")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=r"out: 3 is given\."):
        simulation.sweep(tiny(), {"days": [30]}, out=3)  # type: ignore[arg-type]


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
