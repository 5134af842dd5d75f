"""What is offered today, group by group."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.offer import OfferOfDay
from simulation.dynamics.tables import Offer
from simulation.market.actions import Limit, Press, Transition

ROWS = np.arange(256)
LOG_PRICE, REVIEWS = np.linspace(-1, 1, 256), np.linspace(1, -1, 256)


def laid(day: OfferOfDay, *, on_sale: bool = True, confusion: float = 0.0) -> Offer:
    return day.laid_out(on_sale, LOG_PRICE, REVIEWS, confusion)


def offer(*, on_sale: bool = True, confusion: float = 0.0, **proposals: Any) -> Offer:
    day = OfferOfDay(0.1)
    for bit, on, amount in proposals.get("press", ()):
        day.press(Press(on, amount), bit)
    for bit, limit in proposals.get("limits", ()):
        day.limit(limit, bit)
    day.prices += proposals.get("prices", ())
    day.reopened += proposals.get("reopened", ())
    return laid(day, on_sale=on_sale, confusion=confusion)


class TestOffer:
    def test_of_a_plain_day(self) -> None:
        plain = offer(confusion=0.3)
        assert plain.gate.all()
        assert plain.log_price is LOG_PRICE
        assert plain.reviews is REVIEWS
        assert not plain.group_log_price.any()
        assert set(plain.repeat.tolist()) == {0.1}
        assert (plain.press == [-0.3, 0.0, 0.0, 1.0, 1.0, 1.0]).all()
        assert not offer(on_sale=False).gate.any()

    def test_presses_add_up_and_are_for_members(self) -> None:
        on = Transition.PURCHASE
        found = offer(press=[(0, on, 0.5), (4, on, 1.0), (2, on, -0.25)]).press[:, on]
        expected = 0.5 + 1.0 * (ROWS & 4 > 0) - 0.25 * (ROWS & 2 > 0)
        assert found == pytest.approx(expected)

    def test_presses_on_chances_are_factors(self) -> None:
        two = math.log(2.0)
        found = offer(press=[(0, Transition.LAPSE, two), (1, Transition.LAPSE, two)]).press
        assert found[0, Transition.LAPSE] == pytest.approx(2.0)
        assert found[1, Transition.LAPSE] == pytest.approx(4.0)
        assert found[:, Transition.LOYALTY] == pytest.approx(1.0)

    def test_members_pay_less(self) -> None:
        found = np.exp(offer(prices=[(1, 0.5), (2, 0.8)]).group_log_price)
        assert found[[0, 1, 2, 3, 4]] == pytest.approx([1.0, 0.5, 0.8, 0.4, 1.0])

    def test_members_may_buy_again_as_often_as_the_best_offer_says(self) -> None:
        found = offer(reopened=[(1, 0.3), (2, 0.05)]).repeat
        assert found[[0, 1, 2, 3]] == pytest.approx([0.1, 0.3, 0.1, 0.3])

    def test_a_closed_door_opens_for_members_of_any_group_that_may(self) -> None:
        only = Limit(members_only=True)
        gate = offer(limits=[(1, only), (2, only)]).gate
        assert (gate == ((ROWS & 3) > 0)).all()
        assert not offer(limits=[(1, only), (2, Limit(closed=True))]).gate.any()
        assert not offer(limits=[(1, only)], on_sale=False).gate.any()

    def test_a_release_closes_nothing_and_the_worst_frustration_counts(self) -> None:
        found = offer(limits=[(1, Limit(release=5, frustration=0.2)), (2, Limit(frustration=0.5))])
        assert found.gate.all()
        assert found.frustration == 0.5

    @given(st.lists(st.tuples(st.integers(0, 255), st.sampled_from(list(Transition)),
                              st.floats(-2.0, 2.0)), max_size=6))  # fmt: skip
    def test_order_does_not_matter(self, presses: list[tuple[int, Transition, float]]) -> None:
        one, other = offer(press=presses), offer(press=presses[::-1])
        assert one.press == pytest.approx(other.press, abs=1e-12)

    def test_a_new_day_forgets(self) -> None:
        day = OfferOfDay(0.1)
        day.press(Press(Transition.INTEREST, 1.0), 0)
        day.limit(Limit(closed=True, frustration=1.0), 0)
        assert laid(day).press[0, 0] == 1.0
        day.begin()
        plain = laid(day)
        assert plain.gate.all()
        assert (plain.press[0, 0], plain.frustration) == (0.0, 0.0)
