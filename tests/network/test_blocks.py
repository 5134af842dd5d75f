"""Files and ties in blocks: where a block ends changes nothing."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from pyarrow import parquet

from simulation.errors import GraphError
from simulation.network import SocialGraph, codes, spreading
from simulation.network.codes import distinct, joined, pack, row_blocks, sort
from simulation.network.files import digits, growing, labels, opening, texts
from simulation.network.files import parquet as parquet_file
from simulation.network.kinds.community import CommunityNetwork
from simulation.network.ties import ties_from_pairs
from tests.network.conftest import Write
from tests.network.same import assert_same, build, lists_of_pairs


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few ties, lines and bytes."""
    monkeypatch.setattr(codes, "BLOCK", 3)
    monkeypatch.setattr(growing, "PART", 4)
    monkeypatch.setattr(labels, "_FEW", 2)
    monkeypatch.setattr(texts, "_FEW", 2)
    monkeypatch.setattr(opening, "BLOCK_BYTES", 25)
    monkeypatch.setattr(opening, "_PIECE_BYTES", 5)
    monkeypatch.setattr(parquet_file, "_ROWS", 3)
    monkeypatch.setattr(digits, "BLOCK", 7)
    for name, number in {"LARGE": 1, "BLOCK": 5, "RANGE_BITS": 2, "FEW": 2, "MANY": 9}.items():
        monkeypatch.setattr(spreading, name, number)


NAMES = {
    "dense": [str(i) for i in range(12)],
    "with gaps": [str(3 * i) for i in range(12)],
    "wide": [str(7**i) for i in range(23)],
    "negative": ["-3", "0", "5", "17"],
    "late text": [*map(str, range(11)), "Ann"],
    "leading zero": [*map(str, range(11)), "007"],
    "blanks": ["Ann", " Ann", "Bob", "日本", "Cy d"],
}


def lines(names: list[str], count: int = 120) -> list[str]:
    rng = np.random.default_rng(4)
    picked = rng.integers(0, len(names), (count, 2))
    weights = rng.integers(1, 9, count)
    rows = [f"{names[u]},{names[v]},{w}" for (u, v), w in zip(picked, weights, strict=True)]
    return ["# a note: 007", "source,target,weight", *rows[:60], "", "% more", *rows[60:]]


