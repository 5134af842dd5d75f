"""What the rules need to know, as plain numbers: one tuple a verb, one for the brand's day.

Each number is a field of a scenario, where its unit, range, default and evidence stand.
"""

from __future__ import annotations

from typing import NamedTuple


class TalkParameters(NamedTuple):
    """Numbers of the talk rule (``consumers.talk``)."""

    good_contacts: float
    bad_contacts: float
    fade_days: float
    floor: float
    strong_share: float
    advocate_factor: float
    anger_contacts: float
    rejecter_contacts: float
    interested_contacts: float
    posts_per_contact: float
    post_rate: float


class HearParameters(NamedTuple):
    """Numbers of the hear rule (``consumers.hear``)."""

    remember: float
    day_saturation: float
    fatigue_half: float
    fatigue_keep: float
    confirmation: float


class DecideParameters(NamedTuple):
    """Numbers of the decide rule (``consumers.decide``)."""

    interest_base: float
    interest_evidence: float
    purchase_base: float
    purchase_evidence: float
    price_sensitivity: float
    rejection: float
    rejection_below: float
    attachment: float
    negativity: float
    uncertainty: float


class ExperienceParameters(NamedTuple):
    """Numbers of the experience rule (``consumers.experience``, ``consumers.decide.cooling``)."""

    promise_gap: float
    hype: float
    taste_weight: float
    service_weight: float
    misreading: float
    defect_loss: float
    failure_loss: float
    delight: float
    forgetting: float
    cooling: float
    loyalty: float
    advocacy: float
    lapse: float
    lapse_dissatisfied: float
    repeat_steepness: float
    bond: float
    price_sensitivity: float
    attachment: float
    anger_keep: float
    anger_keep_settled: float
    own_experience: float
    review_share: float
    review_extreme: float
    negativity: float
    uncertainty: float


class Parameters(NamedTuple):
    """All numbers of behaviour, a tuple for each verb."""

    talk: TalkParameters
    hear: HearParameters
    decide: DecideParameters
    experience: ExperienceParameters


class BrandDay(NamedTuple):
    """What the brand is today.

    ``slot`` is the brand's place in addresses. ``eagerness`` multiplies the good talk of owners,
    ``bad_posts_kept`` their bad posts; ``retold`` is the share of a message that each retelling
    keeps; ``failure_chance`` the chance a day that a unit fails, ``repaired`` the share of that
    loss made good; ``review_gain`` what programmes add to the writing of reviews and
    ``review_pull`` how far the board's mean pulls them.
    """

    slot: int
    day: int
    quality: float
    quality_spread: float
    defect_share: float
    expectation: float
    service: float
    clarity: float
    retold: float
    eagerness: float
    bad_posts_kept: float
    failure_chance: float
    repaired: float
    review_gain: float
    review_pull: float
