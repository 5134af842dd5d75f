"""From a scenario to a market: graph, people, parameters and addresses of one replicate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.act import Address, Terms
from simulation.dynamics.lots import lots
from simulation.dynamics.parameters import (
    BrandDay,
    DecideParameters,
    ExperienceParameters,
    HearParameters,
    Parameters,
    TalkParameters,
)
from simulation.dynamics.randomness import WHY_EMPLOYEE, Key, key_of, stream_of
from simulation.dynamics.rules.experience import REPEAT_SCORE
from simulation.dynamics.rules.hear import LARGEST_TALKER, LAST_DAY, N_SLOTS
from simulation.dynamics.tables import Audience, Weights
from simulation.errors import Problem, ScenarioError
from simulation.market.actions import Source
from simulation.market.media import Channel
from simulation.market.population import Population, draw_population, named_stream
from simulation.market.state import FIXED
from simulation.market.view import Fee
from simulation.network.centrality import bridges, core, reach
from simulation.network.graph import SocialGraph
from simulation.network.roles import Role, assign_roles
from simulation.network.ties import Ties

if TYPE_CHECKING:
    from simulation.scenario.model import Scenario

MOST_EVENTS = 127
"""Largest number of events: a consumer's case is one signed byte."""
_WEEK = 7.0
_HALF_EXPOSURE = 0.5
_PRICED = {Role.KOL_HEAD: "kol_head", Role.KOL_WAIST: "kol_waist", Role.KOL_TAIL: "kol_tail"}
_PRICED |= {Role.KOC: "koc"}


@dataclass
class BuiltMarket:
    """Graph and population of one replicate: every strategy meets the same people.

    Attributes
    ----------
    replicate, key
        Number of the replicate and its key for draws.
    graph, population
        Who knows whom, and what people are like.
    """

    replicate: int
    key: Key
    graph: SocialGraph
    population: Population
    _ranks: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def n_consumers(self) -> int:
        """Number of consumers."""
        return self.graph.n_consumers

    @cached_property
    def seen_graph(self) -> SocialGraph:
        """The graph as tactics see it: its arrays cannot be written."""
        layers = {name: Ties(*map(_sealed, ties)) for name, ties in self.graph.layers.items()}
        return replace(self.graph, layers=layers)

    @cached_property
    def seen_population(self) -> Population:
        """The traits as tactics see them: arrays that cannot be written."""
        return Population(*map(_sealed, self.population))

    def rank(self, word: str) -> NDArray[np.float64]:
        """Score of each consumer, (n,) float64, in a ranking that tactics name; computed once."""
        if word not in self._ranks:
            self._ranks[word] = self._rank(word)
            self._ranks[word].flags.writeable = False
        return self._ranks[word]

    def _rank(self, word: str) -> NDArray[np.float64]:
        if word == "hubs":
            return np.asarray(reach(self.graph), np.float64)
        if word == "fringe":
            return -np.asarray(self.graph.ties.n_listeners, np.float64)
        if word == "early_adopters":
            return self.population.taste.astype(np.float64)
        if word == "bridges":
            return np.asarray(bridges(self.graph), np.float64)
        if word == "core":
            return np.asarray(core(self.graph), np.float64)
        raise KeyError(word)


def _sealed(array: Any) -> Any:
    view = array.view()
    view.flags.writeable = False
    return view


def build_market(scenario: Scenario, replicate: int) -> BuiltMarket:
    """Build graph and population of a replicate.

    Raises
    ------
    ScenarioError
        When the market is too large for the packed credit word (16.7 million consumers, 4,094
        days).
    GraphError
        When the graph cannot be read or generated.
    """
    graph = build_graph(scenario, replicate)
    _check_size(scenario, graph)
    key = key_of(scenario.seed, replicate)
    roles = {name: value for name, value in scenario.roles.accounts.items() if value}
    role = assign_roles(graph, roles, lots(key, graph.n_consumers, WHY_EMPLOYEE))
    talk = scenario.consumers.talk
    population = draw_population(
        role,
        graph.followers,
        taste_spread=scenario.consumers.decide.taste_spread,
        participation_shape=talk.participation_shape,
        participation_half_followers=talk.participation_half_followers,
        rng=named_stream(scenario.seed, replicate, "population"),
    )
    return BuiltMarket(replicate, key, graph, population)


def build_graph(scenario: Scenario, replicate: int) -> SocialGraph:
    """The social graph of a replicate; a graph from a file is read once and is always the same."""
    if scenario.graph is not None:
        return scenario.graph
    if scenario.network.kind == "file":
        settings = scenario.network.model_dump_json()
        return _graph_from_file(type(scenario.network), settings, scenario.folder, _seen(scenario))
    rng = named_stream(scenario.seed, replicate, "network")
    return scenario.network.build(rng, scenario.folder)


def _seen(scenario: Scenario) -> tuple[tuple[str, int, int], ...]:
    """Size and time of change of the network's files, so that a changed file is read again."""
    named = (getattr(scenario.network, key, None) for key in ("path", "nodes"))
    files = [scenario.folder / Path(name).expanduser() for name in named if name]
    return tuple(
        (str(file), stat.st_size, stat.st_mtime_ns)
        for file in files
        if file.exists() and (stat := file.stat())
    )


@lru_cache(maxsize=2)
def _graph_from_file(
    kind: type, settings: str, folder: Path, seen: tuple[tuple[str, int, int], ...]
) -> SocialGraph:
    rng = np.random.default_rng(0)
    return kind.model_validate_json(settings).build(rng, folder)  # type: ignore[attr-defined,no-any-return]


