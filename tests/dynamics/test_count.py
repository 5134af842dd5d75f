"""Count: one row of daily measures, counted again from the arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.dynamics.loops.count import count_all, fixed_opinion
from simulation.dynamics.parameters import ExperienceParameters
from simulation.dynamics.tables import (
    CUSTOMERS,
    DETRACTORS,
    EVER_AWARE_COUNT,
    EVER_INTERESTED_COUNT,
    N_COUNTS,
    NEW_CUSTOMERS,
    OPINION,
    OWNERS,
    PROMOTERS,
    REPEAT_CUSTOMERS,
    SATISFIED,
    STAGES,
)
from simulation.market.population import Population
from simulation.market.state import empty_market
from simulation.one_run import FinishedRun
from tests.naive.counting import row_of
from tests.small_markets import started

BUSY: list[dict[str, Any]] = [
    {"kind": "hire_kocs", "number": 2, "gift": True},
    {"kind": "advertise", "spend_per_day": 40},
    {"kind": "discount", "share": 0.4},
]


NUMBERS = ExperienceParameters(*[0.0] * len(ExperienceParameters._fields))
P = NUMBERS._replace(delight=0.25, own_experience=0.5, negativity=2.0, uncertainty=1.0)


def nobody(n: int) -> Population:
    columns: list[Any] = [np.zeros(n, np.uint8)] * len(Population._fields)
    return Population(*columns)


class TestCount:
    def test_hand_computed(self) -> None:
        """One of each stage; satisfaction on, above and below its borders; one to three units."""
        market = empty_market(8)
        market.stage[:] = range(8)
        market.ever[:] = [0, 1, 3, 3, 3, 3, 1, 3]
        market.units[:] = [0, 0, 0, 1, 2, 3, 0, 1]
        market.purchases[:] = [0, 0, 0, 1, 1, 2, 0, 0]
        market.first_purchase_day[[3, 4, 5]] = [6, 5, 6]
        market.satisfaction[:] = [0, 0, 0, 0.0, 0.25, 0.5, 0, -0.5]
        market.evidence_for[2] = 1.0
        market.evidence_against[6] = 0.5
        counts = np.zeros(N_COUNTS, np.int64)
        count_all(6, nobody(8), market, -1, counts, P)
        assert counts[STAGES : STAGES + 8].tolist() == [1] * 8
        assert (counts[EVER_AWARE_COUNT], counts[EVER_INTERESTED_COUNT]) == (7, 5)
        assert (counts[OWNERS], counts[CUSTOMERS], counts[NEW_CUSTOMERS]) == (4, 3, 2)
        assert counts[REPEAT_CUSTOMERS] == 1
        assert (counts[PROMOTERS], counts[SATISFIED], counts[DETRACTORS]) == (1, 2, 1)
        # .5 (interested) - .5 (rejecter, 1 / 2 against) + half of 0, .25, .5 and -.5
        assert counts[OPINION] == round((0.5 - 0.5 + 0.125) * 65536)

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
            for name, value in row_of(run.market, day, run.parameters[0].experience).items():
                tolerance = len(run.market.stage) / 65536 if name == "opinion_sum" else 0
                assert float(daily[name][day]) == pytest.approx(value, abs=tolerance), name
            assert daily["units"][day] == (run.market.purchases.sum() - sum(daily["units"][:day]))

    @given(st.floats(-1.0, 1.0))
    def test_opinions_are_rounded_to_the_nearest_65536th(self, value: float) -> None:
        assert abs(int(fixed_opinion(value)) - value * 65536) <= 0.5
