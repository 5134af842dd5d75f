"""From a scenario to numbers: addresses, parameters of behaviour, terms and prices of a brand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulation.dynamics.parameters import (
    DecideParameters,
    ExperienceParameters,
    HearParameters,
    Parameters,
    TalkParameters,
)
from simulation.dynamics.randomness import stream_of
from simulation.dynamics.rules.experience import REPEAT_SCORE
from simulation.dynamics.rules.hear import N_SLOTS
from simulation.dynamics.tables import Weights
from simulation.dynamics.terms import Address, Recommended, Terms
from simulation.dynamics.troubles import MOST_CASES
from simulation.errors import Problem, ScenarioError
from simulation.market.actions import VOICE_OF, Scalar, Source, Transition
from simulation.market.board import BoardSettings
from simulation.market.media import Channel
from simulation.market.population import Population
from simulation.market.state import FIXED
from simulation.market.view import Fee
from simulation.network.roles import Role
from simulation.tactics.base import Tactic

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario
    from simulation.scenario.settings.brand import Brand
    from simulation.scenario.settings.consumers import Consumers
    from simulation.scenario.settings.media import Platform
    from simulation.scenario.settings.reviews import Reviews

MOST_GROUPS = 8
"""Tactics of one strategy that can enrol people: a consumer's groups are one byte."""
_WEEK = 7.0
_HOURS = 24.0
_HALF_EXPOSURE = 0.5
_USUAL_MORALE = 0.5
_PRICED = {Role.KOL_HEAD: "kol_head", Role.KOL_WAIST: "kol_waist", Role.KOL_TAIL: "kol_tail"}
_PRICED |= {Role.KOC: "koc"}


def addresses_of(scenario: Scenario, slot: int = 0) -> dict[str, Address]:
    """Slot and stream of every tactic and event of a brand, by name.

    The stream, which the draws use, depends on the name alone; the slot is a label of 8 bits that
    numbers the names in alphabetical order.
    """
    lists = [s.tactics for s in scenario.strategies.values()]
    if slot:
        lists = [scenario.rivals[slot - 1].tactics]
    tactics = [tactic for tactics in lists for tactic in tactics]
    names = {tactic.label for tactic in tactics}
    caused = {f"{tactic.label}.{kind}" for tactic in tactics for kind in tactic.causes}
    events = {event.label for event in scenario.events} | caused
    names |= events
    most = max((sum(len(tactic.causes) for tactic in tactics) for tactics in lists), default=0)
    if len(scenario.events) + most > MOST_CASES:
        text = f"{len(scenario.events)} events and {most} that a strategy's tactics may cause"
        raise ScenarioError([Problem(f"{text}; {MOST_CASES} are possible. Remove some.", "events")])
    if len(names) >= N_SLOTS:
        text = f"{len(names)} different names of tactics and events; {N_SLOTS - 1} are possible."
        raise ScenarioError([Problem(text, "strategies")])
    found: dict[int, str] = {}
    addresses: dict[str, Address] = {}
    for number, name in enumerate(sorted(names), start=1):
        stream = stream_of(name)
        if stream in found:
            text = f'"{found[stream]}" and "{name}" share a stream of draws. Rename one of them.'
            raise ScenarioError([Problem(text, "strategies")])
        found[stream] = name
        addresses[name] = Address(number, stream)
    return addresses


def groups_of(tactics: Sequence[Tactic]) -> dict[str, int]:
    """Bit of the group of each tactic that enrols people, by name."""
    names = sorted(tactic.label for tactic in tactics if tactic.enrols)
    if len(names) > MOST_GROUPS:
        text = f"{len(names)} tactics enrol people ({', '.join(names)}); {MOST_GROUPS} can."
        raise ScenarioError([Problem(f"{text} Remove some.", "strategies")])
    return {name: 1 << place for place, name in enumerate(names)}


def parameters_of(scenario: Scenario, slot: int = 0) -> tuple[Parameters, ...]:
    """Numbers of behaviour towards a brand as the rules take them, one entry a segment."""
    brand = brand_of(scenario, slot)
    reviews = scenario.reviews
    platform = platform_of(scenario)
    beyond = 0.0 if platform is None else platform.recommended_share
    return tuple(
        _parameters(consumers, brand.lapse_per_day, reviews, beyond)
        for consumers in scenario.consumers.by_segment()
    )


