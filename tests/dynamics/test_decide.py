"""Decide: does what I heard move me along the journey?"""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.parameters import DecideParameters
from simulation.dynamics.rules.decide import decide, logistic, purchase_chance
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
    negativity=1.0,
)
LN3 = math.log(3.0)
tastes = st.floats(-4.0, 4.0)
log_prices = st.floats(-2.0, 2.0)


def stage_after(
    stage: int, heard: float = 0.0, told: tuple[float, float] = (0.0, 0.0), *, taste: float = 0.0,
    log_price: float = 0.0, on_sale: int = 1, others: float = 0.0, u: float = 0.5, v: float = 0.5,
    p: DecideParameters = P,
) -> Stage:  # fmt: skip
    new = decide(int(stage), heard, *told, taste, log_price, on_sale, others, u, v, p)
    return Stage(int(new))


class TestLogistic:
    @pytest.mark.parametrize(("score", "chance"), [(0.0, 0.5), (LN3, 0.75), (-LN3, 0.25)])
    def test_hand_computed(self, score: float, chance: float) -> None:
        assert float(logistic(score)) == pytest.approx(chance)

    def test_limits(self) -> None:
        assert float(logistic(-700.0)) == pytest.approx(0.0, abs=1e-300)
        assert float(logistic(700.0)) == 1.0


class TestPurchaseChance:
    @pytest.mark.parametrize(
        ("x", "taste", "log_price", "others", "chance"),
        [
            (0.0, 0.0, 0.0, 0.0, 1 / 2),
            (0.5, LN3 - 1.0, 0.0, 0.0, 3 / 4),
            (0.0, 0.0, LN3 / 2, 0.0, 1 / 4),
            (0.0, 0.0, -LN3 / 2, 0.0, 3 / 4),
            (0.0, 0.0, 0.0, 1.0, 1 / 3),
            (0.0, LN3, 0.0, 2.0, 1 / 2),
        ],
    )
    def test_hand_computed(
        self, x: float, taste: float, log_price: float, others: float, chance: float
    ) -> None:
        assert float(purchase_chance(x, taste, log_price, others, P)) == pytest.approx(chance)

    @given(signed, tastes, log_prices, st.floats(0.0, 50.0), decide_parameters)
    def test_is_the_multinomial_logit(
        self, x: float, taste: float, log_price: float, others: float, p: DecideParameters
    ) -> None:
        found = float(purchase_chance(x, taste, log_price, others, p))
        assert found == pytest.approx(naive.buys(x, taste, log_price, others, p), rel=1e-9)

    @given(signed, tastes, log_prices, st.floats(0.0, 50.0), st.floats(0.0, 2.0), decide_parameters)
    def test_rises_with_evidence_and_falls_with_price_and_rivals(
        self, x: float, taste: float, log_price: float, others: float, more: float, p: Any
    ) -> None:
        chance = float(purchase_chance(x, taste, log_price, others, p))
        assert 0.0 < chance < 1.0 + 1e-12
        assert float(purchase_chance(x + more, taste, log_price, others, p)) >= chance
        assert float(purchase_chance(x, taste, log_price + more, others, p)) <= chance
        assert float(purchase_chance(x, taste, log_price, others + more, p)) <= chance


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

    def test_the_interested_buy_with_the_purchase_chance(self) -> None:
        cases = ((0.0, 0.0, 1 / 2), (LN3 / 2, 0.0, 1 / 4), (0.0, 1.0, 1 / 3))
        for log_price, others, chance in cases:
            terms: dict[str, Any] = {"log_price": log_price, "others": others}
            assert stage_after(Stage.INTERESTED, u=chance - 1e-9, **terms) is Stage.CUSTOMER
            assert stage_after(Stage.INTERESTED, u=chance + 1e-9, **terms) is Stage.INTERESTED

    def test_nobody_buys_what_is_not_on_sale(self) -> None:
        assert stage_after(Stage.INTERESTED, u=1e-9, on_sale=0) is Stage.INTERESTED

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
        stages, st.floats(0.0, 9.0), evidence, tastes, log_prices, st.booleans(),
        st.floats(0.0, 9.0), uniforms, uniforms, decide_parameters,
    )  # fmt: skip
    def test_is_its_equation(
        self, stage: int, heard: float, told: Told, taste: float, log_price: float, on_sale: bool,
        others: float, u: float, v: float, p: DecideParameters,
    ) -> None:  # fmt: skip
        x = naive.balance(*told, p.negativity)
        chance = naive.buys(x, taste, log_price, others, p)
        expected = naive.decide(stage, heard, x, chance, on_sale, u, v, p)
        found = stage_after(
            stage, heard, told, taste=taste, log_price=log_price, on_sale=int(on_sale),
            others=others, u=u, v=v, p=p,
        )  # fmt: skip
        assert found == expected

    @given(evidence, st.floats(0.0, 50.0), tastes, uniforms, uniforms, decide_parameters)
    def test_more_good_word_never_holds_back(
        self, told: Told, more: float, taste: float, u: float, v: float, p: DecideParameters
    ) -> None:
        """On the same luck: who rejects or stays with little good word may go on with more."""
        ladder = {Stage.REJECTER: 0, Stage.AWARE: 1, Stage.INTERESTED: 2, Stage.CUSTOMER: 3}
        for stage in (Stage.AWARE, Stage.INTERESTED):
            little = stage_after(stage, told=told, taste=taste, u=u, v=v, p=p)
            much = stage_after(stage, told=(told.good + more, told.bad), taste=taste, u=u, v=v, p=p)
            assert ladder[much] >= ladder[little]
