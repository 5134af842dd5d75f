from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import GraphError
from simulation.network import SocialGraph
from simulation.network.graph import Layer
from simulation.network.ties import Ties, mean_one, merge, no_ties, ties_from_pairs
from tests.network.same import (
    Pair,
    arcs,
    assert_mutual,
    assert_same,
    assert_same_ties,
    assert_well_formed,
    lists_of_pairs,
    strengths,
)


def slow_ties(
    pairs: list[Pair], weights: list[float], *, mutual: bool
) -> tuple[dict[Pair, float], int, int]:
    """The obvious way: strength by tie, self-loops, duplicates."""
    kept: dict[Pair, float] = {}
    loops = duplicates = 0
    for (u, v), weight in zip(pairs, weights, strict=True):
        if u == v:
            loops += 1
            continue
        key = (min(u, v), max(u, v)) if mutual else (u, v)
        duplicates += key in kept
        kept[key] = kept.get(key, 0.0) + weight
    if mutual:
        kept |= {(v, u): weight for (u, v), weight in kept.items()}
    return kept, loops, duplicates


def columns(pairs: list[Pair]) -> tuple[np.ndarray, np.ndarray]:
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


class TestTies:
    @given(
        st.integers(1, 12).flatmap(lambda n: st.tuples(st.just(n), lists_of_pairs(n))),
        st.booleans(),
    )
    def test_rows_are_those_of_the_slow_way(
        self, made: tuple[int, list[Pair]], mutual: bool
    ) -> None:
        n, pairs = made
        ties, dropped = ties_from_pairs(*columns(pairs), n, mutual=mutual)
        kept, loops, duplicates = slow_ties(pairs, [1.0] * len(pairs), mutual=mutual)
        assert_well_formed(ties)
        assert arcs(ties) == set(kept)
        assert dropped == (loops, duplicates)
        assert len(ties.strength) == 0
        assert len(pairs) == loops + duplicates + ties.n_ties // (1 + mutual)
        if mutual:
            assert_mutual(ties)

    @given(
        lists_of_pairs(6).flatmap(
            lambda pairs: st.tuples(
                st.just(pairs), st.lists(strengths, min_size=len(pairs), max_size=len(pairs))
            )
        ),
        st.booleans(),
    )
    def test_strengths_of_one_pair_add_and_scale_to_mean_one(
        self, made: tuple[list[Pair], list[float]], mutual: bool
    ) -> None:
        pairs, weights = made
        ties, dropped = ties_from_pairs(*columns(pairs), 6, np.array(weights), mutual=mutual)
        kept, loops, duplicates = slow_ties(pairs, weights, mutual=mutual)
        assert_well_formed(ties)
        assert arcs(ties) == set(kept)
        assert dropped == (loops, duplicates)
        if kept:
            mean = sum(kept.values()) / len(kept)
            expected = [kept[pair] / mean for pair in sorted(kept)]
            given_back = ties.strength if len(ties.strength) else np.ones(len(kept))
            np.testing.assert_allclose(given_back, expected, rtol=3e-6)
        if mutual:
            assert_mutual(ties)

    @given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=30))
    def test_scaling_twice_changes_nothing(self, weights: list[float]) -> None:
        once = mean_one(np.array(weights))
        np.testing.assert_array_equal(mean_one(once), once)

    @pytest.mark.parametrize("weights", [[3.0, 3.0], [1e300, 1e300], [5e-324], [1.0, 1.0 + 1e-12]])
    def test_equal_strengths_take_no_room(self, weights: list[float]) -> None:
        assert mean_one(np.array(weights)).shape == (0,)

    @pytest.mark.parametrize("weights", [[1e-45, 1.0], [1e308, 1e-308], [np.inf, 1.0]])
    def test_strengths_too_far_apart_are_refused(self, weights: list[float]) -> None:
        with pytest.raises(GraphError, match="tie strengths"):
            mean_one(np.array(weights))

    def test_too_many_consumers_are_refused(self) -> None:
        nobody = np.empty(0, dtype=np.int64)
        with pytest.raises(GraphError, match="too many"):
            ties_from_pairs(nobody, nobody, 2**31)

    @given(lists_of_pairs(7), lists_of_pairs(7))
    def test_merged_layers_hold_each_tie_once(self, one: list[Pair], other: list[Pair]) -> None:
        layers = [ties_from_pairs(*columns(pairs), 7)[0] for pairs in (one, other)]
        merged = merge(layers)
        assert_well_formed(merged)
        assert arcs(merged) == arcs(layers[0]) | arcs(layers[1])

    def test_merged_strengths_add(self) -> None:
        weighted, _ = ties_from_pairs(*columns([(0, 1), (0, 2)]), 3, np.array([1.0, 3.0]))
        plain, _ = ties_from_pairs(*columns([(0, 1), (1, 2)]), 3)
        merged = merge([weighted, plain])
        assert arcs(merged) == {(0, 1), (0, 2), (1, 2)}
        np.testing.assert_allclose(merged.strength, np.array([1.5, 1.5, 1.0]) * 3 / 4)