def _parameters(
    people: Consumers, lapse: float | None, reviews: Reviews, recommended: float
) -> Parameters:
    talk, hear, decide, experience = people.talk, people.hear, people.decide, people.experience
    reach = talk.post_reach * (1.0 - recommended)
    return Parameters(
        TalkParameters(
            good_contacts=talk.contacts_per_day * talk.satisfied_per_day,
            bad_contacts=talk.contacts_per_day * talk.dissatisfied_per_day,
            fade_days=float(talk.lasts_days),
            floor=talk.floor,
            strong_share=talk.strong_share,
            advocate_factor=talk.advocate_factor,
            anger_contacts=talk.anger_talk,
            rejecter_contacts=talk.rejecter_per_day,
            interested_contacts=talk.interested_per_day,
            posts_per_contact=talk.posts_per_contact,
            post_rate=math.inf if reach >= 1.0 else -math.log(1.0 - reach),
        ),
        HearParameters(
            remember=math.exp(-1.0 / hear.memory_days),
            day_saturation=hear.day_saturation,
            fatigue_half=hear.attention_per_week,
            fatigue_keep=math.exp(-1.0 / _WEEK),
            confirmation=hear.confirmation,
        ),
        DecideParameters(
            interest_base=decide.interest_base,
            interest_evidence=decide.interest_evidence,
            purchase_base=decide.purchase_base,
            purchase_evidence=decide.purchase_evidence,
            price_sensitivity=decide.price_sensitivity,
            rejection=decide.rejection_per_day,
            rejection_below=decide.rejection_below,
            attachment=decide.attachment,
            negativity=hear.negativity,
            uncertainty=hear.uncertainty,
        ),
        ExperienceParameters(
            promise_gap=experience.promise_gap,
            hype=experience.hype,
            taste_weight=experience.taste_weight,
            service_weight=experience.service_weight,
            misreading=experience.misreading,
            defect_loss=experience.defect_loss,
            failure_loss=experience.failure_loss,
            delight=experience.delight,
            forgetting=experience.forgetting_per_day,
            cooling=decide.cooling_per_day,
            loyalty=experience.loyalty_per_day,
            advocacy=experience.advocacy_per_day,
            lapse=experience.lapse_per_day if lapse is None else lapse,
            lapse_dissatisfied=experience.lapse_dissatisfied,
            repeat_steepness=REPEAT_SCORE,
            bond=experience.bond,
            price_sensitivity=decide.price_sensitivity,
            attachment=decide.attachment,
            anger_keep=experience.anger_keeps,
            anger_keep_settled=experience.anger_keeps_resolved,
            own_experience=experience.own_experience,
            review_share=reviews.share,
            review_extreme=reviews.extreme,
            negativity=hear.negativity,
            uncertainty=hear.uncertainty,
        ),
    )


def credibility_of(scenario: Scenario) -> dict[Source, float]:
    """Credibility of every kind of source."""
    table = scenario.consumers.hear.credibility
    return {source: float(getattr(table, source.name.lower())) for source in Source}


def weights_of(scenario: Scenario) -> Weights:
    """Fixed-point weights of what consumers say by themselves."""
    credibility = credibility_of(scenario)

    def fixed(source: Source) -> int:
        return int(credibility[source] * FIXED + 0.5)

    public = dict.fromkeys((Role.KOL_TAIL, Role.KOL_WAIST, Role.KOL_HEAD), Source.KOL)
    public |= {Role.CONSUMER: Source.PUBLIC, Role.KOC: Source.KOC, Role.EMPLOYEE: Source.EMPLOYEE}
    bad = scenario.consumers.hear.employee_bad_factor
    apart = tells_voices(scenario)
    return Weights(
        fixed(Source.FRIEND),
        fixed(Source.ACQUAINTANCE),
        np.array([fixed(public[role]) for role in Role], np.int32),
        np.array([bad if role == Role.EMPLOYEE else 1.0 for role in Role]),
        int(VOICE_OF[Source.FRIEND]) if apart else 0,
        np.array([int(VOICE_OF[public[role]]) if apart else 0 for role in Role], np.uint8),
    )


def tells_voices(scenario: Scenario) -> bool:
    """Whether somebody in this market tells kinds of voices apart."""
    return any(c.hear.confirmation > 0.0 for c in scenario.consumers.by_segment())


def brand_of(scenario: Scenario, slot: int) -> Brand:
    """The brand in a slot: 0 is ours, then the rivals as listed."""
    return scenario.rivals[slot - 1] if slot else scenario.brand


