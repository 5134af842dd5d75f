"""A sweep from the first batch to the final tables, and whatever stops it on the way."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation import run
from simulation.errors import ArgumentError, OutputError, ScenarioError
from simulation.experiments.lock import locked
from simulation.experiments.sweeps import batch as batch_module
from simulation.experiments.sweeps import batches, store
from simulation.experiments.sweeps.carry_out import carry_out
from simulation.experiments.sweeps.status import status_of
from simulation.results import parquet
from tests.experiments.sweeps.small_sweeps import digests, small


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches, so that there is something between them to stop at."""
    monkeypatch.setattr(batches, "LARGEST", 3)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep that nothing stopped."""
    folder = tmp_path_factory.mktemp("whole")
    carry_out(small(), folder)
    return folder


class Killed(BaseException):
    """What stands for kill -9: nothing catches it."""


def test_rows_are_in_order_and_complete(whole: Path) -> None:
    runs = pd.read_parquet(whole / "runs.parquet")
    assert list(runs) == ["point", "strategy", "replicate", "status", "customers", "romi"]
    expected = [(p, s, r) for p in range(6) for s in ("do_nothing", "kocs") for r in range(2)]
    rows = list(zip(runs["point"], runs["strategy"], runs["replicate"], strict=True))
    assert rows == expected
    assert set(runs["status"]) == {"done"}
    days = pd.read_parquet(whole / "daily.parquet")
    assert len(days) == len(runs) * 15
    assert list(days) == ["point", "strategy", "replicate", "day", "customers", "trust"]
    assert not (whole / "parts").exists()


def test_each_row_is_the_run_that_it_names(whole: Path) -> None:
    sweep = small()
    runs = pd.read_parquet(whole / "runs.parquet")
    for row in (0, 7, 22):
        one = runs.iloc[row]
        alone = run(sweep.at(int(one["point"])), one["strategy"], int(one["replicate"]))
        assert one["customers"] == alone.outcomes["customers"]
    last = runs.iloc[-1]
    days = pd.read_parquet(whole / "daily.parquet").tail(15)
    alone = run(sweep.at(5), last["strategy"], 1)
    np.testing.assert_array_equal(days["customers"], alone.daily["customers"])
    np.testing.assert_array_equal(days["trust"], alone.daily["trust"])


def test_a_return_needs_its_baseline_on_the_same_luck(whole: Path) -> None:
    runs = pd.read_parquet(whole / "runs.parquet")
    assert runs.loc[runs["strategy"] == "do_nothing", "romi"].isna().all()
    assert runs.loc[runs["strategy"] == "kocs", "romi"].notna().any()


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_where_it_runs_changes_no_byte(executor: Any, whole: Path, tmp_path: Path) -> None:
    carry_out(small(), tmp_path / "x", workers=2, executor=executor)
    assert digests(tmp_path / "x") == digests(whole)


def test_killed_at_every_single_write(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The k-th file is written half and the command dies, for every k; then it goes on."""
    replace, count = Path.replace, [0]

    def deadly(self: Path, target: Any) -> Path:
        count[0] -= 1
        if count[0] == 0:
            raise Killed
        return replace(self, target)

    sweep = small(factors={"brand.quality": [0.4, 0.8]})
    plain = tmp_path / "plain"
    carry_out(sweep, plain)
    kills = 0
    for k in range(1, 100):
        folder = tmp_path / f"{k}"
        count[0] = k
        monkeypatch.setattr(Path, "replace", deadly)
        try:
            carry_out(sweep, folder)
        except Killed:
            kills += 1
        monkeypatch.setattr(Path, "replace", replace)
        carry_out(sweep, folder)
        assert digests(folder) == digests(plain), k
        assert not (folder / "parts").exists(), k
        if count[0] > 0:
            break
    assert kills >= 8