class TestFromEdges:
    def test_an_undirected_pair_talks_both_ways(self) -> None:
        graph = SocialGraph.from_edges([[0, 1], [2, 1]])
        assert arcs(graph.ties) == {(0, 1), (1, 0), (1, 2), (2, 1)}
        assert (graph.n_consumers, graph.n_ties, graph.directed) == (3, 4, False)

    def test_a_directed_pair_talks_from_the_first_to_the_second(self) -> None:
        graph = SocialGraph.from_edges([[0, 1], [1, 0], [0, 2]], directed=True)
        assert arcs(graph.ties) == {(0, 1), (1, 0), (0, 2)}
        assert graph.followers.tolist() == [2, 1, 0]

    def test_what_was_dropped_is_counted(self) -> None:
        graph = SocialGraph.from_edges([[0, 0], [0, 1], [1, 0], [0, 1]])
        assert graph.notes == ("1 self-loop dropped", "2 duplicate ties dropped")
        assert SocialGraph.from_edges([[0, 1]]).notes == ()

    def test_isolated_consumers_stay(self) -> None:
        assert SocialGraph.from_edges([[0, 1]], n_consumers=5).n_consumers == 5
        assert SocialGraph.from_edges([], n_consumers=2).n_ties == 0

    def test_labels_are_kept_and_plain_numbers_are_none(self) -> None:
        named = SocialGraph.from_edges([[0, 1]], labels=["Ann", "Bob"])
        assert named.labels is not None
        assert named.labels.tolist() == ["Ann", "Bob"]
        assert SocialGraph.from_edges([[0, 1]], labels=[0, 1]).labels is None
        assert SocialGraph.from_edges([[0, 1]], labels=[True, 1.5]).labels is not None

    def test_strength_is_relative(self) -> None:
        graph = SocialGraph.from_edges([[0, 1], [1, 2]], strength=[10, 30], directed=True)
        assert graph.ties.strength.tolist() == [0.5, 1.5]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({"edges": [[0, 1, 2]]}, r"shape \(1, 3\)"),
            ({"edges": [[0.0, 1.0]]}, "float64"),
            ({"edges": [["a", "b"]]}, "labels|type"),
            ({"edges": [[0, -1]]}, "row 0: consumer -1"),
            (
                {"edges": [[0, 1], [0, 7]], "n_consumers": 3},
                "row 1: consumer 7 is not one of 0 to 2",
            ),
            (
                {"edges": [[0, 1]], "n_consumers": 3, "labels": ["a", "b"]},
                "3 consumers have 2 labels",
            ),
            ({"edges": [[0, 1]], "labels": ["a", "a"]}, "'a' is given twice"),
            ({"edges": [[0, 1]], "strength": [0.0]}, "strength row 0: 0 is not a positive"),
            ({"edges": [[0, 1]], "strength": [np.nan]}, "strength row 0: nan is not a positive"),
            ({"edges": [[0, 1]], "strength": [1.0, 2.0]}, "one number for each of the 1 ties"),
            ({"edges": []}, "no consumers"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, arguments: dict[str, Any], said: str) -> None:
        with pytest.raises(GraphError, match=said):
            SocialGraph.from_edges(**arguments)


