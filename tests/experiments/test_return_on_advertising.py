"""ROAS, by hand from the tables: extra revenue over extra money for media."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import compare
from tests.small_markets import scenario


def test_is_extra_revenue_over_extra_media_money() -> None:
    film = {"kind": "advertise", "channel": "video", "spend_per_day": 40.0}
    talk = {"kind": "hire_kocs", "number": 2, "fee": 30.0}
    small = scenario([film, talk], days=30, size=300, outcomes=["customers", "roas"])
    result = compare(small, replications=4)
    daily, ledger = result.daily, result.ledger
    revenue = daily.groupby("strategy")["revenue"].sum()
    media = ledger[ledger["kind"] == "media"]["amount"].sum()
    assert 0 < media < ledger["amount"].sum()
    expected = (revenue["tested"] - revenue["nothing"]) / media
    table = result.summary.set_index(["strategy", "outcome"])["mean"]
    assert table["tested", "roas"] == pytest.approx(expected)
    assert np.isnan(table["nothing", "roas"])
