"""Points that somebody lists one by one: in the sweep file, in a table, or in Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulation.errors import Problem, ScenarioError
from simulation.experiments.sweeps.factors import from_here, key_problems
from simulation.experiments.sweeps.places import NO_PLACES, Places
from simulation.experiments.sweeps.points import Points, as_count
from simulation.scenario.kinds import problem_at, problem_at_key
from simulation.scenario.tree import Mark, Node, from_plain, plain, shown

NUMBERS = "point"
"""Column of a table that numbers its points, as that of a finished sweep does; it is no factor."""

_NO_FACTORS = "no factors. Add a column for each, named by its key."


class Listed(NamedTuple):
    """Values by factor, the first point as it was written, and where each point is."""

    values: Mapping[str, Sequence[Any]]  # empty where there are Points already
    first: Mapping[str, Node]
    refuse: Callable[[int, str], Problem]
    places: Places = NO_PLACES


def listed(
    design: Node, folder: Path, table: Any = None
) -> tuple[Points, Mapping[str, Node], Places]:
    """The listed points, the first of them as it was written, and where each is written.

    Parameters
    ----------
    design
        The design, whose ``points`` are a list or name a file.
    folder
        Folder from which files count.
    table
        :class:`Points` or a pandas frame that was given instead.

    Raises
    ------
    ScenarioError
        If points are missing, incomplete, alike or cannot be read.
    """
    found = _read(design, folder, table)
    problems = key_problems(found.first.values(), found.first)
    if problems:
        raise ScenarioError(problems)
    if isinstance(table, Points):
        points = table
    else:
        here = {
            key: [from_here(key, value, folder) for value in column]
            for key, column in found.values.items()
        }
        points = Points.of(here)
    _refuse_twins(points, found)
    return points, found.first, found.places


def _read(design: Node, folder: Path, table: Any) -> Listed:
    if isinstance(table, Points):
        return _of_points(table)
    if table is not None:
        return _of_frame(table, "points")
    written = design.get("points")
    if written is None or written.value is None:
        fact = "missing. Add it: a list of points, or a CSV or Parquet file."
        raise ScenarioError([problem_at(design, fact, ("points",))])
    if written.is_list:
        return _of_rows(written)
    if not isinstance(written.value, str):
        fact = f"{shown(written)} is not a list of points. Write one, or name a file."
        raise ScenarioError([problem_at(written, fact)])
    return _of_file(written, folder)


def _of_points(points: Points) -> Listed:
    if not len(points):
        raise ScenarioError([Problem("no points. Give at least one.", "points")])
    first = {key: from_plain(value) for key, value in points.changes(0).items()}
    return Listed({}, first, lambda at, fact: Problem(f"point {at} {fact}", "points"))


def _of_rows(written: Node) -> Listed:
    rows: list[Node] = written.value
    if not rows:
        raise ScenarioError([problem_at(written, "no points. Write at least one.")])
    problems = [
        problem_at(row, f"{shown(row)} is not a point. Write {{brand.price: 9}}.")
        for row in rows
        if not row.is_mapping or not row.value
    ]
    if problems:
        raise ScenarioError(problems)
    keys = list(rows[0].value)
    for number, row in enumerate(rows):
        for key in keys:
            if key not in row.value:
                fact = f"point {number} has no {key}, and point 0 has. Add it."
                problems.append(problem_at(row, fact))
        for key, node in row.value.items():
            if key not in keys:
                fact = f"point {number} has it, and point 0 has not. Add it there."
                problems.append(problem_at_key(node, fact))
    if problems:
        raise ScenarioError(problems)
    values = {key: [plain(row.value[key]) for row in rows] for key in keys}

    def place(at: int, factor: str) -> Mark:
        return (rows[at].value[factor] if factor else rows[at]).mark

    return Listed(values, rows[0].value, lambda at, fact: problem_at(rows[at], fact), Places(place))


def _of_file(written: Node, folder: Path) -> Listed:
    file = folder / written.value
    if not file.is_file():
        fact = f"no file {shown(written)} beside the sweep. Check the path."
        raise ScenarioError([problem_at(written, fact)])
    if file.suffix.lower() == ".csv":
        from simulation.experiments.sweeps.csv_points import read_csv

        names, rows, lines = read_csv(file)
        head, top = Mark(str(file), 1, 1), Mark(str(file), lines[0], 1)
        values = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        values.pop(NUMBERS, None)
        if not values:
            raise ScenarioError([Problem(_NO_FACTORS, "", *head)])
        first = {name: from_plain(as_count(c[0]), top, (name,)) for name, c in values.items()}
        first = {name: node._replace(key_mark=head) for name, node in first.items()}
        return Listed(
            values,
            first,
            lambda at, fact: Problem(f"point {at} {fact}", "", str(file), lines[at], 1),
            Places(lambda at, factor: Mark(str(file), lines[at], 1)),
        )
    if file.suffix.lower() in (".parquet", ".pq"):
        import pandas as pd

        try:
            frame = pd.read_parquet(file)
        except (OSError, ValueError) as error:
            fact = f"{shown(written)} is not a Parquet file: {str(error).splitlines()[0]}"
            raise ScenarioError([problem_at(written, f"{fact.rstrip('.')}. Check it.")]) from None
        return _of_frame(frame, str(file))
    fact = f"{shown(written)} is neither .csv nor .parquet. Write one of these."
    raise ScenarioError([problem_at(written, fact)])


def _of_frame(frame: Any, file: str) -> Listed:
    names = [str(name) for name in frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScenarioError([Problem(f"two columns {twice[0]}. Keep one.", "", file)])
    columns = {name: frame[label] for name, label in zip(names, frame.columns, strict=True)}
    columns.pop(NUMBERS, None)
    if not columns:
        raise ScenarioError([Problem(_NO_FACTORS, "", file)])
    if not len(frame):
        raise ScenarioError([Problem("no points. Write at least one row.", "", file)])
    problems = []
    values = {}
    for name, column in columns.items():
        empty = column.isna().to_numpy().nonzero()[0]
        if len(empty):
            fact = f"row {empty[0]} is empty. Every point has a value for every factor."
            problems.append(Problem(fact, name, file))
        else:
            values[name] = _decoded(column.tolist())
    if problems:
        raise ScenarioError(problems)
    mark = Mark(file)
    first = {
        name: from_plain(as_count(column[0]), mark, (name,)) for name, column in values.items()
    }
    return Listed(
        values,
        first,
        lambda at, fact: Problem(f"point {at} {fact}", "", file),
        Places(lambda at, factor: mark, has_rows=True),
    )


def _decoded(column: list[Any]) -> list[Any]:
    """Texts as what they say, if all are JSON and some say more than a number."""
    if not all(isinstance(cell, str) for cell in column):
        return column
    try:
        meant = [json.loads(cell) for cell in column]
    except ValueError:
        return column
    return column if all(type(value) in (int, float) for value in meant) else meant


def _refuse_twins(points: Points, found: Listed) -> None:
    """Refuse the first points that repeat another."""
    columns = [c if isinstance(c, list) else c.tolist() for c in points.columns.values()]
    seen: dict[tuple[Any, ...], int] = {}
    problems = []
    for at, row in enumerate(zip(*columns, strict=True)):
        first = seen.setdefault(row, at)
        if first != at:
            problems.append(found.refuse(at, f"is the same as point {first}. Remove one."))
    if problems:
        raise ScenarioError(problems)