class TestSocialGraph:
    def layered(self) -> SocialGraph:
        strong, _ = ties_from_pairs(*columns([(0, 1)]), 3, mutual=True)
        follow, _ = ties_from_pairs(*columns([(2, 0), (2, 1)]), 3)
        return SocialGraph({"strong": strong, "follow": follow}, directed=True)

    def test_posts_go_to_followers_where_there_are(self) -> None:
        graph = self.layered()
        assert graph.followers.tolist() == [0, 0, 2]
        assert arcs(graph.audience) == {(2, 0), (2, 1)}
        assert arcs(graph.ties) == {(0, 1), (1, 0), (2, 0), (2, 1)}
        assert graph.n_ties == 4
        assert repr(graph) == "<SocialGraph: 3 consumers, 4 ties (strong, follow)>"

    def test_a_graph_of_one_layer_is_its_own_audience(self) -> None:
        graph = SocialGraph.from_edges([[0, 1]])
        assert graph.ties is graph.audience is graph.layers["strong"]

    def test_it_can_be_sent_to_another_process(self) -> None:
        graph = self.layered()
        graph.ties
        assert_same(pickle.loads(pickle.dumps(graph)), graph)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({"layers": {"weak": no_ties(2)}}, "layers are weak"),
            ({"layers": {"strong": no_ties(2), "loud": no_ties(2)}}, "layers are strong, loud"),
            ({"layers": {"strong": no_ties(2), "weak": no_ties(3)}}, "layer weak has 3 consumers"),
            ({"layers": {"strong": no_ties(0)}}, "no consumers"),
            (
                {"layers": {"strong": no_ties(2)}, "labels": np.arange(3)},
                r"labels has shape \(3,\)",
            ),
            (
                {"layers": {"strong": no_ties(2)}, "attributes": {"price": np.ones(1)}},
                r"price has shape \(1,\)",
            ),
        ],
    )
    def test_parts_that_do_not_fit_are_refused(self, arguments: dict[str, Any], said: str) -> None:
        with pytest.raises(GraphError, match=said):
            SocialGraph(**arguments)

    def test_importing_it_loads_no_heavy_library(self) -> None:
        code = (
            "import sys; import simulation.network, simulation.network.kinds.community\n"
            "import simulation.network.centrality, simulation.network.files\n"
            "print({'networkx', 'networkit', 'pandas', 'pyarrow', 'scipy'} & set(sys.modules))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "set()"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
all_labels = st.one_of(
    st.just(None),
    st.lists(st.integers(-(2**62), 2**62), min_size=6, max_size=6, unique=True),
    st.lists(texts, min_size=6, max_size=6, unique=True),
    st.lists(
        st.one_of(texts, st.integers(), st.tuples(st.integers(), texts)),
        min_size=6,
        max_size=6,
        unique=True,
    ),
)
numbers = st.lists(st.floats(allow_nan=True), min_size=6, max_size=6).map(np.array)
words = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4),
    min_size=6,
    max_size=6,
).map(lambda texts: np.array(texts, dtype=np.str_))


def known(column: np.ndarray) -> bool:
    return any(value == value and value != "" for value in column.tolist())


@st.composite
def layers_of_six(draw: st.DrawFn, *, mutual: bool) -> Ties:
    pairs = draw(lists_of_pairs(6, 15))
    weighted = draw(st.booleans())
    weights = draw(st.lists(strengths, min_size=len(pairs), max_size=len(pairs)))
    ties, _ = ties_from_pairs(
        *columns(pairs), 6, np.array(weights) if weighted else None, mutual=mutual
    )
    return ties


@st.composite
def social_graphs(draw: st.DrawFn) -> SocialGraph:
    directed = draw(st.booleans())
    layers: dict[Layer, Ties] = {"strong": draw(layers_of_six(mutual=not directed))}
    more: list[Layer] = ["weak", "follow"]
    for name in more:
        if draw(st.booleans()):
            layers[name] = draw(layers_of_six(mutual=not directed))
    labels = draw(all_labels)
    attributes = draw(
        st.dictionaries(
            st.sampled_from(["role", "price", "segment"]), (numbers | words).filter(known)
        )
    )
    made = SocialGraph.from_edges([], n_consumers=6, labels=labels)
    return SocialGraph(layers, made.labels, attributes, directed)