class TestFiles:
    @pytest.fixture(params=list(NAMES))
    def text(self, request: pytest.FixtureRequest) -> str:
        return "\n".join(lines(NAMES[request.param]))

    @pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_text(
        self, write: Write, request: pytest.FixtureRequest, text: str, name: str, end: str
    ) -> None:
        path = write(name, text.replace("\n", end))
        whole = SocialGraph.from_file(path)
        request.getfixturevalue("small")
        in_blocks = SocialGraph.from_file(path)
        assert_same(in_blocks, whole)
        assert in_blocks.notes == whole.notes

    @pytest.mark.parametrize(
        "kind", [pa.int64(), pa.string(), pa.dictionary(pa.int32(), pa.string())]
    )
    def test_parquet(
        self, tmp_path: Path, request: pytest.FixtureRequest, text: str, kind: pa.DataType
    ) -> None:
        rows = [line.split(",") for line in text.split("\n") if line.count(",") == 2][1:]
        if kind == pa.int64() and not all(u.lstrip("-").isdigit() for u, _, _ in rows):
            pytest.skip("names")
        path = tmp_path / "a.parquet"
        ends = [pa.array([row[end] for row in rows]).cast(kind) for end in (0, 1)]
        columns = {"u": ends[0], "v": ends[1], "weight": [float(row[2]) for row in rows]}
        parquet.write_table(pa.table(columns), path, row_group_size=50)
        whole = SocialGraph.from_file(path)
        request.getfixturevalue("small")
        assert_same(SocialGraph.from_file(path), whole)

    @pytest.mark.usefixtures("small")
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ("7", "1 cells, the first line has 3"),
            ("7,,1", "talker or listener is empty"),
            ("7,8,0", 'strength "0.0" is not a positive number'),
            ("7,8,much", 'strength "much" is not a positive number'),
            ("7,\udce9,1", "is not text in UTF-8"),
        ],
    )
    def test_the_line_is_named(self, write: Write, wrong: str, said: str) -> None:
        rows = lines(NAMES["dense"])
        rows[90] = wrong
        path = write("a.csv", "\n".join(rows).encode(errors="surrogateescape"))
        with pytest.raises(GraphError) as caught:
            SocialGraph.from_file(path)
        assert str(caught.value).startswith(f"{path}:91:1: ")
        assert said in str(caught.value)

    @pytest.mark.usefixtures("small")
    def test_the_line_of_an_open_quote_is_named(self, write: Write) -> None:
        rows = [*(f"a,{number}" for number in range(50)), 'a,"b', "c,d"]
        with pytest.raises(GraphError, match=":51:1: a quote is not closed"):
            SocialGraph.from_file(write("a.csv", "\n".join(rows)))

    @pytest.mark.usefixtures("small")
    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"u": [1] * 8 + [None], "v": [2] * 9}, "row 8 has no u"),
            ({"u": [1] * 9, "v": [2] * 9, "weight": [1] * 7 + [0, 1]}, "row 7: weight 0"),
        ],
    )
    def test_the_row_is_named(self, tmp_path: Path, columns: dict[str, Any], said: str) -> None:
        path = tmp_path / "a.parquet"
        parquet.write_table(pa.table(columns), path)
        with pytest.raises(GraphError, match=said):
            SocialGraph.from_file(path)

    @pytest.mark.usefixtures("small")
    def test_a_long_comment_comes_before_the_ties(self, write: Write) -> None:
        path = write("a.txt", "# a comment that fills more than a block\n" * 9 + "a b\nb c\n")
        assert SocialGraph.from_file(path).n_ties == 4

    def test_gzipped_parts_follow_one_another(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv.gz"
        path.write_bytes(gzip.compress(b"1,2\n2,") + gzip.compress(b"3\n") + bytes(9))
        assert SocialGraph.from_file(path).n_ties == 4
        path.write_bytes(gzip.compress(b"1,2\n") + b"rest")
        with pytest.raises(GraphError, match="cannot be unpacked"):
            SocialGraph.from_file(path)

    def test_a_gzipped_parquet_file_is_unpacked(self, write: Write) -> None:
        sink = pa.BufferOutputStream()
        parquet.write_table(pa.table({"u": [1, 2], "v": [2, 3]}), sink)
        path = write("a.parquet.gz", sink.getvalue().to_pybytes())
        assert SocialGraph.from_file(path).n_ties == 4


class TestTies:
    def test_a_generated_graph(self, request: pytest.FixtureRequest) -> None:
        networks = [
            CommunityNetwork(consumers=n, friends=min(n - 1.0, 8.0)) for n in (2, 3, 40, 150)
        ]
        whole = [build(network) for network in networks]
        request.getfixturevalue("small")
        for network, graph in zip(networks, whole, strict=True):
            in_blocks = build(network)
            assert_same(in_blocks, graph)
            assert_same(
                SocialGraph({"strong": in_blocks.ties}), SocialGraph({"strong": graph.ties})
            )

    @pytest.mark.usefixtures("small")
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(lists_of_pairs(9))
    def test_codes_are_sorted_distinct_and_new(self, pairs: list[tuple[int, int]]) -> None:
        some = pack(*np.array(pairs, dtype=np.int64).reshape(-1, 2).T)
        half = len(some) // 2
        known, taken = distinct(some[:half].copy()), distinct(some[half : half + 3].copy())
        found = joined(known, some.copy(), taken)
        assert found.tolist() == sorted(
            {*known.tolist(), *some.tolist()} - {*taken.tolist()} | {*known.tolist()}
        )

    def test_two_threads_sort_as_one(self) -> None:
        rng = np.random.default_rng(1)
        some = rng.integers(0, 2**62, codes._LARGE + 1)
        expected = np.sort(some)
        sort(some)
        np.testing.assert_array_equal(some, expected)

    def test_rows_are_cut_into_blocks_that_cover_them(self, small: None) -> None:
        first = np.cumsum([0, 2, 0, 5, 1, 1, 0, 0, 0, 0, 0])
        cut = list(row_blocks(first))
        assert [row for part in cut for row in range(part.start, part.stop)] == list(range(10))
        assert [int(first[part.stop] - first[part.start]) for part in cut] == [2, 5, 2, 0, 0]

    def test_many_repeated_pairs_do_not_keep_their_room(self) -> None:
        ends = np.tile([0, 1], 50_000), np.tile([1, 2], 50_000)
        ties, dropped = ties_from_pairs(*ends, 3, mutual=True)
        assert ties.listener.tolist() == [1, 0, 2, 1]
        assert dropped == (0, 99_998)
        assert ties.listener.base is None
