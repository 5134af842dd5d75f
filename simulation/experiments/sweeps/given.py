"""A sweep that is given in Python: mistakes that no file can have, in the words of the function."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulation.errors import ArgumentError, Problem, ScenarioError
from simulation.experiments.arguments import a_scenario, thing
from simulation.experiments.sweeps.points import Points

if TYPE_CHECKING:
    from simulation.experiments.sweeps.plan import Sweep
    from simulation.scenario.model import Scenario


def sweep_given(scenario: Scenario, given: Mapping[str, Any], word: str) -> Sweep:
    """A sweep of plain Python values.

    Parameters
    ----------
    scenario
        The market.
    given
        Everything else, written as in a file.
    word
        What the argument is called that says how points are chosen: ``design`` or ``kind``.

    Raises
    ------
    ArgumentError
        If anything is wrong.
    """
    from simulation.experiments.sweeps.language import sweep_of

    scenario = a_scenario("sweep", scenario)
    _check_points(given["design"], word)
    try:
        return sweep_of(scenario, given)
    except ScenarioError as error:
        raise ArgumentError(
            str(ScenarioError(_as_argument(each, word) for each in error.problems))
        ) from None


def _check_points(design: Mapping[str, Any], word: str) -> None:
    """Refuse points where factors belong, and points without the design that takes them."""
    factors, points, kind = design["factors"], design["points"], design["kind"]
    if factors is not None and not isinstance(factors, Mapping | Points):
        remedy = 'Write a mapping: {"brand.price": [9, 12]}.'
        if _is_table(factors):
            remedy = f'For points of your own use {word}="list", points={_name_of(factors)}.'
        raise ArgumentError(f"factors: {thing(factors)}. {remedy}")
    if isinstance(factors, Points):
        raise ArgumentError(f'factors: Points are given. Use {word}="list", points=POINTS.')
    if kind in (None, "grid") and (isinstance(points, Points) or _is_table(points)):
        raise ArgumentError(f'points: {thing(points)}. Add {word}="list".')


def _is_table(thing_given: Any) -> bool:
    """Whether it lists points: a frame, a list of mappings, a file."""
    is_rows = isinstance(thing_given, list | tuple) and all(
        isinstance(row, Mapping) for row in thing_given
    )
    is_file = isinstance(thing_given, str | os.PathLike)
    return is_rows or is_file or hasattr(thing_given, "columns")


def _name_of(table: Any) -> str:
    """What to call a table in a message."""
    if isinstance(table, str | os.PathLike):
        return f'"{os.fspath(table)}"'
    return "POINTS" if isinstance(table, list | tuple) else "FRAME"


def _as_argument(problem: Problem, word: str) -> Problem:
    """A problem under the name of the argument instead of the key of a file."""
    key = problem.key
    if key == "design.kind":
        key = word
    elif key.startswith(("design.factors", "design.points")):
        key = key.removeprefix("design.")
    message = problem.message.replace("{brand.price: [9, 12]}", '{"brand.price": [9, 12]}')
    return problem._replace(key=key, message=message)
