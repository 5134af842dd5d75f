"""Several brands over the same consumers: what they share, and what they leave alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.market.state import Stage
from simulation.market_run import MarketRun
from simulation.scenario.build import build_market
from tests.small_markets import (
    Written,
    arrays_of,
    assert_same_bytes,
    brand_arrays,
    live,
    run_of,
    scenario,
)

EAGER: dict[str, Any] = {
    "days": 25,
    "size": 200,
    "brand": {"name": "red", "owners_at_start": 0.1, "aware_at_start": 0.4},
    "consumers__decide": {"interest_base": -1.5, "purchase_base": -2.5},
}
ADS: list[Written] = [{"kind": "advertise", "spend_per_day": 40}]
BLUE: dict[str, Any] = {"name": "blue", "owners_at_start": 0.1, "aware_at_start": 0.4}
UNKNOWN: dict[str, Any] = {"name": "blue", "owners_at_start": 0.0, "aware_at_start": 0.0}


class TestAlone:
    def test_no_rivals_is_an_empty_list(self) -> None:
        assert_same_bytes(run_of(ADS, **EAGER).live, run_of(ADS, rivals=[], **EAGER).live)

    def test_a_rival_of_whom_nobody_speaks_changes_nothing(self) -> None:
        alone = run_of(ADS, **EAGER).live
        among = run_of(ADS, rivals=[UNKNOWN], **EAGER).live
        theirs = brand_arrays(among.ours)
        for name, array in arrays_of(alone).items():
            assert array.tobytes() == theirs[name].tobytes(), name
        assert not among.brands[1].market.stage.any()

    def test_nor_does_one_that_cannot_be_bought(self) -> None:
        """It is talked about, but nobody owns it and there is no unit of it: attraction 0."""
        talked = BLUE | {"owners_at_start": 0.0, "stock": 0}
        alone = run_of(ADS, **EAGER).live
        among = run_of(ADS, rivals=[talked | {"tactics": ADS}], **EAGER).live
        assert among.brands[1].daily[-1].any()
        theirs = brand_arrays(among.ours)
        for name, array in arrays_of(alone).items():
            assert array.tobytes() == theirs[name].tobytes(), name


class TestTogether:
    def test_a_rival_takes_customers(self) -> None:
        alone, among = run_of(ADS, **EAGER).live, run_of(ADS, rivals=[BLUE], **EAGER).live
        assert (among.market.purchases > 0).sum() < (alone.market.purchases > 0).sum()

    def test_at_most_one_brand_is_bought_for_the_first_time_a_day(self) -> None:
        third = BLUE | {"name": "green"}
        easy = EAGER | {"consumers__decide": {"interest_base": 2.0, "purchase_base": 1.0}}
        run = run_of(ADS, rivals=[BLUE, third], **easy).live
        days = np.stack([brand.market.first_purchase_day for brand in run.brands])
        assert ((days >= 0).sum(axis=0) > 1).any()  # some buy two brands ...
        for day in range(run.scenario.days):
            assert ((days == day).sum(axis=0) <= 1).all()  # ... but never on one day

    def test_brands_are_told_apart_by_their_place_alone(self) -> None:
        """Swapping the names of two brands of one market swaps nothing but names."""
        one = run_of(ADS, rivals=[BLUE | {"tactics": ADS}], **EAGER).live
        renamed = EAGER | {"brand": {**EAGER["brand"], "name": "blue"}}
        other = run_of(ADS, rivals=[BLUE | {"name": "red", "tactics": ADS}], **renamed).live
        assert one.brand("blue").slot == other.brand("red").slot == 1
        for mine, theirs in zip(one.brands, other.brands, strict=True):
            expected = brand_arrays(theirs)
            for name, array in brand_arrays(mine).items():
                assert array.tobytes() == expected[name].tobytes(), name

    def test_two_equal_brands_fare_alike(self) -> None:
        """Six replicates of the same brand twice: customers differ by luck alone (below 4 sd)."""
        same = {**EAGER["brand"], "name": "blue"}
        small = scenario(ADS, rivals=[same | {"tactics": ADS}], **EAGER)
        counts = []
        for replicate in range(6):
            run = live(MarketRun(small, "tested", build_market(small, replicate)))
            counts.append([(brand.market.purchases > 0).sum() for brand in run.brands])
        ours, theirs = np.sum(counts, axis=0)
        assert ours > 50
        assert abs(ours - theirs) < 4 * np.sqrt(ours + theirs)

    def test_the_satisfied_owner_hardly_looks_at_others(self) -> None:
        """Attachment 0 and 8: with much of it, owners of blue do not buy red."""
        bought = {}
        for attachment in (0.0, 8.0):
            decide = EAGER["consumers__decide"] | {"attachment": attachment}
            owned = BLUE | {"owners_at_start": 0.6, "aware_at_start": 0.0, "quality": 0.9}
            market = EAGER | {"consumers__decide": decide}
            run = run_of(ADS, rivals=[owned], **market).live
            held = run.brands[1].market.experienced_day < 0
            owners = (
                held
                & (run.brands[1].market.stage != Stage.LAPSED)
                & (run.brands[1].market.units > 0)
            )
            bought[attachment] = (run.market.purchases[owners] > 0).mean()
        assert bought[8.0] < bought[0.0] / 3

    def test_an_event_strikes_the_brand_it_names(self) -> None:
        event = {"kind": "scandal", "day": 3, "share_of_aware": 0.5}
        for name, slot in (("red", 0), ("blue", 1)):
            struck = run_of(ADS, rivals=[BLUE], events=[event | {"brand": name}], **EAGER).live
            angry = [bool(brand.desk.cases) for brand in struck.brands]
            assert angry == [slot == 0, slot == 1]

    def test_a_brand_nobody_knows_by_name(self) -> None:
        with pytest.raises(Exception, match='no brand "pink"'):
            run_of(rivals=[BLUE], **EAGER).live.brand("pink")
