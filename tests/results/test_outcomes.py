"""Outcomes on hand-made days: each number can be worked out on paper."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.results.outcomes import OUTCOMES, TOTALS, RunView
from simulation.results.record import DAILY, ENDS
from tests.results.made_up import CONSUMERS, made_up_run, run_with

Days = dict[str, Any]
"""Columns of a table."""


def value(outcome: str, event_day: int | None = None, **columns: Any) -> float:
    """An outcome of one run with the given daily measures."""
    return OUTCOMES[outcome].of(seen(event_day, **columns))


def seen(event_day: int | None = None, **columns: Any) -> RunView:
    """A run with the given daily measures, as outcomes see it."""
    lengths = [len(each) for each in columns.values() if not isinstance(each, dict)]
    return RunView(run_with(lengths[0], **columns), CONSUMERS, event_day)


def test_counts_are_those_of_the_last_day_and_flows_are_sums() -> None:
    assert value("customers", customers=[1, 4, 9]) == 9
    assert value("owners", owners=[5, 4, 6]) == 6
    assert value("aware", ever_aware=[100, 130, 170]) == 170
    assert value("interested", ever_interested=[3, 8, 8]) == 8
    assert value("advocates", advocate=[0, 2, 1]) == 1
    assert value("rejecters", rejecter=[0, 3, 2]) == 2
    assert value("lapsed", lapsed=[0, 0, 4]) == 4
    assert value("units", units=[2, 0, 3]) == 5
    assert value("exposures", exposures=[10, 20, 30]) == 60
    assert value("good_messages", good_messages=[1, 2, 3]) == 6
    assert value("bad_messages", bad_messages=[1, 0, 3]) == 4


def test_money() -> None:
    money: dict[str, Any] = {
        "revenue": [100.0, 300.0],
        "goods_cost": [40.0, 120.0],
        "cost": [50.0, 10.0],
    }
    assert value("revenue", **money) == 400.0
    assert value("cost", **money) == 60.0
    assert value("profit", **money) == 400.0 - 160.0 - 60.0
    assert value("cac", customers=[2, 6], **money) == 10.0


def test_talk_and_attitude() -> None:
    assert value("net_sentiment", good_messages=[6, 3], bad_messages=[1, 2]) == pytest.approx(0.5)
    assert value("repeat_rate", customers=[5, 8], repeat_customers=[0, 2]) == 0.25
    assert value("reputation", unaware=[990, 960], opinion_sum=[1.0, 10.0]) == 10.0 / 40.0
    assert value("nps", owners=[1, 20], promoters=[0, 9], detractors=[0, 4]) == 25.0
    assert value("csat", owners=[1, 20], satisfied=[0, 15]) == 0.75


def test_days_to_a_share_of_the_final_customers() -> None:
    customers = [0, 1, 4, 5, 9, 10]
    assert value("days_to_10", customers=customers) == 1.0
    assert value("days_to_50", customers=customers) == 3.0
    assert value("days_to_90", customers=customers) == 4.0
    assert math.isnan(value("days_to_50", customers=[0, 0, 0]))


def test_peak_day_is_the_first_of_equals_and_undefined_without_sales() -> None:
    assert value("peak_day", units=[0, 3, 1, 3]) == 1.0
    assert math.isnan(value("peak_day", units=[0, 0, 0]))


def crisis(after: list[float], before: float = 0.4) -> dict[str, Any]:
    """Opinion of 100 who know the brand: eight days before the event, then as given."""
    opinion = [before] * 8 + after
    return {"unaware": [CONSUMERS - 100] * len(opinion), "opinion_sum": np.array(opinion) * 100}


def test_crisis_depth_compares_with_the_seven_days_before() -> None:
    assert value("crisis_depth", 8, **crisis([0.3, -0.1, 0.2, 0.3])) == pytest.approx(0.5)
    drifting = crisis([0.0])
    drifting["opinion_sum"][0] = -900.0  # day 0 is eight days before the event: not counted
    assert value("crisis_depth", 8, **drifting) == pytest.approx(0.4)


def test_recovery_is_counted_from_the_event_to_nine_tenths_of_the_fall() -> None:
    course = crisis([0.3, -0.1, 0.2, 0.34, 0.36])
    assert value("days_to_recover", 8, **course) == 4.0  # -0.1 + 0.9 * 0.5 = 0.35
    assert value("reputation_recovered", 8, **course) == pytest.approx(0.92)
    assert math.isnan(value("days_to_recover", 8, **crisis([0.3, -0.1, 0.2])))


def test_reputation_that_never_falls_needs_no_recovery() -> None:
    course = crisis([0.5, 0.6])
    assert value("crisis_depth", 8, **course) == pytest.approx(-0.1)
    assert math.isnan(value("days_to_recover", 8, **course))
    assert math.isnan(value("reputation_recovered", 8, **course))


def test_half_life_of_bad_talk_above_the_usual() -> None:
    bad = [2] * 8 + [5, 12, 9, 7, 4]  # the excess peaks at 10 on day 9 and is 5 on day 11
    assert value("crisis_half_life", 8, bad_messages=bad) == 2.0
    assert math.isnan(value("crisis_half_life", 8, bad_messages=[2] * 8 + [1, 1]))
    assert math.isnan(value("crisis_half_life", 8, bad_messages=[2] * 8 + [9, 8]))


@pytest.mark.parametrize(
    "outcome",
    [
        "crisis_depth",
        "crisis_half_life",
        "days_to_contain",
        "days_to_recover",
        "reputation_recovered",
    ],
)
@pytest.mark.parametrize("event_day", [None, 0, 12])
def test_crisis_is_undefined_without_days_before_and_after_the_event(
    outcome: str, event_day: int | None
) -> None:
    assert math.isnan(value(outcome, event_day, **crisis([0.1, 0.2, 0.3])))


def test_crisis_is_undefined_while_nobody_knows_the_brand() -> None:
    unknown: Days = {"unaware": [CONSUMERS] * 10, "opinion_sum": [0.0] * 10}
    assert math.isnan(value("crisis_depth", 8, **unknown))


def test_visits_interactions_and_customers_kept() -> None:
    assert value("visits", visits=[3, 0, 4]) == 7
    posted: Days = {"posts": [1, 2], "reviews_good": [1, 0], "reviews_bad": [0, 3]}
    assert value("interactions", **posted) == 7
    assert value("retained", customers=[4, 8], active_customers=[4, 6]) == 0.75
    assert math.isnan(value("retained", customers=[0], active_customers=[0]))


def test_shares_of_all_brands_need_rivals() -> None:
    sold: Days = {"units": [2, 4], "rival_units": [6, 12]}
    said: Days = {"good_messages": [3, 0], "bad_messages": [0, 1], "rival_messages": [6, 6]}
    assert math.isnan(value("market_share", **sold))
    assert math.isnan(value("share_of_voice", **said))
    assert OUTCOMES["market_share"].of(seen(**sold)._replace(has_rivals=True)) == 0.25
    assert OUTCOMES["share_of_voice"].of(seen(**said)._replace(has_rivals=True)) == 0.25


LEDGER: Days = {
    "day": [0, 0, 1],
    "tactic": ["film", "hire", "film"],
    "kind": ["media", "fee", "media"],
    "amount": [30.0, 500.0, 20.0],
}
TACTICS: Days = {
    "tactic": ["organic", "film", "hire"],
    "cost": [0.0, 50.0, 500.0],
    "exposures": [200, 1000, 50],
    "customers": [10, 10, 5],
    "left_because": ["", "", ""],
}


def test_advertising_is_what_the_ledger_calls_media() -> None:
    view = seen(day=[0, 1], ledger=LEDGER, tactics=TACTICS)
    assert TOTALS["media_cost"].of(view) == 50.0
    assert TOTALS["media_cost"].of(seen(day=[0])) == 0.0
    # 10 customers of 200 messages of talk against 10 of 1,000 of the film
    assert OUTCOMES["wom_conversion_ratio"].of(view) == pytest.approx((10 / 200) / (10 / 1000))
    assert math.isnan(OUTCOMES["wom_conversion_ratio"].of(seen(day=[0], tactics=TACTICS)))
    assert math.isnan(OUTCOMES["roas"].of(view))  # of a strategy beside the baseline only


def test_lifetime_value_is_the_margin_where_people_buy_once() -> None:
    money: Days = {"revenue": [500.0, 300.0], "goods_cost": [200.0, 120.0], "customers": [2, 4]}
    assert value("ltv", active_customers=[2, 3], **money) == 480.0 / 4


def test_lifetime_value_of_those_who_pay_again_is_the_sum_over_months_to_come() -> None:
    days, month = 73, 365 / 12
    columns: Days = {
        "revenue": np.full(days, 30.0),
        "goods_cost": np.full(days, 10.0),
        "customers": np.full(days, 12),
        "active_customers": np.r_[np.full(days - 1, 12), 10],
    }
    view = seen(**columns)._replace(buys_again=True)
    active_days = 12 * 72 + 10
    margin = 20.0 * days
    kept = math.exp(-2 / active_days * month)
    a_month = margin / active_days * month
    rate = 1.1 ** (1 / 12)
    to_come = sum(a_month * (kept / rate) ** t for t in range(1, 5000))
    assert OUTCOMES["ltv"].of(view) == pytest.approx((margin + 10 * to_come) / 12)


def test_wasted_weight_recruits_and_trees() -> None:
    assert value("wasted_spend", heard_weight=[6.0, 2.0], lost_weight=[1.0, 1.0]) == 0.25
    assert value("k_factor", brought_by_people=[1, 2], customers=[4, 6]) == 0.5
    nobody: Days = {name: [0.0] for name in ENDS}
    ends: Days = {**nobody, "recruit_pairs": [6.0], "recruit_distance": [9.0]}
    assert value("structural_virality", day=[0, 1], ends=ends) == 1.5
    assert math.isnan(value("structural_virality", day=[0, 1]))


def test_trust_moves_with_what_people_think() -> None:
    # 10 know the brand, trust 0.5: three think 1, two think -1, the others nothing
    known: Days = {"unaware": [CONSUMERS - 10], "trust": [0.5]}
    assert value("trust", opinion_sum=[1.0], opinion_above=[3.0], **known) == pytest.approx(
        (3 * 1.0 + 2 * 0.0 + 5 * 0.5) / 10
    )
    assert value("trust", opinion_sum=[0.0], opinion_above=[0.0], **known) == 0.5


def test_the_review_score_is_what_readers_see_at_the_end() -> None:
    assert value("review_score", stars_shown=[math.nan, 4.0, 3.5]) == 3.5
    assert math.isnan(value("review_score", stars_shown=[math.nan]))


def test_days_to_contain_is_the_day_with_the_most_bad_talk() -> None:
    assert value("days_to_contain", 8, bad_messages=[2] * 8 + [3, 9, 5, 4]) == 1.0
    assert math.isnan(value("days_to_contain", 8, bad_messages=[2] * 8 + [3, 4, 5, 9]))
    assert math.isnan(value("days_to_contain", 8, bad_messages=[2] * 8 + [1, 2, 0]))


def test_every_outcome_says_what_it_is() -> None:
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name
        assert set(outcome.label) == {"en", "zh"}
        assert outcome.direction in (-1, 0, 1)
        assert outcome.unit
        assert outcome.definition[0].isupper() or outcome.definition[0] == "("
        assert TOTALS[outcome.numerator.name] is outcome.numerator


@pytest.mark.parametrize(
    ("names", "direction"),
    [
        ("aware interested customers owners advocates units revenue profit romi", 1),
        ("repeat_rate good_messages net_sentiment reputation nps csat", 1),
        ("visits interactions retained market_share roas ltv share_of_voice k_factor", 1),
        ("trust review_score reputation_recovered", 1),
        ("rejecters lapsed cost cac bad_messages crisis_depth days_to_recover", -1),
        ("wasted_spend crisis_half_life days_to_contain", -1),
        ("exposures peak_day days_to_10 days_to_50 days_to_90", 0),
        ("structural_virality wom_conversion_ratio", 0),
    ],
)
def test_directions_are_those_of_the_scenario_language(names: str, direction: int) -> None:
    assert {name: OUTCOMES[name].direction for name in names.split()} == dict.fromkeys(
        names.split(), direction
    )


@given(st.integers(0, 1000), st.sampled_from(sorted(TOTALS)))
def test_totals_are_pure(replicate: int, total: str) -> None:
    run = made_up_run("some", replicate, 1.0)
    before = {name: run.daily[name].copy() for name in DAILY}
    view = RunView(run, CONSUMERS, 10)
    first, second = TOTALS[total].of(view), TOTALS[total].of(view)
    assert first == second or (math.isnan(first) and math.isnan(second))
    assert all((run.daily[name] == before[name]).all() for name in DAILY)
