from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from simulation.errors import GraphError
from simulation.network import SocialGraph
from tests.network.conftest import Write
from tests.network.same import (
    arcs,
    assert_same,
    assert_well_formed,
    both,
    labels_of,
    named_arcs,
)


def circle_of_friends(*, directed: bool, weighted: bool, whole: bool) -> nx.Graph:
    """Four consumers, one of them alone, with attributes."""
    graph = nx.DiGraph() if directed else nx.Graph()
    names: list[Any] = [0, 1, 2, 3] if whole else ["Ann", "Bob", "Cy", "Dee"]
    graph.add_nodes_from(names)
    ends = [(0, 1), (2, 1), (0, 2)]
    for number, (u, v) in enumerate(ends):
        data = {"weight": 0.5 + number / 2} if weighted else {}
        graph.add_edge(names[u], names[v], **data)
    for name, role in zip(names, ["koc", "kol_tail", "koc", "consumer"], strict=True):
        graph.nodes[name].update(role=role, followers=10.0 + len(role), segment="年轻")
    return graph


WRITERS: dict[str, Callable[[nx.Graph, Path], None]] = {
    "a.graphml": nx.write_graphml_xml,
    "a.graphml.gz": nx.write_graphml_xml,
    "a.gexf": nx.write_gexf,
    "a.gexf.gz": nx.write_gexf,
    "a.gml": nx.write_gml,
    "a.gml.gz": nx.write_gml,
    "a.json": lambda graph, path: _write_json(graph, path, "edges"),
    "b.json": lambda graph, path: _write_json(graph, path, "links"),
}


def _write_json(graph: nx.Graph, path: Path, edges: str) -> None:
    data = nx.node_link_data(graph, edges=edges)
    path.write_text(json.dumps(data), encoding="utf-8")


