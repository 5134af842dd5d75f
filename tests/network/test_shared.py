"""Graphs that are used again: the same to the byte, one copy, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np
import pytest
from filelock import FileLock

from simulation.network import shared
from simulation.network.graph import SocialGraph
from simulation.network.shared import graph_of, read_graph, share_in, sharing, write_graph
from tests.network.same import assert_same

ODD = SocialGraph.from_edges(
    [[0, 1], [1, 2], [0, 3]], strength=[1.0, 2.5, 0.5], labels=["甲", "b", "", "d"]
)
"""Strengths that differ, labels in text."""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No graph of another test is at hand; temporary folders are below the test's own."""
    monkeypatch.setattr(shared, "_memory", shared._Memory())
    monkeypatch.setattr(shared, "_folders", [])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert shared._folders == []


class Builder:
    """Builds a ring, and counts how often."""

    def __init__(self, n: int = 1000) -> None:
        self.n = n
        self.built = 0

    def __call__(self) -> SocialGraph:
        self.built += 1
        talker = np.arange(self.n)
        return SocialGraph.from_edges(np.stack([talker, (talker + 1) % self.n], axis=1))


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every graph counts as large."""
    monkeypatch.setattr(shared, "LARGE", 0)


def test_a_small_graph_is_built_once() -> None:
    build = Builder()
    assert graph_of("ring", build) is graph_of("ring", build)
    assert graph_of("another", build) is not graph_of("ring", build)
    assert build.built == 2


def test_the_small_graphs_used_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    build = Builder()
    size = shared.n_bytes(build())
    monkeypatch.setattr(shared, "IN_MEMORY", 2 * size)
    for key in ("a", "b", "a", "c", "a", "c"):
        graph_of(key, build)
    assert build.built == 1 + 3
    graph_of("b", build)
    assert build.built == 1 + 4


@pytest.mark.usefixtures("all_large")
def test_a_large_graph_is_kept_nowhere_unless_it_is_shared() -> None:
    build = Builder()
    assert graph_of("ring", build) is not graph_of("ring", build)
    assert build.built == 2


@pytest.mark.usefixtures("all_large")
def test_a_large_graph_met_again_is_mapped() -> None:
    build = Builder()
    with sharing() as folder:
        graphs = [graph_of("ring", build) for _ in range(4)]
        assert build.built == 2
        assert len(files(folder)) == 1
    assert not Path(folder).exists()
    for graph in graphs[1:]:
        assert_same(graph, graphs[0])


@pytest.mark.usefixtures("all_large")
def test_a_graph_that_all_replicates_use_is_mapped_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build = Builder()
    with sharing() as folder:
        graph_of("file", build, is_one=True)
        monkeypatch.setattr(shared, "_memory", shared._Memory())  # as in another process
        share_in(folder)
        graph_of("file", build, is_one=True)
    assert build.built == 1


def test_arrays_of_a_file_are_those_of_the_graph(tmp_path: Path) -> None:
    graph = SocialGraph(ODD.layers, ODD.labels, {"price": np.array([1.0, np.nan, 3, 4])}, True)
    write_graph(graph, tmp_path / "graph")
    again = read_graph(tmp_path / "graph")
    assert_same(again, graph)
    assert again.directed
    for array, mapped in zip(graph.layers["strong"], again.layers["strong"], strict=True):
        assert numba.typeof(mapped) == numba.typeof(array), "loops would be compiled again"
        assert np.asarray(mapped).flags.aligned


def test_what_is_written_into_a_mapped_graph_stays_there(tmp_path: Path) -> None:
    write_graph(ODD, tmp_path / "graph")
    before = (tmp_path / "graph").read_bytes()
    mine, theirs = read_graph(tmp_path / "graph"), read_graph(tmp_path / "graph")
    mine.layers["strong"].listener[:] = 0
    assert_same(theirs, ODD)
    assert (tmp_path / "graph").read_bytes() == before


def test_objects_as_labels_come_back(tmp_path: Path) -> None:
    labels = np.empty(4, dtype=object)
    labels[:] = [("a", 1), 2, None, "x"]
    graph = SocialGraph(ODD.layers, labels)
    write_graph(graph, tmp_path / "graph")
    assert list(read_graph(tmp_path / "graph").labels) == list(labels)  # type: ignore[arg-type]


@pytest.mark.usefixtures("all_large")
@pytest.mark.parametrize("trouble", ["no room", "no folder", "a disk that fails"])
def test_trouble_with_the_folder_costs_time_only(
    monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    build = Builder()
    if trouble == "no room":
        monkeypatch.setattr(shared, "ON_DISK", 0)
    if trouble == "a disk that fails":
        monkeypatch.setattr(shared, "write_graph", fail)
    with sharing() as folder:
        if trouble == "no folder":
            shutil.rmtree(folder)
        graphs = [graph_of("ring", build, is_one=is_one) for is_one in (False, False, True)]
        assert files(folder) == []
    assert build.built == 3
    for graph in graphs:
        assert_same(graph, graphs[0])


def test_a_half_written_file_is_not_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_graph(ODD, tmp_path / "graph")
    assert list(tmp_path.iterdir()) == []


def fail(*_: object) -> None:
    """What a full disk does."""
    raise OSError(28, "No space left on device")


def files(folder: str) -> list[Path]:
    """Graphs in a folder."""
    return [file for file in Path(folder).glob("*") if len(file.name) == 64]


def test_folders_of_killed_owners_are_removed(tmp_path: Path) -> None:
    left = [tmp_path / f"womsim-graphs-{name}" for name in ("killed", "alive", "young", "bare")]
    for folder in left:
        folder.mkdir()
        (folder / "graph").touch()
        (folder / ".lock").touch()
    (left[3] / ".lock").unlink()
    with FileLock(left[1] / ".lock"):
        old = time.time() - 3600
        for folder in (left[0], left[1], left[3]):
            for path in (folder, folder / ".lock"):
                if path.exists():
                    os.utime(path, (old, old))
        with sharing() as ours:
            assert [folder.exists() for folder in left] == [False, True, True, False]
            assert Path(ours).parent == tmp_path
    assert sorted(tmp_path.iterdir()) == sorted(left[1:3])
