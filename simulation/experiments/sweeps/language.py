"""The sweep file: which market, which factors, how many points and runs, what is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from simulation.errors import Problem, ScenarioError
from simulation.experiments.sweeps.design import (
    MOST_POINTS,
    SAMPLERS,
    grid,
    grid_size,
    sample,
)
from simulation.experiments.sweeps.factors import Factor, factors_of
from simulation.experiments.sweeps.idle import idle_factors
from simulation.experiments.sweeps.listed import listed
from simulation.experiments.sweeps.places import Places, is_of, told
from simulation.experiments.sweeps.plan import Kind, Sweep
from simulation.experiments.sweeps.points import Points
from simulation.fields import Section, choice, wrong
from simulation.results.record import DAILY
from simulation.scenario.assemble import slug
from simulation.scenario.kinds import problem_at, problem_at_key
from simulation.scenario.load import changed_by_file, load_scenario
from simulation.scenario.model import OutcomeName, Scenario, _as_tuple
from simulation.scenario.nearest import use_nearest
from simulation.scenario.outcome_names import OUTCOME_NAMES
from simulation.scenario.problems import problems_of
from simulation.scenario.tree import NOWHERE, KeyPath, Mark, Node, from_plain, plain, shown
from simulation.scenario.worlds import AS_WRITTEN
from simulation.scenario.yaml_source import read_yaml

DAY = "day"
"""Column that is kept with all daily measures."""

MOST_RUNS = 100_000_000
"""Runs that a sweep may have: what is finished of it is counted in memory."""


def _known_daily(name: str) -> str:
    if name == DAY:
        raise wrong("day is kept beside every daily measure. Remove it.")
    if name not in DAILY:
        known = tuple(each for each in DAILY if each != DAY)
        raise wrong(f'no daily measure "{name}".', name, known)
    return name


DailyName = Annotated[str, AfterValidator(_known_daily)]
Names = Annotated[tuple[str, ...] | None, BeforeValidator(_as_tuple)]


class Design(Section):
    """Which points are tried."""

    kind: Kind = choice("grid", "How points are chosen")
    points: Any = Field(None, description="How many, or for a list the points or their file")
    factors: dict[str, Any] | None = Field(None, description="What varies")


class SweepFile(Section):
    """A sweep as it is written."""

    scenario: str | None = choice(None, "Scenario file, counted from the sweep's folder")
    name: Annotated[str, Field(pattern=r"^\w[\w-]*$")] | None = choice(None, "Name of the sweep")
    set: dict[str, Any] = Field({}, description="Changes of the scenario at all points")
    strategies: Names = choice(None, "Strategies to run; the baseline always comes along")
    design: Design = Field(..., description="Which points are tried")
    replications: int | None = choice(None, "Runs of each strategy at each point", "runs", ge=1)
    seed: int = choice(1, "Number from which points are drawn", ge=0, le=2**63 - 1)
    outcomes: Annotated[tuple[OutcomeName, ...] | None, BeforeValidator(_as_tuple)] = choice(
        None, "Outcomes that are kept; all if left out", min_length=1
    )
    daily: Annotated[tuple[DailyName, ...], BeforeValidator(_as_tuple)] = choice(
        (), "Daily measures that are kept"
    )


class _Chosen(NamedTuple):
    """The points, and the first of them as it was written."""

    points: Points
    first: Mapping[str, Node]
    said: Mapping[str, Any]
    places: Places
    warnings: tuple[str, ...] = ()


def load_sweep(path: str | os.PathLike[str]) -> Sweep:
    """Read a sweep file and the scenario that it names.

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
    tree = read_yaml(file, keys=("scenario", "design"))
    if is_scenario(tree):
        fact = f"a scenario, not a sweep. Name it in a sweep file: scenario: {file.name}."
        raise ScenarioError([problem_at(tree, fact)])
    read = _read(tree)
    named = tree.get("scenario")
    if named is None or read.scenario is None:
        fact = "missing. Add it: the scenario file, counted from this one's folder."
        raise ScenarioError([problem_at(named or tree, fact, () if named else ("scenario",))])
    if not (file.parent / read.scenario).is_file():
        fact = f"no file {shown(named)} beside {file.name}. Check the path."
        raise ScenarioError([problem_at(named, fact)])
    scenario = load_scenario(file.parent / read.scenario)
    return _sweep(tree, read, scenario, file.parent, slug(file.stem))


