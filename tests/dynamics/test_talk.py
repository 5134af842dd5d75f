"""Talk: does this consumer mention the brand today, well or badly, how often?"""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulation.dynamics.parameters import TalkParameters
from simulation.dynamics.randomness import WHY_GOOD_CONTACT, key_of, when_of, why_of
from simulation.dynamics.rules.talk import (
    audience_point,
    contact_point,
    fade,
    first_gap,
    incited,
    talk,
)
from simulation.market.state import NEVER, Stage
from tests.naive import rules as naive
from tests.naive.philox import draw
from tests.naive.rules import Rates, talk_rates
from tests.strategies import Talker, rates, shares, stages, talk_parameters, talkers, words

P = TalkParameters(
    good_contacts=2.0,
    bad_contacts=4.0,
    fade_days=20.0,
    floor=0.25,
    strong_share=0.75,
    advocate_factor=3.0,
    anger_contacts=1.5,
    rejecter_contacts=0.125,
    interested_contacts=0.0625,
    posts_per_contact=0.5,
    post_rate=0.2,
)
HALF = 20.0 * math.log(2.0)
"""Age at which exp(-age / fade_days) is one half, so that f = .25 + .75 / 2 = .625."""


def rates_of(talker: Talker, p: TalkParameters = P) -> tuple[float, ...]:
    urge = float(fade(talker.age, p))
    after = talker[talker._fields.index("age") + 1 :]
    rates = talk(talker.stage, talker.units, talker.satisfaction, urge, *after, p)
    return tuple(float(rate) for rate in rates)


