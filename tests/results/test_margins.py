"""Marginal return of money, on levels made by hand."""

from __future__ import annotations

import json
import math
from functools import partial
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulation.results.figures.response import response
from simulation.results.margins import (
    Curve,
    Dropped,
    Level,
    curve_of,
    findings,
    last_step,
    level_of,
    levels_table,
    marginal_table,
    next_step,
)
from tests.results.made_up import run_with

NAMES = ("ads", "advertise", "budget")
LUCK = np.array([0.0, 7.0, -3.0, 12.0])
"""What luck adds in each replicate, at every level alike."""


def level(factor: float, profit: float, cost: float | None = None, **more: float | str) -> Level:
    """A level of a plan that spends 100; luck moves customers and profit at all levels alike."""
    spent = np.full(4, 100.0 * factor if cost is None else cost)
    return Level(100.0 * factor, factor, spent, spent, profit / 10 + LUCK, profit + LUCK, **more)  # type: ignore[arg-type]


def falling() -> Curve:
    """Returns that fall: 3, 2, 1 and 0 for each unit of money."""
    profits = {0.5: 0.0, 0.75: 75.0, 1.0: 125.0, 1.25: 150.0, 1.5: 150.0}
    return curve_of(NAMES, [level(factor, profit) for factor, profit in profits.items()])


def test_the_return_of_a_step_is_extra_profit_by_extra_money_and_same_luck_drops_out() -> None:
    curve = falling()
    assert last_step(curve).returned == pytest.approx((2.0, 0.0, 2.0, 2.0, 4))
    assert next_step(curve).returned == pytest.approx((1.0, 0.0, 1.0, 1.0, 4))
    assert next_step(curve).extra_customers.value == pytest.approx(2.5)


