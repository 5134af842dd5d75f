"""The cost model of docs/scaling.md: fitted as it says, and asked as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import bench_scaling, machine_limits
from benchmarks.bench_scaling import share_cut
from benchmarks.measuring import Row
from benchmarks.scaling_model import LARGEST, Costs, Lived, Talked, errors, fitted, on_page
from simulation.scenario.build import build_market
from tests.docs.pages import ROOT
from tests.small_markets import scenario

TRUE = Costs(2e8, 70.0, 6.0, 300.0, 90.0, 40.0, 120.0)
PAGE = ROOT / "docs" / "scaling.md"


def lived(consumers: int, ties: int, exposures: int) -> Lived:
    """A market that costs exactly what the model says."""
    return Lived(
        consumers, ties, 60, exposures, TRUE.memory(consumers, ties),
        TRUE.build(consumers, ties), TRUE.days(consumers, 60, exposures),
    )  # fmt: skip


class TestModel:
    def test_finds_the_costs_that_made_the_measurements(self) -> None:
        some = [lived(10**5, 10**6, 10**5), lived(10**6, 10**7, 10**6), lived(10**5, 10**7, 2)]
        costs = fitted(some, [Talked(10**6, 0.12)])
        np.testing.assert_allclose(costs, TRUE, rtol=1e-6)
        np.testing.assert_allclose(errors(costs, lived(3 * 10**6, 10**8, 9)), 0.0, atol=1e-6)

    def test_errors_are_relative_to_what_was_measured(self) -> None:
        one = lived(1_000, 9_000, 50)
        dearer = one._replace(
            bytes_peak=2 * one.bytes_peak, s_build=4 * one.s_build, s_days=5 * one.s_days
        )
        np.testing.assert_allclose(errors(TRUE, dearer), (-0.5, -0.75, -0.8))

    def test_what_fits_fills_the_memory(self) -> None:
        assert TRUE.memory(TRUE.fits(24e9, 50), 50 * TRUE.fits(24e9, 50)) == pytest.approx(24e9)
        assert TRUE.fits(1e8, 10) == 0.0

    def test_no_market_is_larger_than_the_largest(self) -> None:
        rows = bench_scaling.what_fits(TRUE, 0.04)
        assert len(rows) == 6
        for row in rows:
            assert float(row["millions_that_fit"]) * 1e6 > LARGEST
            assert row["consumers_of_the_largest_market"] == LARGEST


class TestParts:
    def test_ties_that_leave_their_range_are_cut(self) -> None:
        talker, listener = np.array([0, 0, 4, 5, 9]), np.array([1, 5, 9, 4, 5])
        assert share_cut([(talker, listener)], 10, 2) == 3 / 5
        assert share_cut([(talker, listener)], 10, 10) == 1.0
        assert share_cut([], 10, 2) == 0.0

    def test_talk_in_circles_stays_in_its_part_more_often(self) -> None:
        rows: list[dict[str, Any]] = [*bench_scaling.cut(2_000, 20, "ten ties")]
        shares = [row["share_of_ties_cut"] for row in rows]
        assert shares == sorted(shares)
        for row in rows:
            assert 0.0 < row["share_of_ties_cut"] < 1.0 - 1.0 / row["parts"]


class TestLimits:
    def test_this_machine_copies_and_looks_up(self) -> None:
        assert 1e8 < machine_limits.bytes_a_second(1 << 20) < 1e12
        assert 0.1 < machine_limits.ns_a_place(1_000, 10_000) < 1_000

    def test_memory_alone_is_less_than_a_day(self) -> None:
        touched: Row = {
            "bytes_read_a_consumer": 100.0, "bytes_written_a_consumer": 60.0, "bytes_a_message": 18
        }  # fmt: skip
        row = bench_scaling.limits(lived(10**5, 10**6, 10**4), touched)
        spent = float(row["ms_in_sequence"]) + float(row["ms_at_random"])
        assert float(row["times_memory_alone"]) * spent == pytest.approx(float(row["ms_a_day"]))

    def test_bytes_of_a_consumer_are_those_of_its_rows(self) -> None:
        row = bench_scaling.bytes_touched(400)
        state = float(row["bytes_written_a_consumer"])
        small = build_market(scenario(size=60), 0)
        traits = sum(array.nbytes for array in small.population) / 60
        offsets = 24 * 401 / 400
        assert float(row["bytes_read_a_consumer"]) == pytest.approx(state + traits + offsets)
        assert row["bytes_a_message"] == 18


@pytest.mark.slow
def test_the_whole_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "r.json"
    bench_scaling.main(["--sizes", "20000", "60000", "--days", "10", "--out", str(out)])
    rows: list[dict[str, Any]] = json.loads(out.read_text("utf-8"))["scaling"]["rows"]
    by_fit = [row["fitted"] for row in rows if "fitted" in row]
    assert by_fit[:5] == ["yes"] * 4 + ["no"]
    assert "ns_an_exposure" in capsys.readouterr().out


def test_the_page_names_what_the_script_shows() -> None:
    page = PAGE.read_text("utf-8")
    columns = set(re.findall(r"`((?:bytes|ns|ms|gb|times|share|mb|s|error)_[a-z_]+)`", page))
    source = "".join(
        (ROOT / "benchmarks" / name).read_text("utf-8")
        for name in ("bench_scaling.py", "scaling_model.py", "bench_read.py")
    )
    assert columns
    assert [name for name in columns if name not in source] == []


EXPOSURES_A_CONSUMER_DAY = 0.0356
"""As the benchmark's market has them with ten ties."""


def test_what_fits_follows_from_the_costs_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    said = on_page(page)
    assert tuple(said) == Costs._fields
    rows = bench_scaling.what_fits(Costs(**said), EXPOSURES_A_CONSUMER_DAY)
    cells = [
        line.split("|")[1:-1] for line in page.splitlines() if re.match(r"\| \d+ [GT]iB ", line)
    ]
    assert len(cells) == len(rows)
    for row, (memory, ties, fit, takes, beside, build, days) in zip(rows, cells, strict=True):
        assert (memory.strip(), int(ties)) == (row["memory"], row["ties_a_consumer"])
        for written, column in (
            (fit, "millions_that_fit"), (takes, "its_gib"), (build, "s_to_build"),
            (beside, "such_markets_side_by_side"), (days, "days_a_minute_on_one_core"),
        ):  # fmt: skip
            number = float(written.split()[0].replace(",", ""))
            assert number == pytest.approx(float(row[column]), rel=0.03), (memory, ties, column)
