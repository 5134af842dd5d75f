"""Reading a scenario: files in, one frozen scenario or one error that names every mistake out."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import ValidationError

from simulation.errors import Problem, ScenarioError
from simulation.scenario.anatomy import WORLDS
from simulation.scenario.assemble import assemble, calendar_of, slug
from simulation.scenario.changes import apply_changes, changed_world, write_over
from simulation.scenario.checks import problems_in
from simulation.scenario.extends import read_chain
from simulation.scenario.kinds import load_kinds
from simulation.scenario.merge import without_nulls
from simulation.scenario.model import Scenario
from simulation.scenario.problems import in_file_order, problems_of
from simulation.scenario.reuse import can_reuse, values_with
from simulation.scenario.tree import Node, from_plain, plain, shown
from simulation.scenario.worlds import AS_WRITTEN, events_anywhere, in_world


def load_scenario(path: str | os.PathLike[str]) -> Scenario:
    """Read a scenario file, with all that it extends.

    Parameters
    ----------
    path
        A YAML file.

    Raises
    ------
    ScenarioError
        If anything in it is wrong; it names up to ten places, each with its remedy.
    """
    file = Path(path)
    return scenario_of(read_chain(file), file.parent, slug(file.stem))


def scenario_from(
    data: Mapping[str, object], folder: str | os.PathLike[str] = ".", name: str = "scenario"
) -> Scenario:
    """Make a scenario of plain Python values, written as in a file.

    Parameters
    ----------
    data
        First-level keys and values.
    folder
        Folder from which relative paths count.
    name
        Name if ``data`` gives none.

    Raises
    ------
    ScenarioError
        If anything in it is wrong.
    """
    if not isinstance(data, Mapping):
        raise ScenarioError([Problem(f"{shown(data)} is not a scenario. Give a mapping.")])
    tree = from_plain(data)
    if tree.get("extends") is not None:
        message = "only a file can extend another. Use load_scenario and with_changes."
        raise ScenarioError([Problem(message, "extends")])
    return scenario_of(without_nulls(tree), Path(folder), name)


def scenario_of(tree: Node, folder: Path, name: str, before: Scenario | None = None) -> Scenario:
    """Make a scenario, and each of its worlds, of a tree that extends nothing any more.

    Parameters
    ----------
    tree
        What is written.
    folder
        Folder from which relative paths count.
    name
        Name if the tree gives none.
    before
        Scenario that the tree is a change of.

    Raises
    ------
    ScenarioError
        If anything in it is wrong.
    """
    load_kinds()
    elsewhere = () if before is None else before._elsewhere
    events = tuple(dict.fromkeys([*events_anywhere(tree), *elsewhere]))
    scenario = _read(tree, folder, name, events, before)
    scenario._elsewhere = elsewhere
    alone, worlds = _apart(tree)
    if not worlds:
        return scenario
    as_written = scenario.model_copy(update={"what_if": {}})
    as_written._tree = alone
    made = {AS_WRITTEN: as_written}
    problems: list[Problem] = []
    known = {} if before is None else before._worlds
    for world, changes in worlds.items():
        try:
            there = changed_world(alone, changes, folder)
            made[world] = _read(there, folder, name, events, known.get(world))
        except ScenarioError as error:
            problems += [in_world(problem, world) for problem in error.problems]
            continue
        made[world]._world = world
    if problems:
        raise ScenarioError(in_file_order(problems, tree.mark.file))
    for each in made.values():
        own = [event.label for event in each.events]
        each._elsewhere = tuple(event for event in events if event not in own)
    scenario._worlds = made
    return scenario


def _apart(tree: Node) -> tuple[Node, dict[str, Node]]:
    """The scenario without its worlds, and what is different in each of them."""
    written = tree.get(WORLDS)
    alone = {key: node for key, node in tree.value.items() if key != WORLDS}
    return tree.with_value(alone), {} if written is None else written.value


def _read(
    tree: Node, folder: Path, name: str, events: Collection[str], before: Scenario | None
) -> Scenario:
    """One world: what the tree says, without its worlds; ``events`` may be answered in it."""
    if before is not None and can_reuse(before, tree, folder):
        made = _read_anew(tree, folder, name, events, before)
        if made is not None:
            return made
    assembled, problems = assemble(tree, folder, name)
    context = {"calendar": calendar_of(assembled), "folder": folder}
    try:
        scenario = Scenario.model_validate(plain(assembled), context=context)
    except ValidationError as error:
        problems += problems_of(error, Scenario, assembled)
        raise ScenarioError(in_file_order(problems, tree.mark.file)) from None
    problems += problems_in(scenario, assembled, events)
    if problems:
        raise ScenarioError(in_file_order(problems, tree.mark.file))
    scenario._tree, scenario._assembled, scenario._folder = tree, assembled, folder
    return scenario


def _read_anew(
    tree: Node, folder: Path, name: str, events: Collection[str], before: Scenario
) -> Scenario | None:
    """The same from what was touched since ``before``; None if anything is wrong in it."""
    assembled, problems = assemble(tree, folder, name, before)
    values, left_out = values_with(before, assembled)
    context = {"calendar": calendar_of(assembled), "folder": folder}
    try:
        scenario = Scenario.model_validate(values, context=context)
    except ValidationError:
        return None
    if problems or problems_in(scenario, assembled, events, before):
        return None
    scenario.model_fields_set.difference_update(left_out)
    scenario._tree, scenario._assembled, scenario._folder = tree, assembled, folder
    return scenario


def changed(scenario: Scenario, changes: Mapping[str, object], file: str = "") -> Scenario:
    """Write changes, by address, over a scenario; see :meth:`Scenario.with_changes`."""
    tree = apply_changes(scenario._tree, changes, file, scenario.folder)
    return _in_place_of(scenario, tree)


def changed_by_file(scenario: Scenario, changes: Mapping[str, Node], here: Path) -> Scenario:
    """Write changes of another file, which stands in ``here``, over a scenario.

    Raises
    ------
    ScenarioError
        If an address or a value is wrong; it names the place in that file.
    """
    tree = write_over(scenario._tree, changes, here, scenario.folder)
    return _in_place_of(scenario, tree)


def _in_place_of(scenario: Scenario, tree: Node) -> Scenario:
    made = scenario_of(tree, scenario.folder, scenario.name, scenario)
    made._graph = scenario._graph
    return made
