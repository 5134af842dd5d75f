"""``womsim run`` as people use it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.womsim import womsim
from tests.experiments.tiny import YAML


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


def test_it_writes_the_run_and_prints_its_outcomes(folder: Path) -> None:
    one = ("--strategy", "kocs", "--replicate", "1")
    done = womsim("run", "tiny.yaml", *one, folder=folder, fresh=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Run tiny: kocs, replicate 1, ")
    assert any(line.startswith("Customers ") for line in lines)
    assert lines[-1] == "tables: out/tiny-kocs-1"
    names = {path.name for path in (folder / "out/tiny-kocs-1").iterdir()}
    assert names == {"daily.parquet", "consumers.parquet", "ledger.parquet", "manifest.json"}


def test_a_trace_and_a_changed_setting(folder: Path) -> None:
    arguments = ("--trace", "--set", "network.consumers=200", "--out", "here", "--quiet")
    done = womsim("run", "tiny.yaml", "--strategy", "do_nothing", *arguments, folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    messages = pq.read_table(folder / "here/messages.parquet")
    assert messages.num_rows > 0
    assert pq.read_table(folder / "here/consumers.parquet").num_rows == 200


def test_agents_are_slower_and_give_the_same(folder: Path) -> None:
    small = ("--set", "network.consumers=60", "--strategy", "kocs", "--quiet")
    for engine in ("kernel", "agents"):
        done = womsim(
            "run", "tiny.yaml", *small, "--engine", engine, "--out", engine, folder=folder
        )
        assert done.returncode == 0, done.stderr
    for name in ("daily", "consumers", "ledger"):
        one, other = (folder / engine / f"{name}.parquet" for engine in ("kernel", "agents"))
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--strategy", "koks"), 'strategy: no strategy "koks". Use kocs.'),
        (("--strategy", "kocs", "--replicate", "-1"), "replicate: -1 is below 0. Raise it."),
        (
            ("--strategy", "kocs", "--out", "tiny.yaml"),
            "tiny.yaml is a file, not a folder. Use another folder (out).",
        ),
    ],
)
def test_a_slip_is_one_message(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    done = womsim("run", "tiny.yaml", *arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == message
    assert [path.name for path in folder.iterdir()] == ["tiny.yaml"]


def test_another_run_in_the_folder_is_refused(folder: Path) -> None:
    first = ("run", "tiny.yaml", "--strategy", "kocs", "--out", "here", "--quiet")
    assert womsim(*first, folder=folder).returncode == 0
    assert womsim(*first, folder=folder).returncode == 0
    second = ("run", "tiny.yaml", "--strategy", "referral", "--out", "here", "--quiet")
    done = womsim(*second, folder=folder)
    assert done.returncode == 2
    assert (
        done.stderr.strip()
        == "here holds another run. Use another folder (out), or replace it (force)."
    )
    assert womsim(*second, "--force", folder=folder).returncode == 0
