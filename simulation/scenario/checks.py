"""What is wrong with a scenario whose parts are right one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from simulation.errors import Problem
from simulation.fields import Section
from simulation.scenario.anatomy import Bounds, bounds_of
from simulation.scenario.kinds import members_of
from simulation.scenario.model import Scenario
from simulation.scenario.nearest import use_nearest
from simulation.scenario.problems import problem_below
from simulation.scenario.remedies import outside
from simulation.scenario.tree import KeyPath, Node
from simulation.tactics.base import Tactic

ORGANIC = "organic"
"""Name under which consumers' own talk is counted; no tactic may have it."""


def problems_in(
    scenario: Scenario,
    tree: Node,
    elsewhere: Collection[str] = (),
    before: Scenario | None = None,
) -> list[Problem]:
    """Everything that only shows when the parts are seen together.

    Parameters
    ----------
    scenario, tree
        What was read, and the tree that it was read from.
    elsewhere
        Names of the events of all its worlds: a tactic may answer what happens in some of them.
    before
        A scenario without mistakes; what is the same section in it is not looked through again.
    """
    found = [
        *_budgets(scenario),
        *_answers(scenario, elsewhere),
        *_names(scenario),
        *_struck(scenario),
        *_outcomes(scenario),
        *_channels(scenario),
        *_ranges(scenario, before),
    ]
    return [problem_below(tree, path, message) for path, message in found]


def _budgets(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    for name, strategy in scenario.strategies.items():
        ceiling = scenario.ceiling(name)
        reserved = sum(tactic.budget or 0.0 for tactic in strategy.tactics)
        if ceiling is not None and reserved > ceiling * (1 + 1e-9):
            fact = f"tactics reserve {reserved:,.10g} of {ceiling:,.10g}."
            yield ("strategies", name), f"{fact} Lower their budgets or raise budget."


def _answers(scenario: Scenario, elsewhere: Collection[str]) -> Iterator[tuple[KeyPath, str]]:
    names = [event.label for event in scenario.events]
    names += [name for name in elsewhere if name not in names]
    allowed = ["any", *names, *(kind for kind in members_of("event") if kind not in names)]
    for strategy, index, tactic in tactics_of(scenario):
        named = getattr(tactic, "to_event", None)
        if named is not None and named not in allowed:
            remedy = use_nearest(named, allowed) or f" Events here: {', '.join(names) or 'none'}."
            path = ("strategies", strategy, "tactics", index, "to_event")
            yield path, f'no event "{named}".{remedy}'


def _names(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    events = {event.label for event in scenario.events}
    for strategy, index, tactic in tactics_of(scenario):
        path = ("strategies", strategy, "tactics", index)
        if tactic.label in events:
            yield path, f'an event is named "{tactic.label}" too. Give it another name.'
        if tactic.label == ORGANIC:
            yield path, f'"{ORGANIC}" is the name of consumers\' own talk. Give it another name.'
    for index, event in enumerate(scenario.events):
        if event.label == ORGANIC:
            yield ("events", index), f'"{ORGANIC}" is the name of own talk. Give it another name.'


def _struck(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    brands = [scenario.brand.name, *(rival.name for rival in scenario.rivals)]
    for index, name in enumerate(brands[1:]):
        if name in brands[: index + 1]:
            yield ("rivals", index, "name"), f'a second brand "{name}". Give it a name of its own.'
    for index, event in enumerate(scenario.events):
        if event.brand is not None and event.brand not in brands:
            remedy = use_nearest(event.brand, brands) or f" Brands: {', '.join(brands)}."
            yield ("events", index, "brand"), f'no brand "{event.brand}".{remedy}'


def _outcomes(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    for index, name in enumerate(scenario.outcomes):
        if name in scenario.outcomes[:index]:
            yield ("outcomes", index), f"{name} is listed twice. Keep one."
    decider = scenario.decide_by.outcome
    if decider not in scenario.outcomes:
        yield ("decide_by",), f"{decider} is not among outcomes. Add it there."


def _channels(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    known = scenario.media.channels
    for strategy, index, tactic in tactics_of(scenario):
        channel = getattr(tactic, "channel", None)
        if isinstance(channel, str) and channel not in known:
            remedy = use_nearest(channel, known) or f" Channels: {', '.join(known)}."
            path = ("strategies", strategy, "tactics", index, "channel")
            yield path, f'no channel "{channel}" in media.channels.{remedy}'


def _ranges(scenario: Scenario, before: Scenario | None) -> Iterator[tuple[KeyPath, str]]:
    for path, section in sections_of(scenario, but=before):
        for name, written in section.ranges.items():
            bounds = bounds_of(type(section).model_fields[name])
            for end, value in (("low", written.low), ("high", written.high)):
                if value is not None and _is_outside(value, bounds):
                    yield (*path, name, end), outside(value, bounds)


def _is_outside(value: float, bounds: Bounds) -> bool:
    """Whether an end of a range lies beyond what the field takes; open ends may be named."""
    below = bounds.low is not None and value < bounds.low
    return below or (bounds.high is not None and value > bounds.high)


def tactics_of(scenario: Scenario) -> Iterator[tuple[str, int, Tactic]]:
    """Every tactic with the name of its strategy and its place there."""
    for name, strategy in scenario.strategies.items():
        for index, tactic in enumerate(strategy.tactics):
            yield name, index, tactic


def sections_of(
    thing: object, at: KeyPath = (), but: object = None
) -> Iterator[tuple[KeyPath, Section]]:
    """Every section of a scenario with its address, lists by index.

    Sections that are the very same objects in ``but``, at the same address, are left out.
    """
    if isinstance(thing, Section):
        if thing is but:
            return
        yield at, thing
        for name in type(thing).model_fields:
            below = getattr(thing, name, None)
            yield from sections_of(below, (*at, name), getattr(but, name, None))
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from sections_of(value, (*at, key), _part(but, key))
    elif isinstance(thing, tuple | list):
        for index, value in enumerate(thing):
            yield from sections_of(value, (*at, index), _part(but, index))


def _part(thing: object, key: object) -> object:
    """What is at a key or index, or None."""
    if isinstance(thing, dict):
        return thing.get(key)
    if isinstance(thing, tuple | list) and isinstance(key, int) and key < len(thing):
        return thing[key]
    return None
