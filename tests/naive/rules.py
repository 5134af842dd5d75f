"""The rules once more, written from their equations and for reading, not for speed."""

from __future__ import annotations

import math
from typing import Any

from simulation.market.state import Stage

OWNED = (Stage.CUSTOMER, Stage.LOYAL, Stage.ADVOCATE, Stage.LAPSED)


def logistic(score: float) -> float:
    """A chance from log-odds."""
    return math.exp(score) / (1.0 + math.exp(score))


def talk_rates(
    stage: int, units: int, y: float, age: float, anger: float, calm: float, joins: float, p: Any
) -> tuple[float, float, float, float]:
    """Good and bad conversations, good and bad posts of a day."""
    if stage == Stage.UNAWARE:
        return 0.0, 0.0, 0.0, 0.0
    fade = p.floor + (1 - p.floor) * math.exp(-age / p.fade_days)
    if units:
        praise = 0.0 if stage == Stage.LAPSED else p.good_contacts * max(0.0, y) * fade
        praise *= p.advocate_factor if stage == Stage.ADVOCATE else 1.0
        blame = p.bad_contacts * max(0.0, -y) * fade
    else:
        praise = p.interested_contacts if stage == Stage.INTERESTED else 0.0
        blame = p.rejecter_contacts if stage == Stage.REJECTER else 0.0
    blame += anger * calm * p.anger_contacts
    posts = p.posts_per_contact * joins
    return praise, blame, praise * posts, blame * posts


def balance(good: float, bad: float, negativity: float) -> float:
    """What conflicting evidence amounts to."""
    return (good - negativity * bad) / (1.0 + good + negativity * bad)


def remember(
    good: float, bad: float, good_before: float, bad_before: float, fatigue: float, p: Any
) -> tuple[float, float, float]:
    """Evidence and fatigue after a day."""
    heard = good + bad
    counts = p.day_saturation / (p.day_saturation + heard)
    counts *= p.fatigue_half**2 / (p.fatigue_half**2 + fatigue**2)
    return (
        p.remember * good_before + counts * good,
        p.remember * bad_before + counts * bad,
        p.fatigue_keep * fatigue + heard,
    )


def buys(x: float, taste: float, log_price: float, others: float, p: Any) -> float:
    """Chance a day that an interested consumer buys: multinomial logit."""
    score = p.purchase_base + p.purchase_evidence * x + taste - p.price_sensitivity * log_price
    attraction = math.exp(score)
    return attraction / (1.0 + attraction + others)


def decide(
    stage: int, heard: float, x: float, chance_to_buy: float, on_sale: bool, u: float, v: float,
    p: Any,
) -> int:  # fmt: skip
    """Stage after what was heard; ``u`` decides steps forward, ``v`` steps away."""
    if stage == Stage.UNAWARE and heard > 0:
        return Stage.AWARE
    if stage not in (Stage.AWARE, Stage.INTERESTED):
        return stage
    if x < p.rejection_below and v < p.rejection:
        return Stage.REJECTER
    if stage == Stage.AWARE and u < logistic(p.interest_base + p.interest_evidence * x):
        return Stage.INTERESTED
    if stage == Stage.INTERESTED and on_sale and u < chance_to_buy:
        return Stage.CUSTOMER
    return stage


def satisfaction(
    quality: float, spread: float, expectation: float, x: float, taste: float, error: float,
    is_defect: bool, p: Any,
) -> float:  # fmt: skip
    """What a unit was against what was expected, cut to -1 to 1."""
    expected = expectation + (p.hype * x if x > 0 else 0.0)
    y = quality + spread * error + p.taste_weight * taste - expected
    if expected > quality:
        y -= p.promise_gap * (expected - quality)
    if is_defect:
        y -= p.defect_loss
    return float(sorted([-1.0, y, 1.0])[1])


def own(
    stage: int, y: float, repeat_chance: float, on_sale: bool, log_price: float, u: float, v: float,
    p: Any,
) -> tuple[int, bool]:  # fmt: skip
    """An owner's new stage, and whether it bought again."""
    if stage == Stage.LAPSED:
        return stage, False
    if v < p.lapse + p.lapse_dissatisfied * max(0.0, -y):
        return Stage.LAPSED, False
    odds = p.repeat_steepness * y - p.price_sensitivity * log_price
    bought = on_sale and u < 2 * repeat_chance * logistic(odds)
    if stage == Stage.CUSTOMER and y > 0 and (bought or 1 - v < p.loyalty * y):
        return Stage.LOYAL, bought
    if stage == Stage.LOYAL and y > p.delight and 1 - v < p.advocacy:
        return Stage.ADVOCATE, bought
    if y < 0 and stage in (Stage.LOYAL, Stage.ADVOCATE):
        return Stage.CUSTOMER, bought
    return stage, bought


def forget(stage: int, x: float, v: float, p: Any) -> int:
    """A day without a unit: interest cools, awareness goes."""
    slips = {Stage.AWARE: (p.forgetting, Stage.UNAWARE), Stage.INTERESTED: (p.cooling, Stage.AWARE)}
    if stage not in slips:
        return stage
    chance, back = slips[Stage(stage)]
    return back if 1 - v < chance * (1 - max(0.0, x)) else stage
