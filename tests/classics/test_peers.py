"""Agreement with independent software, where its environment was made (``make peers``)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.peers.compare import JOBS, STANDARD_ERRORS, Job, compare, graphs, main

pytestmark = pytest.mark.slow
FEWER = 20


@pytest.fixture(scope="module")
def peers(root: Path) -> Path:
    folder = Path(os.environ.get("WOMSIM_PEERS") or root / ".venv-peers")
    if not (folder / "bin" / "python").is_file():
        pytest.skip("no independent software here; `make peers` installs it")
    return folder


@pytest.mark.parametrize("name", ["ego_facebook", "wiki_vote", "generated"])
@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.model}, {job.peer}")
def test_means_agree(shared_data: Path, peers: Path, name: str, job: Job) -> None:
    graph = graphs(shared_data)[name]
    row = compare(name, graph, job, peers, FEWER)
    assert float(row["z"]) <= STANDARD_ERRORS, row


def test_without_them_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make peers"):
        main(["--quick", "--peers", str(tmp_path)])
