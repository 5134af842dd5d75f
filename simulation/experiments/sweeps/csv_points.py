"""Reading points from CSV: the first line names the factors, each other line is a point."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulation.errors import Problem, ScenarioError
from simulation.scenario.tree import plain
from simulation.scenario.yaml_source import parse_yaml

_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")


def read_csv(file: Path) -> tuple[list[str], list[list[Any]], list[int]]:
    """Names of the factors, values point by point, and the line of each point.

    A cell is read like a value in YAML: ``12``, ``launch``, ``true``,
    ``"[{kind: hire_kocs, budget: 900}]"``.

    Raises
    ------
    ScenarioError
        If it is no table of points; it names the line.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            lines = [(reader.line_num, line) for line in reader if any(map(str.strip, line))]
    except UnicodeDecodeError as error:
        fact = f"not UTF-8 text (byte {error.start}). Save it as UTF-8."
        raise ScenarioError([Problem(fact, "", str(file))]) from None
    except csv.Error as error:
        fact = f"not CSV: {error}. Check quotes and commas."
        raise ScenarioError([Problem(fact, "", str(file))]) from None
    if len(lines) < 2:
        fact = "no points. Write names of factors in the first line and a point in each other."
        raise ScenarioError([Problem(fact, "", str(file))])
    names = [name.strip() for name in lines[0][1]]
    other = next((mark for mark in ";\t" if len(names) == 1 and mark in names[0]), None)
    if other is not None:
        word = "semicolons" if other == ";" else "tabs"
        fact = f"{word} between cells. Write commas."
        raise ScenarioError([Problem(fact, "", str(file), 1, 1)])
    problems = _wrong_names(names, file)
    rows, numbers = [], []
    for number, line in lines[1:]:
        found, wrong = _row(names, line, file, number)
        rows.append(found)
        numbers.append(number)
        problems += wrong
    if problems:
        raise ScenarioError(problems)
    return names, rows, numbers


def _wrong_names(names: list[str], file: Path) -> list[Problem]:
    problems = []
    for at, name in enumerate(names):
        if not name:
            fact = f"column {at + 1} has no name. Write the key of a factor."
            problems.append(Problem(fact, "", str(file), 1, 1))
        elif name in names[:at]:
            problems.append(Problem("two columns of this name. Keep one.", name, str(file), 1, 1))
    return problems


def _row(
    names: list[str], line: list[str], file: Path, number: int
) -> tuple[list[Any], list[Problem]]:
    if len(line) != len(names):
        fact = f"{len(line)} cells; the first line names {len(names)} factors. Make them equal."
        return [], [Problem(fact, "", str(file), number, 1)]
    values, problems = [], []
    for name, cell in zip(names, line, strict=True):
        if not cell.strip():
            fact = "empty. Every point has a value for every factor."
            problems.append(Problem(fact, name, str(file), number, 1))
            continue
        try:
            values.append(_value(cell.strip()))
        except ScenarioError as error:
            problems.append(Problem(error.problems[0].message, name, str(file), number, 1))
    return values, problems


def _value(cell: str) -> Any:
    return int(cell) if _WHOLE.fullmatch(cell) else _meant(cell)


@lru_cache(maxsize=4096)
def _meant(cell: str) -> Any:
    try:
        number = float(cell)
    except ValueError:
        return plain(parse_yaml(cell, ""))
    if not any(letter in cell for letter in ".eE"):
        return plain(parse_yaml(cell, ""))
    return int(number) if "." not in cell and number.is_integer() else number
