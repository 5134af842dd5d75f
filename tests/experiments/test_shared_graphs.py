"""Runs on graphs that are shared: the same bytes, and nobody writes into them."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from simulation.experiments.compare import compare
from simulation.experiments.executors import make_executor
from simulation.network import shared
from simulation.network.graph import SocialGraph
from simulation.one_run import run_strategy
from simulation.scenario.build import build_graph, build_market
from tests.experiments import executor_tasks as tasks
from tests.experiments.tiny import digests, tiny


@pytest.fixture
def all_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every graph counts as large, and none is at hand."""
    monkeypatch.setattr(shared, "LARGE", 0)
    monkeypatch.setattr(shared, "_memory", shared._Memory())


@pytest.mark.usefixtures("no_pictures", "all_mapped")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_comparison_on_mapped_graphs_has_the_same_bytes(tmp_path: Path, workers: int) -> None:
    scenario = tiny(what_if={"kind": {"brand.quality": 0.95}, "dear": {"brand.price": 300}})
    compare(scenario, out=tmp_path / "straight")
    shared._memory = shared._Memory()
    read = []
    real = shared.read_graph

    def count(file: Path) -> SocialGraph:
        read.append(file)
        return real(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared, "read_graph", count)
        compare(scenario, workers=workers, out=tmp_path / "again")
    assert read
    assert digests(tmp_path / "straight") == digests(tmp_path / "again")


@pytest.mark.usefixtures("all_mapped")
def test_runs_do_not_write_into_a_graph_that_others_use() -> None:
    scenario = tiny()
    with shared.sharing():
        markets = [build_market(scenario, 0) for _ in range(3)]
        before = [digest(market.graph) for market in markets]
        for name in scenario.strategies:
            run_strategy(scenario, name, 0, built=markets[2])
        for word in ("hubs", "fringe", "early_adopters", "bridges", "core"):
            markets[2].rank(word)
        assert [digest(market.graph) for market in markets] == before
    assert len(set(before)) == 1


def test_graphs_at_hand_are_told_apart() -> None:
    scenarios = [tiny(), tiny(seed=6), tiny(network__friends=9)]
    cases = [(scenario, replicate) for scenario in scenarios for replicate in (0, 1)]
    first = [digest(build_graph(*case)) for case in cases]
    assert len(set(first)) == len(cases)
    assert [digest(build_graph(*case)) for case in cases] == first
    assert build_graph(*cases[0]) is build_graph(tiny(brand__price=300), 0)


def digest(graph: SocialGraph) -> str:
    """What the arrays of a graph hold."""
    arrays = [array.tobytes() for layer in graph.layers.values() for array in layer]
    return hashlib.sha256(b"|".join(arrays)).hexdigest()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("kind", ["processes", pytest.param("dask", marks=pytest.mark.slow)])
def test_processes_map_the_same_copy_of_a_graph_from_a_file(tmp_path: Path, kind: str) -> None:
    rng = np.random.default_rng(1)
    pairs = np.unique(np.sort(rng.integers(0, 20_000, (150_000, 2))), axis=0)
    np.savetxt(tmp_path / "ties.csv", pairs, fmt="%d", delimiter=",", header="a,b", comments="")
    scenario = tiny(network={"kind": "file", "path": str(tmp_path / "ties.csv")})
    with make_executor(kind, 2) as executor:  # type: ignore[arg-type]
        done = executor.map(tasks.mapped_graph, [(n, scenario) for n in range(20)])
        seen = [result for _, result in done]
    assert len({process for process, _, _ in seen}) == 2  # type: ignore[misc]
    (inode,) = {inode for _, inode, _ in seen}  # type: ignore[misc]
    (folder,) = {folder for _, _, folder in seen}  # type: ignore[misc]
    assert inode
    assert not os.path.exists(folder)  # noqa: PTH110
