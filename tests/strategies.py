"""What hypothesis draws: words, numbers of behaviour, consumers' rows."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from simulation.dynamics.parameters import (
    DecideParameters,
    ExperienceParameters,
    HearParameters,
    TalkParameters,
)
from simulation.market.state import Stage

words = st.integers(0, 2**32 - 1)
shares = st.floats(0.0, 1.0)
signed = st.floats(-1.0, 1.0)
uniforms = st.integers(0, 2**32 - 1).map(lambda word: (word + 0.5) / 2**32)
rates = st.floats(0.0, 20.0)
exposures = st.floats(0.0, 100.0)
stages = st.sampled_from([int(stage) for stage in Stage])
owner_stages = st.sampled_from([3, 4, 5, 7])

talk_parameters = st.builds(
    TalkParameters,
    good_contacts=rates,
    bad_contacts=rates,
    fade_days=st.floats(0.5, 100.0),
    floor=shares,
    strong_share=shares,
    advocate_factor=st.floats(0.0, 5.0),
    anger_contacts=rates,
    rejecter_contacts=rates,
    interested_contacts=rates,
    posts_per_contact=shares,
    post_rate=rates,
)
hear_parameters = st.builds(
    HearParameters,
    remember=shares,
    day_saturation=st.floats(0.1, 50.0),
    fatigue_half=st.floats(0.5, 100.0),
    fatigue_keep=shares,
    confirmation=st.floats(0.0, 1.0),
)
log_odds = st.floats(-10.0, 5.0)
decide_parameters = st.builds(
    DecideParameters,
    interest_base=log_odds,
    interest_evidence=st.floats(0.0, 10.0),
    purchase_base=log_odds,
    purchase_evidence=st.floats(0.0, 10.0),
    price_sensitivity=st.floats(0.0, 5.0),
    rejection=shares,
    rejection_below=signed,
    attachment=st.floats(0.0, 3.0),
    negativity=st.floats(0.0, 5.0),
    uncertainty=st.floats(0.05, 5.0),
)
experience_parameters = st.builds(
    ExperienceParameters,
    promise_gap=st.floats(0.0, 2.0),
    hype=st.floats(0.0, 1.0),
    taste_weight=st.floats(0.0, 1.0),
    service_weight=st.floats(0.0, 1.0),
    misreading=st.floats(0.0, 1.0),
    defect_loss=st.floats(0.0, 2.0),
    failure_loss=st.floats(0.0, 2.0),
    delight=signed,
    forgetting=shares,
    cooling=shares,
    loyalty=shares,
    advocacy=shares,
    lapse=shares,
    lapse_dissatisfied=shares,
    repeat_steepness=st.floats(0.0, 5.0),
    bond=shares,
    price_sensitivity=st.floats(0.0, 4.0),
    attachment=st.floats(0.0, 3.0),
    anger_keep=shares,
    anger_keep_settled=shares,
    own_experience=shares,
    review_share=shares,
    review_extreme=shares,
    negativity=st.floats(0.0, 5.0),
    uncertainty=st.floats(0.05, 5.0),
)


class Talker(NamedTuple):
    """What the talk rule reads of a consumer, in the order of its arguments."""

    stage: int
    units: int
    satisfaction: float
    age: float
    anger: float
    calm: float
    participation: float
    eagerness: float = 1.0


talkers = st.builds(
    Talker,
    stage=stages,
    units=st.integers(0, 3),
    satisfaction=signed,
    age=st.floats(0.0, 400.0),
    anger=st.floats(0.0, 3.0),
    calm=st.floats(0.0, 2.0),
    participation=st.floats(0.0, 5.0),
    eagerness=st.floats(0.5, 1.5),
)


class Told(NamedTuple):
    """Evidence of a consumer: good and bad word that it remembers, in exposures."""

    good: float
    bad: float


evidence = st.builds(Told, good=exposures, bad=exposures)