class TestTalk:
    @pytest.mark.parametrize(
        ("talker", "good", "bad"),
        [
            (Talker(Stage.UNAWARE, 0, 0.0, 0.0, 2.0, 1.0, 1.0), 0.0, 0.0),
            (Talker(Stage.AWARE, 0, 0.0, 0.0, 0.0, 1.0, 1.0), 0.0, 0.0),
            (Talker(Stage.INTERESTED, 0, 0.0, 0.0, 0.0, 1.0, 1.0), 0.0625, 0.0),
            (Talker(Stage.REJECTER, 0, 0.0, 0.0, 0.0, 1.0, 1.0), 0.0, 0.125),
            (Talker(Stage.CUSTOMER, 1, 0.5, 0.0, 0.0, 1.0, 1.0), 1.0, 0.0),
            (Talker(Stage.CUSTOMER, 1, 0.5, HALF, 0.0, 1.0, 1.0), 0.625, 0.0),
            (Talker(Stage.CUSTOMER, 1, 0.5, 1e6, 0.0, 1.0, 1.0), 0.25, 0.0),
            (Talker(Stage.LOYAL, 2, 0.5, 0.0, 0.0, 1.0, 1.0), 1.0, 0.0),
            (Talker(Stage.ADVOCATE, 2, 0.5, 0.0, 0.0, 1.0, 1.0), 3.0, 0.0),
            (Talker(Stage.LAPSED, 1, 0.5, 0.0, 0.0, 1.0, 1.0), 0.0, 0.0),
            (Talker(Stage.LAPSED, 1, -0.5, 0.0, 0.0, 1.0, 1.0), 0.0, 2.0),
            (Talker(Stage.CUSTOMER, 1, -0.5, HALF, 0.0, 1.0, 1.0), 0.0, 1.25),
            (Talker(Stage.CUSTOMER, 1, 0.0, 0.0, 0.0, 1.0, 1.0), 0.0, 0.0),
            (Talker(Stage.AWARE, 0, 0.0, 0.0, 2.0, 1.0, 1.0), 0.0, 3.0),
            (Talker(Stage.AWARE, 0, 0.0, 0.0, 2.0, 0.5, 1.0), 0.0, 1.5),
            (Talker(Stage.CUSTOMER, 1, 0.5, 0.0, 1.0, 1.0, 1.0), 1.0, 1.5),
        ],
    )
    def test_hand_computed(self, talker: Talker, good: float, bad: float) -> None:
        assert rates_of(talker)[:2] == pytest.approx((good, bad))

    def test_posts_follow_conversations(self) -> None:
        angry = Talker(Stage.CUSTOMER, 1, 0.5, 0.0, 1.0, 1.0, 0.5)
        assert rates_of(angry) == pytest.approx((1.0, 1.5, 0.25, 0.375))
        assert rates_of(angry._replace(participation=0.0))[2:] == (0.0, 0.0)

    def test_who_never_had_one_does_not_count_days(self) -> None:
        never = Talker(Stage.AWARE, 0, 0.0, float(3 - NEVER), 1.0, 1.0, 1.0)
        assert rates_of(never)[:2] == (0.0, 1.5)

    @given(talkers, talk_parameters)
    def test_is_its_equation(self, talker: Talker, p: TalkParameters) -> None:
        assert rates_of(talker, p) == pytest.approx(talk_rates(*talker, p), rel=1e-12, abs=1e-300)

    def test_a_product_worth_showing_is_praised_more_and_blamed_alike(self) -> None:
        pleased = Talker(Stage.CUSTOMER, 1, 0.5, 0.0, 1.0, 1.0, 1.0, eagerness=1.5)
        assert rates_of(pleased) == pytest.approx((1.5, 1.5, 0.75, 0.75))
        wants = Talker(Stage.INTERESTED, 0, 0.0, 0.0, 0.0, 1.0, 1.0, eagerness=1.5)
        assert rates_of(wants)[0] == 0.0625

    @given(talkers, talk_parameters)
    def test_rates_are_never_negative(self, talker: Talker, p: TalkParameters) -> None:
        assert min(rates_of(talker, p)) >= 0.0

    @given(talkers, talk_parameters)
    def test_unaware_people_say_nothing(self, talker: Talker, p: TalkParameters) -> None:
        assert rates_of(talker._replace(stage=int(Stage.UNAWARE)), p) == (0.0, 0.0, 0.0, 0.0)

    @given(talkers, talk_parameters, st.floats(0.0, 1.0))
    def test_more_satisfied_owners_talk_better(
        self, talker: Talker, p: TalkParameters, more: float
    ) -> None:
        assume(talker.stage in (Stage.CUSTOMER, Stage.LOYAL, Stage.ADVOCATE))
        happier = talker._replace(units=1, satisfaction=min(1.0, talker.satisfaction + more))
        before, after = rates_of(talker._replace(units=1), p), rates_of(happier, p)
        assert after[0] >= before[0]
        assert after[1] <= before[1]

    @given(talkers, talk_parameters, st.floats(0.0, 100.0))
    def test_talk_fades(self, talker: Talker, p: TalkParameters, later: float) -> None:
        before, after = rates_of(talker, p), rates_of(talker._replace(age=talker.age + later), p)
        assert all(a <= b for a, b in zip(after, before, strict=True))

    @given(talkers, talk_parameters, st.floats(0.0, 2.0))
    def test_anger_only_adds_bad_talk(self, talker: Talker, p: TalkParameters, more: float) -> None:
        angrier = rates_of(talker._replace(anger=talker.anger + more), p)
        before = rates_of(talker, p)
        assert angrier[0] == before[0]
        assert angrier[1] >= before[1]

    @given(st.floats(0.0, 1.0), st.floats(0.0, 300.0), st.floats(0.0, 3.0), talk_parameters)
    def test_u_shape_is_even_when_good_and_bad_talk_alike(
        self, y: float, age: float, joins: float, p: TalkParameters
    ) -> None:
        p = p._replace(bad_contacts=p.good_contacts)
        good, bad, post, bad_post = rates_of(Talker(3, 1, y, age, 0.0, 1.0, joins), p)
        assert rates_of(Talker(3, 1, -y, age, 0.0, 1.0, joins), p) == (bad, good, bad_post, post)


