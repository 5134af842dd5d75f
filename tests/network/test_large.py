"""Graphs of more than one block of ties: the same bits as ever, and within their memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.edge_files import write_edges
from simulation.network import kinds
from simulation.plugins import load_all
from tests.baseline import Baseline
from tests.network.same import build, digest, make

load_all(kinds)

HUNDRED = {"friends": 4.0, "acquaintances": 0.0, "follow": {"mean": 6.0}}
"""Ten ties a consumer: friends in circles, and accounts with followers."""

PARTS = {
    "tie_kinds": {"kin": 0.25, "friend": 0.75},
    "groups": 0.5,
    "follow": {"reciprocity": 0.1, "clustered_share": 0.5},
}

MOST_BYTES_A_TIE = 16
"""What a process may take to build a large graph, over what it takes for a tiny one."""

MOST_BYTES_A_ROW = 60
"""What a process may take to read a row of an edge list, over what it takes for a tiny one."""

BUILD = """
import json, sys
from pathlib import Path
import numpy as np
from benchmarks.bench_graph import peak
from simulation.network.kinds.community import CommunityNetwork

def build(consumers):
    network = CommunityNetwork(consumers=consumers, **json.loads(sys.argv[1]))
    return network.build(np.random.default_rng(1), Path())

build(1_000)
before = peak()
graph = build(1_000_000)
print(graph.n_ties, peak() - before)
"""

READ = """
import sys
from benchmarks.bench_graph import peak
from simulation import SocialGraph

SocialGraph.from_file(sys.argv[1])
before = peak()
graph = SocialGraph.from_file(sys.argv[2])
print(graph.n_ties, peak() - before)
"""


class TestBits:
    def test_graphs_of_many_blocks_keep_their_bits(self, baseline: Baseline) -> None:
        networks = {
            "default, 30000 consumers": make("community", consumers=30_000),
            "ten ties, 100000 consumers": make("community", consumers=100_000, **HUNDRED),
            "all parts, 20000 consumers": make("community", consumers=20_000, **PARTS),
            "random, 100000 consumers": make("random", consumers=100_000),
            "scale_free, 50000 consumers": make("scale_free", consumers=50_000),
            "small_world, 50000 consumers": make("small_world", consumers=50_000),
            "configuration, 50000 consumers": make("configuration", consumers=50_000),
        }
        found = {name: digest(build(network)) for name, network in networks.items()}
        baseline("large_graphs", found)

    @pytest.mark.slow
    def test_a_million_consumers_keep_their_bits(self, baseline: Baseline) -> None:
        found = digest(build(make("community", consumers=1_000_000)))
        baseline("million_consumers", {"default, 1000000 consumers": found})


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{}, HUNDRED])
def test_a_million_consumers_are_built_in_little_memory(settings: dict[str, object]) -> None:
    command = [sys.executable, "-c", BUILD, json.dumps(settings)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ties, taken = map(int, said.split())
    assert ties > 9_900_000
    assert 4 < taken / ties < MOST_BYTES_A_TIE


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1], ids=["parquet", "gzipped text"])
def test_a_long_edge_list_is_read_in_little_memory(tmp_path: Path, place: int) -> None:
    rows = 5_000_000
    (tmp_path / "tiny").mkdir()
    small = write_edges(tmp_path / "tiny", 1_000, 10_000, "numbers")[place]
    large = write_edges(tmp_path, rows // 10, rows, "numbers")[place]
    command = [sys.executable, "-c", READ, str(small), str(large)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ties, taken = map(int, said.split())
    assert ties > 1.99 * rows
    assert 8 < taken / rows < MOST_BYTES_A_ROW