def is_scenario(tree: Node) -> bool:
    """Whether a file tells of a market instead of what varies in one."""
    of_sweep = {"scenario", "design"} & set(tree.value)
    return not of_sweep and bool({"network", "brand", "consumers"} & set(tree.value))


def sweep_of(scenario: Scenario, given: Mapping[str, Any]) -> Sweep:
    """A sweep of plain Python values, written as in a file; see :meth:`Sweep.of`."""
    values: dict[str, Any] = {key: part for key, part in given.items() if part is not None}
    design = {key: part for key, part in given["design"].items() if part is not None}
    table = design.get("points")
    is_table = hasattr(table, "columns")
    if is_table:
        design["points"] = "points"
    tree = from_plain(_plain({**values, "design": design}))
    read = _read(tree)
    return _sweep(tree, read, scenario, Path(), scenario.name, table if is_table else None)


def _plain(thing: Any) -> Any:
    """Arrays, ranges and sets of names as lists."""
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if hasattr(thing, "tolist"):
        return _plain(thing.tolist())
    if isinstance(thing, Sequence) and not isinstance(thing, str):
        return [_plain(item) for item in thing]
    return thing


def _read(tree: Node) -> SweepFile:
    try:
        return SweepFile.model_validate(plain(tree))
    except ValidationError as error:
        raise ScenarioError(problems_of(error, SweepFile, tree)) from None


def _sweep(
    tree: Node, read: SweepFile, scenario: Scenario, folder: Path, name: str, table: Any = None
) -> Sweep:
    warnings = []
    changes = tree.get("set")
    if changes is not None and changes.value:
        scenario = changed_by_file(scenario, _addressed(changes.value), folder)
    if scenario.what_if:
        warnings.append("what_if is left out: make what differs in its worlds a factor")
        scenario = scenario.worlds[AS_WRITTEN]
    _check_names(tree, scenario)
    chosen = _points(tree, read, scenario, folder, table)
    warnings += chosen.warnings
    if "seed" in chosen.points.factors:
        warnings.append("seed is a factor: points differ in luck too, so compare them with care")
    _check_first(scenario, chosen, folder)
    wanted = read.strategies
    names = tuple(
        each
        for each in scenario.strategies
        if wanted is None or each in wanted or each == scenario.baseline
    )
    warnings += idle_factors(scenario, names, chosen.points)
    outcomes = tuple(dict.fromkeys(read.outcomes or OUTCOME_NAMES))
    daily = tuple(dict.fromkeys(read.daily))
    replications = scenario.replications if read.replications is None else read.replications
    _check_size(tree, len(chosen.points), len(names), replications)
    name = read.name or name
    written = {
        "name": name,
        "scenario": scenario.name,
        "strategies": list(names),
        "design": dict(chosen.said),
        "replications": replications,
        "seed": read.seed,
        "outcomes": list(outcomes),
        "daily": list(daily),
    }
    return Sweep(
        name,
        scenario,
        names,
        chosen.points,
        replications,
        outcomes,
        daily,
        written,
        tuple(warnings),
        chosen.places,
    )


def _check_names(tree: Node, scenario: Scenario) -> None:
    """Refuse strategies that are not in the scenario."""
    written = tree.get("strategies")
    known = scenario.strategies
    problems = []
    for item in written.value if written is not None and written.value is not None else []:
        if item.value not in known:
            near = use_nearest(str(item.value), known) or f" Strategies: {', '.join(known)}."
            problems.append(problem_at(item, f"no strategy {shown(item)}.{near}"))
    if written is not None and written.value == []:
        problems.append(problem_at(written, "no strategies. Name one, or leave it out for all."))
    if problems:
        raise ScenarioError(problems)


def _check_size(tree: Node, n_points: int, n_strategies: int, replications: int) -> None:
    """Refuse more runs than a folder can count."""
    runs = n_points * n_strategies * replications
    if runs > MOST_RUNS:
        written = tree.get("replications")
        said = f"{runs:,} runs" if runs < 10**18 else "a huge number of runs"
        each = f"points {n_points:,}, strategies {n_strategies}"
        if runs < 10**18:
            each = f"{each}, replications {replications:,}"
        fact = f"{said} ({each}); at most {MOST_RUNS:,}. Use fewer."
        raise ScenarioError([problem_at(written or tree.value["design"], fact)])


