"""Experience: how was it, will I say so, do I come back, do I forget?"""

from __future__ import annotations

import math

from simulation.dynamics.jit import jit
from simulation.dynamics.randomness import unit
from simulation.dynamics.rules.decide import attachment, logistic
from simulation.dynamics.rules.hear import balance
from simulation.dynamics.rules.talk import (
    ADVOCATE,
    AWARE,
    CUSTOMER,
    INTERESTED,
    LAPSED,
    LOYAL,
    UNAWARE,
)

_ROOT_3 = 1.7320508075688772
REPEAT_SCORE = 1.5


@jit
def noise(word_a, word_b, word_c, word_d):  # type: ignore[no-untyped-def]
    """Bell-shaped noise of mean 0 and variance 1 from four words (Irwin-Hall, within 3.46)."""
    total = unit(word_a) + unit(word_b) + unit(word_c) + unit(word_d)
    return (total - 2.0) * _ROOT_3


@jit
def satisfy(  # type: ignore[no-untyped-def]
    quality, spread, expectation, service, clearness, x, taste, error, defect, p
):  # fmt: skip
    """Satisfaction with one unit, -1 to 1: what it was against what was expected.

    ::

        e = expectation + hype max(0, x)             good word raises what people expect
        e = e + misreading (1 - clearness) max(0, x)  ... of something else, where it was unclear
        q = quality + spread noise + taste_weight taste + service_weight (service - 0.5)
        y = q - e - promise_gap max(0, e - quality) - defect_loss [defect]

    cut to -1 to 1. Whoever has had a unit before expects what it knows: ``x`` then counts only by
    the weight that an owner gives to what is heard. ``clearness`` is the brand's clarity, less what
    each retelling lost. Expectancy disconfirmation (Oliver 1980, recalled); the promise-experience
    gap is the client's article S4 (row 119); all sizes are assumptions.
    """
    told = max(0.0, x)
    expected = expectation + p.hype * told + p.misreading * (1.0 - clearness) * told
    met = quality + spread * error + p.taste_weight * taste + p.service_weight * (service - 0.5)
    y = met - expected - p.promise_gap * max(0.0, expected - quality)
    if defect:
        y = y - p.defect_loss
    return min(1.0, max(-1.0, y))


@jit
def fail(satisfaction, repaired, p):  # type: ignore[no-untyped-def]
    """Satisfaction after a unit failed in use: ``repaired`` is the share of the loss made good."""
    return max(-1.0, satisfaction - p.failure_loss * (1.0 - repaired))


@jit
def review_chance(satisfaction, gain, p):  # type: ignore[no-untyped-def]
    """Chance that a buyer writes a review: more at the extremes, and more if asked to.

    ``share (1 + gain) + extreme y^2``, at most 1 (U-shape; assumption). Who writes because a
    programme asks is anybody, so that asked reviews have the mood of all buyers and not of the
    extremes (direction: Fradkin & Holtz 2023, abstract).
    """
    asked = p.review_share * (1.0 + gain)
    return min(1.0, asked + p.review_extreme * satisfaction * satisfaction)


@jit
def stars(y):  # type: ignore[no-untyped-def]
    """Stars of a review, 1 to 5, of somebody as satisfied as ``y``: ``3 + 2 y``, rounded."""
    return min(5, max(1, math.floor(3.5 + 2.0 * y)))


@jit
def own(  # type: ignore[no-untyped-def]
    stage, satisfaction, repeat_chance, on_sale, log_price, others, press, factors, bonded, u, v, p
):  # fmt: skip
    """An owner's day: come back, grow loyal, speak up or drift away.

    * buys again with chance ``repeat_chance 2 logistic(k y - c ln(price / usual price) + press)``,
      0 for a one-off product, times ``s / (s + others)`` where other brands attract too (``s`` is
      :func:`~simulation.dynamics.rules.decide.attachment`); that makes a satisfied customer loyal
      at once;
    * customer -> loyal with chance ``loyalty max(0, y)``, loyal -> advocate with chance
      ``advocacy`` while ``y > delight`` (delight threshold: client's article S3, row 99);
    * a dissatisfied loyal owner or advocate is a mere customer again;
    * lapses with chance ``lapse + lapse_dissatisfied max(0, -y)``, less ``bond`` of it while who
      brought it is still active (direction: Van den Bulte et al. 2018, abstract).

    ``factors`` multiply the chances of loyalty, advocacy and lapse.

    Returns
    -------
    tuple of int
        The new stage and whether a unit was bought (0 or 1).
    """
    if stage == LAPSED:
        return stage, 0
    grow, speak, leave = factors
    leaving = (p.lapse + p.lapse_dissatisfied * max(0.0, -satisfaction)) * leave
    if bonded:
        leaving = leaving * (1.0 - p.bond)
    if v < leaving:
        return LAPSED, 0
    bought = 0
    if repeat_chance > 0.0 and on_sale:
        score = p.repeat_steepness * satisfaction - p.price_sensitivity * log_price + press
        chance = repeat_chance * 2.0 * logistic(score)
        if others > 0.0:
            stays = attachment(satisfaction, p)
            chance = chance * stays / (stays + others)
        if u < chance:
            bought = 1
    if stage == CUSTOMER and satisfaction > 0.0:
        if bought == 1 or 1.0 - v < p.loyalty * satisfaction * grow:
            return LOYAL, bought
    elif stage == LOYAL and satisfaction > p.delight and 1.0 - v < p.advocacy * speak:
        return ADVOCATE, bought
    elif satisfaction < 0.0 and stage != CUSTOMER:
        return CUSTOMER, bought
    return stage, bought


@jit
def forget(stage, x, v, p):  # type: ignore[no-untyped-def]
    """A day of someone without a unit: interest cools, awareness is forgotten.

    aware -> unaware with chance ``forgetting (1 - max(0, x))``, interested -> aware with chance
    ``cooling (1 - max(0, x))`` (assumptions; forgetting .01 a day, science section 4).
    """
    hold = 1.0 - max(0.0, x)
    if stage == AWARE and 1.0 - v < p.forgetting * hold:
        return UNAWARE
    if stage == INTERESTED and 1.0 - v < p.cooling * hold:
        return AWARE
    return stage


@jit
def calm_down(anger, case, p):  # type: ignore[no-untyped-def]
    """Anger left after a day: less where the complaint was settled (``case`` < 0)."""
    if anger < 0.001:
        return 0.0
    return anger * (p.anger_keep_settled if case < 0 else p.anger_keep)


@jit
def opinion(units, satisfaction, evidence_for, evidence_against, p):  # type: ignore[no-untyped-def]
    """What this consumer thinks of the brand, -1 to 1.

    What was heard; owners weigh their own experience by ``own_experience`` (assumption).
    """
    x = balance(evidence_for, evidence_against, p)
    if units > 0:
        return p.own_experience * satisfaction + (1.0 - p.own_experience) * x
    return x
