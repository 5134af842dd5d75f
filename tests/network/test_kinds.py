from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from simulation.errors import GraphError
from simulation.network import SocialGraph, kinds
from simulation.network.kinds import GeneratedNetwork, NetworkKind
from simulation.network.kinds.configuration import ConfigurationNetwork
from simulation.network.kinds.file import FileNetwork
from simulation.network.kinds.from_networkx import GENERATORS, NetworkxNetwork
from simulation.network.kinds.random import RandomNetwork
from simulation.network.kinds.scale_free import ScaleFreeNetwork
from simulation.network.kinds.small_world import SmallWorldNetwork
from simulation.plugins import load_all
from tests.network.same import arcs, assert_mutual, assert_same, assert_well_formed, build, make

load_all(kinds)
GENERATED = sorted(
    kind for kind, made in NetworkKind.members.items() if issubclass(made, GeneratedNetwork)
)


class TestEveryKind:
    def test_these_are_the_kinds(self) -> None:
        known = {"community", "configuration", "networkx", "random", "scale_free", "small_world"}
        assert known <= set(GENERATED)
        assert {*known, "file"} <= set(NetworkKind.members)

    @pytest.mark.parametrize("kind", GENERATED)
    @pytest.mark.parametrize("consumers", [2, 3, 7, 60, 1000])
    def test_works_with_consumers_alone(self, kind: str, consumers: int) -> None:
        graph = build(make(kind, consumers=consumers))
        assert graph.n_consumers == consumers
        assert graph.n_ties > 0
        assert graph.labels is None
        for ties in graph.layers.values():
            assert_well_formed(ties)
        if not graph.directed:
            assert_mutual(graph.ties)

    @pytest.mark.parametrize("kind", GENERATED)
    def test_the_seed_decides(self, kind: str) -> None:
        network = make(kind, consumers=300)
        assert_same(build(network, seed=3), build(network, seed=3))
        assert arcs(build(network, seed=3).ties) != arcs(build(network, seed=4).ties)

    def test_the_hash_seed_of_python_does_not_decide(self) -> None:
        code = (
            "import hashlib, numpy, pathlib\n"
            "from simulation.network.kinds.from_networkx import GENERATORS, NetworkxNetwork\n"
            "digest = hashlib.sha256()\n"
            "for name in GENERATORS:\n"
            "    network = NetworkxNetwork(consumers=80, generator=name)\n"
            "    graph = network.build(numpy.random.default_rng(1), pathlib.Path())\n"
            "    digest.update(graph.ties.first.tobytes() + graph.ties.listener.tobytes())\n"
            "print(digest.hexdigest())\n"
        )
        printed = [
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        ]
        assert len(printed[0]) > 60
        assert printed[0] == printed[1]

    @pytest.mark.parametrize("kind", GENERATED)
    def test_a_graph_survives_networkx(self, kind: str) -> None:
        graph = build(make(kind, consumers=50))
        assert_same(SocialGraph.from_networkx(graph.to_networkx()), graph)

    @pytest.mark.parametrize("kind", sorted(NetworkKind.members))
    def test_every_setting_says_what_it_is(self, kind: str) -> None:
        for name, field in NetworkKind.members[kind].model_fields.items():
            assert name == "kind" or field.description, name
            extra = field.json_schema_extra
            if isinstance(extra, dict) and extra["nature"] == "belief":
                assert extra["evidence"] in ("published", "assumption")
                assert field.default is None or extra["low"] <= field.default <= extra["high"]

    @pytest.mark.parametrize("kind", sorted(NetworkKind.members))
    def test_every_kind_says_what_it_assumes(self, kind: str) -> None:
        assert NetworkKind.members[kind].__doc__

    @pytest.mark.parametrize(
        ("kind", "settings"),
        [
            ("community", {"friends": 9.0}),
            ("community", {"acquaintances": 9.0}),
            ("community", {"follow": {"mean": 9.0}}),
            ("random", {"ties": 9.0}),
            ("small_world", {"ties": 10}),
            ("scale_free", {"ties_per_newcomer": 9}),
            ("configuration", {"least": 9}),
            ("configuration", {"most": 9}),
        ],
    )
    def test_more_ties_than_others_are_refused_where_written(
        self, kind: str, settings: dict[str, Any]
    ) -> None:
        with pytest.raises(GraphError, match=f"{next(iter(settings))}.*but there are 8 others"):
            build(make(kind, consumers=9, **settings))
        assert build(make(kind, consumers=100, **settings)).n_ties > 0

    @pytest.mark.parametrize(
        ("kind", "settings", "said"),
        [
            ("random", {"consumers": 1}, "greater than or equal to 2"),
            ("random", {"people_per_consumer": 0}, "greater than or equal to 1"),
            ("random", {"degree": 3}, "Extra inputs"),
            ("small_world", {"ties": 9}, "9 is odd"),
            ("configuration", {"least": 5, "most": 2}, "2 is below least"),
            ("networkx", {"generator": "barabasi_graph"}, 'no generator "barabasi_graph"'),
            ("networkx", {"options": {"q": 1}}, 'has no option "q". It has m, p'),
            ("networkx", {"options": {"m": "five"}}, '"five" is not a number'),
            ("networkx", {"options": {"seed": 1}}, 'has no option "seed"'),
            ("file", {"path": "a.csv", "consumers": 3}, "Extra inputs"),
            ("file", {}, "Field required"),
        ],
    )
    def test_wrong_settings_are_refused(
        self, kind: str, settings: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(ValidationError) as caught:
            make(kind, **settings)
        assert said in str(caught.value)


class TestOtherKinds:
    def test_random_has_as_many_ties_as_asked_and_no_hubs(self) -> None:
        graph = build(RandomNetwork(consumers=5_000, ties=7.0))
        assert graph.n_ties == 35_000
        # degrees are nearly Poisson; standard error of the ratio 2 %
        assert graph.followers.var() / 7 == pytest.approx(1, abs=0.1)

    def test_a_ring_without_rewiring_is_a_lattice(self) -> None:
        graph = build(SmallWorldNetwork(consumers=100, ties=6, rewired_share=0.0))
        assert arcs(graph.ties) == {
            (i, (i + step) % 100) for i in range(100) for step in (-3, -2, -1, 1, 2, 3)
        }

    def test_rewiring_keeps_the_number_of_ties_and_breaks_circles(self) -> None:
        graph = build(SmallWorldNetwork(consumers=5_000))
        assert graph.n_ties == 50_000
        apart = np.abs(graph.ties.talker - graph.ties.listener)
        stayed = (np.minimum(apart, 5_000 - apart) <= 5).mean()
        assert stayed == pytest.approx(0.9, abs=0.01)  # standard error 0.2 %
        # Barrat and Weigt 2000: (1 - p)**3 of the lattice's 3 (k - 2) / 4 (k - 1)
        assert nx.transitivity(graph.to_networkx()) == pytest.approx(0.9**3 * 24 / 36, rel=0.03)

    def test_everybody_rewired_is_random(self) -> None:
        graph = build(SmallWorldNetwork(consumers=2_000, rewired_share=1.0))
        assert graph.n_ties == 20_000
        assert nx.transitivity(graph.to_networkx()) < 0.02
        assert graph.followers.min() >= 5  # the near end stays

    @given(st.integers(3, 40), st.integers(1, 5), st.floats(0, 1), st.integers(0, 2**32))
    def test_any_ring_has_as_many_ties_as_asked(
        self, consumers: int, pairs: int, rewired_share: float, seed: int
    ) -> None:
        pairs = min(pairs, (consumers - 1) // 2)
        network = SmallWorldNetwork(
            consumers=consumers, ties=2 * pairs, rewired_share=rewired_share
        )
        graph = build(network, seed)
        assert_well_formed(graph.ties)
        assert_mutual(graph.ties)
        assert graph.n_ties == consumers * 2 * pairs

    @pytest.mark.parametrize("rewired", [0.3, 1.0])
    def test_a_crowded_ring_still_gets_all_its_ties(self, rewired: float) -> None:
        graph = build(SmallWorldNetwork(consumers=9, ties=8, rewired_share=rewired))
        assert graph.n_ties == 72

    def test_scale_free_follows_the_exact_law(self) -> None:
        graph = build(ScaleFreeNetwork(consumers=40_000, ties_per_newcomer=5))
        assert graph.n_ties / 40_000 == pytest.approx(10, rel=0.005)
        share = np.bincount(graph.followers, minlength=100) / 40_000
        for ties in range(5, 15):  # Dorogovtsev, Mendes & Samukhin 2000: 2 m (m+1) / k (k+1) (k+2)
            law = 60 / (ties * (ties + 1) * (ties + 2))
            error = math.sqrt(law * (1 - law) / 40_000)
            assert share[ties] == pytest.approx(law, abs=5 * error + 0.002), ties
        tail = graph.followers[graph.followers >= 40]
        assert 1 + len(tail) / np.log(tail / 39.5).sum() == pytest.approx(3, abs=0.25)

    def test_the_first_all_know_one_another(self) -> None:
        assert build(ScaleFreeNetwork(consumers=6, ties_per_newcomer=5)).n_ties == 30
        first = arcs(build(ScaleFreeNetwork(consumers=500, ties_per_newcomer=3)).ties)
        assert {(u, v) for u in range(4) for v in range(4) if u != v} <= first

    def test_the_first_are_the_famous(self) -> None:
        graph = build(ScaleFreeNetwork(consumers=5_000))
        assert graph.followers[:50].mean() > 10 * graph.followers[-2_500:].mean()
        assert (graph.followers[6:] >= 1).all()

    def test_configuration_follows_its_power_law(self) -> None:
        graph = build(ConfigurationNetwork(consumers=40_000, exponent=2.5, least=2, most=150))
        law = np.arange(2, 151) ** -2.5
        law /= law.sum()
        mean = (law * np.arange(2, 151)).sum()
        assert graph.n_ties / 40_000 == pytest.approx(mean, rel=0.05)
        share = np.bincount(graph.followers, minlength=151)[2:8] / 40_000
        np.testing.assert_allclose(share, law[:6], atol=0.012)
        assert graph.followers.max() <= 150
        tail = graph.followers[graph.followers >= 10]
        assert 1 + len(tail) / np.log(tail / 9.5).sum() == pytest.approx(2.6, abs=0.15)

    def test_configuration_says_what_it_dropped(self) -> None:
        graph = build(ConfigurationNetwork(consumers=200, exponent=2.1, most=199))
        assert any("self-loop" in note for note in graph.notes)
        assert any("duplicate" in note for note in graph.notes)

    def test_a_loose_end_that_cannot_be_tied_is_refused(self) -> None:
        with pytest.raises(GraphError, match="leave a loose end"):
            build(ConfigurationNetwork(consumers=5, least=3, most=3))
        assert build(ConfigurationNetwork(consumers=6, least=3, most=3)).n_ties > 0


class TestNetworkx:
    @pytest.mark.parametrize("generator", GENERATORS)
    def test_every_generator_works_without_options(self, generator: str) -> None:
        network = NetworkxNetwork(consumers=80, generator=generator)
        graph = build(network)
        assert graph.n_consumers == 80
        assert (graph.labels, dict(graph.attributes)) == (None, {})
        assert_same(build(network), graph)

    def test_options_reach_the_generator(self) -> None:
        options = {"k": 4, "p": 0.0}
        graph = build(
            NetworkxNetwork(consumers=20, generator="watts_strogatz_graph", options=options)
        )
        assert arcs(graph.ties) == {(i, (i + s) % 20) for i in range(20) for s in (-2, -1, 1, 2)}

    def test_a_directed_generator_gives_a_directed_graph(self) -> None:
        options = {"p": 0.2, "directed": True}
        graph = build(
            NetworkxNetwork(consumers=20, generator="fast_gnp_random_graph", options=options)
        )
        assert graph.directed

    @pytest.mark.parametrize(
        ("generator", "options"),
        [
            ("barabasi_albert_graph", {"m": 50}),
            ("random_regular_graph", {"d": 3.5}),
            ("watts_strogatz_graph", {"k": None}),
            ("connected_watts_strogatz_graph", {"k": 1}),
            ("LFR_benchmark_graph", {"mu": 3}),
        ],
    )
    def test_options_that_cannot_work_are_refused(
        self, generator: str, options: dict[str, Any]
    ) -> None:
        with pytest.raises(GraphError, match=f"network.options: {generator} cannot use"):
            build(NetworkxNetwork(consumers=21, generator=generator, options=options))

    def test_another_number_of_consumers_is_refused(self) -> None:
        with pytest.raises(GraphError, match="makes 3 consumers instead of 2"):
            build(NetworkxNetwork(consumers=2, generator="scale_free_graph"))


class TestFile:
    def test_paths_count_from_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "ties.csv").write_text("from,to,calls\nAnn,Bob,1\nBob,Cy,3\n")
        (tmp_path / "people.csv").write_text("id,role\nBob,koc\n")
        network = FileNetwork(path="ties.csv", nodes="people.csv", strength="calls", directed=True)
        graph = network.build(np.random.default_rng(1), tmp_path)
        assert graph.attributes["role"].tolist() == ["", "koc", ""]
        assert graph.ties.strength.tolist() == [0.5, 1.5]
        assert arcs(graph.ties) == {(0, 1), (1, 2)}

    def test_an_absolute_path_stays(self, tmp_path: Path) -> None:
        (tmp_path / "ties.csv").write_text("a,b\n")
        assert build(FileNetwork(path=str(tmp_path / "ties.csv"))).n_ties == 2

    def test_a_missing_file_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(GraphError, match=r"no\.csv: no such file"):
            FileNetwork(path="no.csv").build(np.random.default_rng(1), tmp_path)
