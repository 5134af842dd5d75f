"""From a scenario to a market: graph, people, parameters and addresses of one replicate."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.dynamics.lots import lots
from simulation.dynamics.randomness import (
    WHY_EMPLOYEE,
    WHY_ONLINE,
    WHY_SEGMENT,
    Key,
    key_of,
)
from simulation.dynamics.rules.hear import LARGEST_TALKER, LAST_DAY
from simulation.dynamics.tables import Audience
from simulation.errors import Problem, ScenarioError
from simulation.market.population import Population, draw_population, named_stream
from simulation.network.centrality import bridges, core, reach
from simulation.network.graph import SocialGraph
from simulation.network.roles import assign_roles
from simulation.network.shared import graph_of
from simulation.network.ties import Ties

if TYPE_CHECKING:
    from simulation.scenario.brand_numbers import BrandNumbers
    from simulation.scenario.brand_start import Start
    from simulation.scenario.model import Scenario

_WORDS = 2.0**32


@dataclass
class BuiltMarket:
    """Graph and population of one replicate: every strategy meets the same people.

    Attributes
    ----------
    replicate, key
        Number of the replicate and its key for draws.
    graph, population
        Who knows whom, and what people are like.
    online
        (n,) int8, 1 for who sees public messages; (0,) where all do.
    """

    replicate: int
    key: Key
    graph: SocialGraph
    population: Population
    online: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    _ranks: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    numbers: dict[int, tuple[Scenario, BrandNumbers]] = field(default_factory=dict, init=False)
    """What the scenario that asked last says of each brand, by slot."""
    starts: dict[Hashable, Start] = field(default_factory=dict, init=False)
    """The first mornings of brands on this market, by all that they depend on."""

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

    @cached_property
    def audience(self) -> Audience:
        """Flat arrays of the three uses of ties; see :func:`audience_of`."""
        return _audience(self)

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
    segment = _segments(scenario, graph, key)
    behaves = scenario.consumers.by_segment()
    population = draw_population(
        role,
        graph.followers,
        taste_spread=_by_row([c.decide.taste_spread for c in behaves], segment),
        participation_shape=_by_row([c.talk.participation_shape for c in behaves], segment),
        participation_half_followers=_by_row(
            [c.talk.participation_half_followers for c in behaves], segment
        ),
        rng=named_stream(scenario.seed, replicate, "population"),
        segment=segment,
    )
    return BuiltMarket(replicate, key, graph, population, _online(scenario, segment, key))


def _by_row(values: list[float], segment: NDArray[np.uint8]) -> float | NDArray[np.float64]:
    """A trait's parameter for each consumer, or the one that holds for all."""
    return values[0] if len(set(values)) == 1 else np.array(values)[segment]


def _segments(scenario: Scenario, graph: SocialGraph, key: Key) -> NDArray[np.uint8]:
    """Segment of each consumer: as the graph's file says, else by lot in the given shares."""
    segments = scenario.consumers.segments
    if not segments:
        return np.zeros(graph.n_consumers, np.uint8)
    written = graph.attributes.get("segment")
    if written is not None:
        numbers = {name: number for number, name in enumerate(segments)}
        unknown = sorted(set(map(str, written)) - set(numbers))
        if unknown:
            known = ", ".join(numbers)
            text = f'the graph has a segment "{unknown[0]}". Add it; here: {known}.'
            raise ScenarioError([Problem(text, "consumers.segments")])
        return np.array([numbers[str(name)] for name in written], np.uint8)
    edges = np.cumsum([segment.share for segment in segments.values()])[:-1]
    words = lots(key, graph.n_consumers, WHY_SEGMENT).astype(np.float64) / _WORDS
    return np.searchsorted(edges, words, "right").astype(np.uint8)


def _online(scenario: Scenario, segment: NDArray[np.uint8], key: Key) -> NDArray[np.int8]:
    shares = np.array([s.online_share for s in scenario.consumers.segments.values()])
    if len(shares) == 0 or shares.min() >= 1.0:
        return np.zeros(0, np.int8)
    words = lots(key, len(segment), WHY_ONLINE).astype(np.float64) / _WORDS
    return (words < shares[segment]).astype(np.int8)


def build_graph(scenario: Scenario, replicate: int) -> SocialGraph:
    """The social graph of a replicate, new or at hand; nobody may write into its arrays.

    A graph from a file is the same in all replicates.
    """
    if scenario.graph is not None:
        return scenario.graph
    network, seed = scenario.network, scenario.seed
    made_from = (type(network), network.model_dump_json())
    if network.kind == "file":
        return graph_of(
            (*made_from, str(scenario.folder), _seen(scenario)),
            lambda: network.build(np.random.default_rng(0), scenario.folder),
            is_one=True,
        )
    return graph_of(
        (*made_from, seed, replicate),
        lambda: network.build(named_stream(seed, replicate, "network"), scenario.folder),
    )


def _seen(scenario: Scenario) -> tuple[tuple[str, int, int], ...]:
    """Size and time of change of the network's files, so that a changed file is read again."""
    named = (getattr(scenario.network, key, None) for key in ("path", "nodes"))
    files = [scenario.folder / Path(name).expanduser() for name in named if name]
    return tuple(
        (str(file), stat.st_size, stat.st_mtime_ns)
        for file in files
        if file.exists() and (stat := file.stat())
    )


def _check_size(scenario: Scenario, graph: SocialGraph) -> None:
    if graph.n_consumers > LARGEST_TALKER:
        largest = f"{LARGEST_TALKER:,}"
        text = f"{graph.n_consumers:,} consumers; the largest market has {largest}."
        raise ScenarioError([Problem(f"{text} Use people_per_consumer.", "network")])
    if scenario.days > LAST_DAY:
        text = f"{scenario.days} days; the longest run has {LAST_DAY}. Lower it."
        raise ScenarioError([Problem(text, "days")])


def audience_of(built: BuiltMarket) -> Audience:
    """Flat arrays of the three uses of ties, with fresh scratch space for posts."""
    audience = built.audience
    return audience._replace(stamp=np.zeros_like(audience.stamp))


def _audience(built: BuiltMarket) -> Audience:
    graph = built.graph
    none = Ties(
        np.zeros(graph.n_consumers + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    )
    strong = graph.layers["strong"]
    weak = graph.layers.get("weak", none)
    follow = graph.audience
    if len(built.online):
        follow = _without_offline(follow, built.online)
    most = int(np.diff(follow.first).max(initial=0))
    return Audience(*strong, *weak, *follow, np.zeros(most + 1, np.int64), built.online)


def _without_offline(ties: Ties, online: NDArray[np.int8]) -> Ties:
    """The ties whose listener sees public messages."""
    kept = online[ties.listener] > 0
    first = np.concatenate(([0], np.cumsum(kept)))[ties.first]
    strength = ties.strength[kept] if len(ties.strength) else ties.strength
    return Ties(first.astype(np.int64), ties.listener[kept], strength)
