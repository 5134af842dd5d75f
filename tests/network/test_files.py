from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.errors import GraphError
from simulation.network import SocialGraph
from tests.network.conftest import Write
from tests.network.same import (
    arcs,
    assert_mutual,
    assert_same,
    assert_same_ties,
    assert_well_formed,
    both,
    labels_of,
    named_arcs,
)


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

        def refuse(self: Path, mode: str) -> None:
            raise error

        monkeypatch.setattr(Path, "open", refuse)
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
