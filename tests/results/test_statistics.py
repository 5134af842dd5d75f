"""Intervals and differences against closed forms, slow versions and simulated coverage."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.results.facts import StrategyFacts
from simulation.results.measured import Measured
from simulation.results.record import MarketRecord
from simulation.results.statistics import (
    Estimate,
    Sample,
    difference,
    estimate,
    holm,
    mean_sample,
    ratio_of_ratios_sample,
    ratio_sample,
    replicates_needed,
    share_better,
    times_best,
    within,
)
from tests.results.made_up import CONSUMERS, made_up_facts, run_with

Array = NDArray[np.float64]

values = st.lists(st.floats(-100, 100), min_size=2, max_size=12).map(np.array)
positive = st.lists(st.floats(1, 100), min_size=3, max_size=12)


def numbers(*given: float) -> Array:
    return np.array(given, dtype=np.float64)


@given(values)
def test_mean_has_the_t_interval(sample: Array) -> None:
    found = estimate(mean_sample(sample))
    assert found.value == pytest.approx(sample.mean())
    assert found.n == len(sample)
    if found.sd > 1e-9:
        low, high = scipy.stats.t.interval(
            0.95, len(sample) - 1, sample.mean(), scipy.stats.sem(sample)
        )
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_mean_by_hand() -> None:
    found = estimate(mean_sample(numbers(1, 2, 3)))
    assert (found.value, found.sd, found.n) == (2.0, 1.0, 3)
    assert found.half_width == pytest.approx(4.302652729911275 / math.sqrt(3))  # t of 2 degrees


def test_undefined_values_are_left_out_and_counted() -> None:
    found = estimate(mean_sample(numbers(1, math.nan, 3)))
    assert (found.value, found.n) == (2.0, 2)
    nothing = estimate(mean_sample(numbers(math.nan, math.nan)))
    assert math.isnan(nothing.value)
    assert nothing.n == 0


@pytest.mark.parametrize("sample", [mean_sample(numbers(4)), ratio_sample(numbers(4), numbers(1))])
def test_one_replicate_has_a_value_and_no_interval(sample: Sample) -> None:
    found = estimate(sample)
    assert found.value == 4.0
    assert found.n == 1
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert not found.excludes_zero


@given(positive, st.data())
def test_ratio_is_the_jackknife_written_out(top: list[float], data: Any) -> None:
    bottom = data.draw(st.lists(st.floats(1, 100), min_size=len(top), max_size=len(top)))
    n = len(top)
    whole = sum(top) / sum(bottom)
    without = [sum(top[:i] + top[i + 1 :]) / sum(bottom[:i] + bottom[i + 1 :]) for i in range(n)]
    error = math.sqrt((n - 1) / n * sum((r - np.mean(without)) ** 2 for r in without))
    found = estimate(ratio_sample(np.array(top), np.array(bottom)))
    assert found.value == pytest.approx(whole)
    assert found.sd / math.sqrt(n) == pytest.approx(error, rel=1e-6, abs=1e-9)
    assert found.half_width == pytest.approx(
        scipy.stats.t.ppf(0.975, n - 1) * error, rel=1e-6, abs=1e-9
    )


def test_ratio_over_ones_is_the_mean() -> None:
    top = numbers(3, 1, 4, 1, 5)
    ratio, mean = estimate(ratio_sample(top, np.ones(5))), estimate(mean_sample(top))
    assert ratio == pytest.approx(mean)


def test_ratio_of_sums_is_not_the_mean_of_ratios() -> None:
    sample = ratio_sample(numbers(1, 1), numbers(1, 3))
    assert sample.value == 0.5
    assert sample.each.tolist() == [1.0, 1.0 / 3.0]


def test_ratio_is_undefined_over_nothing() -> None:
    found = estimate(ratio_sample(numbers(1, 2), numbers(0, 0)))
    assert math.isnan(found.value)
    assert found.n == 0


def test_ratio_that_hangs_on_one_replicate_has_no_interval() -> None:
    found = estimate(ratio_sample(numbers(0.1, 0.2, 0.3), numbers(0.0, 0.7, 0.0)))
    assert found.value == pytest.approx(0.6 / 0.7)
    assert math.isnan(found.low)
    assert found.n == 3


def test_differences_are_paired() -> None:
    luck = numbers(0, 10, 20, 30, 40)
    a, b = mean_sample(luck + numbers(3, 2, 3, 4, 3)), mean_sample(luck)
    found = difference(a, b, direction=1)
    alone = scipy.stats.ttest_1samp(numbers(3, 2, 3, 4, 3), 0.0)
    assert found.estimate.value == pytest.approx(3.0)
    assert found.p_value == pytest.approx(alone.pvalue)
    assert found.estimate.low == pytest.approx(alone.confidence_interval(0.95).low)
    assert found.p_better == 1.0
    by_hand = (a.each.var(ddof=1) + luck.var(ddof=1)) / 0.5
    assert found.variance_reduction == pytest.approx(by_hand)


@given(values)
def test_difference_to_itself_is_nothing(sample: Array) -> None:
    found = difference(mean_sample(sample), mean_sample(sample), direction=1)
    assert found.estimate[:4] == (0.0, 0.0, 0.0, 0.0)
    assert not found.estimate.excludes_zero
    assert found.p_value == 1.0
    assert found.p_better == 0.5
    assert math.isnan(found.variance_reduction)


@given(values, st.data())
def test_difference_turns_with_its_sides(one: Array, data: Any) -> None:
    size = len(one)
    other = np.array(data.draw(st.lists(st.floats(-100, 100), min_size=size, max_size=size)))
    there = difference(mean_sample(one), mean_sample(other), direction=1)
    back = difference(mean_sample(other), mean_sample(one), direction=1)
    assert there.estimate.low == pytest.approx(-back.estimate.high)
    assert there.p_better == pytest.approx(1.0 - back.p_better)


def test_replicates_in_which_one_side_is_undefined_are_left_out() -> None:
    found = difference(
        mean_sample(numbers(1, math.nan, 5)), mean_sample(numbers(0, 100, 2)), direction=-1
    )
    assert found.estimate.value == 2.0
    assert found.estimate.n == 2
    assert found.p_better == 0.0


def test_difference_of_ratios_is_the_jackknife_of_the_difference() -> None:
    rng = np.random.default_rng(3)
    a, b, c, d = rng.uniform(1, 5, (4, 8))
    found = difference(ratio_sample(a, b), ratio_sample(c, d), direction=1)

    def gap(keep: NDArray[np.bool_]) -> float:
        return float(a[keep].sum() / b[keep].sum() - c[keep].sum() / d[keep].sum())

    without = np.array([gap(np.arange(8) != i) for i in range(8)])
    error = math.sqrt(7 / 8 * ((without - without.mean()) ** 2).sum())
    assert found.estimate.value == pytest.approx(gap(np.ones(8, dtype=bool)))
    assert found.estimate.sd / math.sqrt(8) == pytest.approx(error)


def test_share_better_counts_ties_half_and_knows_the_direction() -> None:
    a, b = numbers(1, 2, 3, math.nan), numbers(1, 1, 4, 0)
    assert share_better(a, b, 1) == 0.5
    assert share_better(numbers(2, 3), numbers(1, 1), -1) == 0.0
    assert math.isnan(share_better(a, b, 0))


def test_times_best() -> None:
    each = {
        "a": numbers(1, 5, 3, math.nan),
        "b": numbers(2, 5, 1, math.nan),
        "c": numbers(0, 0, math.nan, math.nan),
    }
    assert times_best(each, 1) == {"a": 2, "b": 2, "c": 0}  # the tie counts for both
    assert times_best(each, -1) == {"a": 0, "b": 1, "c": 2}
    assert times_best({}, 1) == {}


def test_holm_by_hand() -> None:
    # 0.01 <= 0.05/4, 0.015 <= 0.05/3, 0.03 > 0.05/2: the last two stay open
    assert holm([0.03, 0.01, 0.04, 0.015]) == [False, True, False, True]
    assert holm([0.02, math.nan]) == [True, False]
    assert holm([math.nan, 0.03]) == [False, False]
    assert holm([]) == []


def test_replicates_needed_by_hand() -> None:
    z, more = (float(scipy.stats.norm.ppf(chance)) for chance in (0.975, 0.8))
    by_hand = ((z + more) * 2.0 / 1.0) ** 2 + z**2 / 2  # sd 2, difference 1
    assert replicates_needed(Estimate(1.0, 2.0, -1.0, 3.0, 10)) == math.ceil(by_hand) == 34
    assert replicates_needed(Estimate(-1.0, 2.0, -3.0, 1.0, 10)) == 34
    assert replicates_needed(Estimate(1.0, 2.0, -1.0, 3.0, 10), level=0.99) == 51
    assert replicates_needed(Estimate(0.0, 1.0, -1.0, 1.0, 10)) == math.inf
    assert math.isnan(replicates_needed(estimate(mean_sample(numbers(3)))))


def test_an_interval_is_cut_where_there_can_be_no_value() -> None:
    found = Estimate(4.9, 0.2, 4.6, 5.2, 5)
    assert within(found, (1.0, 5.0)) == Estimate(4.9, 0.2, 4.6, 5.0, 5)
    assert within(found, (4.8, math.inf)) == Estimate(4.9, 0.2, 4.8, 5.2, 5)
    assert within(found, (-math.inf, math.inf)) == found
    nothing = Estimate(3.0, math.nan, math.nan, math.nan, 1)
    assert math.isnan(within(nothing, (1.0, 5.0)).low)


def test_outcomes_stay_possible_and_differences_are_not_cut() -> None:
    """With three replicates t intervals go below day 0 and past the last day, 29."""
    peaks = {"early": [0, 1, 0], "late": [29, 20, 28]}
    runs = [
        run_with(units=np.eye(30)[day])._replace(strategy=name, replicate=r)
        for name, days in peaks.items()
        for r, day in enumerate(days)
    ]
    names = tuple(StrategyFacts(name, name) for name in peaks)
    facts = made_up_facts(strategies=names, baseline="early", decide_by="peak_day")
    found = Measured(facts, runs, [MarketRecord(r, CONSUMERS, 1, 0.0, 1.0) for r in range(3)])
    assert estimate(found.sample("early", "peak_day")).low < 0.0
    assert found.estimate("early", "peak_day").low == 0.0
    assert estimate(found.sample("late", "peak_day")).high > 29.0
    assert found.estimate("late", "peak_day").high == 29.0
    gap = found.difference("late", "early", "peak_day").estimate
    assert gap.high > 29.0
    assert gap.high - gap.value == pytest.approx(gap.value - gap.low)


def test_what_does_not_matter_is_settled_by_lying_inside_it() -> None:
    found = Estimate(0.1, 2.0, -1.0, 1.2, 10)
    assert replicates_needed(found) > 3000
    z, more = (float(scipy.stats.norm.ppf(chance)) for chance in (0.975, 0.9))
    by_hand = ((z + more) * 2.0 / 0.9) ** 2 + z**2 / 2  # 0.9 from what matters
    assert replicates_needed(found, matters=1.0) == math.ceil(by_hand)


@pytest.mark.parametrize(("size", "level"), [(0.9, 0.95), (0.4, 0.95), (0.5, 0.994)])
def test_replicates_needed_settle_four_times_in_five(size: float, level: float) -> None:
    """With so many replicates a difference of this size is found in about 80 % of 4,000 trials."""
    n = int(replicates_needed(Estimate(size, 1.0, -1.0, 1.0, 10), level))
    gaps = np.random.default_rng(3).normal(size, 1.0, (4000, n))
    t = gaps.mean(axis=1) / (gaps.std(axis=1, ddof=1) / math.sqrt(n))
    found = (np.abs(t) > scipy.stats.t.ppf(0.5 + level / 2, n - 1)).mean()
    assert 0.78 < found < 0.84  # three standard errors, and what rounding up gains


TRIALS = 2000
FALSE_ALARM = 1e-4
"""Chance that a coverage test fails although the coverage is 95 %."""


def covered(inside: int, level: float = 0.95) -> bool:
    """Whether a count of covering intervals fits the level, but for the false-alarm rate."""
    low, high = scipy.stats.binom.interval(1.0 - FALSE_ALARM, TRIALS, level)
    return bool(low <= inside <= high)


def test_intervals_of_means_cover_the_truth_in_95_percent() -> None:
    rng = np.random.default_rng(5)
    inside = 0
    for sample in rng.normal(2.0, 3.0, (TRIALS, 8)):
        found = estimate(mean_sample(sample))
        inside += found.low <= 2.0 <= found.high
    assert covered(inside)


def test_intervals_of_ratio_differences_cover_the_truth() -> None:
    """With 40 replicates the jackknife is at its level; normal top and bottom, common luck."""
    rng = np.random.default_rng(6)
    inside = 0
    for _ in range(TRIALS):
        luck = rng.normal(0.0, 1.0, 40)
        bottom = rng.normal(20.0, 1.0, (2, 40)) + luck
        top = 0.5 * bottom + rng.normal(0.0, 1.0, (2, 40)) + numbers(1.0, 0.0)[:, None]
        a, b = ratio_sample(top[0], bottom[0]), ratio_sample(top[1], bottom[1])
        found = difference(a, b, direction=1).estimate
        inside += found.low <= 0.05 <= found.high  # (10 + 1) / 20 - 10 / 20
    assert covered(inside)


def test_holm_keeps_false_alarms_below_five_percent() -> None:
    rng = np.random.default_rng(9)
    alarms = 0
    for world in rng.normal(0.0, 1.0, (TRIALS, 4, 12)):
        samples = [mean_sample(each) for each in world]
        found = [difference(a, samples[0], 1).p_value for a in samples[1:]]
        alarms += any(holm(found))
    assert alarms <= scipy.stats.binom.ppf(1.0 - FALSE_ALARM, TRIALS, 0.05)


def test_a_ratio_of_ratios_is_that_of_the_sums_with_the_jackknife_by_hand() -> None:
    top, bottom = np.array([3.0, 5.0, 4.0]), np.array([30.0, 40.0, 50.0])
    other_top, other_bottom = np.array([2.0, 1.0, 3.0]), np.array([90.0, 80.0, 70.0])

    def ratio(keep: list[int]) -> float:
        one = top[keep].sum() / bottom[keep].sum()
        return float(one / (other_top[keep].sum() / other_bottom[keep].sum()))

    found = ratio_of_ratios_sample(top, bottom, other_top, other_bottom)
    assert found.value == pytest.approx(ratio([0, 1, 2]))
    without = np.array([ratio([1, 2]), ratio([0, 2]), ratio([0, 1])])
    assert found.pseudo == pytest.approx(3 * found.value - 2 * without)
    assert found.each[1] == pytest.approx((5 / 40) / (1 / 80))
    none = ratio_of_ratios_sample(top, bottom, np.zeros(3), other_bottom)
    assert math.isnan(none.value)
    assert estimate(none).n == 0
