"""Experience: how was it, will I say so, do I come back, do I forget?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.dynamics.parameters import ExperienceParameters
from simulation.dynamics.rules.experience import (
    calm_down,
    forget,
    noise,
    opinion,
    own,
    satisfy,
)
from simulation.market.state import Stage
from tests.naive import rules as naive
from tests.strategies import (
    Told,
    evidence,
    experience_parameters,
    owner_stages,
    shares,
    signed,
    stages,
    uniforms,
    words,
)

P = ExperienceParameters(
    promise_gap=0.5,
    hype=0.25,
    taste_weight=0.125,
    defect_loss=1.0,
    delight=0.5,
    forgetting=0.125,
    cooling=0.25,
    loyalty=0.5,
    advocacy=0.25,
    lapse=0.125,
    lapse_dissatisfied=0.5,
    repeat_steepness=2.0,
    price_sensitivity=1.0,
    anger_keep=0.75,
    anger_keep_settled=0.25,
    own_experience=0.75,
    negativity=1.0,
)
ODDS = 0.5
Six = tuple[float, float, float, float, float, float]


def satisfaction(
    quality: float = 0.75, spread: float = 0.0, expectation: float = 0.5, x: float = 0.0,
    taste: float = 0.0, error: float = 0.0, u_defect: float = ODDS, defect_share: float = 0.0,
    p: ExperienceParameters = P,
) -> float:  # fmt: skip
    return float(satisfy(quality, spread, expectation, x, taste, error, u_defect, defect_share, p))


class TestNoise:
    @given(st.tuples(words, words, words, words))
    def test_is_bounded_and_even(self, four: tuple[int, ...]) -> None:
        found = float(noise(*map(np.uint64, four)))
        assert abs(found) < 2 * 3**0.5
        turned = float(noise(*(np.uint64(2**32 - 1 - word) for word in four)))
        assert turned == pytest.approx(-found, abs=1e-9)

    def test_has_mean_0_and_variance_1(self) -> None:
        """2,000 draws: mean within 4 / sqrt(2000), variance within 4 sd (kurtosis 2.7)."""
        four = np.random.default_rng(1).integers(0, 2**32, (2000, 4), dtype=np.uint64)
        drawn = np.array([float(noise(*row)) for row in four])
        assert abs(drawn.mean()) < 4 / 2000**0.5
        assert abs(drawn.var() - 1) < 4 * (1.7 / 2000) ** 0.5


class TestSatisfy:
    @pytest.mark.parametrize(
        ("terms", "y"),
        [
            ({}, 0.25),
            ({"expectation": 0.75}, 0.0),
            ({"expectation": 1.0}, -0.25 - 0.5 * 0.25),
            ({"x": 0.5}, 0.125),
            ({"x": -0.5}, 0.25),
            ({"taste": 2.0}, 0.5),
            ({"spread": 0.1, "error": -2.0}, 0.05),
            ({"u_defect": 0.04, "defect_share": 0.05}, -0.75),
            ({"u_defect": 0.06, "defect_share": 0.05}, 0.25),
            ({"quality": 0.0, "expectation": 1.0}, -1.0),
            ({"quality": 1.0, "expectation": 0.0, "taste": 4.0}, 1.0),
        ],
    )
    def test_hand_computed(self, terms: dict[str, Any], y: float) -> None:
        assert satisfaction(**terms) == pytest.approx(y)

    @given(
        st.tuples(shares, shares, shares, signed, st.floats(-4.0, 4.0), st.floats(-3.4, 3.4)),
        uniforms, shares, experience_parameters,
    )  # fmt: skip
    def test_is_its_equation(
        self, terms: Six, u_defect: float, defect_share: float, p: ExperienceParameters
    ) -> None:
        expected = naive.satisfaction(*terms, u_defect < defect_share, p)
        found = float(satisfy(*terms, u_defect, defect_share, p))
        assert found == pytest.approx(expected, abs=1e-12)

    @given(shares, shares, shares, signed, signed, shares, experience_parameters)
    def test_quality_pleases_and_promises_cost(
        self, quality: float, better: float, expectation: float, x: float, more: float,
        defect_share: float, p: ExperienceParameters,
    ) -> None:  # fmt: skip
        terms: dict[str, Any] = {"expectation": expectation, "defect_share": defect_share, "p": p}
        terms["x"] = x
        low, high = sorted([quality, better])
        assert satisfaction(high, **terms) >= satisfaction(low, **terms)
        promised = terms | {"x": max(x, more)}
        assert satisfaction(quality, **promised) <= satisfaction(quality, **terms)


def owner(
    stage: int, y: float, u: float, v: float, *, repeat: float = 0.0, on_sale: int = 1,
    log_price: float = 0.0, p: ExperienceParameters = P,
) -> tuple[Stage, bool]:  # fmt: skip
    new, bought = own(int(stage), y, repeat, on_sale, log_price, u, v, p)
    return Stage(int(new)), bool(bought)


class TestOwn:
    @pytest.mark.parametrize(
        ("stage", "y", "v", "after"),
        [
            (Stage.CUSTOMER, 0.5, 0.12, Stage.LAPSED),  # lapse .125
            (Stage.CUSTOMER, 0.5, 0.13, Stage.CUSTOMER),
            (Stage.CUSTOMER, -0.5, 0.37, Stage.LAPSED),  # .125 + .5 * .5 = .375
            (Stage.CUSTOMER, -0.5, 0.38, Stage.CUSTOMER),
            (Stage.CUSTOMER, 0.5, 0.76, Stage.LOYAL),  # 1 - v < .5 * .5
            (Stage.CUSTOMER, 0.5, 0.74, Stage.CUSTOMER),
            (Stage.CUSTOMER, 0.0, 0.999, Stage.CUSTOMER),
            (Stage.LOYAL, 0.6, 0.76, Stage.ADVOCATE),  # 1 - v < .25
            (Stage.LOYAL, 0.6, 0.74, Stage.LOYAL),
            (Stage.LOYAL, 0.4, 0.999, Stage.LOYAL),  # not delighted
            (Stage.ADVOCATE, 0.6, 0.999, Stage.ADVOCATE),
            (Stage.LOYAL, -0.1, 0.9, Stage.CUSTOMER),
            (Stage.ADVOCATE, -0.1, 0.9, Stage.CUSTOMER),
            (Stage.LAPSED, 1.0, 0.999, Stage.LAPSED),
        ],
    )
    def test_hand_computed(self, stage: Stage, y: float, v: float, after: Stage) -> None:
        assert owner(stage, y, 0.5, v) == (after, False)

    def test_comes_back_with_the_repeat_chance(self) -> None:
        """At y = 0 the chance is the repeat chance itself; at y = ln 3 / 2, 3/2 of it."""
        assert owner(Stage.CUSTOMER, 0.0, 0.099, 0.5, repeat=0.1) == (Stage.CUSTOMER, True)
        assert owner(Stage.CUSTOMER, 0.0, 0.101, 0.5, repeat=0.1) == (Stage.CUSTOMER, False)
        y = float(np.log(3.0) / 2.0)
        assert owner(Stage.LOYAL, y, 0.1499, 0.5, repeat=0.1)[1]
        assert not owner(Stage.LOYAL, y, 0.1501, 0.5, repeat=0.1)[1]

    def test_comes_back_less_often_at_a_higher_price(self) -> None:
        """Odds fall by the log price: at 3 times the usual price, 2 * .1 * (1/4) = .05."""
        dear: Any = {"repeat": 0.1, "log_price": float(np.log(3.0))}
        assert owner(Stage.LOYAL, 0.0, 0.0499, 0.5, **dear)[1]
        assert not owner(Stage.LOYAL, 0.0, 0.0501, 0.5, **dear)[1]

    def test_who_comes_back_satisfied_is_loyal_at_once(self) -> None:
        assert owner(Stage.CUSTOMER, 0.2, 0.01, 0.5, repeat=0.1) == (Stage.LOYAL, True)

    def test_nobody_comes_back_to_what_is_not_on_sale(self) -> None:
        assert owner(Stage.CUSTOMER, 0.2, 0.01, 0.5, repeat=0.1, on_sale=0)[1] is False
        assert owner(Stage.CUSTOMER, 0.2, 0.0001, 0.5, repeat=0.0)[1] is False

    @given(
        owner_stages, signed, shares, st.booleans(), st.floats(-2.0, 2.0), uniforms, uniforms,
        experience_parameters,
    )  # fmt: skip
    def test_is_its_equation(
        self, stage: int, y: float, repeat: float, on_sale: bool, log_price: float, u: float,
        v: float, p: ExperienceParameters,
    ) -> None:  # fmt: skip
        expected = naive.own(stage, y, repeat, on_sale, log_price, u, v, p)
        terms: Any = {"repeat": repeat, "on_sale": int(on_sale), "log_price": log_price, "p": p}
        assert owner(stage, y, u, v, **terms) == expected

    @given(owner_stages, signed, signed, uniforms, uniforms, experience_parameters)
    def test_dissatisfaction_keeps_nobody(
        self, stage: int, one: float, other: float, u: float, v: float, p: ExperienceParameters
    ) -> None:
        low, high = sorted([one, other])
        if owner(stage, high, u, v, p=p)[0] is Stage.LAPSED:
            assert owner(stage, low, u, v, p=p)[0] is Stage.LAPSED
        if owner(stage, low, u, v, repeat=0.2, p=p)[1]:
            assert owner(stage, high, u, v, repeat=0.2, p=p)[1]


class TestForget:
    @pytest.mark.parametrize(
        ("stage", "x", "v", "after"),
        [
            (Stage.AWARE, 0.0, 0.88, Stage.UNAWARE),  # 1 - v < .125
            (Stage.AWARE, 0.0, 0.87, Stage.AWARE),
            (Stage.AWARE, 0.5, 0.93, Stage.AWARE),  # half as likely
            (Stage.AWARE, 0.5, 0.94, Stage.UNAWARE),
            (Stage.AWARE, -0.9, 0.87, Stage.AWARE),  # bad word is forgotten no faster
            (Stage.INTERESTED, 0.0, 0.76, Stage.AWARE),  # 1 - v < .25
            (Stage.INTERESTED, 0.0, 0.74, Stage.INTERESTED),
            (Stage.REJECTER, 0.0, 0.999, Stage.REJECTER),
            (Stage.UNAWARE, 0.0, 0.999, Stage.UNAWARE),
        ],
    )
    def test_hand_computed(self, stage: Stage, x: float, v: float, after: Stage) -> None:
        assert Stage(int(forget(int(stage), x, v, P))) is after

    @given(stages, signed, uniforms, experience_parameters)
    def test_is_its_equation(self, stage: int, x: float, v: float, p: ExperienceParameters) -> None:
        assert int(forget(stage, x, v, p)) == naive.forget(stage, x, v, p)


class TestCalmDown:
    def test_hand_computed(self) -> None:
        assert float(calm_down(2.0, 1, P)) == 1.5
        assert float(calm_down(2.0, -1, P)) == 0.5
        assert float(calm_down(2.0, 0, P)) == 1.5
        assert float(calm_down(0.0009, 1, P)) == 0.0

    @given(st.floats(0.0, 5.0), st.integers(-127, 127), experience_parameters)
    def test_anger_never_grows(self, anger: float, case: int, p: ExperienceParameters) -> None:
        assert 0.0 <= float(calm_down(anger, case, p)) <= anger


class TestOpinion:
    def test_hand_computed(self) -> None:
        assert float(opinion(0, 0.9, 1.0, 0.0, P)) == 0.5
        assert float(opinion(1, -0.4, 1.0, 0.0, P)) == pytest.approx(-0.3 + 0.125)
        assert float(opinion(2, 1.0, 0.0, 0.0, P)) == 0.75

    @given(st.integers(0, 3), signed, evidence, experience_parameters)
    def test_lies_between_what_was_seen_and_what_was_heard(
        self, units: int, y: float, told: Told, p: ExperienceParameters
    ) -> None:
        x = naive.balance(*told, p.negativity)
        found = float(opinion(units, y, *told, p))
        low, high = (min(x, y), max(x, y)) if units else (x, x)
        assert low - 1e-12 <= found <= high + 1e-12

    @given(st.integers(0, 3), signed, evidence, experience_parameters)
    def test_flips_with_all_signs(
        self, units: int, y: float, told: Told, p: ExperienceParameters
    ) -> None:
        """Valence is symmetric where a bad message weighs as much as a good one."""
        p = p._replace(negativity=1.0)
        flipped = float(opinion(units, -y, told.bad, told.good, p))
        assert flipped == pytest.approx(-float(opinion(units, y, *told, p)), abs=1e-15)