TO = ("owners", "interested", "waiting", "anybody")
VOICES = ("own", "good", "bad")
OWN: Rates = (1.0, 0.5, 0.25, 0.125)
GAINS: Rates = (2.0, 4.0, 0.3, 0.4)


def more(
    stage: int, units: int, y: float, to: str, voice: str = "own", *, waits: bool = False,
    own: Rates = OWN, joins: float = 0.5, gains: Rates = GAINS,
) -> tuple[float, ...]:  # fmt: skip
    found = incited(
        int(stage), units, y, waits, own, joins, TO.index(to), VOICES.index(voice), *gains
    )
    return tuple(float(rate) for rate in found)


class TestIncited:
    """Gains of (2, 4) on rates of (1, .5, .25, .125), plus .3 talks and .4 posts times .5."""

    good = (2.3, 1.0, 1.2, 0.5)
    bad = (2.0, 1.3, 1.0, 0.7)

    @pytest.mark.parametrize(
        ("stage", "units", "y", "to", "waits", "takes_part"),
        [
            (Stage.CUSTOMER, 1, 0.2, "owners", False, True),
            (Stage.LAPSED, 1, 0.2, "owners", False, False),
            (Stage.INTERESTED, 0, 0.0, "owners", False, False),
            (Stage.INTERESTED, 0, 0.0, "interested", False, True),
            (Stage.AWARE, 0, 0.0, "interested", False, False),
            (Stage.CUSTOMER, 1, 0.2, "interested", False, False),
            (Stage.INTERESTED, 0, 0.0, "waiting", False, False),
            (Stage.INTERESTED, 0, 0.0, "waiting", True, True),
            (Stage.CUSTOMER, 1, 0.2, "waiting", True, False),
            (Stage.AWARE, 0, 0.0, "anybody", False, True),
            (Stage.CUSTOMER, 1, 0.2, "anybody", False, True),
            (Stage.UNAWARE, 0, 0.0, "anybody", False, False),
        ],
    )
    def test_who_takes_part(
        self, stage: Stage, units: int, y: float, to: str, waits: bool, takes_part: bool
    ) -> None:
        expected = self.good if takes_part else (0.0, 0.0, 0.0, 0.0)
        assert more(stage, units, y, to, waits=waits) == pytest.approx(expected)

    @pytest.mark.parametrize(
        ("stage", "units", "y", "praises"),
        [
            (Stage.CUSTOMER, 1, 0.1, True),
            (Stage.CUSTOMER, 1, 0.0, False),
            (Stage.CUSTOMER, 1, -0.1, False),
            (Stage.AWARE, 0, 0.0, True),
            (Stage.REJECTER, 0, 0.0, False),
        ],
    )
    def test_what_they_say(self, stage: Stage, units: int, y: float, praises: bool) -> None:
        """Their own opinion, unless they are told what to say."""
        own = self.good if praises else self.bad
        assert more(stage, units, y, "anybody") == pytest.approx(own)
        assert more(stage, units, y, "anybody", "good") == pytest.approx(self.good)
        assert more(stage, units, y, "anybody", "bad") == pytest.approx(self.bad)

    @given(
        stages, st.integers(0, 2), st.floats(-1.0, 1.0), st.sampled_from(TO),
        st.sampled_from(VOICES), st.booleans(), st.tuples(rates, rates, rates, rates),
        st.floats(0.0, 3.0), st.tuples(rates, rates, rates, rates),
    )  # fmt: skip
    def test_is_its_equation(
        self, stage: int, units: int, y: float, to: str, voice: str, waits: bool, own: Rates,
        joins: float, gains: Rates,
    ) -> None:  # fmt: skip
        expected = naive.incited(stage, units, y, waits, own, joins, to, voice, gains)
        found = more(stage, units, y, to, voice, waits=waits, own=own, joins=joins, gains=gains)
        assert found == pytest.approx(expected, rel=1e-12)

    @given(stages, st.floats(-1.0, 0.0), st.tuples(rates, rates, rates, rates))
    def test_no_gain_makes_the_dissatisfied_praise(
        self, stage: int, y: float, gains: Rates
    ) -> None:
        silent_about_good = (0.0, 1.0, 0.0, 1.0)
        found = more(stage, 1, y, "anybody", own=silent_about_good, gains=gains)
        assert found[0] == found[2] == 0.0


