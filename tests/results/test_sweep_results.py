"""A sweep's folder, finished or not, gives the same tables; estimates are those of a comparison."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation.errors import ArgumentError, OutputError
from simulation.results.statistics import (
    Estimate,
    Sample,
    difference,
    estimate,
    mean_sample,
    ratio_sample,
)
from simulation.results.sweep_estimates import Cube, estimates
from simulation.results.sweep_results import Results
from tests.results.sweep_folder import (
    COLUMNS,
    OUTCOMES,
    STRATEGIES,
    Made,
    made_up,
    table,
    where,
    write_about,
    write_finished,
    write_part,
)

FAILED = [(1, "kocs", 2), (3, "nothing", 0)]


@pytest.fixture(scope="module")
def made() -> Made:
    return made_up(FAILED)


@pytest.fixture(scope="module")
def finished(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Results:
    return Results.open(write_finished(tmp_path_factory.mktemp("sweep"), made))


def in_parts(folder: Path, made: Made) -> Path:
    """The same sweep in three batches, written in another order than that of its points."""
    write_about(folder)
    write_part(folder, "000000002-c", where(made, lambda row: row["point"] >= 2))
    write_part(folder, "000000000-b", where(made, lambda row: row["point"] == 0))
    write_part(folder, "000000001-a", where(made, lambda row: row["point"] == 1))
    return folder


@pytest.mark.parametrize("name", list(COLUMNS))
def test_frames_are_the_tables(finished: Results, made: Made, name: str) -> None:
    found = getattr(finished, name)
    pd.testing.assert_frame_equal(found, pd.DataFrame(table(getattr(made, name), COLUMNS[name])))


def test_points_have_a_column_a_factor(finished: Results) -> None:
    assert list(finished.points) == ["point", "brand.price", "tempo"]
    assert finished.factors == ("brand.price", "tempo")
    assert finished.points["brand.price"].tolist() == [9.0, 12.0, 15.0, 18.0]


@pytest.mark.parametrize("name", list(COLUMNS))
def test_parts_give_the_same_rows_in_the_same_order(
    finished: Results, made: Made, tmp_path: Path, name: str
) -> None:
    unfinished = Results.open(in_parts(tmp_path, made))
    assert not unfinished.is_finished
    assert finished.is_finished
    pd.testing.assert_frame_equal(getattr(unfinished, name), getattr(finished, name))


@pytest.mark.parametrize("name", list(COLUMNS))
def test_a_run_in_two_parts_counts_once_and_success_wins(
    made: Made, tmp_path: Path, name: str
) -> None:
    in_parts(tmp_path, made)
    again = where(made_up(FAILED[1:]), lambda row: row["point"] == 1 and row["replicate"] == 2)
    write_part(tmp_path, "000000001-again", again)
    found = getattr(Results.open(tmp_path), name)
    wanted = pd.DataFrame(table(getattr(made_up(FAILED[1:]), name), COLUMNS[name]))
    pd.testing.assert_frame_equal(found, wanted)


def test_a_failure_wins_nothing_when_it_comes_first_by_name(tmp_path: Path) -> None:
    write_about(tmp_path)
    write_part(tmp_path, "000000000-a", made_up(FAILED))
    write_part(tmp_path, "000000000-b", made_up())
    results = Results.open(tmp_path)
    assert results.progress == (60, 0, 60)
    assert results.failures.empty


def test_damaged_parts_are_named_and_left_out(made: Made, tmp_path: Path) -> None:
    in_parts(tmp_path, made)
    damaged = tmp_path / "parts/000000001-a.runs.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-10])
    results = Results.open(tmp_path)
    assert results.unreadable == ("000000001-a.runs.parquet",)
    assert set(results.runs["point"]) == {0, 2, 3}
    assert set(results.daily["point"]) == {0, 2, 3}


def test_days_without_their_runs_do_not_count(made: Made, tmp_path: Path) -> None:
    in_parts(tmp_path, made)
    (tmp_path / "parts/000000000-b.runs.parquet").unlink()
    assert set(Results.open(tmp_path).daily["point"]) == {1, 2, 3}


def test_a_file_that_is_being_written_is_no_part(made: Made, tmp_path: Path) -> None:
    in_parts(tmp_path, made)
    (tmp_path / "parts/.000000009-x.runs.parquet.77.part").write_bytes(b"half")
    assert Results.open(tmp_path).unreadable == ()


def test_before_the_first_run_tables_are_empty_and_typed(finished: Results, tmp_path: Path) -> None:
    write_about(tmp_path)
    results = Results.open(tmp_path)
    for name in COLUMNS:
        empty = getattr(results, name)
        assert len(empty) == 0
        assert empty.dtypes.to_dict() == getattr(finished, name).dtypes.to_dict()
    assert results.progress == (0, 0, 60)
    assert math.isnan(results.summary("customers")["mean"][0])


def test_progress_counts_runs(finished: Results, made: Made, tmp_path: Path) -> None:
    assert finished.progress == (58, 2, 60)
    write_about(tmp_path)
    write_part(tmp_path, "000000001-a", where(made, lambda row: row["point"] == 1))
    assert Results.open(tmp_path).progress == (14, 1, 60)
    assert "14 of 60 runs done, 1 failed" in repr(Results.open(tmp_path))


def sample(made: Made, point: int, strategy: str, outcome: str) -> Sample:
    """What a comparison makes of the runs of one strategy at one point."""
    rows = [row for row in made.runs if (row["point"], row["strategy"]) == (point, strategy)]
    base = [row for row in made.runs if (row["point"], row["strategy"]) == (point, "nothing")]

    def of(name: str, some: list[dict[str, float]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([row[name] for row in some])

    if outcome == "cac":
        return ratio_sample(of("cost", rows), of("customers", rows))
    if outcome == "romi":
        return ratio_sample(
            of("profit", rows) - of("profit", base), of("cost", rows) - of("cost", base)
        )
    return mean_sample(of(outcome, rows))


def same(found: pd.Series[float], name: str, wanted: Estimate) -> None:
    values = [found[key] for key in (name, "sd", "ci_low", "ci_high", "n")]
    expected = [wanted.value, wanted.sd, wanted.low, wanted.high, wanted.n]
    np.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("outcome", ["customers", "cac", "romi"])
def test_a_summary_is_that_of_a_comparison_at_each_point(tmp_path: Path, outcome: str) -> None:
    made = made_up()
    results = Results.open(write_finished(tmp_path, made))
    found = results.summary(outcome)
    assert len(found) == 12
    assert set(found["method"]) == {"mean of runs" if outcome == "customers" else "ratio of sums"}
    for _, row in found.iterrows():
        wanted = estimate(sample(made, row["point"], row["strategy"], outcome))
        same(row, "mean", wanted._replace(n=0 if math.isnan(wanted.value) else wanted.n))


@pytest.mark.parametrize("outcome", ["customers", "cac"])
def test_differences_are_those_of_a_comparison_at_each_point(tmp_path: Path, outcome: str) -> None:
    made = made_up()
    found = Results.open(write_finished(tmp_path, made)).differences(outcome)
    assert found["strategy"].tolist() == ["kocs", "referral"] * 4
    for _, row in found.iterrows():
        one = sample(made, row["point"], row["strategy"], outcome)
        other = sample(made, row["point"], "nothing", outcome)
        wanted = difference(one, other, direction=1 if outcome == "customers" else -1)
        same(row, "difference", wanted.estimate)
        assert row["p_better"] == wanted.p_better
        assert row["variance_reduction"] == pytest.approx(wanted.variance_reduction)


def test_differences_leave_out_runs_without_their_partner(finished: Results, made: Made) -> None:
    found = finished.differences("customers").set_index(["point", "strategy"])
    assert found.loc[(1, "kocs"), "n"] == 4
    assert found.loc[(3, "kocs"), "n"] == 4
    assert found.loc[(0, "kocs"), "n"] == 5
    for point, without in ((1, 2), (3, 0)):
        runs = {
            name: [
                row["customers"]
                for row in made.runs
                if (row["point"], row["strategy"]) == (point, name)
            ]
            for name in ("kocs", "nothing")
        }
        gap = np.delete(np.array(runs["kocs"]) - np.array(runs["nothing"]), without)
        assert found.loc[(point, "kocs"), "difference"] == pytest.approx(gap.mean())


def test_money_saved_has_no_return() -> None:
    profit = np.array([[[10.0, 12.0, 11.0], [14.0, 15.0, 17.0], [14.0, 15.0, 17.0]]])
    cost = np.array([[[5.0, 5.0, 5.0], [4.0, 3.0, 5.0], [6.0, 8.0, 8.0]]])
    found = estimates(Cube(profit, cost).less(0))
    assert np.isnan(found.value[0, :2]).all()
    assert found.n[0].tolist() == [0, 0, 3]
    assert found.value[0, 2] == pytest.approx(13.0 / 7.0)


def test_a_ratio_whose_parts_were_not_kept_is_a_mean_of_runs(tmp_path: Path) -> None:
    made = made_up()
    write_finished(tmp_path, made)
    write_about(tmp_path, outcomes=["customers", "cac"])
    found = Results.open(tmp_path).summary("cac")
    assert set(found["method"]) == {"mean of runs"}
    each = [row["cac"] for row in made.runs if (row["point"], row["strategy"]) == (2, "kocs")]
    assert found["mean"][2 * 3 + 1] == pytest.approx(np.mean(each))


def test_undefined_is_null_in_the_database_and_nan_in_frames(finished: Results) -> None:
    counted = finished.query("select count(romi) n from runs where strategy = 'nothing'")
    assert counted["n"].tolist() == [0]
    assert finished.runs.loc[finished.runs["strategy"] == "nothing", "romi"].isna().all()


def test_a_view_can_be_joined_with_the_points(finished: Results) -> None:
    found = finished.query(
        'select "brand.price" price, avg(customers) mean from runs join points using (point)'
        " where strategy = 'kocs' group by all order by price"
    )
    assert found["price"].tolist() == [9.0, 12.0, 15.0, 18.0]
    np.testing.assert_allclose(
        found["mean"], finished.summary("customers").query("strategy == 'kocs'")["mean"]
    )


def test_the_plot_has_a_line_a_strategy(finished: Results) -> None:
    axes = finished.plot("customers", "brand.price").axes[0]
    assert [line.get_label() for line in axes.lines] == list(STRATEGIES)
    wanted = finished.summary("customers").query("strategy == 'nothing'")["mean"]
    np.testing.assert_allclose(np.asarray(axes.lines[0].get_ydata(), float), wanted)
    words = finished.plot("cac", "tempo").axes[0]
    assert words.get_ylabel() == "crowns"
    assert [tick.get_text() for tick in words.get_xticklabels()] == ["slow", "fast"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda found: found.summary("custmers"), "custmers: it is no outcome. Use customers."),
        (
            lambda found: found.summary("ltv"),
            f"ltv: it was not kept. Use one of {', '.join(OUTCOMES)}.",
        ),
        (lambda found: found.plot("customers", "brand.prize"), "Use brand.price."),
        (lambda found: found.differences("romi"), "Use summary('romi')."),
        (lambda found: found.query("select custmers from runs"), "Use customers."),
    ],
)
def test_wrong_questions_have_one_message(finished: Results, call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(ArgumentError) as caught:
        call(finished)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no such folder"):
        Results.open(tmp_path / "nowhere")
    with pytest.raises(OutputError, match="does not hold a sweep"):
        Results.open(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"kind": "comparison"}), encoding="utf-8")
    with pytest.raises(OutputError, match="holds a comparison, not a sweep"):
        Results.open(tmp_path)
    with pytest.raises(OutputError, match="is a file"):
        Results.open(tmp_path / "manifest.json")


def test_damaged_final_tables_are_refused(made: Made, tmp_path: Path) -> None:
    write_finished(tmp_path, made)
    (tmp_path / "runs.parquet").write_bytes(b"no table")
    with pytest.raises(OutputError, match=r"runs\.parquet is missing or damaged"):
        Results.open(tmp_path)


@pytest.mark.parametrize("is_connected", [False, True])
def test_parts_that_go_away_while_they_are_read(
    made: Made, tmp_path: Path, is_connected: bool
) -> None:
    results = Results.open(in_parts(tmp_path, made))
    if is_connected:
        assert results.connection is not None
    for part in (tmp_path / "parts").iterdir():
        part.unlink()
    for ask in (
        lambda: results.progress,
        lambda: results.runs,
        lambda: results.summary("customers"),
        lambda: results.query("select * from runs"),
    ):
        with pytest.raises(OutputError, match=r"Open it again\."):
            ask()


def test_the_runs_of_a_study_are_found_in_its_folder(made: Made, tmp_path: Path) -> None:
    write_finished(tmp_path / "runs", made)
    assert Results.open(tmp_path).progress == (58, 2, 60)


def test_a_notebook_shows_what_it_is(finished: Results) -> None:
    shown = finished._repr_html_()
    assert "prices" in shown
    assert "brand.price, tempo" in shown
    assert repr(finished) == (
        "<Results prices: 4 points, 58 of 60 runs done, 2 failed; factors brand.price, tempo>"
    )
