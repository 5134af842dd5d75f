"""Reading a scenario: files in, one frozen scenario or one error that names every mistake out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from simulation.errors import Problem, ScenarioError
from simulation.scenario.assemble import assemble, calendar_of, slug
from simulation.scenario.changes import apply_changes
from simulation.scenario.checks import problems_in
from simulation.scenario.extends import read_chain
from simulation.scenario.kinds import load_kinds
from simulation.scenario.merge import without_nulls
from simulation.scenario.model import Scenario
from simulation.scenario.problems import in_file_order, problems_of
from simulation.scenario.tree import Node, from_plain, plain, shown
from simulation.scenario.warnings import warnings_of


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


def scenario_of(tree: Node, folder: Path, name: str) -> Scenario:
    """Make a scenario of a tree that extends nothing any more."""
    load_kinds()
    assembled, problems = assemble(tree, folder, name)
    context = {"calendar": calendar_of(assembled), "folder": folder}
    try:
        scenario = Scenario.model_validate(plain(assembled), context=context)
    except ValidationError as error:
        problems += problems_of(error, Scenario, assembled)
        raise ScenarioError(in_file_order(problems, tree.mark.file)) from None
    problems += problems_in(scenario, assembled)
    if problems:
        raise ScenarioError(in_file_order(problems, tree.mark.file))
    scenario._tree, scenario._assembled, scenario._folder = tree, assembled, folder
    scenario._warnings = warnings_of(scenario)
    return scenario


def changed(scenario: Scenario, changes: Mapping[str, object], file: str = "") -> Scenario:
    """Write changes, by address, over a scenario; see :meth:`Scenario.with_changes`."""
    tree = apply_changes(scenario._tree, changes, file, scenario.folder)
    return scenario_of(tree, scenario.folder, scenario.name)
