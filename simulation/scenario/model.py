"""A scenario: one market, what happens to it, and the strategies to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, PrivateAttr

from simulation.errors import Problem
from simulation.events.base import Event
from simulation.fields import Day, Money, Section, Text, choice, fact, wrong
from simulation.network.graph import SocialGraph
from simulation.network.kinds.base import NetworkKind
from simulation.scenario.outcome_names import DEFAULT_OUTCOMES, OUTCOME_NAMES, WITHOUT_DIRECTION
from simulation.scenario.settings.brand import Brand
from simulation.scenario.settings.consumers import Consumers
from simulation.scenario.settings.dates import Date
from simulation.scenario.settings.media import Media
from simulation.scenario.settings.reviews import Reviews
from simulation.scenario.settings.rival import Rival
from simulation.scenario.settings.roles import Roles
from simulation.scenario.tree import Node, plain
from simulation.scenario.worlds import AS_WRITTEN, in_world
from simulation.tactics.base import Tactic

if TYPE_CHECKING:
    from simulation.scenario.parameters import Parameter

MOST_DAYS = 4094
"""Longest run, in days: a day takes 12 bits of the word that keeps who brought whom."""

MOST_RIVALS = 7

FILLED_IN = ("name", "network", "media", "baseline", "decide_by")
"""Keys that reading fills in where a scenario leaves them out."""


def _as_tuple(written: Any) -> Any:
    return tuple(written) if isinstance(written, list) else written


def _known_outcome(name: str) -> str:
    if name not in OUTCOME_NAMES:
        raise wrong(f'no outcome "{name}". All: womsim list outcomes.', name, OUTCOME_NAMES)
    return name


def _as_decision(written: Any) -> Any:
    return {"outcome": written} if isinstance(written, str) else written


def _can_decide(name: str) -> str:
    if name in WITHOUT_DIRECTION:
        raise wrong(f"{name} is neither good nor bad. Decide by another outcome.")
    return name


OutcomeName = Annotated[str, AfterValidator(_known_outcome)]
Given = Annotated[Text, Field(min_length=1)]


class DecideBy(Section):
    """The outcome that decides, and the smallest difference in it that matters."""

    outcome: Annotated[OutcomeName, AfterValidator(_can_decide)] = choice(
        ..., "The outcome that decides"
    )
    matters: float | None = choice(
        None, "Smallest difference that matters; smaller ones are too close to matter", ge=0.0
    )


class Strategy(Section):
    """What a brand could do: a list of tactics, and the most it may spend."""

    label: Given | None = choice(None, "Name for people; the strategy's name if left out")
    budget: Money | None = choice(
        None, "Most that this strategy may spend; the scenario's budget if left out", "money"
    )
    tactics: Annotated[
        tuple[Annotated[Tactic, PlainValidator(Tactic.read)], ...], BeforeValidator(_as_tuple)
    ] = choice((), "Levers that the brand pulls, in the order in which they draw on the budget")


class Scenario(Section):
    """One market, what happens to it, and the strategies to compare.

    Made by :func:`simulation.scenario.load_scenario`; frozen, so that a changed one is another one:
    see :meth:`with_changes`.
    """

    name: Annotated[str, Field(pattern=r"^\w[\w-]*$")] = choice(
        ..., "Name of the results folder; the file's name if left out"
    )
    question: Given = choice(..., "What this scenario is to answer, in a sentence")
    days: int = choice(180, "Length of a run; the last day is days - 1", "days", ge=1, le=MOST_DAYS)
    start_date: Date | None = fact(
        None, "Date of day 0, so that days can be written as dates", "date"
    )
    phases: dict[str, Day] = choice({}, "Names of days: teaser, launch, ...", "day")
    seed: int = choice(1, "Number from which all luck is drawn", ge=0, le=2**63 - 1)
    replications: int = choice(
        50,
        "Runs of each strategy, each with luck of its own; if this is not written, a comparison "
        "adds runs until what decides is settled",
        "runs",
        ge=1,
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = fact(
        "CNY", "Currency of all money: three capital letters (ISO 4217)"
    )
    budget: Money | None = choice(None, "Most that any one strategy may spend", "money")
    network: Annotated[NetworkKind, PlainValidator(NetworkKind.read)] = Field(
        description="Who knows and follows whom"
    )
    roles: Roles = Field(Roles(), description="Who has an audience")
    consumers: Consumers = Field(Consumers(), description="How people behave")
    brand: Brand = Field(Brand(), description="What is sold and where it stands")
    rivals: Annotated[tuple[Rival, ...], BeforeValidator(_as_tuple)] = fact(
        (), "Other brands over the same consumers", max_length=MOST_RIVALS
    )
    media: Media = Field(description="What reach costs")
    reviews: Reviews = Field(Reviews(), description="What people read before they buy")
    events: Annotated[
        tuple[Annotated[Event, PlainValidator(Event.read)], ...], BeforeValidator(_as_tuple)
    ] = fact((), "What happens to the brand, in every strategy alike")
    what_if: dict[str, Any] = choice(
        {}, "Named changes of the market; the strategies are compared in each of these worlds too"
    )
    baseline: str = choice("", "Strategy that the others are compared with; the first if left out")
    strategies: dict[str, Strategy] = choice(..., "What could be done, by name", min_length=1)
    outcomes: Annotated[tuple[OutcomeName, ...], BeforeValidator(_as_tuple)] = choice(
        DEFAULT_OUTCOMES, "What to compare", min_length=1
    )
    decide_by: Annotated[DecideBy, BeforeValidator(_as_decision)] = choice(
        ..., "The outcome that decides; the first if left out"
    )

    _tree: Node = PrivateAttr(default=Node({}))
    _assembled: Node = PrivateAttr(default=Node({}))
    _folder: Path = PrivateAttr(default=Path())
    _elsewhere: tuple[str, ...] = PrivateAttr(default=())
    _warnings: tuple[str, ...] | None = PrivateAttr(default=None)
    _graph: SocialGraph | None = PrivateAttr(default=None)
    _world: str = PrivateAttr(default="")
    _worlds: dict[str, Scenario] = PrivateAttr(default_factory=dict)

    @property
    def graph(self) -> SocialGraph | None:
        """The graph given by :meth:`with_graph`; None where ``network`` says what it is."""
        return self._graph

    def with_graph(self, graph: Any) -> Scenario:
        """Another scenario on this graph, instead of what ``network`` says.

        Every replicate uses the same ties; ``people_per_consumer`` of ``network`` still holds.

        Parameters
        ----------
        graph
            A social graph, or a graph of networkx.

        Raises
        ------
        GraphError
            If a market cannot live on it.
        """
        made = self.model_copy()
        made._graph = graph if isinstance(graph, SocialGraph) else SocialGraph.from_networkx(graph)
        return made

    @property
    def written(self) -> dict[str, Any]:
        """What was written, with all it extends and every change, as plain values; no defaults."""
        values: dict[str, Any] = plain(self._tree)
        return values

    @property
    def folder(self) -> Path:
        """Folder from which relative paths count."""
        return self._folder

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed but probably not meant."""
        if self._warnings is None:
            from simulation.scenario.warnings import all_warnings

            self._warnings = all_warnings(self)
        return self._warnings

    @property
    def world(self) -> str:
        """Name of the world of ``what_if`` that this is; empty for a scenario as written."""
        return self._world

    @property
    def worlds(self) -> Mapping[str, Scenario]:
        """The scenario as ``as_written``, then each world of ``what_if``, by name.

        Where there is a ``what_if``, each is a scenario of its own without worlds. All have the
        same seed and strategies, so that a strategy meets the same luck in each of them.
        """
        if not self._worlds:
            return {AS_WRITTEN: self}
        return {name: _on(world, self._graph) for name, world in self._worlds.items()}

    @property
    def hash(self) -> str:
        """Identifies all that this scenario says (sha256, hexadecimal)."""
        from simulation.scenario.resolved import hash_of

        return hash_of(self)

    def run_hash(self, strategy: str) -> str:
        """Identifies what can change a single run of a strategy (sha256, hexadecimal)."""
        from simulation.scenario.resolved import run_hash_of

        return run_hash_of(self, strategy)

    def resolved(self) -> dict[str, Any]:
        """Every setting as plain values, defaults filled in; JSON and YAML can hold them."""
        from simulation.scenario.resolved import resolved

        return resolved(self)

    def ceiling(self, strategy: str) -> float | None:
        """Most that a strategy may spend, or None without a limit."""
        own = self.strategies[strategy].budget
        return self.budget if own is None else own

    def parameters(self) -> list[Parameter]:
        """Every behavioural setting with range, evidence and source, assumptions first."""
        from simulation.scenario.parameters import parameters_of

        return parameters_of(self)

    def with_changes(self, changes: Mapping[str, object]) -> Scenario:
        """Another scenario in which settings have other values.

        Parameters
        ----------
        changes
            Values by address: ``{"brand.quality": 0.9}``. Inside lists an address uses the name:
            ``strategies.many_kocs.hire_kocs.budget``, ``events.battery.day``. Mappings merge,
            scalars and lists replace, None removes. Relative files count from the present folder.

        Raises
        ------
        ScenarioError
            If an address or a value is wrong.
        """
        from simulation.scenario.load import changed

        return changed(self, changes)

    def with_assignments(self, assignments: Sequence[str]) -> Scenario:
        """Another scenario changed by ``KEY=VALUE`` texts as ``--set`` takes them.

        Raises
        ------
        ScenarioError
            If an address or a value is wrong.
        """
        from simulation.scenario.changes import parse_assignments
        from simulation.scenario.load import changed
        from simulation.scenario.problems import COMMAND_LINE

        return changed(self, parse_assignments(assignments), COMMAND_LINE)

    def _repr_html_(self) -> str:
        from simulation.scenario.shown import scenario_html

        return scenario_html(self)

    def problem(self, key: str, message: str) -> Problem:
        """A problem at the place where a setting was written.

        Parameters
        ----------
        key
            Address with indices or names: ``strategies.b[0].number`` or
            ``strategies.b.hire_kols.number``; a dot at the end is ignored.
        message
            The fact and the remedy.
        """
        from simulation.scenario.problems import problem_below
        from simulation.scenario.strategies import path_in

        found = problem_below(self._assembled, path_in(self._assembled, key), message)
        return in_world(found, self._world)


def _on(world: Scenario, graph: SocialGraph | None) -> Scenario:
    """A world on the graph that was given for all of them."""
    if graph is None:
        return world
    made = world.model_copy()
    made._graph = graph
    return made