class TestNetworkxFormats:
    @pytest.mark.parametrize("name", WRITERS)
    @pytest.mark.parametrize("directed", [False, True])
    @pytest.mark.parametrize("weighted", [False, True])
    @pytest.mark.parametrize("whole", [False, True])
    def test_a_graph_is_the_same_in_every_format(
        self, tmp_path: Path, name: str, directed: bool, weighted: bool, whole: bool
    ) -> None:
        made = circle_of_friends(directed=directed, weighted=weighted, whole=whole)
        WRITERS[name](made, tmp_path / name)
        graph = SocialGraph.from_file(tmp_path / name)
        assert_same(graph, SocialGraph.from_networkx(made))
        assert graph.directed == directed
        assert graph.n_consumers == 4
        assert (graph.labels is None) == whole

    @pytest.mark.parametrize("name", WRITERS)
    def test_layers_come_back(self, tmp_path: Path, name: str) -> None:
        made = nx.MultiDiGraph(layers="strong weak follow")
        made.add_edge("a", "b", layer="strong")
        made.add_edge("b", "a", layer="strong")
        made.add_edge("a", "b", layer="follow")
        first = SocialGraph.from_networkx(made)
        WRITERS[name](first.to_networkx(), tmp_path / name)
        graph = SocialGraph.from_file(tmp_path / name)
        assert {layer: arcs(ties) for layer, ties in graph.layers.items() if ties.n_ties} == {
            "strong": {(0, 1), (1, 0)},
            "follow": {(0, 1)},
        }

    @pytest.mark.parametrize("name", WRITERS)
    def test_the_user_may_say_otherwise_than_the_format(self, tmp_path: Path, name: str) -> None:
        undirected, directed = nx.Graph(), nx.DiGraph()
        for graph in (undirected, directed):
            graph.add_edge("b", "a")
            graph.add_edge("b", "c")
        WRITERS[name](undirected, tmp_path / name)
        forced = SocialGraph.from_file(tmp_path / name, directed=True)
        assert named_arcs(forced) == {("b", "a"), ("b", "c")}
        assert forced.directed
        WRITERS[name](directed, tmp_path / name)
        loosened = SocialGraph.from_file(tmp_path / name, directed=False)
        assert named_arcs(loosened) == both(("b", "a"), ("b", "c"))
        assert not loosened.directed

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            (
                "a.gml",
                'graph [ node [ id 0 label "a" ] node [ id 1 label "b" ] '
                "edge [ source 1 target 0 ] ]",
            ),
            (
                "a.json",
                '{"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "b", "target": "a"}]}',
            ),
            (
                "a.graphml",
                '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
                '<graph edgedefault="undirected"><node id="a"/><node id="b"/>'
                '<edge source="b" target="a"/></graph></graphml>',
            ),
            (
                "a.gexf",
                '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
                '<graph defaultedgetype="undirected" mode="static"><nodes><node id="a" label="a"/>'
                '<node id="b" label="b"/></nodes><edges><edge id="0" source="b" target="a" />'
                "</edges></graph></gexf>",
            ),
        ],
    )
    def test_direction_is_that_of_the_listing(self, write: Write, name: str, text: str) -> None:
        assert named_arcs(SocialGraph.from_file(write(name, text))) == both(("a", "b"))
        assert named_arcs(SocialGraph.from_file(write(name, text), directed=True)) == {("b", "a")}

    def test_numbers_stand_in_rising_order_as_in_an_edge_list(self, write: Write) -> None:
        gml = (
            'Creator "drawn by hand [2]"\ngraph [ node [ id 5 ] node [ id 3 ]\n'
            "edge [ source 5 target 3 ] edge [ source 3 target 5 ] ]"
        )
        graph = SocialGraph.from_file(write("a.gml", gml))
        assert labels_of(graph) == [3, 5]
        assert graph.notes == ("1 duplicate tie dropped",)

    def test_an_edge_attribute_can_be_named_as_strength(self, tmp_path: Path) -> None:
        made = nx.DiGraph()
        made.add_edge("a", "b", calls=1)
        made.add_edge("b", "c", calls=3)
        nx.write_gml(made, tmp_path / "a.gml")
        graph = SocialGraph.from_file(tmp_path / "a.gml", strength="calls")
        assert graph.ties.strength.tolist() == [0.5, 1.5]
        with pytest.raises(GraphError, match=r"no tie has mails\. Ties have: calls"):
            SocialGraph.from_file(tmp_path / "a.gml", strength="mails")

    @pytest.mark.parametrize(
        ("name", "text", "said"),
        [
            ("a.json", '{"nodes": [\n}', ":2:1: is not JSON"),
            ("a.json", "[]", "is not node-link JSON"),
            ("a.json", '{"nodes": [], "edges": []}', "holds no consumers"),
            ("a.json", '{"nodes": [{"id": 1}]}', "no list of edges"),
            ("a.json", '{"nodes": [{"name": 1}], "edges": [{"a": 1}]}', "is not node-link JSON"),
            ("a.json", '{"nodes": [{"id": 1}], "edges": []}', "no tie between two"),
            ("a.gml", "graph [ node [ id 1 ", "is not GML"),
            ("a.gml", "hello", "is not GML"),
            ("a.graphml", "<graphml>", "is not GraphML"),
            ("a.gexf", "<gexf/>", "is not GEXF"),
            ("a.gexf", "not xml", "is not GEXF"),
        ],
    )
    def test_broken_files_are_refused(self, write: Write, name: str, text: str, said: str) -> None:
        with pytest.raises(GraphError) as caught:
            SocialGraph.from_file(write(name, text))
        assert said in str(caught.value)
        assert str(caught.value).count("\n") == 0

    def test_columns_are_for_tables(self, tmp_path: Path) -> None:
        nx.write_gml(nx.path_graph(2), tmp_path / "a.gml")
        with pytest.raises(GraphError, match="GML has no columns"):
            SocialGraph.from_file(tmp_path / "a.gml", talker="source")

    def test_a_bad_strength_names_file_and_tie(self, tmp_path: Path) -> None:
        made = nx.Graph()
        made.add_edge("a", "b", weight=-2)
        nx.write_gml(made, tmp_path / "a.gml")
        with pytest.raises(GraphError, match=r"a\.gml: tie 'a' - 'b': weight -2"):
            SocialGraph.from_file(tmp_path / "a.gml")


