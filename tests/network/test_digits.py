from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.network import SocialGraph
from simulation.network.files import digits, opening, text_ends, text_table
from simulation.network.files.digits import numbers_of_digits
from tests.network.conftest import Write

SHORT = st.integers(0, 10**8 - 1) | st.integers(0, 12)


class TestNumbers:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(st.tuples(SHORT, SHORT), min_size=1, max_size=40),
        st.sampled_from(",;\t "),
        st.sampled_from(["\n", "\r\n"]),
        st.integers(1, 30),
    )
    def test_are_those_of_python(
        self,
        monkeypatch: pytest.MonkeyPatch,
        pairs: list[tuple[int, int]],
        separator: str,
        end: str,
        block: int,
    ) -> None:
        monkeypatch.setattr(digits, "BLOCK", block)
        text = "".join(f"{u}{separator}{v}{end}" for u, v in pairs)
        found = numbers_of_digits(text.encode(), separator)
        assert found is not None
        assert found.tolist() == [list(pair) for pair in pairs]

    @pytest.mark.parametrize("block", [1, 4, 1 << 17])
    @pytest.mark.parametrize(
        "text",
        [
            "1,2\n3,4", "1,2\n3,\n", "1,2\n,4\n", "1,2\n\n3,4\n", "\n1,2\n", "1,2\n3\n", "1\n2,3\n",
            "1,2,3\n", "1,2\n3;4\n", "1,2\n3,-4\n", "1,2\n3,4.0\n", "1,2\n3,04\n", "00,2\n",
            "1,2\n3,123456789\n", "1,2\n3,4 \n", "1,2\n3, 4\n", '1,2\n"3",4\n', "1,2\n3,four\n",
            "1,2\n3,4\r5,6\n", "1,2\n\r3,4\n", "1,2\n3,4\0\n", "1,2\n3,٣\n", "1\n2\n", "", ",\n",
        ],
    )  # fmt: skip
    def test_anything_else_is_left_to_the_other_reader(
        self, monkeypatch: pytest.MonkeyPatch, text: str, block: int
    ) -> None:
        monkeypatch.setattr(digits, "BLOCK", block)
        assert numbers_of_digits(text.encode(), ",") is None

    def test_zero_is_a_number(self) -> None:
        found = numbers_of_digits(b"0,10\n100,0\n", ",")
        assert found is not None
        assert found.tolist() == [[0, 10], [100, 0]]


class TestFiles:
    @pytest.fixture
    def slow_rows(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Rows that the reader of all ways of writing read, block by block."""
        rows = []
        read = text_table.read_columns

        def counted(*given: Any, **more: Any) -> Any:
            columns = read(*given, **more)
            rows.append(len(columns[0]))
            return columns

        monkeypatch.setattr(text_ends, "read_columns", counted)
        monkeypatch.setattr(opening, "BLOCK_BYTES", 1 << 12)
        monkeypatch.setattr(opening, "_PIECE_BYTES", 1 << 10)
        return rows

    @pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
    def test_blocks_of_plain_lines_are_read_by_digits(
        self, write: Write, slow_rows: list[int], name: str
    ) -> None:
        pairs = np.random.default_rng(2).integers(0, 5_000, (20_000, 2))
        path = write(name, "from,to\n" + "\n".join(f"{u},{v}" for u, v in pairs.tolist()))
        graph = SocialGraph.from_file(path, talker="to", listener="from", directed=True)
        assert sum(slow_rows) < 2_000
        labels = np.unique(pairs)
        expected = {(v, u) for u, v in pairs.tolist() if u != v}
        found = zip(labels[graph.ties.talker], labels[graph.ties.listener], strict=True)
        assert {(int(u), int(v)) for u, v in found} == expected

    def test_a_block_with_something_else_is_read_by_the_other(
        self, write: Write, slow_rows: list[int]
    ) -> None:
        lines = [f"{number},{number + 1}" for number in range(20_000)]
        lines[3_000] = '"3000",3001'
        graph = SocialGraph.from_file(write("a.csv.gz", "\n".join(lines)))
        assert (graph.n_consumers, graph.n_ties) == (20_001, 40_000)
        assert 0 < sum(slow_rows) < 2_000