class TestFirstGap:
    @pytest.mark.parametrize(
        ("u", "rate", "talks"),
        [(0.7, 0.5, True), (0.6, 0.5, False), (0.4, 1.0, True), (0.3, 1.0, False), (0.1, 2.4, True)]
    )  # fmt: skip
    def test_hand_computed(self, u: float, rate: float, talks: bool) -> None:
        """-ln .7 = .36, -ln .6 = .51, -ln .4 = .92, -ln .3 = 1.2, -ln .1 = 2.3."""
        level = float(first_gap(int(u * 2**32), rate))
        assert (level < rate) == talks
        assert not talks or level == pytest.approx(-math.log(u))

    @given(words, rates | shares)
    def test_tells_silence_from_talk_as_the_logarithm_does(self, word: int, rate: float) -> None:
        level = -math.log((word + 0.5) / 2**32)
        found = float(first_gap(word, rate))
        assert (found < rate) == (level < rate)
        if found < rate:
            assert found == level

    def test_zero_rate_is_silence(self) -> None:
        assert float(first_gap(2**32 - 1, 0.0)) >= 0.0
        assert not float(first_gap(0, 0.0)) < 0.0


KEY = key_of(5, 0)


def point(
    talker: int, k: int, n_strong: int, n_weak: int, share: float
) -> tuple[float, int, int, int]:
    found = contact_point(
        KEY, talker, when_of(7, 0), why_of(WHY_GOOD_CONTACT, 0), k, n_strong, n_weak, share
    )
    gap, is_weak, place, priority = found
    return float(gap), int(is_weak), int(place), int(priority)


class TestContactPoint:
    @given(
        st.integers(0, 10**6), st.integers(0, 500), st.integers(0, 40), st.integers(0, 40), shares
    )
    def test_uses_one_word_for_each_question(
        self, talker: int, k: int, n_strong: int, n_weak: int, share: float
    ) -> None:
        assume(n_strong + n_weak > 0)
        gap_word, layer, tie, priority = draw(KEY, talker, 7, 0, WHY_GOOD_CONTACT, 0, k)
        weak = n_strong == 0 or (n_weak > 0 and (layer + 0.5) / 2**32 >= share)
        n = n_weak if weak else n_strong
        gap = -math.log((gap_word + 0.5) / 2**32)
        assert point(talker, k, n_strong, n_weak, share) == (gap, weak, tie * n // 2**32, priority)

    def test_limits_of_the_strong_share(self) -> None:
        assert {point(1, k, 5, 5, 1.0)[1] for k in range(50)} == {0}
        assert {point(1, k, 5, 5, 0.0)[1] for k in range(50)} == {1}
        assert {point(1, k, 5, 0, 0.0)[1] for k in range(50)} == {0}
        assert {point(1, k, 0, 5, 1.0)[1] for k in range(50)} == {1}

    def test_picks_every_tie(self) -> None:
        picked = Counter(point(talker, 0, 4, 0, 0.5)[2] for talker in range(400))
        assert set(picked) == {0, 1, 2, 3}
        assert min(picked.values()) > 60  # 100 expected, sd 8.7: false alarm below 2e-5


class TestAudiencePoint:
    @given(st.integers(0, 10**6), st.integers(0, 2**32 - 1), st.integers(1, 10**6))
    def test_uses_one_word_for_each_question(self, who: int, k: int, n: int) -> None:
        gap, place, priority = audience_point(KEY, who, when_of(7, 0), why_of(7, 3), k, n)
        words_there = draw(KEY, who, 7, 0, 7, 3, k)
        assert float(gap) == -math.log((words_there[0] + 0.5) / 2**32)
        assert (int(place), int(priority)) == (words_there[1] * n // 2**32, words_there[2])