def test_money_that_does_nothing_returns_nothing_with_its_interval() -> None:
    """Doubling a pure cost: the return is 0 and not -1, because it is before that money is paid."""
    noise = np.array([4.0, -4.0, 8.0, -8.0])
    doubled = level(2.0, 125.0)
    doubled = doubled._replace(gross_profit=doubled.gross_profit + noise)
    found = next_step(curve_of(NAMES, [level(1.0, 125.0), doubled])).returned
    half = 3.182446305284263 * noise.std(ddof=1) / 2.0 / 100.0
    assert found.value == pytest.approx(0.0, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((-half, half))


def test_a_ratio_of_sums_not_a_mean_of_ratios() -> None:
    plan, more = level(1.0, 0.0), level(1.5, 0.0)
    more = more._replace(
        cost=plan.cost + np.array([10.0, 20.0, 30.0, 40.0]),
        gross_profit=plan.gross_profit + np.array([40.0, 30.0, 20.0, 10.0]),
    )
    found = next_step(curve_of(NAMES, [plan, more])).returned
    assert found.value == pytest.approx(1.0)
    assert found.low < 1.0 < found.high


def test_levels_that_spend_the_same_are_left_out_and_say_why() -> None:
    lived = [
        level(0.5, 0.0),
        level(0.75, 0.0, cost=50.0, left_because="nobody else fits"),
        level(1.0, 10.0, smallest_payment=60.0),
        level(1.25, 10.0, cost=100.0),
        level(1.5, 10.0, cost=100.0),
    ]
    curve = curve_of(NAMES, lived, [Dropped(300.0, 3.0, "cannot be")])
    assert [each.factor for each in curve.levels] == [0.75, 1.0]
    reasons = {each.factor: each.why_not for each in curve.dropped}
    assert reasons[0.5] == "buys the same as 75"
    assert reasons[1.25] == "buys the same as 100: one more costs 60"
    assert reasons[3.0] == "cannot be"
    found = next_step(curve)
    assert math.isnan(found.returned.value)
    assert found.why_not.startswith("no level above the plan buys anything different (125: ")


@pytest.mark.parametrize("cost", [100.9, 99.0])
def test_a_step_of_less_than_a_unit_of_money_has_no_return(cost: float) -> None:
    found = next_step(curve_of(NAMES, [level(1.0, 0.0), level(1.5, 500.0, cost=cost)]))
    assert math.isnan(found.returned.value)
    assert "unit of money" in found.why_not


def test_one_replicate_has_a_return_and_no_interval() -> None:
    lived = [
        each._replace(**{
            name: getattr(each, name)[:1] for name in ("spent", "cost", "customers", "gross_profit")
        })
        for each in falling().levels
    ]  # fmt: skip
    found = next_step(curve_of(NAMES, lived)).returned
    assert found.value == pytest.approx(1.0)
    assert math.isnan(found.low)


def test_a_level_is_measured_from_its_runs() -> None:
    runs = [
        run_with(
            days=2,
            revenue=[10.0, 30.0],
            goods_cost=[1.0, 2.0],
            cost=[5.0, 1.0],
            customers=[2, 4],
            tactics={
                "tactic": ["organic", "ads"],
                "cost": [0.0, 4.0],
                "exposures": [0, 1],
                "customers": [4, 0],
                "left_because": ["", "no more views"],
            },
            ledger={"day": [0, 1], "tactic": ["ads"] * 2, "kind": ["media"] * 2,
                    "amount": [3.0, 1.0]},
        )
    ]  # fmt: skip
    found = level_of(8.0, 2.0, "ads", runs)
    assert (found.spent[0], found.cost[0], found.customers[0]) == (4.0, 6.0, 4.0)
    assert found.gross_profit[0] == 37.0
    assert (found.left_because, found.smallest_payment) == ("no more views", 1.0)


def test_tables_and_plain_findings_say_the_same() -> None:
    curve = falling()
    levels, steps = levels_table([curve]), marginal_table([curve])
    assert list(levels["factor"]) == [0.5, 0.75, 1.0, 1.25, 1.5]
    assert list(levels["gross_profit_difference"]) == pytest.approx([-125, -50, 0, 25, 25])
    assert list(steps["next_from"]) == [75.0, 100.0]
    assert list(steps["next_to"]) == [100.0, 125.0]
    assert list(steps["marginal_return"]) == pytest.approx([2.0, 1.0])
    (plain,) = findings([curve])
    assert plain["plan"] == 100.0
    assert plain["next"]["marginal_return"] == pytest.approx(1.0)
    assert [row["level"] for row in plain["levels"]] == [50.0, 75.0, 100.0, 125.0, 150.0]


def test_the_curve_ends_where_the_levels_end_and_marks_the_plan() -> None:
    curve = falling()
    ax = response(findings([curve]), Figure().subplots(), strategy="ads", tactic="advertise")
    (bars,) = ax.containers
    assert list(bars[0].get_xdata()) == [50.0, 75.0, 100.0, 125.0, 150.0]
    assert [text.get_text() for text in ax.texts] == ["plan"]
    filled = ax.lines[-1]
    assert np.asarray(filled.get_xydata()).tolist() == [[100.0, 12.5 + LUCK.mean()]]
    half = paired_half_widths(bars)
    assert half == pytest.approx([0.0] * 5)


def test_bars_are_paired_intervals_and_one_replicate_has_none() -> None:
    noise = np.array([1.0, -1.0, 2.0, -2.0])
    more = level(1.5, 150.0)
    curve = curve_of(NAMES, [level(1.0, 125.0), more._replace(customers=more.customers + noise)])
    draw = partial(response, strategy="ads", tactic="advertise")
    (bars,) = draw(findings([curve]), Figure().subplots()).containers
    expected = 3.182446305284263 * noise.std(ddof=1) / 2.0
    assert paired_half_widths(bars) == pytest.approx([0.0, expected])
    one = json.loads(json.dumps(findings([curve])))
    one[0]["levels"][1] |= {"customers_ci_low": None, "customers_ci_high": None}
    (bars,) = draw(one, Figure().subplots()).containers
    assert paired_half_widths(bars) == [0.0, 0.0]


def paired_half_widths(bars: Any) -> list[float]:
    """Half the length of each bar of matplotlib's container."""
    return [float(np.ptp(segment[:, 1]) / 2.0) for segment in bars[2][0].get_segments()]
