"""The rules once more, written from their equations and for reading, not for speed."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from simulation.market.state import Stage

OWNED = (Stage.CUSTOMER, Stage.LOYAL, Stage.ADVOCATE, Stage.LAPSED)


def logistic(score: float) -> float:
    """A chance from log-odds."""
    return math.exp(score) / (1.0 + math.exp(score))


def talk_rates(
    stage: int, units: int, y: float, age: float, anger: float, calm: float, joins: float,
    eager: float, p: Any,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Good and bad conversations, good and bad posts of a day."""
    if stage == Stage.UNAWARE:
        return 0.0, 0.0, 0.0, 0.0
    fade = p.floor + (1 - p.floor) * math.exp(-age / p.fade_days)
    if units:
        praise = 0.0 if stage == Stage.LAPSED else p.good_contacts * max(0.0, y) * fade * eager
        praise *= p.advocate_factor if stage == Stage.ADVOCATE else 1.0
        blame = p.bad_contacts * max(0.0, -y) * fade
    else:
        praise = p.interested_contacts if stage == Stage.INTERESTED else 0.0
        blame = p.rejecter_contacts if stage == Stage.REJECTER else 0.0
    blame += anger * calm * p.anger_contacts
    posts = p.posts_per_contact * joins
    return praise, blame, praise * posts, blame * posts


Rates = tuple[float, float, float, float]
SILENCE: Rates = (0.0, 0.0, 0.0, 0.0)


def incited(
    stage: int, units: int, y: float, waits: bool, own: Rates, joins: float, to: str, voice: str,
    gains: Rates,
) -> Rates:  # fmt: skip
    """What a programme adds to the talk of somebody; ``gains`` as the action has them."""
    owns = units > 0 and stage != Stage.LAPSED
    wants = stage == Stage.INTERESTED
    takes_part = {
        "owners": owns,
        "interested": wants,
        "waiting": wants and waits,
        "anybody": stage != Stage.UNAWARE,
    }[to]
    if not takes_part or stage == Stage.UNAWARE:
        return SILENCE
    favours = y > 0 if units else stage in (Stage.AWARE, Stage.INTERESTED)
    praises = {"own": favours, "good": True, "bad": False}[voice]
    contacts_gain, posts_gain, contacts, posts = gains
    more = [
        own[0] * contacts_gain,
        own[1] * contacts_gain,
        own[2] * posts_gain,
        own[3] * posts_gain,
    ]
    more[0 if praises else 1] += contacts
    more[2 if praises else 3] += posts * joins
    return more[0], more[1], more[2], more[3]


def balance(good: float, bad: float, p: Any) -> float:
    """What conflicting evidence amounts to, for the sceptical (``uncertainty``) and the wary."""
    return float((good - p.negativity * bad) / (p.uncertainty + good + p.negativity * bad))


def clearness(hops: int, clarity: float, keeps: float) -> float:
    """How clear the brand still is after so many retellings."""
    return float(clarity * keeps**hops)


def remember(
    good: float, bad: float, good_before: float, bad_before: float, fatigue: float, n_voices: int,
    p: Any,
) -> tuple[float, float, float]:  # fmt: skip
    """Evidence and fatigue after a day; two voices or more confirm one another."""
    heard = good + bad
    counts = p.day_saturation / (p.day_saturation + heard)
    counts *= 1.0 + p.confirmation if n_voices > 1 else 1.0
    counts *= p.fatigue_half**2 / (p.fatigue_half**2 + fatigue**2)
    return (
        p.remember * good_before + counts * good,
        p.remember * bad_before + counts * bad,
        p.fatigue_keep * fatigue + heard,
    )


def attraction(x: float, taste: float, log_price: float, press: float, p: Any) -> float:
    """What a unit is worth against not buying."""
    score = p.purchase_base + p.purchase_evidence * x + taste - p.price_sensitivity * log_price
    return math.exp(score + press)


def choose(attractions: list[float], keeps: float, w: float) -> int | None:
    """Which brand an interested consumer buys today, if any: multinomial logit.

    Every brand has a stretch of the line from 0 to 1, one after the other in the order of slots.
    """
    total = 1.0 + sum(attractions) + keeps
    end = 0.0
    for slot, worth in enumerate(attractions):
        start, end = end, end + worth / total
        if start <= w < end:
            return slot
    return None


def decide(
    stage: int, heard: float, x: float, buys: bool, press: float, u: float, v: float, p: Any
) -> int:
    """Stage after what was heard; ``u`` decides about interest, ``v`` about steps away."""
    if stage == Stage.UNAWARE and heard > 0:
        return Stage.AWARE
    if stage not in (Stage.AWARE, Stage.INTERESTED):
        return stage
    if x < p.rejection_below and v < p.rejection:
        return Stage.REJECTER
    if stage == Stage.AWARE and u < logistic(p.interest_base + p.interest_evidence * x + press):
        return Stage.INTERESTED
    if stage == Stage.INTERESTED and buys:
        return Stage.CUSTOMER
    return stage


def satisfaction(
    quality: float, spread: float, expectation: float, service: float, clear: float, x: float,
    taste: float, error: float, is_defect: bool, p: Any,
) -> float:  # fmt: skip
    """What a unit was against what was expected, cut to -1 to 1."""
    expected = expectation
    if x > 0:
        expected += x * (p.hype + p.misreading * (1 - clear))
    y = quality + spread * error + p.taste_weight * taste - expected
    y += p.service_weight * (service - 0.5)
    if expected > quality:
        y -= p.promise_gap * (expected - quality)
    if is_defect:
        y -= p.defect_loss
    return float(sorted([-1.0, y, 1.0])[1])


class Owner(NamedTuple):
    """What an owner's day depends on, beside its stage and satisfaction."""

    repeat_chance: float
    on_sale: bool
    log_price: float
    others: float
    press: float
    factors: tuple[float, float, float]
    bonded: bool
    u: float
    v: float


def own(stage: int, y: float, day: Owner, p: Any) -> tuple[int, bool]:
    """An owner's new stage, and whether it bought again."""
    if stage == Stage.LAPSED:
        return stage, False
    loyalty, advocacy, lapse = day.factors
    leaves = (p.lapse + p.lapse_dissatisfied * max(0.0, -y)) * lapse
    if day.v < leaves * (1 - p.bond * day.bonded):
        return Stage.LAPSED, False
    odds = p.repeat_steepness * y - p.price_sensitivity * day.log_price + day.press
    stays = math.exp(p.attachment * (1 + y))
    chance = 2 * day.repeat_chance * logistic(odds) * stays / (stays + day.others)
    bought = day.on_sale and day.u < chance
    if stage == Stage.CUSTOMER and y > 0 and (bought or 1 - day.v < p.loyalty * y * loyalty):
        return Stage.LOYAL, bought
    if stage == Stage.LOYAL and y > p.delight and 1 - day.v < p.advocacy * advocacy:
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