def test_killed_while_tables_are_removed(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(store.SweepStore, "remove_parts", dies)
        with pytest.raises(Killed):
            carry_out(small(), tmp_path / "x")
    carry_out(small(), tmp_path / "x")
    assert digests(tmp_path / "x") == digests(whole)
    assert not (tmp_path / "x" / "parts").exists()


def test_a_limit_stops_and_the_next_command_goes_on(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    results = carry_out(small(), folder, limit=7)
    assert results.progress.done == 8  # runs come by market: two strategies each
    assert not (folder / "manifest.json").exists()
    carry_out(small(), folder)
    assert digests(folder) == digests(whole)


def test_shards_fill_one_folder(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    carry_out(small(), folder, shard=(2, 2))
    assert not (folder / "runs.parquet").exists()
    carry_out(small(), folder, shard=(1, 2))
    assert digests(folder) == digests(whole)


def test_parts_of_two_machines_copied_together(whole: Path, tmp_path: Path) -> None:
    for i in (1, 2, 3):
        carry_out(small(), tmp_path / f"{i}", shard=(i, 3))
    carry_out(small(), tmp_path / "4", shard=(1, 2))  # overlaps the others
    for i in (2, 3, 4):
        for path in (tmp_path / f"{i}" / "parts").glob("*.parquet"):
            path.replace(tmp_path / "1" / "parts" / path.name)
    lived: list[int] = []
    carry_out(small(), tmp_path / "1", progress=lambda *now: lived.append(now[1]))
    assert set(lived) == {0}
    assert digests(tmp_path / "1") == digests(whole)


def test_more_replicates_are_added(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    carry_out(small(replications=1), folder)
    carry_out(small(), folder)
    assert digests(folder) == digests(whole)


def test_a_damaged_part_is_lived_again(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    carry_out(small(), folder, limit=20)
    part = sorted((folder / "parts").glob("*.runs.parquet"))[1]
    part.write_bytes(part.read_bytes()[:100])
    carry_out(small(), folder)
    assert digests(folder) == digests(whole)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A fault of ours in one strategy of one replicate, while the list is not empty."""
    broken = ["kocs"]
    live = batch_module._live

    def sometimes(scenario: Any, name: str, built: Any) -> Any:
        if name in broken and built.replicate == 1 and scenario.brand.quality > 0.7:
            raise ZeroDivisionError("made up")
        return live(scenario, name, built)

    monkeypatch.setattr(batch_module, "_live", sometimes)
    return broken


def test_a_run_that_fails_is_a_row_with_its_traceback(
    failing: list[str], whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "x"
    shown: list[tuple[int, ...]] = []
    results = carry_out(small(), folder, progress=lambda *now: shown.append(now))
    runs = results.runs
    failed = runs[runs["status"] == "failed"]
    assert list(zip(failed["point"], failed["strategy"], failed["replicate"], strict=True)) == [
        (4, "kocs", 1),
        (5, "kocs", 1),
    ]
    assert failed["customers"].isna().all()
    failures = results.failures
    assert list(failures["error"]) == ["ZeroDivisionError: made up"] * 2
    assert "sometimes" in failures["traceback"][0]
    assert shown[-1] == (24, 24, 2)
    good = runs[runs["status"] == "done"]
    expected = pd.read_parquet(whole / "runs.parquet").loc[good.index]
    np.testing.assert_array_equal(good["customers"], expected["customers"])
    failing.clear()
    carry_out(small(), folder)  # finished: failures are left alone
    assert len(pd.read_parquet(folder / "failures.parquet")) == 2
    carry_out(small(), folder, retry_failed=True)
    assert digests(folder) == digests(whole)


def test_a_baseline_that_fails_leaves_no_return(failing: list[str], tmp_path: Path) -> None:
    failing[:] = ["do_nothing"]
    runs = carry_out(small(), tmp_path / "x").runs
    row = runs[(runs["point"] == 5) & (runs["strategy"] == "kocs") & (runs["replicate"] == 1)]
    assert list(row["status"]) == ["done"]
    assert row["romi"].isna().all()
    assert row["customers"].notna().all()


def test_another_sweep_is_refused_and_the_difference_named(whole: Path) -> None:
    before = digests(whole)
    for sweep, said in (
        (small(strategies=["referral"]), "strategies"),
        (small(factors={"brand.quality": [0.4, 0.8]}), "factors"),
        (small(factors={"brand.quality": [0.4, 0.5, 0.8], "brand.price": [150, 250]}), "0.5"),
        (small(outcomes=["customers"]), "outcomes"),
        (small(replications=1), "replications: 2 there, 1 here"),
    ):
        with pytest.raises(OutputError, match=said):
            carry_out(sweep, whole)
    assert digests(whole) == before


def test_another_version_is_refused(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.experiments.sweeps.identity.__version__", "9.9")
    with pytest.raises(OutputError, match=r"womsim 0\.1\.0 made it, this is womsim 9\.9"):
        carry_out(small(), whole)


def test_force_replaces_a_sweep_and_nothing_else(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    carry_out(small(replications=3), folder)
    (folder / "mine.txt").write_text("mine")
    carry_out(small(), folder, force=True)
    assert digests(folder) == digests(whole)
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(OutputError, match="in use by another womsim command"):
        carry_out(small(), tmp_path)
    with locked(tmp_path, (1, 3)), pytest.raises(OutputError, match="shard 1/3"):
        carry_out(small(), tmp_path)
    with locked(tmp_path, (1, 2)):  # a sister
        carry_out(small(), tmp_path, shard=(2, 2))


def test_a_full_disk_is_one_message_and_the_rest_is_kept(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "x"
    write, count = parquet.write_columns, [0]

    def full(columns: Any, path: Path) -> None:
        count[0] += 1
        if count[0] > 5:
            raise OSError(28, "No space left on device")
        write(columns, path)

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_columns", full)
        with pytest.raises(OutputError, match="No space left on device"):
            carry_out(small(), folder)
    assert list((folder / "parts").glob("*.runs.parquet"))
    carry_out(small(), folder)
    assert digests(folder) == digests(whole)


@pytest.mark.parametrize("wrong", [(0, 2), (3, 2), (1, 0)])
def test_a_shard_that_cannot_be(wrong: tuple[int, int], tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="shard"):
        carry_out(small(), tmp_path / "x", shard=wrong)
    assert not (tmp_path / "x").exists()


def test_same_replicate_has_the_same_luck_at_every_point(tmp_path: Path) -> None:
    """A factor of one strategy changes nothing in another, whatever the point."""
    factors = {"strategies.kocs.hire_kocs.budget": [300, 600, 900]}
    runs = carry_out(small(factors=factors, replications=3), tmp_path / "x").runs
    luck = runs.groupby(["strategy", "replicate"])["customers"].nunique()
    counts = dict(luck.items())
    assert [counts["do_nothing", r] for r in range(3)] == [1, 1, 1]
    assert max(counts["kocs", r] for r in range(3)) > 1
    idle = runs[(runs["strategy"] == "do_nothing") & (runs["point"] == 0)]
    assert idle["customers"].nunique() > 1


def test_a_strategy_that_cannot_work_at_a_point_is_said_before_anything_runs(
    tmp_path: Path,
) -> None:
    factors = {"strategies.kocs.hire_kocs.budget": [900, 600, 100, 300]}
    with pytest.raises(ScenarioError, match=r"100 cannot buy one KOC.*\(point 2: "):
        carry_out(small(factors=factors), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_what_other_strategies_cannot_do_does_not_matter(tmp_path: Path) -> None:
    factors = {"strategies.kocs.hire_kocs.budget": [100, 900]}
    results = carry_out(small(factors=factors, strategies=["referral"]), tmp_path / "x")
    assert results.progress.failed == 0


def test_status_counts_failed_runs_as_finished(failing: list[str], tmp_path: Path) -> None:
    carry_out(small(), tmp_path / "x")
    status = status_of(tmp_path / "x")
    assert (status.done, status.failed, status.runs) == (24, 2, 24)
    assert "runs: 24 of 24 (100%), 2 failed" in status.lines
    assert failing == ["kocs"]


def test_killed_at_every_write_while_replicates_are_added(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finished sweep that is gone on with never calls half of itself finished."""
    replace, unlink, count = Path.replace, Path.unlink, [0]

    def step() -> None:
        count[0] -= 1
        if count[0] == 0:
            raise Killed

    def deadly_replace(self: Path, target: Any) -> Path:
        step()
        return replace(self, target)

    def deadly_unlink(self: Path, missing_ok: bool = False) -> None:
        step()
        unlink(self, missing_ok)

    factors = {"brand.quality": [0.4, 0.8]}
    less, more = small(factors=factors, replications=1), small(factors=factors)
    plain = tmp_path / "plain"
    carry_out(more, plain)
    carry_out(less, tmp_path / "less")
    for k in range(1, 200):
        folder = tmp_path / f"{k}"
        shutil.copytree(tmp_path / "less", folder)
        count[0] = k
        with monkeypatch.context() as patched, suppress(Killed):
            patched.setattr(Path, "replace", deadly_replace)
            patched.setattr(Path, "unlink", deadly_unlink)
            carry_out(more, folder)
        carry_out(more, folder)
        assert digests(folder) == digests(plain), k
        assert not (folder / "parts").exists(), k
        if count[0] > 0:
            break
    assert k > 10