class TestNetworkx:
    @given(social_graphs())
    def test_there_and_back_gives_the_same_graph(self, graph: SocialGraph) -> None:
        back = SocialGraph.from_networkx(graph.to_networkx())
        assert_same(back, graph)
        assert back.notes == ()

    @given(social_graphs())
    def test_a_graph_of_networkx_has_the_same_ties(self, graph: SocialGraph) -> None:
        made = graph.to_networkx()
        assert made.is_directed() == graph.directed
        assert made.is_multigraph() == (len(graph.layers) > 1)
        assert made.number_of_edges() == graph.n_ties // (1 if graph.directed else 2)
        assert made.number_of_nodes() == graph.n_consumers

    @pytest.mark.parametrize("labels", [[2**70, 1], ["a\0", "a"], [(0, 1), (1, 0)], [1, "1"]])
    def test_unusual_labels_come_back(self, labels: list[Any]) -> None:
        made = nx.Graph([tuple(labels)])
        made.nodes[labels[0]]["city"] = "x\0"
        graph = SocialGraph.from_networkx(made)
        assert graph.labels is not None
        assert graph.labels.tolist() == labels
        assert graph.to_networkx().nodes[labels[0]] == {"city": "x\0"}
        assert_same(SocialGraph.from_networkx(graph.to_networkx()), graph)

    def test_direction_is_from_talker_to_listener(self) -> None:
        graph = SocialGraph.from_networkx(nx.DiGraph([("idol", "fan")]))
        assert graph.followers.tolist() == [1, 0]
        assert graph.directed

    def test_attributes_come_along(self) -> None:
        made = nx.path_graph(4)
        made.nodes[0].update(role="koc", price=5, online=True, id=2**60, mixed="a", tags=["x"])
        made.nodes[2].update(role="", price=None, online=False, id=7, mixed=1)
        graph = SocialGraph.from_networkx(made)
        columns = {name: column.tolist() for name, column in graph.attributes.items()}
        assert columns.pop("price")[0] == 5.0
        assert np.isnan(graph.attributes["price"][1:]).all()
        assert columns.pop("online")[::2] == [1.0, 0.0]
        assert columns == {
            "role": ["koc", "", "", ""],
            "id": [str(2**60), "", "7", ""],
            "mixed": ["a", "", "1", ""],
        }
        assert graph.notes == ("attribute tags left out: neither text nor numbers",)

    def test_parallel_ties_and_self_loops_are_counted(self) -> None:
        graph = SocialGraph.from_networkx(nx.MultiGraph([(0, 1), (1, 0), (1, 1), (1, 2)]))
        assert arcs(graph.ties) == {(0, 1), (1, 0), (1, 2), (2, 1)}
        assert graph.notes == ("1 self-loop dropped", "1 duplicate tie dropped")

    def test_parallel_strengths_add(self) -> None:
        made = nx.MultiGraph()
        made.add_weighted_edges_from([(0, 1, 1.0), (1, 0, 2.0), (1, 2, 1.0)])
        graph = SocialGraph.from_networkx(made)
        assert graph.ties.strength.tolist() == [1.5, 1.5, 0.5, 0.5]
        assert graph.notes == ("1 duplicate tie merged, strengths added",)

    def test_strength_is_preferred_to_weight(self) -> None:
        made = nx.DiGraph()
        made.add_edge(0, 1, weight=1, strength=3)
        made.add_edge(1, 2, weight=1, strength=1)
        assert SocialGraph.from_networkx(made).ties.strength.tolist() == [1.5, 0.5]

    def test_layers_with_names_of_their_own_are_merged(self) -> None:
        made = nx.MultiGraph()
        made.add_edge(0, 1, layer="strong")
        made.add_edge(0, 1, layer="school")
        graph = SocialGraph.from_networkx(made)
        assert list(graph.layers) == ["strong"]
        assert graph.notes[0].startswith("edge attribute layer not used")
        assert graph.n_ties == 2

    @pytest.mark.parametrize("weight", [0, -1.0, float("nan"), float("inf"), "much", None, True])
    def test_a_strength_that_is_none_is_refused(self, weight: object) -> None:
        made = nx.Graph()
        made.add_edge("Ann", "Bob", weight=1.0)
        made.add_edge("Bob", "Cy", weight=weight)
        with pytest.raises(GraphError, match="'Bob' - 'Cy'"):
            SocialGraph.from_networkx(made)

    @pytest.mark.parametrize("thing", [nx.Graph(), [(0, 1)]])
    def test_no_graph_is_refused(self, thing: Any) -> None:
        with pytest.raises(GraphError, match=r"no consumers|not a networkx graph"):
            SocialGraph.from_networkx(thing)

    def test_a_layer_read_again_is_the_same(self) -> None:
        first = SocialGraph.from_edges([[0, 1], [1, 2]], strength=[1, 2])
        again = SocialGraph.from_networkx(first.to_networkx())
        assert_same_ties(again.ties, first.ties)
