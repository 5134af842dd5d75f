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
    fail,
    forget,
    noise,
    opinion,
    own,
    review_chance,
    satisfy,
    stars,
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
    service_weight=0.5,
    misreading=0.25,
    defect_loss=1.0,
    failure_loss=0.75,
    delight=0.5,
    forgetting=0.125,
    cooling=0.25,
    loyalty=0.5,
    advocacy=0.25,
    lapse=0.125,
    lapse_dissatisfied=0.5,
    repeat_steepness=2.0,
    bond=0.5,
    price_sensitivity=1.0,
    attachment=0.0,
    anger_keep=0.75,
    anger_keep_settled=0.25,
    own_experience=0.75,
    review_share=0.1,
    review_extreme=0.4,
    negativity=1.0,
    uncertainty=1.0,
)
Eight = tuple[float, float, float, float, float, float, float, float]


def satisfaction(
    quality: float = 0.75, spread: float = 0.0, expectation: float = 0.5, service: float = 0.5,
    clear: float = 1.0, x: float = 0.0, taste: float = 0.0, error: float = 0.0,
    defect: bool = False, p: ExperienceParameters = P,
) -> float:  # fmt: skip
    found = satisfy(quality, spread, expectation, service, clear, x, taste, error, defect, p)
    return float(found)


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
            ({"defect": True}, -0.75),
            ({"service": 1.0}, 0.5),
            ({"service": 0.0}, 0.0),
            ({"clear": 0.0, "x": 0.5}, 0.0),  # expects .5 * .25 more, and .5 * .25 of another thing
            ({"clear": 0.5, "x": 0.5}, 0.0625),
            ({"clear": 0.0, "x": -0.5}, 0.25),
            ({"quality": 0.0, "expectation": 1.0}, -1.0),
            ({"quality": 1.0, "expectation": 0.0, "taste": 4.0}, 1.0),
        ],
    )
    def test_hand_computed(self, terms: dict[str, Any], y: float) -> None:
        assert satisfaction(**terms) == pytest.approx(y)

    @given(
        st.tuples(
            shares, shares, shares, shares, shares, signed, st.floats(-4.0, 4.0),
            st.floats(-3.4, 3.4),
        ),
        st.booleans(), experience_parameters,
    )  # fmt: skip
    def test_is_its_equation(self, terms: Eight, defect: bool, p: ExperienceParameters) -> None:
        expected = naive.satisfaction(*terms, defect, p)
        assert float(satisfy(*terms, defect, p)) == pytest.approx(expected, abs=1e-12)

    @given(shares, shares, shares, signed, signed, shares, experience_parameters)
    def test_quality_and_service_please_and_promises_cost(
        self, quality: float, better: float, expectation: float, x: float, more: float,
        clear: float, p: ExperienceParameters,
    ) -> None:  # fmt: skip
        terms: dict[str, Any] = {"expectation": expectation, "clear": clear, "p": p, "x": x}
        served = [satisfaction(quality, service=s, **terms) for s in sorted([better, 0.5])]
        assert served == sorted(served)
        low, high = sorted([quality, better])
        assert satisfaction(high, **terms) >= satisfaction(low, **terms)
        promised = terms | {"x": max(x, more)}
        assert satisfaction(quality, **promised) <= satisfaction(quality, **terms)


PLAIN = naive.Owner(0.0, True, 0.0, 0.0, 0.0, (1.0, 1.0, 1.0), False, 0.5, 0.5)


def owner(
    stage: int, y: float, u: float, v: float, *, p: ExperienceParameters = P, **terms: Any
) -> tuple[Stage, bool]:
    day = PLAIN._replace(u=u, v=v, **terms)
    new, bought = own(
        int(stage), y, day.repeat_chance, int(day.on_sale), day.log_price, day.others, day.press,
        day.factors, day.bonded, u, v, p,
    )  # fmt: skip
    return Stage(int(new)), bool(bought)


