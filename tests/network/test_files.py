from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from simulation.errors import GraphError
from simulation.network import SocialGraph
from tests.network.same import (
    arcs,
    assert_mutual,
    assert_same,
    assert_same_ties,
    assert_well_formed,
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file and give its path; a name that ends in .gz is gzipped."""

    def put(name: str, text: str | bytes) -> Path:
        data = text.encode() if isinstance(text, str) else text
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return put


def labels_of(graph: SocialGraph) -> list[Any]:
    if graph.labels is None:
        return list(range(graph.n_consumers))
    labels: list[Any] = graph.labels.tolist()
    return labels


def named_arcs(graph: SocialGraph) -> set[tuple[Any, Any]]:
    label = labels_of(graph)
    return {(label[u], label[v]) for u, v in arcs(graph.ties)}


def both(*pairs: tuple[Any, Any]) -> set[tuple[Any, Any]]:
    return {*pairs, *((v, u) for u, v in pairs)}


class TestEdgeLists:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.csv", "source,target\n0,1\n1,2\n"),
            ("a.csv", "0,1\n1,2\n"),
            ("a.csv", "0,1\r\n\r\n1,2"),
            ("a.csv", "0,1\r1,2\r"),
            ("a.csv", "\ufeffname,friend\n0, 1\n1 ,2\n"),
            ("a.csv", '"0","1"\n"1","2"\n'),
            ("a.csv", "0;1\n1;2\n"),
            ("a.csv.gz", "u,v\n0,1\n1,2\n"),
            ("a.tsv", "0\t1\t\n1\t2\t\n"),
            ("a.tsv.gz", "0\t1\n1\t2\n"),
            ("a.txt", "# FromNodeId\tToNodeId\n0\t1\n1\t2\n"),
            ("a.txt", "% sym unweighted\n0 1\n% more\n  1   2 \n"),
            ("a.txt", "0 1 {}\n1 2 {}\n"),
            ("a.edgelist", "0 1\n\n   \n1 2"),
            ("a.edges", "  # note\n0 1\n1 2\n1 0\n2 2\n"),
            ("A.CSV", "weight,target,source\n1,1,0\n1,2,1\n"),
            ("a.csv", "Source,Target,Type,Id\n0,1,Undirected,e0\n1,2,Undirected,e1\n"),
        ],
    )
    def test_all_ways_of_writing_a_path_of_three(self, write: Write, name: str, text: str) -> None:
        graph = SocialGraph.from_file(write(name, text))
        assert_same(graph, SocialGraph.from_edges([[0, 1], [1, 2]]))

    def test_dropped_ties_are_counted(self, write: Write) -> None:
        graph = SocialGraph.from_file(write("a.txt", "0 1\n1 0\n1 1\n"))
        assert graph.notes == ("1 self-loop dropped", "1 duplicate tie dropped")

    def test_directed_pairs_talk_one_way(self, write: Write) -> None:
        path = write("a.csv", "a,b\nb,c\n")
        assert named_arcs(SocialGraph.from_file(path, directed=True)) == {("a", "b"), ("b", "c")}
        assert named_arcs(SocialGraph.from_file(path)) == both(("a", "b"), ("b", "c"))

    @pytest.mark.parametrize(
        ("text", "names", "pairs"),
        [
            ("listener,talker\na,b\n", {}, {("b", "a")}),
            ("follower,followee\nfan,idol\n", {}, {("idol", "fan")}),
            ("to,weight,from\na,2,b\n", {}, {("b", "a")}),
            ("x,y\na,b\n", {"talker": "y"}, {("b", "a")}),
            ("x,y\na,b\n", {"listener": "x"}, {("b", "a")}),
            ("x,y\na,b\n", {"talker": "y", "listener": "x"}, {("b", "a")}),
            ("source,target,boss\na,b,c\n", {"talker": "boss"}, {("c", "b")}),
            ("to,name\na,b\n", {}, {("to", "name"), ("a", "b")}),
        ],
    )
    def test_columns_by_name(
        self, write: Write, text: str, names: dict[str, str], pairs: set[tuple[str, str]]
    ) -> None:
        graph = SocialGraph.from_file(write("a.csv", text), directed=True, **names)
        assert named_arcs(graph) == pairs

    def test_whole_numbers_stand_in_rising_order(self, write: Write) -> None:
        graph = SocialGraph.from_file(write("a.txt", "70 -3\n4000000000 70\n"))
        assert labels_of(graph) == [-3, 70, 4_000_000_000]
        assert named_arcs(graph) == both((70, -3), (4_000_000_000, 70))

    def test_names_stand_in_order_of_first_appearance(self, write: Write) -> None:
        graph = SocialGraph.from_file(write("a.csv", '张,"Lee, Ann"\nBob,张\n"Lee, Ann",Cy\n'))
        assert labels_of(graph) == ["张", "Lee, Ann", "Bob", "Cy"]

    @pytest.mark.parametrize(
        "text",
        [
            "007 1\n7 1\n",
            "1 007\n1 7\n",
            "1 7\n1 NA\n",
            "1 7\n1 2.0\n",
            "1 99999999999999999999\n1 2",
        ],
    )
    def test_labels_that_are_no_whole_numbers_are_kept_as_written(
        self, write: Write, text: str
    ) -> None:
        graph = SocialGraph.from_file(write("a.txt", text))
        assert set(labels_of(graph)) == set(text.split())

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(*[st.text("ab 07é#", min_size=1, max_size=3).map(lambda t: f"x{t}x")] * 2),
            min_size=1,
            max_size=8,
        )
    )
    def test_any_names_come_back(self, write: Write, rows: list[tuple[str, str]]) -> None:
        rows = [*rows, ("x1", "x2")]
        text = "\n".join(f'"{u}","{v}"' for u, v in rows)
        graph = SocialGraph.from_file(write("a.csv", text), directed=True)
        assert named_arcs(graph) == {(u, v) for u, v in rows if u != v}
        assert labels_of(graph) == list(dict.fromkeys(name for row in rows for name in row))

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("u,v,weight\na,b,1\nb,c,3\n", {}),
            ("u,v,Strength\na,b,1\nb,c,3\n", {}),
            ("u,v,\na,b,1\nb,c,3\n", {}),
            ("a,b,1\nb,c,3\n", {}),
            ("u,v,papers\na,b,1\nb,c,3\n", {"strength": "papers"}),
            ("u,v,weight,papers\na,b,9,1\nb,c,9,3\n", {"strength": "papers"}),
            ("weight,u,v\n1,a,b\n2,b,c\n1,b,c\n", {}),
        ],
    )
    def test_strengths_are_relative_to_their_mean(
        self, write: Write, text: str, names: dict[str, str]
    ) -> None:
        graph = SocialGraph.from_file(write("a.csv", text), directed=True, **names)
        assert graph.ties.strength.tolist() == [0.5, 1.5]

    def test_a_third_column_without_a_name_is_mentioned(self, write: Write) -> None:
        graph = SocialGraph.from_file(write("a.txt", "a b 1\nb c 3\n"))
        assert graph.notes == ("column 3 read as the strength of ties",)

    @pytest.mark.parametrize("column", ["unix_time", "papers"])
    def test_a_third_column_with_another_name_is_left_alone(
        self, write: Write, column: str
    ) -> None:
        graph = SocialGraph.from_file(write("a.csv", f"source,target,{column}\na,b,1\nb,c,3\n"))
        assert len(graph.ties.strength) == 0

    def test_a_long_file_is_the_same_as_its_array(self, write: Write) -> None:
        pairs = np.random.default_rng(1).integers(0, 5_000, (200_000, 2))
        text = "\n".join(f"{u},{v}" for u, v in pairs.tolist())
        expected = SocialGraph.from_edges(pairs)
        assert_same_ties(SocialGraph.from_file(write("a.csv", text)).ties, expected.ties)
        named = "\n".join(f"n{u},n{v}" for u, v in pairs.tolist())
        graph = SocialGraph.from_file(write("b.csv", named))
        row = [int(label[1:]) for label in labels_of(graph)]
        assert {(row[u], row[v]) for u, v in arcs(graph.ties)} == arcs(expected.ties)


class TestWrongEdgeLists:
    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("", 0, "holds no ties"),
            ("# nothing\n\n", 0, "holds no ties"),
            ("source,target\n", 0, "header but no ties"),
            ("1,1\n", 0, "no tie between two consumers"),
            ("\na\nb\n", 2, 'one column only, "a"'),
            ("a,b\nc\n", 2, "1 cells, the first line has 2"),
            ("# x\na,b\n\nc,d,e\n", 4, "3 cells, the first line has 2"),
            ("a,b\n\nc,\n", 3, "talker or listener is empty"),
            ("1,2\n,3\n", 2, "talker or listener is empty"),
            ('a,"b\nc,d\n', 1, "a quote is not closed"),
            ("u,v,weight\na,b,2\n\n#\nb,c,0\n", 5, 'strength "0.0" is not a positive number'),
            ("u,v,weight\na,b,2\nb,c,\n", 3, 'strength "" is not a positive number'),
            ("u,v,weight\na,b,nan\n", 2, 'strength "nan"'),
            ("a,b,1\nb,c,often\n", 2, 'strength "often"'),
            ("a;b;0,5\n", 1, "decimals with a point"),
            ("1 2 {'weight': 3}\n", 1, "data in braces"),
            ("u,v,weight\na,b,1e-45\nb,c,1\n", 0, "too far apart"),
        ],
    )
    def test_the_line_is_named(self, write: Write, text: str, line: int, said: str) -> None:
        path = write("a.csv", text)
        with pytest.raises(GraphError) as caught:
            SocialGraph.from_file(path)
        message = str(caught.value)
        assert message.startswith(f"{path}:{line}:1: " if line else f"{path}: ")
        assert said in message
        assert message.count("\n") == 0

    def test_a_line_far_down_is_named(self, write: Write) -> None:
        lines = [f"{number},{number + 1}" for number in range(100_000)]
        for wrong, said in (("7", "1 cells"), ("8,", "is empty")):
            lines[70_000] = wrong
            with pytest.raises(GraphError, match=f":70001:1: {said}|:70001:1: .*{said}"):
                SocialGraph.from_file(write("a.csv", "\n".join(lines)))

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"a,b\nc,\xe9\n", ":2:1: is not text in UTF-8"),
            (b"a,\xe9\n", ":1:1: is not text in UTF-8"),
            ("a,b\n".encode("utf-16"), "is text in UTF-16"),
            (b"a\0,b\n", "is not text"),
        ],
    )
    def test_other_encodings_are_refused(self, write: Write, data: bytes, said: str) -> None:
        with pytest.raises(GraphError, match=said):
            SocialGraph.from_file(write("a.csv", data))

    @pytest.mark.parametrize(
        ("names", "said"),
        [
            ({"strength": "ratings"}, 'no column "ratings" among u, v, rating. Use rating.'),
            ({"talker": "who"}, 'no column "who" among u, v, rating. Use one of them.'),
            ({"talker": "u", "listener": "u"}, "must be different"),
            ({"talker": "u", "strength": "v", "listener": "v"}, "must be different"),
        ],
    )
    def test_columns_that_are_not_there(
        self, write: Write, names: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(GraphError) as caught:
            SocialGraph.from_file(write("a.csv", "u,v,rating\na,b,2\n"), **names)
        assert said in str(caught.value)


class TestOpening:
    def test_a_missing_file_names_the_nearest(self, write: Write, tmp_path: Path) -> None:
        write("friends.csv", "a,b\n")
        with pytest.raises(GraphError, match=r"no such file\. Use friends\.csv\."):
            SocialGraph.from_file(tmp_path / "freinds.csv")

    def test_a_missing_folder_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(GraphError, match="nor is there a folder"):
            SocialGraph.from_file(tmp_path / "no" / "a.csv")

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").mkdir()
        with pytest.raises(GraphError, match="is a folder"):
            SocialGraph.from_file(tmp_path / "a.csv")

    @pytest.mark.parametrize(
        ("error", "said"),
        [(PermissionError(13, "Permission denied"), "permissions"), (OSError(5, "I/O"), "I/O")],
    )
    def test_a_file_that_may_not_be_read(
        self, write: Write, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
    ) -> None:
        path = write("a.csv", "a,b\n")

        def refuse(self: Path) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(GraphError, match=said):
            SocialGraph.from_file(path)

    @pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv.zip", "a.gz"])
    def test_an_unknown_suffix_lists_the_known(self, write: Write, name: str) -> None:
        with pytest.raises(GraphError, match=r"\.csv, \.tsv, .*\.graphml"):
            SocialGraph.from_file(write(name, "a,b\n"))

    def test_gzip_is_known_by_its_content(self, tmp_path: Path) -> None:
        packed = tmp_path / "a.csv"
        packed.write_bytes(gzip.compress(b"a,b\n"))
        assert SocialGraph.from_file(packed).n_ties == 2
        plain = tmp_path / "b.csv.gz"
        plain.write_bytes(b"a,b\n")
        with pytest.raises(GraphError, match="is not gzipped"):
            SocialGraph.from_file(plain)
        plain.write_bytes(gzip.compress(b"a,b\n" * 100)[:-12])
        with pytest.raises(GraphError, match="cannot be unpacked"):
            SocialGraph.from_file(plain)


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


class TestRealGraphs:
    """Sizes as published by whoever collected the graphs."""

    @pytest.mark.parametrize(
        ("name", "directed", "consumers", "pairs", "most"),
        [
            ("jazz", False, 198, 2_742, 100),
            ("ego_facebook", False, 4_039, 88_234, 1_045),
            ("github_musae", False, 37_700, 289_003, 9_458),
            ("email_eu_core", True, 986, 24_929, None),
            ("wiki_vote", True, 7_115, 103_689, None),
        ],
    )
    def test_edge_lists(
        self,
        shared_data: Path,
        name: str,
        directed: bool,
        consumers: int,
        pairs: int,
        most: int | None,
    ) -> None:
        path = shared_data / "graphs" / f"{name}.edges.csv.gz"
        graph = SocialGraph.from_file(path, directed=directed)
        assert_well_formed(graph.ties)
        assert graph.n_consumers == consumers
        assert graph.n_ties == pairs * (1 if directed else 2)
        assert graph.notes == ()
        if most is not None:
            assert graph.followers.max() == most
            assert_mutual(graph.ties)

    def test_strengths_and_attributes(self, shared_data: Path) -> None:
        papers = SocialGraph.from_file(
            shared_data / "graphs" / "nethept_multi.edges.csv.gz", strength="papers"
        )
        assert papers.n_ties == 2 * 31_376
        total = papers.ties.strength.astype(np.float64) * 58_852 / 31_376
        np.testing.assert_allclose(total, np.round(total), atol=1e-4)
        twitch = SocialGraph.from_file(
            shared_data / "graphs" / "twitch_engb.edges.csv.gz",
            nodes=shared_data / "graphs" / "twitch_engb.nodes.csv.gz",
        )
        assert twitch.n_consumers == 7_126
        assert set(twitch.attributes) == {"days", "views", "partner"}
        assert twitch.attributes["views"][1] == 622_427

    def test_repeated_messages_are_duplicates(self, shared_data: Path) -> None:
        graph = SocialGraph.from_file(
            shared_data / "graphs" / "college_msg_temporal.csv.gz", directed=True
        )
        assert graph.n_ties == 20_296
        assert graph.notes == ("39,539 duplicate ties dropped",)