def _check_size(scenario: Scenario, graph: SocialGraph) -> None:
    if graph.n_consumers > LARGEST_TALKER:
        largest = f"{LARGEST_TALKER:,}"
        text = f"{graph.n_consumers:,} consumers; the largest market has {largest}."
        raise ScenarioError([Problem(f"{text} Use people_per_consumer.", "network")])
    if scenario.days > LAST_DAY:
        text = f"{scenario.days} days; the longest run has {LAST_DAY}. Lower it."
        raise ScenarioError([Problem(text, "days")])


def audience_of(graph: SocialGraph) -> Audience:
    """Flat arrays of the three uses of ties, with fresh scratch space for posts."""
    none = Ties(
        np.zeros(graph.n_consumers + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    )
    strong = graph.layers["strong"]
    weak = graph.layers.get("weak", none)
    follow = graph.audience
    most = int(np.diff(follow.first).max(initial=0))
    return Audience(*strong, *weak, *follow, np.zeros(most + 1, np.int64))


def addresses_of(scenario: Scenario) -> dict[str, Address]:
    """Slot and stream of every tactic and event of the scenario, by name.

    The stream, which the draws use, depends on the name alone; the slot is a label of 8 bits that
    numbers the names in alphabetical order.
    """
    strategies = scenario.strategies.values()
    names = {tactic.label for strategy in strategies for tactic in strategy.tactics}
    names |= {event.label for event in scenario.events}
    if len(scenario.events) > MOST_EVENTS:
        text = f"{len(scenario.events)} events; {MOST_EVENTS} are possible. Remove some."
        raise ScenarioError([Problem(text, "events")])
    if len(names) >= N_SLOTS:
        text = f"{len(names)} different names of tactics and events; {N_SLOTS - 1} are possible."
        raise ScenarioError([Problem(text, "strategies")])
    found: dict[int, str] = {}
    addresses: dict[str, Address] = {}
    for slot, name in enumerate(sorted(names), start=1):
        stream = stream_of(name)
        if stream in found:
            text = f'"{found[stream]}" and "{name}" share a stream of draws. Rename one of them.'
            raise ScenarioError([Problem(text, "strategies")])
        found[stream] = name
        addresses[name] = Address(slot, stream)
    return addresses


def parameters_of(scenario: Scenario) -> Parameters:
    """Numbers of behaviour as the rules take them."""
    talk, hear = scenario.consumers.talk, scenario.consumers.hear
    decide, experience = scenario.consumers.decide, scenario.consumers.experience
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
            post_rate=math.inf if talk.post_reach >= 1.0 else -math.log(1.0 - talk.post_reach),
        ),
        HearParameters(
            remember=math.exp(-1.0 / hear.memory_days),
            day_saturation=hear.day_saturation,
            fatigue_half=hear.attention_per_week,
            fatigue_keep=math.exp(-1.0 / _WEEK),
            negativity=hear.negativity,
        ),
        DecideParameters(
            interest_base=decide.interest_base,
            interest_evidence=decide.interest_evidence,
            purchase_base=decide.purchase_base,
            purchase_evidence=decide.purchase_evidence,
            price_sensitivity=decide.price_sensitivity,
            rejection=decide.rejection_per_day,
            rejection_below=decide.rejection_below,
            negativity=hear.negativity,
        ),
        ExperienceParameters(
            promise_gap=experience.promise_gap,
            hype=experience.hype,
            taste_weight=experience.taste_weight,
            defect_loss=experience.defect_loss,
            delight=experience.delight,
            forgetting=experience.forgetting_per_day,
            cooling=decide.cooling_per_day,
            loyalty=experience.loyalty_per_day,
            advocacy=experience.advocacy_per_day,
            lapse=experience.lapse_per_day,
            lapse_dissatisfied=experience.lapse_dissatisfied,
            repeat_steepness=REPEAT_SCORE,
            price_sensitivity=decide.price_sensitivity,
            anger_keep=experience.anger_keeps,
            anger_keep_settled=experience.anger_keeps_resolved,
            own_experience=experience.own_experience,
            negativity=hear.negativity,
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
    return Weights(
        fixed(Source.FRIEND),
        fixed(Source.ACQUAINTANCE),
        np.array([fixed(public[role]) for role in Role], np.int32),
        scenario.consumers.hear.rewarded_factor,
    )


def brand_day(scenario: Scenario, day: int, slot: int = 0) -> BrandDay:
    """What the brand is on a day."""
    brand = scenario.brand
    repeats = brand.revenue_model == "repeat"
    return BrandDay(
        slot=slot,
        day=day,
        quality=brand.quality,
        quality_spread=brand.quality_spread,
        defect_share=brand.defect_share,
        expectation=brand.expectation,
        repeat_chance=1.0 / brand.days_between_purchases if repeats else 0.0,
        on_sale=int(day >= brand.on_sale_from),
    )


def terms_of(scenario: Scenario, n_consumers: int, slot: int = 0) -> Terms:
    """What the brand's desk has to know."""
    brand = scenario.brand
    return Terms(
        brand_slot=slot,
        list_price=brand.price,
        usual_price=brand.usual_price,
        unit_cost=brand.unit_cost,
        hours_to_notice=brand.hours_to_notice,
        credibility=credibility_of(scenario),
        disclosed_factor=scenario.consumers.hear.disclosed_factor,
        channels=channels_of(scenario, n_consumers),
        anger_keep=scenario.consumers.experience.anger_keeps,
        anger_keep_settled=scenario.consumers.experience.anger_keeps_resolved,
        people=scenario.network.people_per_consumer,
    )


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
        channels[name] = Channel(cost, float(channel.carryover_days), half)
    return channels
