"""What varies in a sweep: an address, and its values or the two ends between which they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from simulation.errors import Problem, ScenarioError
from simulation.experiments.sweeps.points import as_count, json_text
from simulation.fields import Section, choice
from simulation.scenario.anatomy import Bounds, bounds_of, options_of, place_at
from simulation.scenario.extends import PATH_KEYS, names_file
from simulation.scenario.kinds import problem_at, problem_at_key
from simulation.scenario.model import Scenario
from simulation.scenario.problems import problems_of
from simulation.scenario.remedies import outside
from simulation.scenario.resolved import values_of
from simulation.scenario.strategies import path_in
from simulation.scenario.tree import Node, plain, shown

CHANGES_NO_RUN: Mapping[str, str] = {
    "name": "Give the sweep a name.",
    "question": "Leave it out.",
    "replications": "Write replications at the first level.",
    "outcomes": "Write outcomes at the first level.",
    "decide_by": "Leave it out.",
    "baseline": "Write it in the scenario.",
    "what_if": "Make what differs in a world a factor.",
    "extends": "Write it in the scenario.",
}
"""Keys of a scenario that cannot be factors, and what to do instead."""


class Span(Section):
    """Values between two ends."""

    low: float = choice(..., "Lower end")
    high: float = choice(..., "Upper end")
    log: bool = choice(False, "Whether equal ratios, not equal differences, count alike")
    steps: int | None = choice(None, "How many values a grid takes, both ends among them", ge=2)


class Factor(NamedTuple):
    """One thing that varies.

    ``values`` is empty where a ``span`` is given; ``whole`` says that only whole numbers fit.
    """

    key: str
    node: Node
    values: tuple[Any, ...] = ()
    span: Span | None = None
    whole: bool = False

    def value_node(self, value: Any, number: int | None = None) -> Node:
        """A value as it was written in the list of values, or with the place of its factor."""
        if number is not None and self.node.is_list:
            return self.node.value[number]._replace(key_mark=self.node.key_mark)  # type: ignore[no-any-return]
        return Node(value, self.node.mark, self.node.key_mark)


def factors_of(written: Node, scenario: Scenario, folder: Path, *, is_grid: bool) -> list[Factor]:
    """The factors of a design.

    Parameters
    ----------
    written
        ``design.factors``: values by address.
    scenario
        The market, which knows the type of each setting.
    folder
        Folder from which files count.
    is_grid
        Whether a span is cut into steps.

    Raises
    ------
    ScenarioError
        With everything that is wrong in them.
    """
    found: list[Factor] = []
    problems = key_problems(written.value.values(), written.value)
    for key, node in written.value.items():
        try:
            found.append(_factor(key, node, scenario, folder, is_grid))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return found


def key_problems(nodes: Iterable[Node], keys: Iterable[str]) -> list[Problem]:
    """What is wrong with the addresses of factors, seen alone and in their order."""
    problems = []
    before: list[str] = []
    for key, node in zip(keys, nodes, strict=True):
        first = key.split(".")[0]
        if not all(key.split(".")):
            fact = "not an address. Write keys joined by dots, such as brand.quality."
            problems.append(problem_at_key(node, fact))
        elif first in CHANGES_NO_RUN:
            fact = f"{first} cannot be a factor. {CHANGES_NO_RUN[first]}"
            problems.append(problem_at_key(node, fact))
        inside = [other for other in before if other.startswith(f"{key}.")]
        if inside:
            fact = f"{inside[0]} lies in it and comes first. Write it after {key}."
            problems.append(problem_at_key(node, fact))
        before.append(key)
    return problems


def from_here(key: str, value: Any, folder: Path) -> Any:
    """A value whose file names, which count from ``folder``, are whole paths."""
    for section, name in PATH_KEYS:
        if key == f"{section}.{name}" and names_file(section, value):
            return _whole_path(value, folder)
        below = value.get(name) if key == section and isinstance(value, Mapping) else None
        if names_file(section, below):
            value = {**value, name: _whole_path(str(below), folder)}
    return value


def _whole_path(name: str, folder: Path) -> str:
    return str((folder / Path(name).expanduser()).absolute())


def is_whole(scenario: Scenario, key: str) -> bool:
    """Whether a setting takes whole numbers only."""
    place = _place(scenario, key)
    kinds = list(options_of(place.annotation)) if place is not None else []
    return int in kinds and float not in kinds


def _place(scenario: Scenario, key: str) -> Any:
    tree = scenario._assembled
    return place_at(Scenario, tree, path_in(tree, key))


def _factor(key: str, node: Node, scenario: Scenario, folder: Path, is_grid: bool) -> Factor:
    if node.is_list:
        return Factor(key, node, _values(key, node, folder))
    if node.is_mapping:
        whole = is_whole(scenario, key)
        span = _span(node, whole, is_grid)
        _check_ends(node, span, scenario, key)
        return Factor(key, node, (), span, whole)
    if node.value is None:
        raise _refuse(node, "empty. Write [values] or {low: ..., high: ...}.")
    raise _refuse(node, f"{shown(node)} is not a list. Write [values] or {{low: ..., high: ...}}.")


def _values(key: str, node: Node, folder: Path) -> tuple[Any, ...]:
    if not node.value:
        raise _refuse(node, "no values. Write at least one.")
    seen: set[str] = set()
    values = []
    for item in node.value:
        value = values_of(plain(item))
        text = _same(value)
        if text in seen:
            raise _refuse(item, f"{shown(item)} is listed twice. Keep one.")
        seen.add(text)
        values.append(from_here(key, value, folder))
    return tuple(values)


def _same(value: Any) -> str:
    """One text for values that are one to a run: 2 and 2.0."""
    return json_text(as_count(value))


def _span(node: Node, whole: bool, is_grid: bool) -> Span:
    try:
        span = Span.model_validate(plain(node))
    except ValidationError as error:
        raise ScenarioError(problems_of(error, Span, node)) from None
    problems = []
    if span.low >= span.high:
        fact = f"{shown(span.low)} is not below high ({shown(span.high)}). Lower it."
        problems.append(problem_at(node.value["low"], fact))
    if span.log and span.low <= 0:
        fact = f"{shown(span.low)} is not above 0, and log is true. Raise it or remove log."
        problems.append(problem_at(node.value["low"], fact))
    for end in ("low", "high"):
        if whole and not float(getattr(span, end)).is_integer():
            fact = f"{shown(getattr(span, end))} is not a whole number. Write one."
            problems.append(problem_at(node.value[end], fact))
    if is_grid and span.steps is None:
        problems.append(problem_at(node, "missing. Add steps: how many values.", ("steps",)))
    if not is_grid and span.steps is not None:
        fact = "only a grid takes steps. Remove it; points says how many."
        problems.append(problem_at_key(node.value["steps"], fact))
    if is_grid and whole and span.steps is not None and span.steps > span.high - span.low + 1:
        fact = f"{span.steps} steps between {shown(span.low)} and {shown(span.high)}. Lower it."
        problems.append(problem_at(node.value["steps"], fact))
    if problems:
        raise ScenarioError(problems)
    return span


def _check_ends(node: Node, span: Span, scenario: Scenario, key: str) -> None:
    place = _place(scenario, key)
    bounds = bounds_of(place.field) if place is not None and place.field is not None else Bounds()
    problems = [
        problem_at(node.value[end], outside(getattr(span, end), bounds))
        for end in ("low", "high")
        if _is_beyond(getattr(span, end), bounds)
    ]
    if problems:
        raise ScenarioError(problems)


def _is_beyond(value: float, bounds: Bounds) -> bool:
    """Whether a field does not take a value; an open end can be named, for it is hardly met."""
    below = bounds.low is not None and value < bounds.low
    return below or (bounds.high is not None and value > bounds.high)


def _refuse(node: Node, message: str) -> ScenarioError:
    return ScenarioError([problem_at(node, message)])
