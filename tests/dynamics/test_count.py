"""Count: one row of daily measures, counted again from the arrays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.dynamics.loops.count import fixed_opinion
from simulation.one_run import FinishedRun
from tests.naive.counting import row_of
from tests.small_markets import started

BUSY: list[dict[str, Any]] = [
    {"kind": "hire_kocs", "number": 2, "gift": True},
    {"kind": "advertise", "spend_per_day": 40},
    {"kind": "discount", "share": 0.4},
]


class TestCount:
    @settings(max_examples=15)
    @given(st.integers(0, 10**6), st.sampled_from(["one_off", "repeat"]))
    def test_rows_are_what_the_arrays_hold(self, seed: int, model: str) -> None:
        run = started(
            BUSY, seed=seed, days=8, events=[{"kind": "scandal", "day": 3, "share_of_aware": 0.4}],
            brand={"owners_at_start": 0.2, "aware_at_start": 0.4, "revenue_model": model},
            consumers__decide__purchase_base=-2.0, consumers__decide__interest_base=-2.0,
            consumers__experience__loyalty_per_day=0.5,
            consumers__experience__advocacy_per_day=0.5,
            consumers__experience__lapse_dissatisfied=0.5,
        )  # fmt: skip
        for day in range(8):
            run.live()
            daily = FinishedRun(run).daily
            for name, value in row_of(run.market, day, run.parameters.experience).items():
                tolerance = len(run.market.stage) / 65536 if name == "opinion_sum" else 0
                assert float(daily[name][day]) == pytest.approx(value, abs=tolerance), name
            assert daily["units"][day] == (run.market.purchases.sum() - sum(daily["units"][:day]))

    @given(st.floats(-1.0, 1.0))
    def test_opinions_are_rounded_to_the_nearest_65536th(self, value: float) -> None:
        assert abs(int(fixed_opinion(value)) - value * 65536) <= 0.5