owners = st.builds(
    naive.Owner, shares, st.booleans(), st.floats(-2.0, 2.0), st.floats(0.0, 9.0), signed,
    st.tuples(*[st.floats(0.0, 3.0)] * 3), st.booleans(), uniforms, uniforms,
)  # fmt: skip


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
        assert owner(Stage.CUSTOMER, 0.0, 0.099, 0.5, repeat_chance=0.1) == (Stage.CUSTOMER, True)
        assert owner(Stage.CUSTOMER, 0.0, 0.101, 0.5, repeat_chance=0.1) == (Stage.CUSTOMER, False)
        y = float(np.log(3.0) / 2.0)
        assert owner(Stage.LOYAL, y, 0.1499, 0.5, repeat_chance=0.1)[1]
        assert not owner(Stage.LOYAL, y, 0.1501, 0.5, repeat_chance=0.1)[1]

    def test_comes_back_less_often_at_a_higher_price(self) -> None:
        """Odds fall by the log price: at 3 times the usual price, 2 * .1 * (1/4) = .05."""
        dear: Any = {"repeat_chance": 0.1, "log_price": float(np.log(3.0))}
        assert owner(Stage.LOYAL, 0.0, 0.0499, 0.5, **dear)[1]
        assert not owner(Stage.LOYAL, 0.0, 0.0501, 0.5, **dear)[1]

    def test_who_comes_back_satisfied_is_loyal_at_once(self) -> None:
        assert owner(Stage.CUSTOMER, 0.2, 0.01, 0.5, repeat_chance=0.1) == (Stage.LOYAL, True)

    def test_nobody_comes_back_to_what_is_not_on_sale(self) -> None:
        assert owner(Stage.CUSTOMER, 0.2, 0.01, 0.5, repeat_chance=0.1, on_sale=0)[1] is False
        assert owner(Stage.CUSTOMER, 0.2, 0.0001, 0.5, repeat_chance=0.0)[1] is False

    def test_levers_press_on_coming_back(self) -> None:
        """At y = 0 and ln 3 of press: 2 * .1 * 3/4 = .15."""
        pressed: Any = {"repeat_chance": 0.1, "press": float(np.log(3.0))}
        assert owner(Stage.LOYAL, 0.0, 0.1499, 0.5, **pressed)[1]
        assert not owner(Stage.LOYAL, 0.0, 0.1501, 0.5, **pressed)[1]

    def test_rivals_win_owners_over_unless_these_are_attached(self) -> None:
        """s / (s + others): half at s = others = 1; 3 / 4 where a neutral owner's s is 3."""
        tempted: Any = {"repeat_chance": 0.2, "others": 1.0}
        assert owner(Stage.LOYAL, 0.0, 0.0999, 0.5, **tempted)[1]
        assert not owner(Stage.LOYAL, 0.0, 0.1001, 0.5, **tempted)[1]
        attached = P._replace(attachment=float(np.log(3.0)))
        assert owner(Stage.LOYAL, 0.0, 0.1499, 0.5, p=attached, **tempted)[1]
        assert not owner(Stage.LOYAL, 0.0, 0.1501, 0.5, p=attached, **tempted)[1]

    def test_factors_multiply_the_chances(self) -> None:
        """Loyalty .5 * .5 * 2, advocacy .25 * 2, lapse .125 * 2."""
        doubled: Any = {"factors": (2.0, 2.0, 2.0)}
        for v, after in ((0.249, Stage.LAPSED), (0.49, Stage.CUSTOMER), (0.51, Stage.LOYAL)):
            assert owner(Stage.CUSTOMER, 0.5, 0.5, v, **doubled)[0] is after
        assert owner(Stage.LOYAL, 0.6, 0.5, 0.51, **doubled)[0] is Stage.ADVOCATE
        assert owner(Stage.LOYAL, 0.6, 0.5, 0.49, **doubled)[0] is Stage.LOYAL

    def test_who_was_brought_by_somebody_still_active_leaves_less(self) -> None:
        """Lapse .125 less half of it."""
        assert owner(Stage.CUSTOMER, 0.5, 0.5, 0.062, bonded=True)[0] is Stage.LAPSED
        assert owner(Stage.CUSTOMER, 0.5, 0.5, 0.063, bonded=True)[0] is Stage.CUSTOMER

    @given(owner_stages, signed, owners, experience_parameters)
    def test_is_its_equation(
        self, stage: int, y: float, day: naive.Owner, p: ExperienceParameters
    ) -> None:
        expected = naive.own(stage, y, day, p)
        assert owner(stage, y, p=p, **day._asdict()) == expected

    @given(owner_stages, signed, signed, uniforms, uniforms, experience_parameters)
    def test_dissatisfaction_keeps_nobody(
        self, stage: int, one: float, other: float, u: float, v: float, p: ExperienceParameters
    ) -> None:
        low, high = sorted([one, other])
        if owner(stage, high, u, v, p=p)[0] is Stage.LAPSED:
            assert owner(stage, low, u, v, p=p)[0] is Stage.LAPSED
        if owner(stage, low, u, v, repeat_chance=0.2, p=p)[1]:
            assert owner(stage, high, u, v, repeat_chance=0.2, p=p)[1]


class TestFailures:
    def test_a_failure_costs_satisfaction_less_what_is_made_good(self) -> None:
        assert float(fail(0.5, 0.0, P)) == -0.25
        assert float(fail(0.5, 1.0, P)) == 0.5
        assert float(fail(0.5, 0.5, P)) == 0.125
        assert float(fail(-0.9, 0.0, P)) == -1.0


class TestReviews:
    def test_the_pleased_and_the_angry_write_more(self) -> None:
        assert float(review_chance(0.0, 0.0, P)) == pytest.approx(0.1)
        assert float(review_chance(-0.5, 0.0, P)) == pytest.approx(0.2)
        assert float(review_chance(0.5, 1.0, P)) == pytest.approx(0.3)
        assert float(review_chance(1.0, 9.0, P)) == 1.0

    @given(signed, st.floats(0.0, 20.0), experience_parameters)
    def test_is_an_even_chance(self, y: float, gain: float, p: ExperienceParameters) -> None:
        chance = float(review_chance(y, gain, p))
        assert 0.0 <= chance <= 1.0
        assert chance == float(review_chance(-y, gain, p))

    def test_stars(self) -> None:
        found = {y: int(stars(y)) for y in (-1.5, -1.0, -0.76, -0.74, -0.2, 0.0, 0.3, 0.8, 1.4)}
        assert list(found.values()) == [1, 1, 1, 2, 3, 3, 4, 5, 5]


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
        x = naive.balance(*told, p)
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