def board_of(reviews: Reviews) -> BoardSettings:
    """How the review board works."""
    keep = math.exp(-1.0 / reviews.visible_days) if reviews.order == "recent" else 1.0
    pinned = reviews.pinned_share if reviews.order == "pinned" else 0.0
    return BoardSettings(
        reviews.read, keep, pinned, reviews.fake_filter, reviews.herding, reviews.weight
    )


def scalars_of(brand: Brand) -> dict[Scalar, float]:
    """What the brand is on day 0."""
    names: tuple[Scalar, ...] = (
        "quality", "defect_share", "failures_per_year", "service", "expectation", "clarity",
        "consistency", "shareability", "trust",
    )  # fmt: skip
    known: dict[Scalar, float] = {name: float(getattr(brand, name)) for name in names}
    return known | {"morale": _USUAL_MORALE}


def platform_of(scenario: Scenario) -> Platform | None:
    """The platform on which this market talks, if the network names one."""
    name = getattr(scenario.network, "platform", None)
    return None if name is None else scenario.media.platforms[name]


def recommended_in(scenario: Scenario, population: Population) -> Recommended:
    """How the platform carries posts beyond their authors' followers."""
    platform = platform_of(scenario)
    if platform is None:
        return Recommended()
    eager = population.participation.astype(np.float64)
    audience = float((eager * population.followers).sum() / max(eager.sum(), 1e-9))
    reach = scenario.consumers.talk.post_reach
    days = platform.half_life_hours / _HOURS
    return Recommended(platform.recommended_share, days, reach * audience)


def terms_of(
    scenario: Scenario, population: Population, slot: int = 0, tactics: Sequence[Tactic] = ()
) -> Terms:
    """What the desk of the brand in a slot has to know."""
    n_consumers = len(population.role)
    brand, hear = brand_of(scenario, slot), scenario.consumers.hear
    subscribed = brand.revenue_model == "subscription"
    repeats = brand.revenue_model == "repeat"
    return Terms(
        brand_slot=slot,
        list_price=brand.price,
        usual_price=brand.usual_price,
        unit_cost=brand.unit_cost,
        hours_to_notice=brand.hours_to_notice,
        quality_spread=brand.quality_spread,
        on_sale_from=brand.on_sale_from,
        repeat=1.0 / brand.days_between_purchases if repeats else 0.0,
        billing_days=brand.days_between_purchases if subscribed else 0.0,
        stock=None if brand.stock is None else brand.stock // people_in(scenario),
        scalars=scalars_of(brand),
        trust_recovery_days=brand.trust_recovery_days,
        board=board_of(scenario.reviews),
        credibility=credibility_of(scenario),
        disclosed_factor=hear.disclosed_factor,
        rewarded_factor=hear.rewarded_factor,
        fidelity=hear.fidelity,
        confusion=scenario.consumers.decide.confusion,
        tells_voices=tells_voices(scenario),
        channels=channels_of(scenario, n_consumers),
        synergy=scenario.media.synergy,
        recommended=recommended_in(scenario, population),
        people=people_in(scenario),
        groups=groups_of(tactics),
    )


def people_in(scenario: Scenario) -> int:
    """People of the real market whom one consumer stands for."""
    return scenario.network.people_per_consumer


def fees_of(scenario: Scenario) -> Mapping[Role, Fee]:
    """What accounts ask for a post, per follower among the consumers of this market.

    An account stands for itself alone, each of its followers for ``people_per_consumer`` people.
    """
    media = scenario.media
    share = media.in_market_share / scenario.network.people_per_consumer
    fees = {}
    for role, name in _PRICED.items():
        price = media.prices.of(name)
        fees[role] = Fee(price.fee_base, price.fee_per_follower / share)
    return fees


def channels_of(scenario: Scenario, n_consumers: int) -> Mapping[str, Channel]:
    """Paid media, priced per exposure inside this market.

    Without ``half_spend`` a channel is half saturated at half an exposure a consumer a day.
    """
    media = scenario.media
    share = media.in_market_share / scenario.network.people_per_consumer
    channels = {}
    for name, channel in media.channels.items():
        cost = channel.cost_per_thousand / 1000.0 / share
        half = channel.half_spend
        if half is None:
            half = _HALF_EXPOSURE * n_consumers * cost
        channels[name] = Channel(
            cost, float(channel.carryover_days), half,
            tuple((Transition[step.upper()], gain) for step, gain in channel.acts_on.items()),
        )  # fmt: skip
    return channels
