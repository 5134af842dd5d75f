"""The folder of a comparison: what is finished stays, what is another scenario's is refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation import compare
from simulation.errors import OutputError
from simulation.experiments.identity import flat
from simulation.experiments.parts import Part, read_part, write_part
from simulation.experiments.store import Store
from simulation.results import files, parquet
from simulation.results.record import Columns, MarketRecord
from simulation.results.saved_runs import read_runs
from simulation.scenario.model import Scenario
from tests.experiments.conftest import leave_out_pictures
from tests.experiments.tiny import YAML, digests, tiny
from tests.results.made_up import made_up_run


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True))
def test_parts_come_back_exactly(tmp_path: Path, replicate: int, strategies: list[str]) -> None:
    costs = {"a": 0.0, "b": 12.3456789, "c": 1e-300}
    runs = tuple(made_up_run(name, replicate, 0.3, costs[name], days=7) for name in strategies)
    part = Part(MarketRecord(replicate, 1000, 5, 0.1 + 0.2, float("nan")), runs, 1.5, 2.5)
    again = read_part(write_part(part, tmp_path))
    assert repr(again.market) == repr(part.market)
    assert (again.build, again.days) == (1.5, 2.5)
    for one, other in zip(part.runs, again.runs, strict=True):
        assert one[:2] == other[:2]
        for table in ("daily", "ledger", "tactics"):
            first, second = getattr(one, table), getattr(other, table)
            assert list(first) == list(second)
            for name in first:
                assert list(first[name]) == list(second[name])
                assert getattr(first[name], "dtype", str) == getattr(second[name], "dtype", str)


def test_tables_can_be_taken_apart_into_runs(tmp_path: Path) -> None:
    result = compare(tiny(), out=tmp_path)
    runs, markets = read_runs(tmp_path)
    assert list(markets.values()) == result.measured.markets
    for one, other in zip(result.measured.runs, runs.values(), strict=True):
        assert one[:2] == other[:2]
        assert all((one.daily[name] == other.daily[name]).all() for name in one.daily)
        assert {k: list(v) for k, v in one.ledger.items()} == {
            k: list(v) for k, v in other.ledger.items()
        }


pytestmark = pytest.mark.usefixtures("no_pictures")

CHANGES = [
    ({"brand.quality": 0.9}, "brand.quality: 0.8 there, 0.9 here"),
    ({"seed": 6}, "seed: 5 there, 6 here"),
    (
        {"strategies.kocs.hire_kocs.budget": 800},
        "strategies.kocs.tactics.hire_kocs.budget: 900.0 there, 800.0 here",
    ),
    ({"baseline": "kocs"}, "baseline: do_nothing there, kocs here"),
]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        leave_out_pictures(patch)
        compare(tiny(), replications=2, out=folder)
    return folder


@pytest.mark.parametrize(("changes", "said"), CHANGES)
def test_another_scenario_is_refused_by_what_differs(
    finished: Path, changes: dict[str, object], said: str
) -> None:
    before = digests(finished)
    with pytest.raises(OutputError) as refused:
        compare(tiny().with_changes(changes), out=finished)
    assert str(refused.value) == (
        f"{finished} holds results of another scenario ({said}). "
        "Use another folder (out), or replace them (force)."
    )
    assert digests(finished) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"replications": 2, "question": "Else?"},
        {"outcomes": ["profit"], "decide_by": "profit"},
        {"strategies.kocs.label": "Small accounts"},
    ],
)
def test_what_changes_no_run_is_continued(
    finished: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    shutil.copytree(finished, tmp_path / "copy")
    changed = tiny().with_changes({"replications": 2, **changes})
    compare(changed, out=tmp_path / "copy")
    assert digests(tmp_path / "copy")["daily.parquet"] == digests(finished)["daily.parquet"]


def test_force_replaces_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    compare(tiny(), replications=2, out=tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    other = tiny(seed=6)
    compare(other, replications=2, out=tmp_path, force=True)
    compare(other, replications=2, out=tmp_path / "straight")
    assert digests(tmp_path) == digests(tmp_path / "straight")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_files_of_somebody_else_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "summary.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"has a summary\.csv that is not of a comparison"):
        compare(tiny(), replications=1, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["summary.csv"]


def test_a_place_that_is_a_file_is_refused_before_any_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match=r"is a file, not a folder\. Use another folder"):
            compare(tiny(), out=place)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_no_permission_is_refused_before_any_run(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="no permission to write in"):
        compare(tiny(), out=tmp_path / "out")


def test_a_damaged_part_is_run_again(tmp_path: Path) -> None:
    with ctrl_c_after(2):
        compare(tiny(), out=tmp_path)
    parts = sorted((tmp_path / "parts").glob("*.parquet"))
    assert len(parts) == 2
    parts[0].write_bytes(parts[0].read_bytes()[:100])
    (tmp_path / ".daily.parquet.12345.part").write_bytes(b"half")
    compare(tiny(), out=tmp_path)
    compare(tiny(), out=tmp_path / "straight")
    assert digests(tmp_path) == digests(tmp_path / "straight")
    assert not (tmp_path / "parts").exists()
    assert not list(tmp_path.glob(".*"))


def test_damaged_tables_are_said_to_be(finished: Path, tmp_path: Path) -> None:
    shutil.copytree(finished, tmp_path / "copy")
    (tmp_path / "copy" / "daily.parquet").write_bytes(b"PAR1")
    with pytest.raises(OutputError, match="cannot be read"):
        compare(tiny(), replications=3, out=tmp_path / "copy")


@contextmanager
def ctrl_c_after(n_parts: int) -> Iterator[None]:
    """Press Ctrl-C after some parts are written."""
    real, written = Store.add, [0]

    def add(self: Store, part: Part) -> None:
        if written[0] == n_parts:
            raise KeyboardInterrupt
        written[0] += 1
        real(self, part)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "add", add)
        with pytest.raises(KeyboardInterrupt):
            yield


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_leaves_parts_that_resume(tmp_path: Path, workers: int) -> None:
    with ctrl_c_after(3):
        compare(tiny(), workers=workers, out=tmp_path)
    assert len(list((tmp_path / "parts").glob("*.parquet"))) == 3
    assert not (tmp_path / "manifest.json").exists()
    with pytest.raises(OutputError, match="another scenario"):
        compare(tiny(seed=6), out=tmp_path)
    compare(tiny(), workers=workers, out=tmp_path)
    compare(tiny(), out=tmp_path / "straight")
    assert digests(tmp_path) == digests(tmp_path / "straight")


def test_an_interruption_while_the_tables_are_written_costs_nothing(tmp_path: Path) -> None:
    compare(tiny(), replications=2, out=tmp_path)
    real = parquet.write_columns

    def write(columns: Columns, path: Path) -> None:
        if path.name == "ledger.parquet":
            raise KeyboardInterrupt
        real(columns, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write_columns", write)
        with pytest.raises(KeyboardInterrupt):
            compare(tiny(), replications=4, out=tmp_path)
    compare(tiny(), out=tmp_path)
    compare(tiny(), out=tmp_path / "straight")
    assert digests(tmp_path) == digests(tmp_path / "straight")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_kill_9_in_the_middle_and_resume(tmp_path: Path, workers: str) -> None:
    file, out = tmp_path / "tiny.yaml", tmp_path / "out"
    file.write_text(YAML.replace("replications: 4", "replications: 40"), encoding="utf-8")
    command = [sys.executable, "-c", "from simulation.cli import main; main()", "compare"]
    command += [str(file), "--out", str(out), "--workers", workers, "--quiet"]
    child = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    while len(list(out.glob("parts/[!.]*.parquet"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.005)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    assert not (out / "manifest.json").exists()
    assert 3 <= len(list(out.glob("parts/[!.]*.parquet"))) < 40
    subprocess.run(command, check=True)
    compare(tiny(replications=40), out=tmp_path / "straight")
    assert digests(out) == digests(tmp_path / "straight")
    assert not (out / "parts").exists()
    assert not list(out.rglob(".*"))


def test_timings_are_of_all_commands_that_made_the_runs(tmp_path: Path) -> None:
    compare(tiny(), replications=2, out=tmp_path)
    first = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["timings"]
    compare(tiny(), replications=2, out=tmp_path)
    again = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["timings"]
    assert again["days"] == first["days"] > 0.0
    assert again["build"] == first["build"] > 0.0


def test_flat_names_what_has_a_name() -> None:
    scenario: Scenario = tiny()
    keys = dict(flat(scenario.resolved()))
    assert keys["strategies.kocs.tactics.hire_kocs.budget"] == 900.0
    assert keys["events.battery.day"] == 9