def _points(tree: Node, read: SweepFile, scenario: Scenario, folder: Path, table: Any) -> _Chosen:
    design = tree.value["design"]
    kind, n_points = read.design.kind, read.design.points
    written, factors = design.get("points"), design.get("factors")
    if kind == "list":
        if factors is not None:
            fact = "a list takes its factors from its points. Remove it."
            raise ScenarioError([problem_at_key(factors, fact)])
        points, first, places = listed(design, folder, table)
        return _Chosen(points, first, {"kind": kind, "points": len(points)}, places)
    if factors is None or not factors.value:
        fact = "no factors. Add them: {brand.price: [9, 12]}."
        place = design if factors is None else factors
        raise ScenarioError([problem_at(place, fact, ("factors",) if factors is None else ())])
    if kind == "grid":
        if written is not None:
            fact = "a grid has every combination. Remove it, or choose another kind."
            raise ScenarioError([problem_at_key(written, fact)])
    elif isinstance(n_points, bool) or not isinstance(n_points, int) or n_points < 1:
        fact = "missing. Add it: how many points." if written is None else _not_a_number(written)
        at, below = (design, ("points",)) if written is None else (written, ())
        raise ScenarioError([problem_at(at, fact, below)])
    found = factors_of(factors, scenario, folder, is_grid=kind == "grid")
    size = grid_size(found) if kind == "grid" else n_points
    if size > MOST_POINTS:
        fact = f"{size:,} points; at most {MOST_POINTS:,}. Use fewer values or points."
        raise ScenarioError([problem_at(written or factors, fact)])
    if kind == "grid":
        points = grid(found)
    else:
        points = sample(found, SAMPLERS[kind](size, len(found), read.seed))
    first = {factor.key: _node(factor, points, 0) for factor in found}
    said = {"kind": kind, "points": size, "factors": plain(factors)}
    warnings = _design_warnings(kind, size, found, points)
    return _Chosen(points, first, said, _places(found, points), warnings)


def _not_a_number(written: Node) -> str:
    return f"{shown(written)} is not a number of points. Write one, such as 64."


def _node(factor: Factor, points: Points, point: int) -> Node:
    value = points.value(factor.key, point)
    number = factor.values.index(value) if value in factor.values else None
    return factor.value_node(value, number)


def _places(factors: Sequence[Factor], points: Points) -> Places:
    """The place of each value in its list, or of the span that it lies in."""
    by_key = {factor.key: factor for factor in factors}

    def place(point: int, key: str) -> Mark:
        return _node(by_key[key], points, point).mark if key else NOWHERE

    return Places(place)


def _design_warnings(
    kind: str, size: int, factors: list[Factor], points: Points
) -> tuple[str, ...]:
    said = []
    if kind == "sobol" and size & (size - 1):
        near = 2 ** (size.bit_length() - 1)
        said.append(f"{size} Sobol points: a power of 2 covers evenly; use {near} or {2 * near}")
    if kind != "grid" and all(factor.span is None or factor.whole for factor in factors):
        rows = zip(*(column for column in points.columns.values()), strict=True)
        alike = size - len(set(rows))
        if alike:
            said.append(f"{alike:,} of {size:,} points repeat another: the factors have few values")
    return tuple(said)


def _addressed(changes: Mapping[str, Node]) -> dict[str, Node]:
    """Values with the address that they have in the scenario, for messages about them."""
    return {key: readdressed(node, tuple(key.split("."))) for key, node in changes.items()}


def readdressed(node: Node, path: KeyPath) -> Node:
    """The same place and value under another address."""
    value = node.value
    if node.is_mapping:
        value = {key: readdressed(child, (*path, key)) for key, child in value.items()}
    elif node.is_list:
        value = [readdressed(child, (*path, index)) for index, child in enumerate(value)]
    return node._replace(value=value, path=path)


def _check_first(scenario: Scenario, chosen: _Chosen, folder: Path) -> None:
    """Refuse unknown factors, and values that a setting cannot take, where they are written."""
    try:
        changed_by_file(scenario, _addressed(chosen.first), folder)
    except ScenarioError as error:
        raise ScenarioError(_in_first(problem, chosen) for problem in error.problems) from None


def _in_first(problem: Problem, chosen: _Chosen) -> Problem:
    """A problem of point 0, which has a place already where a factor itself is wrong."""
    if not is_of(problem.key, chosen.first):
        points = chosen.points
        return told(problem, chosen.places, points.factors, 0, points.text(0))
    row = "row 0: " if chosen.places.has_rows and problem.key in chosen.first else ""
    return problem._replace(message=f"{row}{problem.message}")
