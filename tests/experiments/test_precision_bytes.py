"""A comparison at a precision ends in the same bytes, however it got there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from simulation import compare
from simulation.results import files
from simulation.results.comparison import Comparison
from tests.cli.womsim import ROOT, RUN
from tests.experiments.tiny import YAML, digests, tiny

PRECISION = 0.2
SMALL = {"consumers__decide__interest_base": -3}


def narrow(out: Path, **given: Any) -> Comparison:
    """The tiny market until every interval is within a fifth of the baseline's mean."""
    return compare(tiny(replications=None, **SMALL), precision=PRECISION, out=out, **given)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The comparison in one go; several looks, and an end before the most."""
    out = tmp_path_factory.mktemp("once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "write_figures", lambda *_: {})
        patch.setattr(files, "page", lambda *_: "")
        looks = narrow(out).manifest["replicates"]
    assert looks["reason"] == "precise"
    assert len(looks["looks"]) > 1
    assert looks["replicates"] < 60
    return out


@pytest.mark.usefixtures("no_pictures")
def test_whoever_does_the_work_and_however_often(once: Path, tmp_path: Path) -> None:
    narrow(tmp_path / "threads", workers=2)
    narrow(tmp_path / "processes", workers=2, executor="processes")
    narrow(tmp_path / "processes", workers=1)
    assert digests(tmp_path / "threads") == digests(once)
    assert digests(tmp_path / "processes") == digests(once)


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize("there", [3, 60])
def test_fewer_or_more_replicates_may_be_there_already(
    once: Path, tmp_path: Path, there: int
) -> None:
    compare(tiny(replications=None, **SMALL), replications=there, out=tmp_path)
    narrow(tmp_path)
    assert digests(tmp_path) == digests(once)


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.slow
def test_killed_twice_and_gone_on_with(once: Path, tmp_path: Path) -> None:
    """By kill -9 of the command and its workers, the second time after a look."""
    text = YAML.replace("replications: 4\n", "").replace("interest_base: -4", "interest_base: -3")
    (tmp_path / "tiny.yaml").write_text(text, "utf-8")
    command = [sys.executable, "-c", RUN, "compare", "tiny.yaml", "--precision", str(PRECISION)]
    command += ["--out", "out", "--workers", "2", "--executor", "processes", "--quiet"]
    for parts in (3, 25):
        child = subprocess.Popen(
            command,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        deadline = time.monotonic() + 120
        while child.poll() is None and time.monotonic() < deadline:
            if len(list(tmp_path.glob("out/parts/[!.]*.parquet"))) >= parts:
                break
            time.sleep(0.01)
        assert not (tmp_path / "out/manifest.json").exists()
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    narrow(tmp_path / "out")
    assert digests(tmp_path / "out") == digests(once)
