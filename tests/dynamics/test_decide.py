"""Decide: does what I heard move me along the journey?"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.parameters import DecideParameters
from simulation.dynamics.rules.decide import (
    attachment,
    attraction,
    decide,
    logistic,
    purchase_chance,
)
from simulation.market.state import Stage
from tests.naive import rules as naive
from tests.strategies import Told, decide_parameters, evidence, signed, stages, uniforms

P = DecideParameters(
    interest_base=0.0,
    interest_evidence=2.0,
    purchase_base=0.0,
    purchase_evidence=2.0,
    price_sensitivity=2.0,
    rejection=0.25,
    rejection_below=-0.5,
    attachment=1.0,
    negativity=1.0,
    uncertainty=1.0,
)
LN3 = math.log(3.0)
tastes = st.floats(-4.0, 4.0)
log_prices = st.floats(-2.0, 2.0)


class Choice(NamedTuple):
    """Attractions of all brands for an interested consumer, and what it may buy of them."""

    own: float = 1.0
    before: float = 0.0
    after: float = 0.0
    on_sale: bool = True


ALONE = Choice()


def stage_after(
    stage: int, heard: float = 0.0, told: tuple[float, float] = (0.0, 0.0), *,
    choice: Choice = ALONE, press: float = 0.0, u: float = 0.5, v: float = 0.5, w: float = 0.5,
    p: DecideParameters = P,
) -> Stage:  # fmt: skip
    new = decide(
        int(stage), heard, *told, choice.own, press, int(choice.on_sale),
        choice.before + choice.after, choice.before, u, v, w, p,
    )  # fmt: skip
    return Stage(int(new))


def attracts(
    x: float, taste: float, log_price: float, press: float = 0.0, p: DecideParameters = P
) -> float:
    return float(attraction(x, taste, log_price, press, p))


class TestLogistic:
    @pytest.mark.parametrize(("score", "chance"), [(0.0, 0.5), (LN3, 0.75), (-LN3, 0.25)])
    def test_hand_computed(self, score: float, chance: float) -> None:
        assert float(logistic(score)) == pytest.approx(chance)

    def test_limits(self) -> None:
        assert float(logistic(-700.0)) == pytest.approx(0.0, abs=1e-300)
        assert float(logistic(700.0)) == 1.0


class TestAttraction:
    @pytest.mark.parametrize(
        ("x", "taste", "log_price", "press", "worth"),
        [
            (0.0, 0.0, 0.0, 0.0, 1.0),
            (0.5, LN3 - 1.0, 0.0, 0.0, 3.0),
            (0.0, 0.0, LN3 / 2, 0.0, 1 / 3),
            (0.0, 0.0, -LN3 / 2, 0.0, 3.0),
            (0.0, 0.0, 0.0, LN3, 3.0),
        ],
    )
    def test_hand_computed(
        self, x: float, taste: float, log_price: float, press: float, worth: float
    ) -> None:
        assert attracts(x, taste, log_price, press) == pytest.approx(worth)

    @given(signed, tastes, log_prices, signed, st.floats(0.0, 2.0), decide_parameters)
    def test_rises_with_evidence_and_press_and_falls_with_price(
        self, x: float, taste: float, log_price: float, press: float, more: float, p: Any
    ) -> None:
        worth = attracts(x, taste, log_price, press, p)
        assert worth == pytest.approx(naive.attraction(x, taste, log_price, press, p), rel=1e-9)
        assert attracts(x + more, taste, log_price, press, p) >= worth
        assert attracts(x, taste, log_price + more, press, p) <= worth
        assert attracts(x, taste, log_price, press + more, p) >= worth

    def test_the_satisfied_hold_on_to_what_they_own(self) -> None:
        p = P._replace(attachment=LN3)
        assert float(attachment(-1.0, p)) == 1.0
        assert float(attachment(0.0, p)) == pytest.approx(3.0)
        assert float(attachment(1.0, p)) == pytest.approx(9.0)


class TestPurchaseChance:
    @pytest.mark.parametrize(
        ("own", "others", "chance"),
        [(1.0, 0.0, 1 / 2), (3.0, 0.0, 3 / 4), (1.0, 1.0, 1 / 3), (3.0, 2.0, 1 / 2)],
    )
    def test_hand_computed(self, own: float, others: float, chance: float) -> None:
        assert float(purchase_chance(own, others)) == pytest.approx(chance)

    @given(signed, tastes, log_prices, decide_parameters)
    def test_without_rivals_it_is_a_logistic(
        self, x: float, taste: float, log_price: float, p: DecideParameters
    ) -> None:
        chance = float(purchase_chance(attracts(x, taste, log_price, 0.0, p), 0.0))
        score = p.purchase_base + p.purchase_evidence * x + taste - p.price_sensitivity * log_price
        assert chance == pytest.approx(naive.logistic(score), rel=1e-9)


class TestStretches:
    """All brands share one uniform; each buys on a stretch of its own."""

    grid = (np.arange(6000) + 0.5) / 6000

    def bought(self, attractions: list[float], keeps: float, w: float) -> list[int]:
        """Brands that are bought at ``w``."""
        found = []
        for slot, own in enumerate(attractions):
            before, after = sum(attractions[:slot]), sum(attractions[slot + 1 :]) + keeps
            choice = Choice(own, before, after)
            if stage_after(Stage.INTERESTED, choice=choice, w=w) is Stage.CUSTOMER:
                found.append(slot)
        return found

    @pytest.mark.parametrize(
        ("attractions", "keeps"), [([1.0, 2.0, 3.0], 0.0), ([1.0, 0.0, 0.5], 2.5), ([4.0], 0.0)]
    )
    def test_chances_are_the_multinomial_logit(
        self, attractions: list[float], keeps: float
    ) -> None:
        """On an even grid of the uniform, each brand is bought in its share of the places."""
        times = np.zeros(len(attractions))
        for w in self.grid:
            brands = self.bought(attractions, keeps, float(w))
            assert len(brands) <= 1
            times[brands] += 1
        expected = np.array(attractions) / (1.0 + sum(attractions) + keeps)
        assert times / len(self.grid) == pytest.approx(expected, abs=1.01 / len(self.grid))

    @given(st.lists(st.floats(0.0, 50.0), min_size=1, max_size=4), st.floats(0.0, 9.0), uniforms)
    def test_at_most_one_brand_is_bought(
        self, attractions: list[float], keeps: float, w: float
    ) -> None:
        """Also where stretches meet, up to one rounding error in width."""
        brands = self.bought(attractions, keeps, w)
        expected = naive.choose(attractions, keeps, w)
        if brands != ([] if expected is None else [expected]):
            total = 1.0 + sum(attractions) + keeps
            edges = np.cumsum([0.0, *attractions]) / total
            assert np.abs(edges - w).min() < 1e-12


class TestDecide:
    def test_a_message_makes_aware(self) -> None:
        assert stage_after(Stage.UNAWARE, 0.0, u=0.0, v=0.0) is Stage.UNAWARE
        assert stage_after(Stage.UNAWARE, 1.0, u=1.0, v=0.0) is Stage.AWARE

    @pytest.mark.parametrize(
        ("told", "chance"), [((0.0, 0.0), 0.5), ((3.0, 0.0), 1 / (1 + math.exp(-1.5)))]
    )
    def test_interest_comes_with_a_logistic_chance(
        self, told: tuple[float, float], chance: float
    ) -> None:
        assert stage_after(Stage.AWARE, told=told, u=chance - 1e-9) is Stage.INTERESTED
        assert stage_after(Stage.AWARE, told=told, u=chance + 1e-9) is Stage.AWARE

    def test_levers_press_on_interest(self) -> None:
        """Log-odds of 0 and ln 3: a chance of 3/4."""
        assert stage_after(Stage.AWARE, press=LN3, u=0.7499) is Stage.INTERESTED
        assert stage_after(Stage.AWARE, press=LN3, u=0.7501) is Stage.AWARE
        assert stage_after(Stage.AWARE, press=-LN3, u=0.2501) is Stage.AWARE

    def test_the_interested_buy_with_the_purchase_chance(self) -> None:
        cases = (Choice(1.0), Choice(1 / 3), Choice(1.0, after=1.0))
        for choice, chance in zip(cases, (1 / 2, 1 / 4, 1 / 3), strict=True):
            for w, after in ((chance - 1e-9, Stage.CUSTOMER), (chance + 1e-9, Stage.INTERESTED)):
                assert stage_after(Stage.INTERESTED, choice=choice, w=w) is after

    def test_nobody_buys_what_is_not_on_sale(self) -> None:
        closed = Choice(on_sale=False)
        assert stage_after(Stage.INTERESTED, choice=closed, w=1e-9) is Stage.INTERESTED

    def test_bad_word_turns_people_away(self) -> None:
        """x = -2/3 lies below -.5, x = -1/2 does not."""
        for stage in (Stage.AWARE, Stage.INTERESTED):
            assert stage_after(stage, told=(0.0, 2.0), u=0.99, v=0.24) is Stage.REJECTER
            assert stage_after(stage, told=(0.0, 2.0), u=0.99, v=0.26) is stage
            assert stage_after(stage, told=(0.0, 1.0), u=0.99, v=0.0) is stage
        assert stage_after(Stage.AWARE, told=(0.0, 2.0), u=0.0, v=0.0) is Stage.REJECTER

    @given(st.sampled_from([3, 4, 5, 6, 7]), evidence, uniforms, uniforms, decide_parameters)
    def test_owners_and_rejecters_stay(
        self, stage: int, told: Told, u: float, v: float, p: DecideParameters
    ) -> None:
        assert stage_after(stage, 5.0, told, u=u, v=v, p=p) == stage

    @given(
        stages, st.floats(0.0, 9.0), evidence, st.floats(0.0, 9.0), st.booleans(), signed,
        st.tuples(uniforms, uniforms, uniforms), decide_parameters,
    )  # fmt: skip
    def test_is_its_equation(
        self, stage: int, heard: float, told: Told, own: float, on_sale: bool, press: float,
        luck: tuple[float, float, float], p: DecideParameters,
    ) -> None:  # fmt: skip
        u, v, w = luck
        x = naive.balance(*told, p)
        buys = on_sale and naive.choose([own], 0.0, w) == 0
        expected = naive.decide(stage, heard, x, buys, press, u, v, p)
        choice = Choice(own, on_sale=on_sale)
        terms: Any = {"choice": choice, "press": press, "p": p}
        assert stage_after(stage, heard, told, u=u, v=v, w=w, **terms) == expected

    @given(evidence, st.floats(0.0, 50.0), tastes, uniforms, uniforms, decide_parameters)
    def test_more_good_word_never_holds_back(
        self, told: Told, more: float, taste: float, u: float, v: float, p: DecideParameters
    ) -> None:
        """On the same luck: who rejects or stays with little good word may go on with more."""
        ladder = {Stage.REJECTER: 0, Stage.AWARE: 1, Stage.INTERESTED: 2, Stage.CUSTOMER: 3}
        for stage in (Stage.AWARE, Stage.INTERESTED):
            reached = []
            for heard in (told, Told(told.good + more, told.bad)):
                own = naive.attraction(naive.balance(*heard, p), taste, 0.0, 0.0, p)
                new = stage_after(stage, told=heard, choice=Choice(own), u=u, v=v, w=u, p=p)
                reached.append(ladder[new])
            assert reached[1] >= reached[0]
