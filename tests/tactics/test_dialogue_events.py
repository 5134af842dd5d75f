"""A stock-out: the shop is closed for some days, and people wait."""

from __future__ import annotations

import numpy as np

from simulation.dynamics.tables import REFUSED_COUNT
from tests.small_markets import assert_same_bytes, live, started
from tests.tactics.test_members import EAGER

OUT = {"kind": "stock_out", "day": 3, "for_days": 4}


def test_nobody_buys_while_it_lasts() -> None:
    run = live(started(events=[OUT], **EAGER))
    units = run.money.units
    assert (units[3:7] == 0).all()
    assert units[:3].sum() > 0
    assert units[7:].sum() > 0
    refused = run.daily[:, REFUSED_COUNT]
    assert (refused[3:7] > 0).all()
    assert refused[:3].sum() == refused[7:].sum() == 0


def test_each_who_is_turned_away_resents_it() -> None:
    """From the same morning: those turned away have 0.3 more against the brand, nobody else."""
    closed = live(started(events=[OUT], **EAGER), 3)
    waiting = live(started(events=[OUT | {"frustration": 0.0}], **EAGER), 3)
    assert_same_bytes(closed, waiting)
    closed.live()
    waiting.live()
    more = closed.market.evidence_against - waiting.market.evidence_against
    turned = more > 0.0
    assert int(turned.sum()) == int(closed.daily[3, REFUSED_COUNT])
    assert np.allclose(more[turned], 0.3, atol=1e-6)


def test_a_stock_out_of_a_brand_that_sells_nothing_changes_nothing() -> None:
    late = EAGER | {"brand": EAGER["brand"] | {"on_sale_from": 11}}
    quiet = live(started(events=[OUT | {"frustration": 0.0}], **late))
    assert quiet.money.units[:11].sum() == 0
