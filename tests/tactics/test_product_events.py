"""Service failures and false rumours: whom they hit, for how long, and what it does to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.dynamics.tables import BAD_MESSAGES
from simulation.market.state import Stage
from tests.small_markets import assert_same_bytes, live, started

TROUBLED: dict[str, Any] = {
    "days": 12,
    "size": 150,
    "brand": {"owners_at_start": 0.4, "aware_at_start": 0.4, "service": 0.7},
    "consumers__decide": {"interest_base": 0.0, "purchase_base": 0.0},
}
FAILURE = {"kind": "service_failure", "day": 3, "share_of_owners": 0.2, "service_loss": 0.3,
           "for_days": 4}  # fmt: skip
RUMOUR = {"kind": "false_rumour", "day": 3, "share_of_aware": 0.5}


class TestServiceFailure:
    def test_service_is_lower_for_its_days(self) -> None:
        run = started(**TROUBLED | {"events": [FAILURE]})
        seen = []
        for _ in range(9):
            run.live()
            seen.append(run.desk.scalars["service"])
        assert seen == pytest.approx([0.7] * 3 + [0.4] * 4 + [0.7] * 2)

    def test_hits_its_share_of_owners(self) -> None:
        run = live(started(**TROUBLED | {"events": [FAILURE]}), 3)
        owners = int((run.market.units > 0).sum())
        run.live()
        assert run.desk.cases["service_failure"].n_hurt == int(0.2 * owners + 0.5)

    def test_buyers_of_these_days_are_less_satisfied(self) -> None:
        """On the day itself: by service_weight times the loss, 0.3 x 0.3, and the rest alike."""
        event = FAILURE | {"share_of_owners": 0.0, "news_share": 0.0}
        got = []
        for events in ([], [event]):
            run = live(started(**TROUBLED | {"events": events}), 4)
            bought = run.market.experienced_day == 3
            got.append((bought, run.market.satisfaction[bought].astype(float)))
        assert (got[0][0] == got[1][0]).all()
        assert got[0][0].any()
        expected = np.clip(got[0][1] - 0.09, -1.0, 1.0)
        inside = (expected > -0.99) & (got[0][1] < 0.99)
        assert got[1][1][inside] == pytest.approx(expected[inside], abs=1e-5)

    def test_one_that_does_nothing_only_opens_a_case(self) -> None:
        event = FAILURE | {"share_of_owners": 0.0, "service_loss": 0.0, "news_share": 0.0}
        struck = live(started(**TROUBLED | {"events": [event]}))
        assert_same_bytes(live(started(**TROUBLED)), struck)


class TestFalseRumour:
    def test_hits_people_who_know_and_own_nothing(self) -> None:
        run = live(started(**TROUBLED | {"events": [RUMOUR]}), 3)
        fair = (run.market.stage != Stage.UNAWARE) & (run.market.units == 0)
        before = run.market.evidence_against.copy()
        run.ours.act()
        hit = run.desk.cases["false_rumour"].who
        assert len(hit) == int(0.5 * fair.sum() + 0.5)
        assert fair[hit].all()
        assert run.market.evidence_against[hit] == pytest.approx(before[hit] + 1.0)

    def test_the_brand_is_a_victim_unless_said_otherwise(self) -> None:
        run = live(started(**TROUBLED | {"events": [RUMOUR]}), 4)
        assert run.desk.cases["false_rumour"].blame == "victim"

    def test_more_believers_more_bad_talk(self) -> None:
        bad = []
        for share in (0.0, 0.2, 0.8):
            run = live(started(**TROUBLED | {"events": [RUMOUR | {"share_of_aware": share}]}))
            bad.append(int(run.daily[:, BAD_MESSAGES].sum()))
        assert bad[0] < bad[1] < bad[2]
