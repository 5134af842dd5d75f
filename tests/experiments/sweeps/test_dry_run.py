"""A dry run: how many, how long, how large, from runs that are really lived and not kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation.errors import ScenarioError
from simulation.experiments.sweeps import dry_run as module
from simulation.experiments.sweeps.batch import Batch, Finished, live_batch
from simulation.experiments.sweeps.carry_out import carry_out
from simulation.experiments.sweeps.dry_run import DryRun, dry_run
from tests.experiments.sweeps.small_sweeps import small

BUDGET = "strategies.kocs.hire_kocs.budget"


def test_it_counts_and_tries_the_ends_and_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[int, tuple[int, ...]]] = []

    def watched(batch: Batch) -> Finished:
        tried.extend((job.point, job.replicates) for job in batch.jobs)
        lived = live_batch(batch)
        return lived._replace(work={**lived.work, "seconds": 3.0})

    monkeypatch.setattr(module, "live_batch", watched)
    found = dry_run(small(), workers=2)
    assert tried == [(0, (0,)), (5, (0,)), (2, (0,))]
    assert (found.points, found.runs, found.tried, found.failed) == (6, 24, 6, 0)
    assert found.seconds == pytest.approx(3.0 / 2 * 24 / 2)


def test_tables_are_not_larger_than_it_says(tmp_path: Path) -> None:
    sweep = small(replications=8)
    said = dry_run(sweep).bytes
    carry_out(sweep, tmp_path / "out", workers=1, executor="serial")
    tables = [tmp_path / "out" / f"{name}.parquet" for name in ("runs", "daily")]
    assert sum(file.stat().st_size for file in tables) < said


def test_failing_runs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "check_markets", lambda sweep: None)
    sweep = small(factors={BUDGET: [900, 1]})
    found = dry_run(sweep)
    assert found.failed == 1
    message = "failed: 1 of 4 runs tried: strategies.kocs[0].budget: 1 cannot buy one KOC"
    assert found.lines[4].startswith(message)


def test_a_wrong_point_is_told_first() -> None:
    with pytest.raises(ScenarioError, match=r"reserve 1,000 of 900.*\(point 1: "):
        dry_run(small(factors={BUDGET: [900, 1000]}))
    with pytest.raises(ScenarioError, match=r"1 cannot buy one KOC.*\(point 1: "):
        dry_run(small(factors={BUDGET: [900, 1]}))


def test_words() -> None:
    said = DryRun(1000, 10_000, 4, 8000.0, 3.2e6, 6, 0, "", ("odd",)).lines
    assert said == [
        "points: 1,000",
        "runs: 10,000",
        "time: about 2.2 h with 4 workers (6 runs tried)",
        "size: up to 3.2 MB, and twice that while tables are put together",
        "warning: odd",
    ]


def test_one_point_is_tried_once() -> None:
    assert dry_run(small(factors={"brand.price": [150]})).tried == 2