class TestParquet:
    def put(self, path: Path, **columns: Any) -> Path:
        parquet.write_table(pa.table(columns), path)
        return path

    def test_columns_as_in_an_edge_list(self, tmp_path: Path) -> None:
        path = self.put(
            tmp_path / "a.parquet", weight=[1.0, 3.0], target=["b", "c"], source=["a", "b"]
        )
        graph = SocialGraph.from_file(path, directed=True)
        assert named_arcs(graph) == {("a", "b"), ("b", "c")}
        assert graph.ties.strength.tolist() == [0.5, 1.5]

    @pytest.mark.parametrize(
        "kind",
        [pa.int8(), pa.uint32(), pa.int64(), pa.string(), pa.large_string(), pa.uint64()],
    )
    def test_any_type_of_label(self, tmp_path: Path, kind: pa.DataType) -> None:
        numbers = pa.array([0, 1, 1]).cast(kind), pa.array([1, 0, 2]).cast(kind)
        path = self.put(tmp_path / "a.parquet", a=numbers[0], b=numbers[1])
        graph = SocialGraph.from_file(path)
        assert_same(graph, SocialGraph.from_edges([[0, 1], [1, 2]]))
        assert graph.notes == ("1 duplicate tie dropped",)

    def test_categories_are_labels_too(self, tmp_path: Path) -> None:
        names = pa.array(["x", "y"]).dictionary_encode()
        path = self.put(tmp_path / "a.parquet", a=names, b=pa.array(["y", "z"]))
        assert labels_of(SocialGraph.from_file(path)) == ["x", "y", "z"]

    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"a": [1, 2]}, "one column only"),
            ({"a": pa.array([], pa.int64()), "b": pa.array([], pa.int64())}, "holds no ties"),
            ({"a": [1, 2], "b": [2, None]}, "row 1 has no b"),
            ({"a": [1.5, 2.0], "b": [1, 2]}, "column a holds double, not names"),
            ({"a": [1, 2], "b": [2, 3], "weight": ["x", "y"]}, "not strengths"),
            ({"a": [1, 2], "b": [2, 3], "weight": [1, None]}, "row 1: weight nan"),
            ({"a": [1, 2], "b": [2, 3], "weight": [0, 1]}, "row 0: weight 0"),
        ],
    )
    def test_what_holds_no_ties_is_refused(
        self, tmp_path: Path, columns: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(GraphError) as caught:
            SocialGraph.from_file(self.put(tmp_path / "a.parquet", **columns))
        assert said in str(caught.value)

    def test_something_else_is_refused(self, write: Write) -> None:
        with pytest.raises(GraphError, match="is not a Parquet file"):
            SocialGraph.from_file(write("a.parquet", "a,b\n1,2\n"))


class TestNodes:
    NODES = "ID,role,followers,online\n1,koc,12,True\n9,,NA,False\n0,,3,\n"

    def test_attributes_and_isolated_consumers_come_from_a_second_file(self, write: Write) -> None:
        graph = SocialGraph.from_file(
            write("a.csv", "0,1\n1,5\n"), nodes=write("nodes.csv", self.NODES)
        )
        assert labels_of(graph) == [0, 1, 5, 9]
        assert named_arcs(graph) == both((0, 1), (1, 5))
        assert graph.followers.tolist() == [1, 2, 1, 0]
        assert graph.attributes["role"].tolist() == ["", "koc", "", ""]
        np.testing.assert_array_equal(graph.attributes["followers"], [3, 12, np.nan, np.nan])
        np.testing.assert_array_equal(graph.attributes["online"], [np.nan, 1, np.nan, 0])

    def test_a_parquet_of_nodes_says_the_same(self, write: Write, tmp_path: Path) -> None:
        columns = {
            "ID": [1, 9, 0],
            "role": ["koc", None, ""],
            "followers": [12, None, 3],
            "online": [True, False, None],
        }
        parquet.write_table(pa.table(columns), tmp_path / "nodes.parquet")
        ties = write("a.csv", "0,1\n1,5\n")
        assert_same(
            SocialGraph.from_file(ties, nodes=tmp_path / "nodes.parquet"),
            SocialGraph.from_file(ties, nodes=write("nodes.csv", self.NODES)),
        )

    def test_names_only_in_the_second_file_come_last(self, write: Write) -> None:
        nodes = write("nodes.tsv", "node\tcity\nDee\tWuhan\nAnn\t\n")
        graph = SocialGraph.from_file(write("a.csv", "Bob,Ann\n"), nodes=nodes)
        assert labels_of(graph) == ["Bob", "Ann", "Dee"]
        assert graph.attributes["city"].tolist() == ["", "", "Wuhan"]

    def test_strengths_stay_with_their_ties(self, write: Write) -> None:
        nodes = write("nodes.csv", "node\n0\n3\n")
        graph = SocialGraph.from_file(
            write("a.csv", "u,v,weight\n5,2,1\n2,7,3\n"), directed=True, nodes=nodes
        )
        assert_well_formed(graph.ties)
        weight = dict(zip(sorted(arcs(graph.ties)), graph.ties.strength.tolist(), strict=True))
        label = labels_of(graph)
        assert {(label[u], label[v]): w for (u, v), w in weight.items()} == {
            (2, 7): 1.5,
            (5, 2): 0.5,
        }

    def test_a_format_with_attributes_takes_more(self, write: Write, tmp_path: Path) -> None:
        nx.write_gml(
            circle_of_friends(directed=False, weighted=False, whole=False), tmp_path / "a.gml"
        )
        nodes = write("nodes.csv", "label,price,role\nAnn,7,employee\nEve,8,\n")
        graph = SocialGraph.from_file(tmp_path / "a.gml", nodes=nodes)
        assert labels_of(graph) == ["Ann", "Bob", "Cy", "Dee", "Eve"]
        assert graph.attributes["role"].tolist() == ["employee", "", "", "", ""]
        assert graph.attributes["segment"].tolist() == ["年轻"] * 4 + [""]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("who,role\n0,koc\n", "no column node, id, label among who, role"),
            ("id,role\n0,koc\n0,koc\n", ':3:1: id "0" is there twice'),
            ("id,role\n0,koc\n,koc\n", ":3:1: id is empty"),
            ("id,role\n0,koc\n#\n1,kol_hed\n", ':4:1: role: no "kol_hed" among'),
            ("id,role\n0,koc\n1,kol_hed\n", "Use kol_head."),
            ("id,role,role\n0,koc,koc\n", 'two columns are called "role"'),
            ("id,role\n0\n", ":2:1: 1 cells"),
            ("", "holds no"),
        ],
    )
    def test_a_wrong_second_file_is_refused(self, write: Write, text: str, said: str) -> None:
        with pytest.raises(GraphError) as caught:
            SocialGraph.from_file(write("a.csv", "0,1\n1,5\n"), nodes=write("nodes.csv", text))
        assert said in str(caught.value)
        assert "nodes.csv" in str(caught.value)

    def test_an_unknown_suffix_of_nodes_is_refused(self, write: Write) -> None:
        with pytest.raises(GraphError, match=r"names no format. Use one of \.csv, \.tsv"):
            SocialGraph.from_file(write("a.csv", "0,1\n"), nodes=write("n.gml", ""))

    def test_an_unknown_role_in_a_format_is_refused(self, tmp_path: Path) -> None:
        made = nx.path_graph(["Ann", "Bob"])
        made.nodes["Bob"]["role"] = "kol"
        nx.write_gml(made, tmp_path / "a.gml")
        with pytest.raises(GraphError, match='role of Bob: no "kol" among'):
            SocialGraph.from_file(tmp_path / "a.gml")
