"""Robustness on made-up runs: a known flip is found where it is, and luck alone is not."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from simulation.results.robustness.assumption import Assumption
from simulation.results.robustness.flips import find_flips
from simulation.results.robustness.rules import find_rules
from simulation.results.robustness.standings import least_regretted, share, standings
from simulation.results.robustness.surface import pooled, surface_of
from tests.results.made_up_points import assumptions, runs_frame, sampled


def test_values_lie_in_their_range_and_use_all_of_it() -> None:
    shares = np.linspace(0.0, 1.0, 1001)
    even = Assumption("a", ("a",), 0.5, 0.2, 0.8).at(shares)
    assert (even[0], even[500], even[1000]) == (0.2, 0.5, 0.8)
    wide = Assumption("a", ("a",), 1.0, 0.01, 1.0)
    assert wide.is_log
    assert wide.at(shares)[500] == 0.1
    whole = Assumption("a", ("a",), 2, 1, 4, is_whole=True).at(shares)
    assert whole.dtype == np.int64
    counts = np.unique(whole, return_counts=True)
    assert counts[0].tolist() == [1, 2, 3, 4]
    assert max(counts[1]) - min(counts[1]) <= 2
    assert not Assumption("a", ("a",), 5, 1, 30, is_whole=True).is_log
    assert not Assumption("a", ("a",), 0.5, 0.0, 100.0).is_log


def by_hand() -> pd.DataFrame:
    """Four points without luck."""
    return runs_frame(
        {
            "nothing": np.array([0.0, 0.0, 0.0, 9.0]),
            "kocs": np.array([5.0, 5.0, 2.0, 9.0]),
            "ads": np.array([1.0, 9.0, -4.0, 3.0]),
        }
    )


def test_standings_by_hand() -> None:
    surface = surface_of(by_hand(), ("nothing", "kocs", "ads"), "customers", 1)
    rows = {row.strategy: row for row in standings(surface, "nothing")}
    assert [rows[name].best.k for name in ("nothing", "kocs", "ads")] == [1, 3, 1]
    assert rows["kocs"].regret_mean == pytest.approx(1.0)
    assert rows["kocs"].regret_worst == pytest.approx(4.0)
    assert rows["nothing"].regret_worst == pytest.approx(9.0)
    assert rows["ads"].regret_p90 == pytest.approx(6.0)
    assert rows["kocs"].regret_share == pytest.approx(4.0 / (5 + 9 + 6 + 6))
    assert (rows["kocs"].above_baseline.k, rows["kocs"].above_baseline.n) == (3, 4)
    assert rows["nothing"].above_baseline.n == 0
    assert least_regretted(list(rows.values())) == "kocs"
    assert np.allclose(surface.margin("kocs"), [4.0, -4.0, 2.0, 0.0])


def test_less_may_be_better() -> None:
    surface = surface_of(by_hand(), ("nothing", "kocs", "ads"), "customers", -1)
    rows = {row.strategy: row for row in standings(surface, "nothing")}
    assert [rows[name].best.k for name in ("nothing", "kocs", "ads")] == [2, 0, 2]
    assert rows["ads"].regret_worst == pytest.approx(9.0)


def test_points_with_a_failed_or_missing_run_are_left_out_and_counted() -> None:
    runs = by_hand()
    runs.loc[(runs["point"] == 1) & (runs["strategy"] == "ads"), "status"] = "failed"
    runs = runs[~((runs["point"] == 3) & (runs["replicate"] == 1))]
    surface = surface_of(runs, ("nothing", "kocs", "ads"), "customers", 1)
    assert surface.points.tolist() == [0, 2]
    assert surface.n_left_out == 2


def test_an_undefined_outcome_is_never_best_and_counted() -> None:
    runs = by_hand()
    runs.loc[(runs["point"] == 1) & (runs["strategy"] == "ads"), "customers"] = math.nan
    surface = surface_of(runs, ("nothing", "kocs", "ads"), "customers", 1)
    rows = {row.strategy: row for row in standings(surface, "nothing")}
    assert (rows["ads"].best.k, rows["ads"].n_undefined) == (0, 1)
    assert rows["kocs"].best.k == 4
    assert least_regretted([rows["ads"]]) is None


def test_wilsons_interval() -> None:
    found = share(81, 263)  # Newcombe (1998), Statistics in Medicine 17: 857-872, table I
    assert found.low == pytest.approx(0.2553, abs=5e-5)
    assert found.high == pytest.approx(0.3662, abs=5e-5)
    assert share(0, 20).low == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(share(0, 0).value)


def test_variance_is_pooled_over_points_of_like_size() -> None:
    size = np.arange(100.0)[::-1]
    variance = np.where(size < 50, 1.0, 9.0)
    found = pooled(variance, size)
    assert (found[0], found[-1]) == (9.0, 1.0)
    assert 1.0 < found[50] < 9.0
    assert pooled(np.array([1.0, 3.0]), np.array([5.0, 6.0])).tolist() == [2.0, 2.0]


def test_a_point_is_decided_only_where_the_gap_is_beyond_luck() -> None:
    """The false alarms of the gate: where two strategies are equal, about 5 % look decided."""
    n = 2000
    equal = surface_of(runs_frame({"a": np.zeros(n), "b": np.zeros(n)}, 1.0), "ab", "customers", 1)
    alarms = equal.is_decided.mean()
    assert abs(alarms - 0.05) < 4.0 * math.sqrt(0.05 * 0.95 / n)
    apart = runs_frame({"a": np.full(n, 10.0), "b": np.zeros(n)}, 1.0)
    assert surface_of(apart, "ab", "customers", 1).is_decided.mean() > 0.99
    alone = runs_frame({"a": np.full(5, 10.0), "b": np.zeros(5)}, 1.0, replicates=1)
    assert not surface_of(alone, "ab", "customers", 1).is_decided.any()


@pytest.mark.parametrize(("which", "value"), [(0, 0.62), (1, 2.5)])
def test_a_known_flip_is_found_at_its_value(which: int, value: float) -> None:
    varied = assumptions(60)
    columns = sampled(varied, 200)
    margin = np.where(columns[which] > value, -3.0, 3.0)
    margin += 2.0 * np.random.default_rng(3).normal(size=200)
    first, *others = find_flips(columns, varied, margin >= 0.0, margin).splits
    assert first.assumption == varied[which]
    assert first.effect == "flips"
    assert first.side == "above"
    assert first.low <= value <= first.high
    assert first.value == pytest.approx(value, rel=0.05)
    assert first.swing < -3.0
    assert (first.below > 0.85, first.above < 0.15) == (True, True)
    assert [split.assumption.label for split in others if split.effect != "no"] == []


def test_luck_alone_flips_nothing() -> None:
    """Of 24 markets in which nothing decides, about 1 may look as if something did."""
    varied = assumptions(50)
    alarms, ruled = 0, 0
    for seed in range(24):
        rng = np.random.default_rng(seed)
        columns = sampled(varied, 100, seed)
        margin = rng.normal(size=100) + 0.5
        found = find_flips(columns, varied, margin >= 0.0, margin, seed)
        alarms += found.splits[0].effect != "no"
        ruled += find_rules(columns, varied, margin >= 0.0, seed).passes
    assert alarms <= 5  # binomial(24, 0.05) exceeds this once in 1,000
    assert ruled <= 5


def test_the_swing_that_chance_reaches() -> None:
    varied = assumptions(30)
    columns = sampled(varied, 100)
    beyond = 0
    for seed in range(30):
        margin = np.random.default_rng(seed).normal(size=100)
        found = find_flips(columns, varied, margin >= 0.0, margin, seed)
        beyond += max(abs(split.swing) for split in found.splits) > found.chance
    assert beyond <= 6  # binomial(30, 0.05) exceeds this once in 1,000


def test_what_only_weakens_the_leader_does_not_flip() -> None:
    varied = assumptions(5)
    columns = sampled(varied, 400)
    chance = np.where(columns[2] < 0.3, 0.65, 0.99)
    stays = np.random.default_rng(1).random(400) < chance
    first = find_flips(columns, varied, stays, np.where(stays, 0.5, -0.5)).splits[0]
    assert (first.assumption, first.effect, first.side) == (varied[2], "tells", "below")


def test_an_assumption_that_never_changes_anything_or_itself() -> None:
    varied = assumptions(3)
    columns = sampled(varied, 50)
    columns[0] = np.full(50, 0.5)
    always = find_flips(columns, varied, np.ones(50, dtype=bool), np.ones(50))
    assert {split.effect for split in always.splits} == {"no"}
    assert {split.importance for split in always.splits} == {0.0}
    assert not find_rules(columns, varied, np.ones(50, dtype=bool)).passes


def test_rules_of_two_assumptions_are_learned_and_counted() -> None:
    varied = assumptions(20)
    columns = sampled(varied, 400)
    stays = (columns[0] < 0.7) & (columns[1] > 0.5)
    rules = find_rules(columns, varied, stays)
    assert rules.passes
    assert rules.accuracy > 0.97
    best = rules.boxes[0]
    assert (best.k, best.n) == (best.n, int(stays.sum()))
    cuts = {bound.assumption.label: (bound.is_above, bound.value) for bound in best.bounds}
    assert [cuts[label][0] for label in ("a.0", "a.1")] == [False, True]
    assert cuts["a.0"][1] == pytest.approx(0.7, abs=0.01)
    assert cuts["a.1"][1] == pytest.approx(0.5, rel=0.05)
    assert sum(box.n for box in rules.boxes) == 400


def test_same_points_same_findings() -> None:
    varied = assumptions(8)
    columns = sampled(varied, 120)
    margin = columns[0] - 0.4 + 0.3 * np.random.default_rng(2).normal(size=120)
    one, other = (find_flips(columns, varied, margin >= 0.0, margin, 7) for _ in range(2))
    assert repr(one) == repr(other)
